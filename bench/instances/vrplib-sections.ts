// Cuts VRPLIB text into its headers and sections; what they mean is no concern of this file.
import { UnreadableInstanceError } from './instance.ts'
import { clip, type Line, linesOf } from './text.ts'

export interface Header {
  readonly value: string
  readonly line: number
}

export interface Section {
  readonly line: number
  readonly rows: Line[]
}

export interface VrplibFile {
  readonly headers: ReadonlyMap<string, Header>
  readonly sections: ReadonlyMap<string, Section>
}

const SECTION = /^([A-Z][A-Z0-9_]*_SECTION)\s*:?$/i
const HEADER = /^([A-Z][A-Z0-9_]*)\s*:(.*)$/i

export function splitSections(text: string): VrplibFile {
  const headers = new Map<string, Header>()
  const sections = new Map<string, Section>()
  let section: Section | undefined
  for (const line of linesOf(text)) {
    if (/^EOF$/i.test(line.text)) break
    const sectionName = SECTION.exec(line.text)?.[1]?.toUpperCase()
    const [, key, value] = HEADER.exec(line.text) ?? []
    if (sectionName !== undefined) {
      refuseTwice(sections, sectionName, line)
      section = { line: line.number, rows: [] }
      sections.set(sectionName, section)
    } else if (key !== undefined && value !== undefined) {
      refuseTwice(headers, key.toUpperCase(), line)
      headers.set(key.toUpperCase(), { value: value.trim(), line: line.number })
      section = undefined
    } else if (section) section.rows.push(line)
    else throw new UnreadableInstanceError(`"${clip(line.text)}" is neither a header nor in a section`, line.number)
  }
  return { headers, sections }
}

function refuseTwice(seen: ReadonlyMap<string, unknown>, name: string, line: Line): void {
  if (seen.has(name)) throw new UnreadableInstanceError(`${clip(name)} stands there twice`, line.number)
}

// TRSP text: a line of counts, then one row each for the depot, the technicians and the requests. Nothing in it says how
// many requests there are, so a file cut between two lines cannot be told from a smaller one.
import { UnreadableInstanceError } from '../instance.ts'
import { AMOUNT, bounded, COORDINATE, clip, type Line, lastMoment, linesOf, numbersOf, TIME } from '../text.ts'
import type { TrspInstance, TrspNode } from './instance.ts'

const COUNTS = /^CREW COUNT\b/i
const ROWS = /^ID\s+X\s+Y\b/i
/** Five numbers behind the id, then skills, tools and parts. */
const ROW = /^(\d+(?:\s+[^\s[]+)+)\s*\[([^\]]*)\]\s*\[([^\]]*)\]\s*\[([^\]]*)\]$/

export const isTrsp = (text: string): boolean => /^\s*CREW COUNT\b/im.test(text)

interface Counts {
  readonly crew: number
  readonly skills: number
  readonly tools: number
  readonly parts: number
}

export function readTrsp(text: string, name: string): TrspInstance {
  const lines = linesOf(text)
  const counts = readCounts(lines)
  const heading = lines.findIndex((line) => ROWS.test(line.text))
  if (heading < 0) throw new UnreadableInstanceError('the heading ID X Y … is missing. Maybe the file is cut off.')
  const [depot, ...others] = lines.slice(heading + 1).map((line, id) => readNode(line, id, counts))
  if (!depot || others.length <= counts.crew)
    throw new UnreadableInstanceError(
      `a depot, ${counts.crew} technicians and a request are expected. Maybe the file is cut off.`,
    )
  return { name, depot, technicians: others.slice(0, counts.crew), requests: others.slice(counts.crew) }
}

function readCounts(lines: readonly Line[]): Counts {
  const line = lines[lines.findIndex(({ text }) => COUNTS.test(text)) + 1]
  if (!line) throw new UnreadableInstanceError('the line of counts is missing. Maybe the file is cut off.')
  const [crew, skills, tools, parts] = numbersOf(line)
  const few = { max: 10_000, whole: true }
  return {
    crew: bounded('the size of the crew', crew, { ...few, min: 1 }, line.number),
    skills: bounded('the number of skills', skills, few, line.number),
    tools: bounded('the number of tools', tools, few, line.number),
    parts: bounded('the number of kinds of parts', parts, few, line.number),
  }
}

function readNode(line: Line, id: number, counts: Counts): TrspNode {
  const [, columns, skills, tools, parts] = ROW.exec(line.text) ?? []
  if (columns === undefined)
    throw new UnreadableInstanceError(
      `a row with [skills] [tools] [parts] expected, not "${clip(line.text)}"`,
      line.number,
    )
  const numbers = numbersOf({ number: line.number, text: columns })
  if (numbers.length !== 6)
    throw new UnreadableInstanceError(`6 numbers expected before the skills, not ${numbers.length}`, line.number)
  const [number, x, y, start, end, service] = numbers
  if (number !== id) throw new UnreadableInstanceError(`row ${id} expected, not ${number}`, line.number)
  const opens = bounded('the start of the time window', start, TIME, line.number)
  const kind = (what: string, list: string | undefined, count: number) =>
    listIn(list, line.number).map((entry) => bounded(what, entry, { max: count - 1, whole: true }, line.number))
  return {
    x: bounded('x', x, COORDINATE, line.number),
    y: bounded('y', y, COORDINATE, line.number),
    opens,
    closes: lastMoment(end, opens, line.number),
    service: bounded('the service time', service, TIME, line.number),
    skills: kind('the skill', skills, counts.skills),
    tools: kind('the tool', tools, counts.tools),
    // The depot has as many as anybody could need and lists none.
    parts: id === 0 ? [] : readParts(listIn(parts, line.number), counts.parts, line.number),
  }
}

function readParts(amounts: readonly number[], count: number, line: number): number[] {
  if (amounts.length !== count)
    throw new UnreadableInstanceError(`${count} amounts of parts expected, not ${amounts.length}`, line)
  return amounts.map((amount) => bounded('the amount of parts', amount, AMOUNT, line))
}

const listIn = (list: string | undefined, number: number): number[] =>
  list === undefined || list.trim() === '' ? [] : numbersOf({ number, text: list.replaceAll(',', ' ').trim() })

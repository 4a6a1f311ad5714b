// What the OpenAPI document of a service says of an answer: is there such a route, may it answer with that status, and is
// what it answered of the form that stands there?
import { expect } from 'vitest'
import { z } from 'zod'

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>>
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object }
}

export interface Answered {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly status: number
  readonly type: string
  readonly json: unknown
}

export class Documented {
  readonly #document: Document
  readonly #schemas = new Map<string, z.ZodType>()
  /** `POST /tickets 201`, for each that came. */
  readonly seen = new Set<string>()
  constructor(document: Document) {
    this.#document = document
  }

  /** False: at that address there is nothing, as far as the document knows. */
  expect({ method, path, status, type, json }: Answered): boolean {
    const template = Object.keys(this.#document.paths).find(
      (one) =>
        new URLPattern({ pathname: one.replaceAll(/\{(\w+)\}/g, ':$1') }).test({ pathname: path }) &&
        this.#document.paths[one]?.[method.toLowerCase()] !== undefined,
    )
    const operation = template === undefined ? undefined : this.#document.paths[template]?.[method.toLowerCase()]
    if (!operation) return false
    const name = `${method} ${template} ${status}`
    expect([name, Object.keys(operation.responses)]).toEqual([name, expect.arrayContaining([String(status)])])
    const schema = operation.responses[status]?.content?.[type]?.schema
    expect([name, type, schema]).toEqual([name, type, expect.anything()])
    const { error } = this.#schemaOf(name, schema ?? {}).safeParse(json)
    expect([name, error?.issues ?? []]).toEqual([name, []])
    this.seen.add(name)
    return true
  }

  #schemaOf(name: string, schema: object): z.ZodType {
    const known = this.#schemas.get(name)
    if (known) return known
    const whole = { ...schema, $defs: this.#document.components.schemas }
    const json = JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/'))
    const made = z.fromJSONSchema(json)
    this.#schemas.set(name, made)
    return made
  }
}

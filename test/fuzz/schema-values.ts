// Values of a JSON schema, as fast-check arbitraries: mostly as the schema wants them, with ids and moments from small pools,
// so that one part of a request is about another. Knows no route.
import fc from 'fast-check'

export interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly examples?: readonly unknown[]
  readonly $ref?: string
}

const MOST_ITEMS = 3
const DEEPEST = 7

/** In place of what the schema of a property says, by its name. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>

export interface Words {
  readonly hints: Hints
  /** Where `$ref` leads. */
  readonly document: unknown
}

export function valuesOf(schema: Schema, words: Words, depth = 0): fc.Arbitrary<unknown> {
  if (depth > DEEPEST) return fc.constant(null)
  if (schema.$ref !== undefined) return valuesOf(resolved(schema.$ref, words.document), words, depth + 1)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, words, depth)))
  if (schema.allOf)
    return fc
      .tuple(...schema.allOf.map((part) => valuesOf(part, words, depth)))
      .map((parts) => Object.assign({}, ...parts))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object':
      return objectOf(schema, words, depth)
    case 'array':
      return arrayOf(schema, words, depth)
    case 'string':
      return textOf(schema)
    case 'integer':
      return numberOf(schema, true)
    case 'number':
      return numberOf(schema, false)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function resolved(ref: string, document: unknown): Schema {
  let found = document as Record<string, unknown>
  for (const part of ref.replace(/^#\//, '').split('/')) found = found[part] as Record<string, unknown>
  return found
}

function objectOf(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  words: Words,
  depth: number,
) {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = words.hints[name] ?? valuesOf(schema, words, depth + 1)
    const isNeeded = required.includes(name)
    // The deeper, the fewer: else a single ticket would be a book.
    const field = isNeeded ? value : sometimes(value, depth)
    return [name, field] as const
  })
  const known = fc.record(Object.fromEntries(fields)).map(withoutUndefined)
  if (typeof additionalProperties !== 'object') return known
  const names = propertyNames ? valuesOf(propertyNames, words, depth + 1) : fc.string({ maxLength: 8 })
  const more = fc.array(fc.tuple(names, valuesOf(additionalProperties, words, depth + 1)), { maxLength: 2 })
  return fc
    .tuple(known, more)
    .map(([object, pairs]) => ({ ...object, ...Object.fromEntries(pairs as [string, unknown][]) }))
}

const sometimes = (value: fc.Arbitrary<unknown>, depth: number) =>
  fc.oneof({ weight: depth < 2 ? 1 : 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

const withoutUndefined = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

function arrayOf({ items, prefixItems, minItems = 0, maxItems = MOST_ITEMS }: Schema, words: Words, depth: number) {
  if (prefixItems) return fc.tuple(...prefixItems.map((item) => valuesOf(item, words, depth + 1)))
  const minLength = Math.min(minItems, 5)
  const maxLength = Math.max(minLength, Math.min(maxItems, depth < 3 ? MOST_ITEMS : 1))
  return fc.array(items ? valuesOf(items, words, depth + 1) : fc.jsonValue({ maxDepth: 1 }), { minLength, maxLength })
}

const INSTANTS = ['08:00:00', '09:30:00', '12:00:00', '12:00:01', '17:45:00', '23:59:59'].flatMap((time) => [
  `2026-03-03T${time}+01:00`,
  `2026-03-04T${time}Z`,
])

function textOf({ format, pattern, examples, minLength = 0, maxLength }: Schema): fc.Arbitrary<unknown> {
  const least = Math.min(minLength, 50)
  const odd = fc.string({
    minLength: least,
    maxLength: Math.min(maxLength ?? Math.max(12, least), 60),
    unit: 'grapheme',
  })
  const fitting = fittingText(
    { ...(format !== undefined && { format }), ...(pattern !== undefined && { pattern }) },
    odd,
  )
  if (!examples || examples.length === 0) return fitting
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...examples) }, { weight: 2, arbitrary: fitting })
}

function fittingText({ format, pattern }: Schema, odd: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (format === 'date-time') return fc.constantFrom(...INSTANTS)
  if (format === 'uuid') return fc.uuid()
  // Classes of all of Unicode take minutes to be turned round, and any text at all fits nearly all of them.
  if (pattern === undefined || pattern.includes('\\p{')) return odd
  let matching = matchingBy.get(pattern)
  if (matching === undefined) {
    try {
      matching = fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 60 })
    } catch {
      // Not every pattern can be turned round.
      matching = fc.oneof(odd, fc.constantFrom('P1D', 'PT1H', 'PT15M', 'T-1', 'ana'))
    }
    matchingBy.set(pattern, matching)
  }
  return matching
}

const matchingBy = new Map<string, fc.Arbitrary<string>>()

function numberOf({ minimum = -1e6, maximum = 1e6 }: Schema, isWhole: boolean): fc.Arbitrary<unknown> {
  const [min, max] = [Math.max(minimum, -Number.MAX_SAFE_INTEGER), Math.min(maximum, Number.MAX_SAFE_INTEGER)]
  const near = fc.constantFrom(...[min, max, 0, 1, 60].filter((value) => value >= min && value <= max))
  const any = isWhole
    ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
    : fc.double({ min, max, noNaN: true, noDefaultInfinity: true })
  return fc.oneof(near, any)
}

/** With one thing about it wrong, somewhere. */
export const spoilt = (value: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.nat(1_000_000), junk).map(([where, other]) => spoiltAt(value, where, other))

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    '',
    'x'.repeat(300),
    [],
    {},
    [[[]]],
    'T-1',
    '\u0000',
    '💥',
    undefined,
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

function spoiltAt(value: unknown, where: number, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other
  if (Array.isArray(value)) {
    if (value.length === 0 || where % 5 === 0) return other
    const index = where % value.length
    return value.with(index, spoiltAt(value[index], where >> 3, other))
  }
  const names = Object.keys(value)
  const name = names[where % names.length]
  if (name === undefined || where % 7 === 0) return { ...value, [String(other).slice(0, 20)]: other }
  return { ...value, [name]: spoiltAt((value as Record<string, unknown>)[name], where >> 3, other) }
}

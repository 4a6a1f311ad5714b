// Options of the bench's commands, checked before anything is read or started. Knows no command, no instance, no solver.

/** Plain vehicle routing with time windows, all of it by the DIMACS convention. */
export const CLASSIC_SETS = ['solomon', 'gehring-homberger', 'ortec'] as const
/** What makes a field-service day: several depots, skills, work that may be left out, loading again, pairs of visits, days. */
export const RICH_SETS = ['mdvrptw', 'sdvrptw', 'pcvrptw', 'mtvrptwr', 'trsp', 'hhcrsp', 'verolog2019'] as const
/** All published sets. */
export const SETS = [...CLASSIC_SETS, ...RICH_SETS] as const
export type SetName = (typeof SETS)[number]

export interface Bounds {
  readonly min?: number
  readonly max: number
  readonly whole?: boolean
}

export const SECONDS: Bounds = { max: 86_400 }
export const THREADS: Bounds = { min: 1, max: 64, whole: true }
export const SEED: Bounds = { max: 0xffff_ffff, whole: true }
export const COUNT: Bounds = { min: 1, max: 1_000_000, whole: true }
export const ITERATIONS: Bounds = { max: 1_000_000_000, whole: true }
export const COST: Bounds = { max: 1e12 }

/** What the caller asked cannot be done as asked; the message says why in one line. */
export class BadArgumentsError extends Error {
  override readonly name = 'BadArgumentsError'
}

/** Node's advice runs over several lines; its first says what is wrong. */
export function parsedOrRefused<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (cause) {
    const [fault] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    throw new BadArgumentsError(fault, { cause })
  }
}

export function oneOf<Known extends string>(option: string, value: string, known: readonly Known[]): Known {
  const match = known.find((name) => name === value)
  if (match === undefined) throw new BadArgumentsError(`${option} ${value} is not known; known: ${known.join(', ')}`)
  return match
}

export function numberIn(option: string, text: string, { min = 0, max, whole = false }: Bounds): number {
  const value = (whole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  const kind = whole ? 'a whole number' : 'a number'
  throw new BadArgumentsError(`${option} ${text} is not ${kind} between ${min} and ${max}`)
}

/** Parted by commas; nothing stands in it twice. */
export function listOf<Item>(option: string, text: string, readItem: (part: string) => Item): Item[] {
  const items = text.split(',').map((part) => {
    if (part === '') throw new BadArgumentsError(`${option} ${text} has an empty place`)
    return readItem(part)
  })
  const twice = items.find((item, index) => items.indexOf(item) !== index)
  if (twice !== undefined) throw new BadArgumentsError(`${option} ${text} has ${twice} twice`)
  return items
}

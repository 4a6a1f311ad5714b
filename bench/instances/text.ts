// Lines and numbers of an instance file: what every format is made of, with the line kept for the error.
// Knows no format.
import { UnreadableInstanceError } from './instance.ts'

export interface Line {
  /** As an editor counts it. */
  readonly number: number
  readonly text: string
}

/** Lines that hold something, trimmed; either kind of line end. */
export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '')
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

export function numbersOf(line: Line): number[] {
  return line.text.split(/\s+/).map((word) => {
    if (!NUMBER.test(word)) throw new UnreadableInstanceError(`"${clip(word)}" is not a number`, line.number)
    return Number(word)
  })
}

export interface Bounds {
  readonly min?: number
  readonly max: number
  readonly whole?: boolean
}

/** Ten times the largest still fits the solver's 32 bits with room to add two of them. */
export const TIME: Bounds = { min: 0, max: 100_000_000 }
export const COORDINATE: Bounds = { min: -10_000_000, max: 10_000_000 }
export const AMOUNT: Bounds = { min: 0, max: 1_000_000_000, whole: true }

/** The number itself, once it is known to be there and within its bounds. */
export function bounded(what: string, value: number | undefined, bounds: Bounds, line: number): number {
  const { min = 0, max, whole = false } = bounds
  if (value === undefined) throw new UnreadableInstanceError(`${what} is missing`, line)
  if (whole && !Number.isInteger(value)) throw new UnreadableInstanceError(`${what} ${value} is not whole`, line)
  if (value < min || value > max)
    throw new UnreadableInstanceError(`${what} ${value} is not between ${min} and ${max}`, line)
  return value
}

/** A last moment may lie as far away as its writer likes: many write a huge number for none. */
export function lastMoment(closes: number | undefined, opens: number, line: number): number {
  const moment = bounded('the end of the time window', closes, { max: Number.MAX_VALUE }, line)
  if (moment < opens) throw new UnreadableInstanceError(`the time window ends at ${moment}, before ${opens}`, line)
  return moment
}

/** Foreign text in a message stays short and on one line. */
export const clip = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 40)

// How a broken model is refused, and the ranges in which its numbers have to lie so that all sums stay exact.
// Imports solver/ only.
import { type Span, UNREACHABLE } from './model.ts'
import { MOST_CENTS } from './rules/money.ts'

/** The model is broken, not merely hard. `path` leads to the fault. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError'
  readonly path: string
  readonly fault: string
  constructor(path: string, fault: string) {
    super(`The model is not plannable: ${path} ${fault}. Maybe it was put together wrongly.`)
    this.path = path
    this.fault = fault
  }
}

export function whole(path: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value)) throw new ModelRefusedError(path, `is ${value}, not a whole number`)
  if (value < least || value > most) throw new ModelRefusedError(path, `is ${value}, not from ${least} to ${most}`)
}

/** The same of what need not be said. */
export function wholeIfSaid(path: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined) whole(path, value, least, most)
}

/** A price per hour, small enough for the longest time it can be asked for. */
export function priced(path: string, centsPerHour: number, mostSeconds: number): void {
  whole(path, centsPerHour, 0, MOST_CENTS)
  if ((centsPerHour * mostSeconds) / 3600 > MOST_CENTS)
    throw new ModelRefusedError(path, `is ${centsPerHour}, too dear for ${mostSeconds} seconds`)
}

export function moment(path: string, second: number): void {
  whole(path, second, -UNREACHABLE, UNREACHABLE)
}

export function span(path: string, { opens, closes }: Span): void {
  moment(`${path}.opens`, opens)
  whole(`${path}.closes`, closes, opens, UNREACHABLE)
}

export function windowsApart(path: string, windows: readonly Span[]): void {
  for (const [index, window] of windows.entries()) {
    span(`${path}[${index}]`, window)
    const before = windows[index - 1]
    if (before && before.closes >= window.opens)
      throw new ModelRefusedError(`${path}[${index}]`, 'is not after and apart from the window before it')
  }
}

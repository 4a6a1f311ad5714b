// What the templates of every language are put together from, without a word of any of them. Knows no reasons.
import type { Together } from './reason-params.ts'

/** What a local instant or a date says by itself. */
export function calendarDay(instant: string): { weekday: number; day: number; month: number; year: string } {
  const year = instant.slice(0, 4)
  const month = Number(instant.slice(5, 7)) - 1
  const day = Number(instant.slice(8, 10))
  const days = Date.UTC(Number(year), month, day) / 86_400_000
  // 1970 began on a Thursday.
  return { weekday: (((days + 4) % 7) + 7) % 7, day, month, year }
}

export const clock = (instant: string): string => instant.slice(11, 16)

export const isSameDay = (one: string, other: string): boolean => one.slice(0, 10) === other.slice(0, 10)

export const signed = (amount: number, written: (amount: number) => string): string =>
  `${amount < 0 ? '−' : '+'}${written(Math.abs(amount))}`

export const list = (items: readonly string[]): string => items.join(', ')

/** The names of fields in a language, and of one it has no word for the name itself. */
export const namesOf = (fields: readonly string[], words: Readonly<Record<string, string>>): string =>
  list(fields.map((field) => words[field] ?? field))

/** Params as they are, where there is no template to put them into words. */
export function bareParams(params: Readonly<Record<string, unknown>>): string {
  const facts = Object.entries(params).filter(([, value]) => value !== undefined)
  return list(facts.map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`))
}

/** One clause for each kind of change, to be said alone or along with others. */
export interface UnlockClauses {
  windowLater(minutes: number): string
  windowEarlier(minutes: number): string
  shiftEnd(minutes: number): string
  shiftStart(minutes: number): string
  duration(minutes: number): string
  skills(skills: readonly string[], levels: readonly string[]): string
  moves(ticketIds: readonly string[]): string
  otherDay(day: string): string
  overtime(minutes: number): string
  areas(areas: readonly string[]): string
  load(unit: string, amount: number): string
  maxVisits(count: number): string
}

/** In one order, whichever change was found first. */
export function clausesOf(together: Together, say: UnlockClauses): string[] {
  const { skills = [], levels = [], ticketIds = [], areas = [], units = [], amounts = [] } = together
  const one = <T>(value: T | undefined, clause: (value: T) => string) => (value === undefined ? [] : [clause(value)])
  return [
    ...one(together.windowEarlierMinutes, say.windowEarlier),
    ...one(together.windowLaterMinutes, say.windowLater),
    ...one(together.otherDay, say.otherDay),
    ...one(together.shiftStartMinutes, say.shiftStart),
    ...one(together.shiftEndMinutes, say.shiftEnd),
    ...one(together.overtimeMinutes, say.overtime),
    ...one(together.maxVisits, say.maxVisits),
    ...one(together.durationMinutes, say.duration),
    ...(skills.length > 0 ? [say.skills(skills, levels)] : []),
    ...(areas.length > 0 ? [say.areas(areas)] : []),
    ...units.map((unit, index) => say.load(unit, Number(amounts[index] ?? 0))),
    ...(ticketIds.length > 0 ? [say.moves(ticketIds)] : []),
  ]
}

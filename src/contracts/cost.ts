// Money in an answer: a total and the lines it is the sum of, to the cent. Imports zod only.
import { z } from 'zod'
import { Id } from './scalars.ts'

/** What each line is for. Lines are added freely and never renamed; a reader must be able to show one it does not know. */
export const COST_CODES = {
  TRAVEL: 'Time and kilometres on the road.',
  WAITING: 'Time between visits that is neither driven, worked, loading nor a break.',
  OVERTIME: 'Time after the end of a shift.',
  SHIFT: 'Once for each shift that has a visit.',
  SPAN: 'Time from setting out to being back.',
  HEAD: 'Once for each technician who has a visit.',
  LATENESS: 'Work that begins after it was due.',
  WORST_LATENESS: 'The one visit that is late the longest.',
  SOFT_WINDOW: 'Work that begins outside the soft windows of its ticket.',
  PREFERRED_WINDOW: 'Work that begins outside the windows its customer would like.',
  ASAP: 'Each hour until work begins.',
  PREFERENCE: 'A technician other than the customer would like.',
  CONTINUITY: 'A technician who knows the customer less than another, or not at all.',
  SURPLUS_SKILL: 'Skills held above the level that the work needs.',
  AREA: 'Work outside the areas that a technician prefers.',
  CHANGE: 'Planned work that goes to another technician.',
  PROMISE: 'Promised work that begins outside what was told.',
  GAP: 'Days between tied tickets beyond the fewest.',
  FAIRNESS: 'Work beyond a technician’s fair share.',
  SCATTER: 'Kilometres between two visits, so that routes stay together.',
  UNSERVED: 'Tickets left out.',
} as const
export type CostCode = keyof typeof COST_CODES
export const CostCode = z.enum(Object.keys(COST_CODES) as [CostCode, ...CostCode[]])

export const CostLine = z.strictObject({
  code: CostCode,
  amount: z.int(),
  /** The setting that made the price, as a path into the input. */
  setting: z.string().optional(),
})
/** The total is the sum of the lines, to the cent. */
export const Cost = z.strictObject({ total: z.int(), lines: z.array(CostLine) })
export type Cost = z.infer<typeof Cost>

/** The option of leaving a ticket unbooked, with its price, for every ticket whether it is planned or not. */
export const Unbooked = z.strictObject({
  ticketId: Id,
  cost: z.int().min(0),
  setting: z.string().optional(),
})

// A technician: shifts, skills, ground, van and price. Ids only, never names of people. Imports zod only.
import { z } from 'zod'
import { Cents, Duration, Id, Instant, Location, TimeZone, Window } from './scalars.ts'
import { Load } from './ticket.ts'

export const TRAVEL_PROFILES = ['car', 'van', 'truck', 'bicycle', 'foot'] as const
export const TravelProfile = z.enum(TRAVEL_PROFILES)
export type TravelProfile = z.infer<typeof TravelProfile>

export const SkillHeld = z.union([
  Id,
  z.strictObject({
    skill: Id,
    level: z.int().min(1).max(10).default(1),
    validFrom: Instant.optional(),
    validUntil: Instant.optional(),
  }),
])

export const Break = z.strictObject({
  duration: Duration,
  /** Begins inside; without it, at any time of the shift. */
  window: Window.optional(),
  paid: z.boolean().default(false),
})

export const Shift = z
  .strictObject({
    start: Instant,
    end: Instant,
    /** Overtime until then, at a price; afterwards never. Without it `end` is hard. */
    overtimeUntil: Instant.optional(),
    breaks: z.array(Break).max(10).optional(),
    /** Where this shift starts or ends, if not at the technician's own: a hotel on a night away. */
    from: Location.optional(),
    to: Location.optional(),
    maxTravel: Duration.optional(),
  })
  .refine(({ start, end }) => Date.parse(end) > Date.parse(start), {
    path: ['end'],
    message: 'must be after start',
    params: { code: 'END_BEFORE_START' },
  })
  .refine(({ end, overtimeUntil }) => overtimeUntil === undefined || Date.parse(overtimeUntil) >= Date.parse(end), {
    path: ['overtimeUntil'],
    message: 'must not be before end',
    params: { code: 'END_BEFORE_START' },
  })

export const TechCosts = z.strictObject({
  /** For travelling; without it, the policy's. */
  perHour: Cents.optional(),
  perKm: Cents.optional(),
  perShift: Cents.optional(),
  waitingPerHour: Cents.optional(),
  overtimePerHour: Cents.optional(),
})

export const ServedArea = z.union([Id, z.strictObject({ areaId: Id, preferred: z.boolean().default(false) })])

export const Tech = z.strictObject({
  id: Id,
  start: Location,
  /** Where the day ends; without it, at `start`. */
  end: Location.optional(),
  /** Without them, one shift over the whole horizon. */
  shifts: z.array(Shift).max(100).optional(),
  /** The skill DEFAULT stands for all. */
  skills: z.array(SkillHeld).max(100).optional(),
  areas: z.array(ServedArea).max(100).optional(),
  /** Most that fits by unit, over a whole shift; a unit that is not named is not limited. */
  capacity: Load.optional(),
  costs: TechCosts.optional(),
  profile: TravelProfile.optional(),
  timeZone: TimeZone.optional(),
  /** False: never offered. */
  active: z.boolean().optional(),
  maxVisits: z.int().min(1).max(1000).optional(),
  maxWorkPerDay: Duration.optional(),
  maxWorkPerWeek: Duration.optional(),
  maxTravelPerLeg: Duration.optional(),
  /** Longer (above 1) or shorter (below 1) than the ticket says. */
  pace: z.number().min(0.1).max(10).optional(),
  parts: z.record(Id, z.int().min(0).max(100_000)).optional(),
  /** Depots where the van may be loaded again. */
  depots: z.array(Id).max(100).optional(),
  /** Work done in the weeks before, so that fairness counts it. */
  pastWork: Duration.optional(),
})
export type Tech = z.infer<typeof Tech>

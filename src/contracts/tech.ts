// A technician: shifts, skills, ground, van and price. Ids only, never names of people. Imports zod only.
import { z } from 'zod'
import { Cents, Duration, Id, Instant, Location, TimeZone, Window } from './scalars.ts'
import { Load } from './ticket.ts'

export const TRAVEL_PROFILES = ['car', 'van', 'truck', 'bicycle', 'foot'] as const
export const TravelProfile = z.enum(TRAVEL_PROFILES)
export type TravelProfile = z.infer<typeof TravelProfile>

export const SkillHeld = z.union([
  Id,
  z
    .strictObject({
      skill: Id,
      level: z.int().min(1).max(10).default(1),
      /** A certificate counts on shifts that lie wholly inside, overtime included. */
      validFrom: Instant.optional(),
      validUntil: Instant.optional(),
    })
    .refine(({ validFrom = '', validUntil = '' }) => !(Date.parse(validUntil) <= Date.parse(validFrom)), {
      path: ['validUntil'],
      message: 'must be after validFrom',
      params: { code: 'END_BEFORE_START' },
    }),
])

/** Taken wherever the technician is then; one that could be had at home, before or after the work, is not. */
export const Break = z.strictObject({
  duration: Duration,
  /** Begins inside; without it, at any time of the shift. Several are taken in the order in which their windows end. */
  window: Window.optional(),
  /** Counts as work. */
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
    /** On the road in all. */
    maxTravel: Duration.optional(),
    /** From setting out to being back; who has it, or a price for it, sets out as late as the day allows. */
    maxDuration: Duration.optional(),
    /** On the road and at work before `start`, of a shift that goes on from there: counts with what may be worked in a day or week. */
    worked: Duration.optional(),
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

export type Shift = z.infer<typeof Shift>

export const TechCosts = z.strictObject({
  /** For travelling; without it, the policy's. */
  perHour: Cents.optional(),
  perKm: Cents.optional(),
  perShift: Cents.optional(),
  waitingPerHour: Cents.optional(),
  overtimePerHour: Cents.optional(),
  /** For each hour from setting out to being back. */
  outPerHour: Cents.optional(),
  /** Once, when any of their shifts has a visit. */
  perTech: Cents.optional(),
})

export const ServedArea = z.union([Id, z.strictObject({ areaId: Id, preferred: z.boolean().default(false) })])

export const Tech = z
  .strictObject({
    id: Id,
    start: Location,
    /** Where the day ends; without it, at `start`. */
    end: Location.optional(),
    /** Without them, one shift over the whole horizon. */
    shifts: z.array(Shift).max(100).optional(),
    /** Away: a shift begins when one ends and ends when one begins; one in the middle of a shift is a break at that very time. */
    absences: z.array(Window).max(100).optional(),
    /** The skill DEFAULT stands for all. */
    skills: z.array(SkillHeld).max(100).optional(),
    areas: z.array(ServedArea).max(100).optional(),
    /** Most that fits by unit, from one loading to the next; a unit that is not named is not limited. */
    capacity: Load.optional(),
    costs: TechCosts.optional(),
    profile: TravelProfile.optional(),
    timeZone: TimeZone.optional(),
    /** False: never offered. */
    active: z.boolean().optional(),
    maxVisits: z.int().min(1).max(1000).optional(),
    /** On the road, at work, loading and on paid breaks, over all shifts that start on one day, or in one ISO week. */
    maxWorkPerDay: Duration.optional(),
    maxWorkPerWeek: Duration.optional(),
    maxTravelPerLeg: Duration.optional(),
    /** After so many days worked one after the other come so many without work: `restDays`, one unless it says more. */
    maxDaysInRow: z.int().min(1).max(31).optional(),
    restDays: z.int().min(1).max(31).optional(),
    /** Longer (above 1) or shorter (below 1) than the ticket says. */
    pace: z.number().min(0.1).max(10).optional(),
    /** On the van when a shift starts; a part that is not named is not there. */
    parts: z.record(Id, z.int().min(0).max(100_000)).optional(),
    tools: z.array(Id).max(200).optional(),
    /** Depots where the van may be loaded again, with any part and every tool. */
    depots: z.array(Id).max(100).optional(),
    /** How often in one shift; without it, as often as it pays. */
    maxReloads: z.int().min(0).max(100).optional(),
    /** Work done in the weeks before, travel included, so that fairness counts it. */
    pastWork: Duration.optional(),
  })
  .refine(({ maxDaysInRow, restDays }) => restDays === undefined || maxDaysInRow !== undefined, {
    path: ['restDays'],
    message: 'means nothing without maxDaysInRow',
    params: { code: 'MAX_DAYS_IN_ROW_MISSING' },
  })
export type Tech = z.infer<typeof Tech>

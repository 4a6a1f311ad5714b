// A ticket: work a customer asked for, with every rule that decides who may go and when. Imports zod only.
import { z } from 'zod'
import { Link } from './link.ts'
import { Cents, Duration, Id, Instant, Location, TimeZone, Window } from './scalars.ts'

export const PRIORITIES = ['EMERGENCY', 'URGENT', 'ROUTINE'] as const
export const Priority = z.enum(PRIORITIES)
export type Priority = z.infer<typeof Priority>

export const SkillNeed = z
  .union([Id, z.strictObject({ skill: Id, level: z.int().min(1).max(10).default(1) })])
  .meta({ description: 'A skill, or a skill and the least level of it' })

export const Preference = z
  .union([Id, z.strictObject({ techId: Id, grade: z.int().min(1).max(100).default(100) })])
  .meta({ description: 'A technician, or one with a grade: 100 is liked best' })

/** Amounts by unit, such as {"kg": 40, "panes": 2}. */
export const Load = z.record(Id, z.int().min(0).max(1_000_000_000))

/**
 * A part the work needs. It is taken from the van's stock, unless it has an `arrivesAt`: then no van has it, it comes to
 * the depot or the shop by then, and whoever brings it sets out from there no earlier.
 */
export const PartNeed = z.strictObject({
  part: Id,
  quantity: z.int().min(1).max(10_000).default(1),
  arrivesAt: Instant.optional(),
})

/** A window that may be missed: each hour to it costs `centsPerHour`, or what the policy says. */
export const SoftWindow = z.strictObject({ start: Instant, end: Instant, centsPerHour: Cents.optional() })

/** A window that the customer would like: missing it costs `cents`, or what the policy says. */
export const PreferredWindow = z.strictObject({ start: Instant, end: Instant, cents: Cents.optional() })

/** One who was there before, and when. */
export const PastVisit = z.strictObject({ techId: Id, at: Instant })

export const MOST_IN_CREW = 5

export const Ticket = z.strictObject({
  id: Id,
  location: Location,
  /** Without it, the policy's duration for the incident type, and the answer says so. */
  duration: Duration.optional(),
  durations: z
    .array(z.strictObject({ techId: Id, duration: Duration }))
    .max(1000)
    .optional(),
  incidentType: Id.optional(),
  /** The customer's service level, by which the policy may answer faster or price otherwise (`policy.tiers`). */
  tier: Id.optional(),
  timeZone: TimeZone.optional(),
  createdAt: Instant.optional(),
  /** Work begins inside one of them. */
  windows: z.array(Window).max(200).optional(),
  /** Outside all of these it costs something, the cheapest of them counting. */
  softWindows: z.array(SoftWindow).max(200).optional(),
  /** Beginning inside one saves its price; the dearest is what missing all of them costs. */
  preferredWindows: z.array(PreferredWindow).max(200).optional(),
  priority: Priority.optional(),
  /** Work should have begun by then; later costs. Without it, the policy's response time for the priority after `createdAt`. */
  due: Instant.optional(),
  skills: z.array(SkillNeed).max(50).optional(),
  requiredTechs: z.array(Id).max(1000).optional(),
  excludedTechs: z.array(Id).max(1000).optional(),
  preferredTechs: z.array(Preference).max(1000).optional(),
  /**
   * Who was there before, in any order: continuity is worked out from it. Technicians who are not in this input may be
   * named; they are not coming again.
   */
  history: z.array(PastVisit).max(200).optional(),
  /** Areas by id; without them, those of `areas` whose shape holds the location. */
  areas: z.array(Id).max(100).optional(),
  load: Load.optional(),
  parts: z.array(PartNeed).max(50).optional(),
  /** To be on the van, and there still when it leaves. A van that was loaded again at a depot has all tools. */
  tools: z.array(Id).max(50).optional(),
  links: z.array(Link).max(50).optional(),
  /**
   * How many technicians it takes, at one time, all or none. Each of them holds the skills, serves the area and is one
   * of the required, if any are; one of them brings load, parts and tools.
   */
  crew: z.int().min(1).max(MOST_IN_CREW).optional(),
  /** Time to set up at an address, once for all tickets that are worked there one after the other. */
  setup: Duration.optional(),
  /** The work may be interrupted by a break of the technician, and ends so much later. */
  pausable: z.boolean().optional(),
  /** What serving it is worth; with it the ticket is optional and left out when it costs more. */
  worth: Cents.optional(),
  /** While an approval is open, nothing is planned. */
  approvalPending: z.boolean().optional(),
})
export type Ticket = z.infer<typeof Ticket>

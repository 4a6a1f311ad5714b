// A ticket: work a customer asked for, with every rule that decides who may go and when. Imports zod only.
import { z } from 'zod'
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

/** A part the work needs. `arrivesAt`: no van has it before; it comes to the depot or the shop by then. */
export const PartNeed = z.strictObject({
  part: Id,
  quantity: z.int().min(1).max(10_000).default(1),
  arrivesAt: Instant.optional(),
})

/** Ties between tickets. All but `after` bind both ways, and are said once. */
export const Link = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('same-time'), ticketId: Id })
    .meta({ description: 'Both begin together, by two technicians, or neither is planned' }),
  z
    .strictObject({ kind: z.literal('after'), ticketId: Id, minGap: Duration.optional(), maxGap: Duration.optional() })
    .meta({ description: 'Begins only when the other is finished, with a least and a greatest gap' }),
  z.strictObject({ kind: z.literal('same-tech'), ticketId: Id }),
  z.strictObject({ kind: z.literal('not-same-route'), ticketId: Id }),
  z
    .strictObject({ kind: z.literal('not-same-time'), ticketId: Id })
    .meta({ description: 'Never worked on at one time' }),
])

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
  tier: Id.optional(),
  timeZone: TimeZone.optional(),
  createdAt: Instant.optional(),
  /** Work begins inside one of them. */
  windows: z.array(Window).max(200).optional(),
  softWindows: z
    .array(z.strictObject({ start: Instant, end: Instant, centsPerHour: Cents.optional() }))
    .max(200)
    .optional(),
  preferredWindows: z
    .array(z.strictObject({ start: Instant, end: Instant, cents: Cents.optional() }))
    .max(200)
    .optional(),
  priority: Priority.optional(),
  /** Work should have begun by then; later costs. Without it, the policy's response time for the priority after `createdAt`. */
  due: Instant.optional(),
  skills: z.array(SkillNeed).max(50).optional(),
  requiredTechs: z.array(Id).max(1000).optional(),
  excludedTechs: z.array(Id).max(1000).optional(),
  preferredTechs: z.array(Preference).max(1000).optional(),
  /** Who was there before and when, newest or oldest first: continuity is worked out from it. */
  history: z
    .array(z.strictObject({ techId: Id, at: Instant }))
    .max(200)
    .optional(),
  /** Areas by id; without them, those of `areas` whose shape holds the location. */
  areas: z.array(Id).max(100).optional(),
  load: Load.optional(),
  parts: z.array(PartNeed).max(50).optional(),
  links: z.array(Link).max(50).optional(),
  /** How many technicians it takes, at one time, all or none. */
  crew: z.int().min(1).max(5).optional(),
  /** Time to set up at an address, once for all tickets that are worked there one after the other. */
  setup: Duration.optional(),
  /** May pause over a break or a night. */
  pausable: z.boolean().optional(),
  /** What serving it is worth; with it the ticket is optional and left out when it costs more. */
  worth: Cents.optional(),
  /** While an approval is open, nothing is planned. */
  approvalPending: z.boolean().optional(),
})
export type Ticket = z.infer<typeof Ticket>

// A policy: what everything is worth, in cents, under a name and a version. Every field has a default. Imports zod only.
import { z } from 'zod'
import { Cents, Duration, Id } from './scalars.ts'

const perPriority = <T extends z.ZodType>(
  schema: T,
  defaults: Record<'EMERGENCY' | 'URGENT' | 'ROUTINE', z.output<T>>,
) =>
  z
    .strictObject({
      EMERGENCY: schema.default(defaults.EMERGENCY as never),
      URGENT: schema.default(defaults.URGENT as never),
      ROUTINE: schema.default(defaults.ROUTINE as never),
    })
    .prefault({})

/** The incident types of a door-service company; other types take `defaultDuration` or an entry of the caller's. */
export const INCIDENT_DURATIONS: Readonly<Record<string, string>> = {
  DOOR_WONT_LATCH: 'PT45M',
  CLOSER_LEAKING_OR_SLAMMING: 'PT1H',
  AUTO_OPERATOR_FAULT: 'PT1H30M',
  CANNOT_SECURE_ENTRY: 'PT1H',
  HARDWARE_REPLACEMENT: 'PT2H',
  FRAME_OR_GLASS_DAMAGE: 'PT2H30M',
}

export const Policy = z.strictObject({
  name: Id.default('standard'),
  version: Id.default('1'),
  /** For technicians without prices of their own. */
  costs: z
    .strictObject({
      perHour: Cents.default(4200),
      perKm: Cents.default(45),
      perShift: Cents.default(0),
      waitingPerHour: Cents.default(1000),
      overtimePerHour: Cents.default(6300),
    })
    .prefault({}),
  /** Not serving a ticket; priorities are told apart by it. */
  unserved: perPriority(Cents, { EMERGENCY: 50_000_000, URGENT: 5_000_000, ROUTINE: 500_000 }),
  /** Each hour that work begins after the due time. */
  latenessPerHour: perPriority(Cents, { EMERGENCY: 60_000, URGENT: 12_000, ROUTINE: 2000 }),
  /** Due so long after `createdAt`, when a ticket states no due time. */
  response: perPriority(Duration, { EMERGENCY: 'PT1H', URGENT: 'PT4H', ROUTINE: 'P1D' }),
  durations: z.record(Id, Duration).default({}),
  defaultDuration: Duration.default('PT1H'),
  /** Sending someone who is not among the preferred; a lower grade costs its share of it. */
  preferredTechMissed: Cents.default(1500),
  /** Giving a planned ticket to another technician. */
  techChanged: Cents.default(800),
  /** Moving a promised visit: its price, and how far at most. Without a price, promises are kept. */
  promise: z
    .strictObject({ movedPerMinute: Cents.optional(), maxMove: Duration.optional(), techChanged: Cents.optional() })
    .prefault({}),
  softWindowPerHour: Cents.optional(),
  preferredWindowMissed: Cents.optional(),
  surplusSkillLevel: Cents.optional(),
  continuity: Cents.optional(),
  preferredAreaMissed: Cents.optional(),
  /** Each hour that work begins after `now`: as soon as possible. */
  asapPerHour: Cents.optional(),
  fairnessPerHour: Cents.optional(),
  compactnessPerKm: Cents.optional(),
  /** Room kept for emergencies that have not called yet: so much time of each shift. */
  emergencyReserve: Duration.optional(),
  /** Work begins at whole steps of this. */
  snap: Duration.optional(),
  /** A higher priority is never left out for a lower one, whatever the prices say. */
  strictPriorities: z.boolean().optional(),
})
export type Policy = z.infer<typeof Policy>

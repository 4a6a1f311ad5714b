// A policy: what everything is worth, in cents, under a name and a version. What has no default is not asked for.
// Imports zod only.
import { z } from 'zod'
import { Cents, Duration, durationSeconds, Id } from './scalars.ts'

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

/** For some priorities; the others stay as the policy has them for everybody. */
const forSome = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ EMERGENCY: schema.optional(), URGENT: schema.optional(), ROUTINE: schema.optional() }).optional()

/** The incident types of a door-service company; other types take `defaultDuration` or an entry of the caller's. */
export const INCIDENT_DURATIONS: Readonly<Record<string, string>> = {
  DOOR_WONT_LATCH: 'PT45M',
  CLOSER_LEAKING_OR_SLAMMING: 'PT1H',
  AUTO_OPERATOR_FAULT: 'PT1H30M',
  CANNOT_SECURE_ENTRY: 'PT1H',
  HARDWARE_REPLACEMENT: 'PT2H',
  FRAME_OR_GLASS_DAMAGE: 'PT2H30M',
}

const DAY_SECONDS = 86_400

/** Sixty times as much is still a price by the hour. */
const PerMinute = z.int().min(0).max(10_000_000).meta({ description: 'Whole cents for each minute' })

const LEAST_WINDOW_SECONDS = 300
const OfferWindow = Duration.refine(
  (window) => durationSeconds(window) >= LEAST_WINDOW_SECONDS && durationSeconds(window) <= DAY_SECONDS,
  { message: 'must be from five minutes to a day', params: { code: 'OUT_OF_RANGE' } },
)

const TimeOfDay = Duration.refine((time) => durationSeconds(time) < DAY_SECONDS, {
  message: 'must be less than a day',
  params: { code: 'OUT_OF_RANGE' },
})

const PromisePrices = z
  .strictObject({
    movedPerMinute: PerMinute.optional(),
    maxMove: Duration.optional(),
    /** Another technician than was told, in place of `techChanged`. */
    techChanged: Cents.optional(),
  })
  .refine(({ movedPerMinute, maxMove }) => maxMove === undefined || movedPerMinute !== undefined, {
    path: ['maxMove'],
    message: 'means nothing without movedPerMinute',
    params: { code: 'PRICE_MISSING' },
  })
  .prefault({})

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
      outPerHour: Cents.default(0),
      perTech: Cents.default(0),
    })
    .prefault({}),
  /** Not serving a ticket; priorities are told apart by it. What is promised or fixed costs the most there is. */
  unserved: perPriority(Cents, { EMERGENCY: 50_000_000, URGENT: 5_000_000, ROUTINE: 500_000 }),
  /** Each hour that work begins after the due time. */
  latenessPerHour: perPriority(Cents, { EMERGENCY: 60_000, URGENT: 12_000, ROUTINE: 2000 }),
  /** On top, each hour of the one visit that is late the longest. */
  worstLatenessPerHour: Cents.default(0),
  /** Due so long after `createdAt`, when a ticket states no due time. */
  response: perPriority(Duration, { EMERGENCY: 'PT1H', URGENT: 'PT4H', ROUTINE: 'P1D' }),
  /** By the tier of a ticket: what is otherwise for such customers. */
  tiers: z
    .record(
      Id,
      z.strictObject({ unserved: forSome(Cents), latenessPerHour: forSome(Cents), response: forSome(Duration) }),
    )
    .default({}),
  durations: z.record(Id, Duration).default({}),
  defaultDuration: Duration.default('PT1H'),
  /** Sending someone who is not among the preferred; a lower grade costs its share of it. */
  preferredTechMissed: Cents.default(1500),
  /** Giving a planned ticket to another technician. */
  techChanged: Cents.default(800),
  /** Moving a promised visit: its price, and how far at most. Without a price, promises are kept. */
  promise: PromisePrices,
  /** Each hour to the nearest soft window of a ticket, where it says no price of its own. */
  softWindowPerHour: Cents.default(1000),
  /** Missing a preferred window, where the ticket says no price of its own. */
  preferredWindowMissed: Cents.default(500),
  /** Each level of a skill that a technician holds above what the work needs. */
  surplusSkillLevel: Cents.default(0),
  /** Sending somebody who has never been there, where somebody has; who was there less often or longer ago costs less. */
  continuity: Cents.default(700),
  /** Work outside the areas that a technician prefers. */
  preferredAreaMissed: Cents.default(400),
  /** Each hour that work begins after `now`: as soon as possible. */
  asapPerHour: Cents.default(0),
  /** Each hour that a technician is busy beyond their fair share of the work, past weeks included. */
  fairnessPerHour: Cents.default(0),
  /** Each kilometre between two visits, so that routes stay together; ways from and to home are not counted. */
  compactnessPerKm: Cents.default(0),
  /** Room kept for emergencies that have not called yet: so much time of each shift. */
  emergencyReserve: Duration.optional(),
  /** Work begins at whole steps of this, counted from the midnight before the horizon. */
  snap: Duration.optional(),
  /** What customers are offered, and how long an offer stays theirs. */
  offers: z
    .strictObject({
      window: OfferWindow.default('PT2H').meta({ description: 'How long the windows are in which work is to begin' }),
      from: TimeOfDay.optional().meta({
        description:
          'One window begins so long after midnight on the clock of the ticket, the others whole windows before and after it; without it they begin at midnight. Whoever says when they are at home is offered parts of that',
      }),
      hold: Duration.default('PT15M'),
    })
    .prefault({}),
  /** A higher priority is never left out for a lower one, whatever the prices say; what is promised or fixed is highest. */
  strictPriorities: z.boolean().optional(),
})
export type Policy = z.infer<typeof Policy>

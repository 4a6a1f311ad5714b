// OptimizationInput and OptimizationOutput: the whole question and the whole answer, as they cross the wire.
// {tickets, techs, horizon} alone is a complete input. Imports zod only.
import { z } from 'zod'
import { Area } from './area.ts'
import { Cost, Unbooked } from './cost.ts'
import { Policy } from './policy.ts'
import { Language, Reason } from './reason.ts'
import { referenceFaults } from './references.ts'
import { Duration, Id, Instant, Location, Window } from './scalars.ts'
import { Tech } from './tech.ts'
import { Ticket } from './ticket.ts'
import { LegSource, Travel, TravelMeta } from './travel.ts'

const DAY_MS = 86_400_000
export const MAX_HORIZON_DAYS = 60

export const Horizon = Window.refine(
  ({ start, end }) => Date.parse(end) - Date.parse(start) <= MAX_HORIZON_DAYS * DAY_MS,
  {
    path: ['end'],
    message: `must be at most ${MAX_HORIZON_DAYS} days after start`,
    params: { code: 'HORIZON_TOO_LONG' },
  },
)

/** What of it is fixed, each on its own. */
export const Pins = z.strictObject({
  tech: z.boolean().optional(),
  start: z.boolean().optional(),
  /** Comes in this order among those of its technician and day that are fixed so too, as far as they share a shift. */
  order: z.boolean().optional(),
})

/** A ticket that is planned already. Several entries of one ticket, each with another technician, are its crew. */
export const Assignment = z.strictObject({
  ticketId: Id,
  techId: Id,
  start: Instant,
  /** Fixed: true for technician and start. */
  pinned: z.union([z.boolean(), Pins]).optional(),
  /** Told to the customer: true for this very start, or the window that was told. Work then begins inside it. */
  promised: z.union([z.boolean(), Window]).optional(),
})

/** Where a van is loaded again: loading begins inside one of the windows, at any time without them. */
export const Depot = z.strictObject({
  id: Id,
  location: Location,
  windows: z.array(Window).max(200).optional(),
  /** How long loading takes. */
  duration: Duration.default('PT15M'),
})
export type Depot = z.infer<typeof Depot>

export const ENGINES = ['native'] as const
export const Options = z.strictObject({
  engine: z.enum(ENGINES).default('native'),
  /** Wall clock from the question to the judged plan and its options; travel and texts come on top. */
  seconds: z.number().min(0).max(3600).default(5),
  /** Ends the search too; with one thread the same input, seed and iterations give the same bytes. */
  iterations: z.int().min(0).max(1_000_000_000).optional(),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  threads: z.int().min(1).max(64).default(2),
  /** Proposals per ticket, best first; of a crew, for each technician, and no more than 20 for the ticket in all. */
  alternatives: z.int().min(1).max(20).default(3),
  /** Nothing that begins before it is touched: what is planned there is fixed, and nothing else begins before. */
  freezeBefore: Instant.optional(),
  /** GeoJSON lines in `routes`. */
  geometry: z.boolean().optional(),
  /** In which the reasons are written. */
  language: Language.default('en'),
})
export type Options = z.infer<typeof Options>

export const OptimizationInput = z
  .strictObject({
    tickets: z.array(Ticket).max(20_000),
    techs: z.array(Tech).max(1000),
    horizon: Horizon,
    plan: z.array(Assignment).max(20_000).optional(),
    areas: z.array(Area).max(1000).optional(),
    depots: z.array(Depot).max(100).optional(),
    travel: Travel.optional(),
    policy: Policy.prefault({}),
    options: Options.prefault({}),
    /** Nothing is planned to begin before; without it, the start of the horizon. */
    now: Instant.optional(),
  })
  .superRefine(
    (input, context) => {
      for (const { path, message, code } of referenceFaults(input))
        context.addIssue({ code: 'custom', path, message, params: { code } })
    },
    // Also where a part has failed already: one answer names every fault.
    { when: () => true },
  )
export type OptimizationInput = z.infer<typeof OptimizationInput>

/** As the caller writes it: everything with a default may be left out. */
export type OptimizationRequest = z.input<typeof OptimizationInput>

/** Of a ticket that takes a crew there are proposals for each of its technicians, with ranks of their own. */
export const Proposal = z.strictObject({
  ticketId: Id,
  techId: Id,
  start: Instant,
  end: Instant,
  /** 100 is the best option of its ticket; each hour of pay (`policy.costs.perHour`) that another is dearer halves it. */
  score: z.number().min(0).max(100),
  rank: z.int().min(1),
  /** What the plan costs more with it than without it. */
  cost: Cost,
  reasons: z.array(Reason),
})
export type Proposal = z.infer<typeof Proposal>

export const Unassigned = z.strictObject({ ticketId: Id, cost: z.int().min(0), reasons: z.array(Reason).min(1) })

const TravelOnWire = z.strictObject({ duration: Duration, metres: z.int() })
const LegOnWire = TravelOnWire.extend({ source: LegSource })

export const Stop = z.strictObject({
  ticketId: Id,
  arrival: Instant,
  start: Instant,
  /** Breaks within the work included. */
  end: Instant,
  /** From the stop, the depot or the start before. */
  travel: LegOnWire,
  /** Metres from the place to the road it is measured from, as far as the road service says so. */
  snapMetres: z.int().optional(),
})
export const BreakTaken = z.strictObject({ start: Instant, end: Instant, paid: z.boolean() })
export const Reload = z.strictObject({
  depotId: Id,
  /** It lies on the way to this ticket. */
  beforeTicketId: Id,
  arrival: Instant,
  start: Instant,
  end: Instant,
  travel: LegOnWire,
})
export const Route = z.strictObject({
  techId: Id,
  shift: Window,
  departure: Instant,
  back: Instant,
  stops: z.array(Stop),
  /** Those taken under way or at work; one that is had at home is not listed. */
  breaks: z.array(BreakTaken),
  reloads: z.array(Reload),
  travel: TravelOnWire,
  /** On request: [lon, lat] through the stops and depots. */
  geometry: z
    .strictObject({ type: z.literal('LineString'), coordinates: z.array(z.tuple([z.number(), z.number()])) })
    .optional(),
  /** Along the roads, or straight from stop to stop. */
  geometrySource: z.enum(['road', 'straight']).optional(),
})

/** Tickets are counted once, however many technicians they take. */
export const Kpis = z.strictObject({
  cost: Cost,
  tickets: z.int(),
  assigned: z.int(),
  unassigned: z.int(),
  routes: z.int(),
  travel: TravelOnWire,
  work: Duration,
  waiting: Duration,
  breaks: Duration,
  loading: Duration,
  overtime: Duration,
  late: z.int(),
  promisesKept: z.int(),
  promisesMoved: z.int(),
})

export const Meta = z.strictObject({
  engine: z.string(),
  runId: Id,
  seed: z.int(),
  threads: z.int(),
  iterations: z.int(),
  /** SHA-256 of the input as accepted: equal hash, equal question. */
  inputHash: z.string(),
  policy: z.strictObject({ name: z.string(), version: z.string(), hash: z.string() }),
  travel: TravelMeta,
  /** The independent judge found the plan feasible and its cost as stated; an answer without this is never given. */
  checked: z.literal(true),
})

/** Rank 1 of each ticket together are the plan; the others are what else could be done with that ticket alone. */
export const OptimizationOutput = z.strictObject({
  proposals: z.array(Proposal),
  unassigned: z.array(Unassigned),
  unbooked: z.array(Unbooked),
  routes: z.array(Route),
  kpis: Kpis,
  meta: Meta,
})
export type OptimizationOutput = z.infer<typeof OptimizationOutput>

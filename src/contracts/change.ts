// What can happen to a live plan, or be tried on it: typed changes that name tickets and technicians by id. Imports zod only.
import { z } from 'zod'
import { Assignment } from './optimization.ts'
import { Id, Instant } from './scalars.ts'
import { Tech } from './tech.ts'
import { Ticket } from './ticket.ts'

const ofTicket = <Kind extends string>(kind: Kind, description: string) =>
  z.strictObject({ kind: z.literal(kind), ticketId: Id }).meta({ description })
const ofTech = <Kind extends string>(kind: Kind, description: string) =>
  z.strictObject({ kind: z.literal(kind), techId: Id }).meta({ description })

/** Whoever is there, where it is not everybody that the plan has for the ticket. */
const by = { techId: Id.optional() }

const CHANGES = [
  z
    .strictObject({ kind: z.literal('ticket-added'), ticket: Ticket })
    .meta({ description: 'A ticket that nobody has yet' }),
  z
    .strictObject({ kind: z.literal('ticket-changed'), ticket: Ticket })
    .meta({ description: 'The ticket, as it is from now on; it keeps its place as far as that can be' }),
  ofTicket('ticket-canceled', 'The ticket leaves the plan'),
  ofTech('tech-ill', 'Away from then on: what they have planned until then loses its place').extend({
    from: Instant,
    /** Without it, to the end of the horizon. */
    until: Instant.optional(),
  }),
  ofTech('tech-late', 'Sets out only then: what they have planned begins later, or loses its place').extend({
    until: Instant,
  }),
  ofTech('tech-back', 'There again from then on; whatever lay in their absence is not planned by itself').extend({
    from: Instant,
  }),
  z.strictObject({ kind: z.literal('tech-added'), tech: Tech }).meta({ description: 'A technician joins' }),
  z.strictObject({ kind: z.literal('tech-changed'), tech: Tech }).meta({
    description: 'The technician, as they are from now on; their visits keep their places as far as that can be',
  }),
  ofTech('tech-removed', 'No longer active: what they have planned loses its place'),
  ofTicket('visit-started', 'Work has begun: it is fixed, and the shift goes on from there').extend({
    ...by,
    at: Instant,
  }),
  ofTicket('visit-finished', 'Work is done: the ticket leaves the plan, and the shift goes on from its place').extend({
    ...by,
    at: Instant,
  }),
  ofTicket('visit-overrun', 'Work that has begun will last until then').extend({ ...by, until: Instant }),
  ofTicket('visit-no-show', 'Nobody was there: the ticket loses its place, and the shift goes on from there').extend({
    ...by,
    at: Instant,
  }),
  ofTicket('visit-placed', 'A person puts the visit there: in the turn that the start tells').extend({
    techId: Id,
    start: Instant,
    /** Of a ticket that takes several: in whose place. */
    fromTechId: Id.optional(),
    pinned: Assignment.shape.pinned,
    /** Without it, what was promised before still is. */
    promised: Assignment.shape.promised,
  }),
  ofTicket('visit-unplaced', 'A person takes the visit out; the ticket stays').extend(by),
  z
    .strictObject({ kind: z.literal('clock'), now: Instant })
    .meta({ description: 'Nothing that is not fixed begins before' }),
] as const

/** Each says one thing; what follows from it for others is worked out. */
export const Change = z.discriminatedUnion('kind', [...CHANGES])
export type Change = z.infer<typeof Change>

const named = {
  eventId: Id.meta({ description: 'Of the caller: the same event counts once, however often it is sent' }),
}

export const Happening = z.discriminatedUnion('kind', [
  CHANGES[0].extend(named),
  CHANGES[1].extend(named),
  CHANGES[2].extend(named),
  CHANGES[3].extend(named),
  CHANGES[4].extend(named),
  CHANGES[5].extend(named),
  CHANGES[6].extend(named),
  CHANGES[7].extend(named),
  CHANGES[8].extend(named),
  CHANGES[9].extend(named),
  CHANGES[10].extend(named),
  CHANGES[11].extend(named),
  CHANGES[12].extend(named),
  CHANGES[13].extend(named),
  CHANGES[14].extend(named),
  CHANGES[15].extend(named),
])
export type Happening = z.infer<typeof Happening>

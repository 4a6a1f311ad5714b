// Small towns with tickets that take crews or are tied to each other, of which nothing is planned yet.
import fc from 'fast-check'
import { accepted } from './inputs.ts'
import { between, HOUSES, type Ticket, techs, town } from './town.ts'

type Link = NonNullable<Ticket['links']>[number]
/** Tickets of each, by the names T-0 and so on. */
export const COUNT = 6

const ties: fc.Arbitrary<Omit<Link, 'ticketId'>> = fc.constantFrom(
  { kind: 'same-time' } as const,
  { kind: 'after' } as const,
  { kind: 'after', minGap: 'PT30M', maxGap: 'PT4H' } as const,
  { kind: 'same-tech' } as const,
  { kind: 'other-tech' } as const,
  { kind: 'not-same-time' } as const,
)

/** Each may be tied to one that stands before it. */
export const anyTown = fc
  .array(
    fc.record({
      crew: fc.constantFrom(1, 1, 1, 2),
      house: fc.constantFrom(HOUSES.A, HOUSES.B),
      duration: fc.constantFrom('PT30M', 'PT1H'),
      hours: fc.constantFrom(undefined, between('08:00', '12:00'), between('10:00', '16:00')),
      tie: fc.option(fc.tuple(ties, fc.nat(COUNT - 1)), { nil: undefined, freq: 3 }),
    }),
    { minLength: COUNT, maxLength: COUNT },
  )
  .map((all) =>
    accepted(
      town({
        techs: techs({ shifts: [between('08:00', '13:00')] }, {}, { shifts: [between('09:00', '17:00')] }),
        tickets: all.map(
          ({ crew, house, duration, hours, tie }, index): Ticket => ({
            id: `T-${index}`,
            location: house,
            duration,
            ...(crew > 1 && { crew }),
            ...(hours && { windows: [hours] }),
            ...(tie && tie[1] < index && { links: [{ ...tie[0], ticketId: `T-${tie[1]}` } as Link] }),
          }),
        ),
      }),
    ),
  )

// Whoever is left out by an optimization is told what is in the way, grouped by cause; and a live plan that has the rest of that
// day says the same of each technician.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { openSolverPool, type SolverPool } from '../../workers/client.ts'
import { accepted, answered } from './inputs.ts'
import { between, HOUSES, type Ticket, techs, town } from './town.ts'

let pool: SolverPool
beforeAll(() => {
  pool = openSolverPool({ threads: 1 })
})
afterAll(() => pool.close())

/** More work than there is time for, and some of it for nobody. */
const fullTown = fc
  .record({
    tickets: fc.array(
      fc.record({
        skills: fc.constantFrom([], [], ['GLASS'], ['GLASS', 'LOCKS'], ['NOBODY']),
        house: fc.constantFrom(HOUSES.A, HOUSES.B),
        duration: fc.constantFrom('PT1H', 'PT2H', 'PT12H'),
        hours: fc.constantFrom(undefined, between('08:00', '08:05'), between('09:00', '12:00')),
        excluded: fc.constantFrom(undefined, ['ana'], ['ben']),
      }),
      { minLength: 4, maxLength: 8 },
    ),
    away: fc.boolean(),
    end: fc.constantFrom('11:00', '13:00'),
  })
  .map(({ tickets, away, end }) =>
    town({
      techs: techs(
        { shifts: [between('08:00', end)], skills: ['GLASS'] },
        { shifts: [between('08:00', end)], skills: ['LOCKS'] },
        { active: !away, shifts: [between('09:00', end)], skills: ['GLASS', 'LOCKS'] },
      ),
      tickets: tickets.map(
        ({ skills, house, duration, hours, excluded }, index): Ticket => ({
          id: `T-${index}`,
          location: house,
          duration,
          skills: [...skills],
          ...(hours && { windows: [hours] }),
          ...(excluded && { excludedTechs: [...excluded] }),
        }),
      ),
      options: { seconds: 60, iterations: 150, threads: 1 },
    }),
  )

/** What another search, or more of the day, would change. */
const OF_THE_SEARCH = new Set(['NOT_WORTH_IT', 'SEARCH_LIMIT'])

test('each cause is told once, the most widespread first, of everybody; and the live plan says no less', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(fullTown, async (request) => {
      const { proposals, unassigned } = await answered(request, pool)
      const plan = proposals
        .filter(({ rank }) => rank === 1)
        .map(({ ticketId, techId, start }) => ({ ticketId, techId, start }))
      const live = await LivePlan.open(accepted({ ...request, plan }))
      expect(live.unplaced).toEqual([])
      for (const { ticketId, reasons } of unassigned) {
        const causes = reasons.map(({ code, params }) => [code, params.skill, params.unit, params.tool].join(' '))
        expect(new Set(causes).size).toBe(causes.length)
        const counts = reasons.map(({ params }) => Number(params.techs))
        expect(counts).toEqual(counts.toSorted((one, other) => other - one))
        const named = reasons.map(({ params }) => (Array.isArray(params.techIds) ? params.techIds.map(String) : []))
        expect(named.map((ids) => new Set(ids).size)).toEqual(counts)
        expect(new Set(named.flat())).toEqual(new Set(['ana', 'ben', 'cem']))
        for (const techId of ['ana', 'ben', 'cem']) {
          const told = reasons.filter((_, index) => named[index]?.includes(techId)).map(({ code }) => code)
          if (told.some((code) => OF_THE_SEARCH.has(code))) continue
          const { verdict, reasons: explained } = live.explain({ ticketId, techId })
          expect(verdict).not.toBe('offered')
          expect(explained.map(({ code }) => code)).toEqual(expect.arrayContaining(told))
          compared++
        }
      }
    }),
    { numRuns: 25 },
  )
  expect(compared).toBeGreaterThan(50)
}, 300_000)

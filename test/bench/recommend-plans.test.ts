// The plans that recommendations are measured on: the same for the same seed, of the size they say, and such that they can
// be driven, held against the solver's own course of each shift and against the independent judge.
import { describe, expect, test } from 'vitest'
import { newCalls } from '../../bench/recommend/calls.ts'
import { planSize } from '../../bench/recommend/plan-size.ts'
import { type LiveRequest, makeLivePlan } from '../../bench/recommend/plans.ts'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import { givenRoutes, seatGiven } from '../../solver/given-plan.ts'
import type { PlannedDay } from '../../solver/model.ts'
import { Plan } from '../../solver/plan.ts'
import { compile } from '../../solver/problem.ts'
import { Ticket } from '../../src/contracts/ticket.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import { type Question, questionOf } from '../../src/optimizer/question/question.ts'
import { MINUTE, minutesOf } from '../fixtures/companies.ts'

const SMALL = planSize(6, 7)
const ONE_DAY = planSize(100, 1)

const minutesIn = ({ start, end }: { start: string; end: string }) => (Date.parse(end) - Date.parse(start)) / MINUTE

/** The plan as the solver takes it up: everybody where they stand, in the order in which they stand. */
async function takenUp(request: LiveRequest) {
  const question = await questionOf(AcceptedInput.parse(request))
  const plan = new Plan(compile(question.model))
  seatGiven(plan, givenRoutes(plan.problem))
  return { question, day: plannedDayOf(plan) }
}

describe('a live plan', () => {
  test('is the same for the same seed, and another one for another', async () => {
    expect(await makeLivePlan(SMALL, 3)).toEqual(await makeLivePlan(SMALL, 3))
    expect((await makeLivePlan(SMALL, 4)).tickets).not.toEqual((await makeLivePlan(SMALL, 3)).tickets)
  })

  test.each([
    [planSize(100, 1), 1000],
    [planSize(200, 10), 16_000],
    [planSize(3, 1), 30],
    [planSize(3, 3), 72],
  ])('$plan has as many visits as it says', async (size, visits) => {
    expect(size.visits).toBe(visits)
    const { tickets, plan, techs } = await makeLivePlan(size, 1)
    expect([tickets.length, plan.length, techs.length]).toEqual([visits, visits, size.technicians])
    expect(new Set(plan.map(({ ticketId }) => ticketId)).size).toBe(visits)
  })

  test('works on weekdays, nine hours with half an hour for lunch', async () => {
    const { techs, horizon } = await makeLivePlan(SMALL, 1)
    for (const { shifts = [] } of techs) {
      expect(shifts.map(({ start }) => new Date(start).getUTCDay())).toEqual([1, 2, 3, 4, 5, 1, 2])
      for (const shift of shifts) {
        expect(minutesIn(shift)).toBe(540)
        expect(shift.breaks).toEqual([{ duration: 'PT30M', window: expect.anything() }])
        expect(Date.parse(shift.end)).toBeLessThanOrEqual(Date.parse(horizon.end))
      }
    }
  })

  test('promises every other visit a window of two hours in which it begins', async () => {
    const { tickets, plan } = await makeLivePlan(ONE_DAY, 1)
    const told = plan.flatMap(({ start, promised }) => (typeof promised === 'object' ? [{ start, promised }] : []))
    expect(told.length / plan.length).toBeCloseTo(0.5, 1)
    for (const { start, promised } of told) {
      expect(minutesIn(promised)).toBe(120)
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(promised.start))
      expect(Date.parse(start)).toBeLessThanOrEqual(Date.parse(promised.end))
    }
    const minutes = tickets.map(({ duration = '' }) => minutesOf(duration))
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(25)
    expect(Math.max(...minutes)).toBeLessThanOrEqual(60)
    expect(new Set(tickets.map(({ incidentType }) => incidentType)).size).toBe(6)
  })

  test.each([SMALL, ONE_DAY])(
    '$plan can be driven as it stands, and the judge has nothing against it',
    async (size) => {
      for (const seed of [1, 2]) {
        const { question, day } = await takenUp(await makeLivePlan(size, seed))
        expect(day.unserved).toEqual([])
        expect(judge(question.model, day).violations).toEqual([])
        expect(day.routes).toHaveLength(size.technicians * size.days)
      }
    },
  )

  test('begins its visits when it says, lunch included', async () => {
    const request = await makeLivePlan(ONE_DAY, 1)
    const pinned = request.plan.map((assignment) => ({ ...assignment, pinned: true }))
    const { question, day } = await takenUp({ ...request, plan: pinned })
    expect(day.unserved).toEqual([])
    expect(judge(question.model, day).violations).toEqual([])
  })

  test('leaves gaps: every shift is full to between 75 and 90 in a hundred', async () => {
    const { question, day } = await takenUp(await makeLivePlan(ONE_DAY, 1))
    const shares = fullness(question, day)
    expect(Math.min(...shares)).toBeGreaterThan(0.75)
    expect(Math.max(...shares)).toBeLessThan(0.9)
  })
})

function fullness({ model }: Question, { routes }: PlannedDay): number[] {
  const { placeCount, profiles } = model.travel
  return routes.map(({ route, visits }) => {
    const { startPlace, endPlace, opens, closes, breaks = [] } = model.routes[route]!
    const places = [startPlace, ...visits.map(({ visit }) => model.visits[visit]!.place), endPlace]
    const legs = places.slice(1).map((to, leg) => profiles[0]!.seconds[places[leg]! * placeCount + to]!)
    const work = [...visits.map(({ visit }) => model.visits[visit]!), ...breaks].map(({ seconds }) => seconds)
    return [...legs, ...work].reduce((sum, seconds) => sum + seconds, 0) / (closes - opens)
  })
}

describe('calls', () => {
  const some = (count: number, seed = 1, stream = 'asked') => newCalls(SMALL, seed, stream).take(count).toArray()

  test('are the same for the same seed and stream, and others for others', () => {
    expect(some(20)).toEqual(some(20))
    expect(some(20, 2)).not.toEqual(some(20))
    const ids = [...some(20), ...some(20, 1, 'held')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(40)
  })

  test('are tickets of every kind', () => {
    const calls = some(300)
    for (const call of calls) expect(Ticket.safeParse(call).error).toBeUndefined()
    expect(new Set(calls.map(({ priority }) => priority))).toEqual(new Set(['EMERGENCY', 'URGENT', 'ROUTINE']))
    expect(new Set(calls.map(({ incidentType }) => incidentType)).size).toBe(6)
    const windowed = calls.filter(({ windows = [] }) => windows.length > 0).length
    expect(windowed).toBeGreaterThan(100)
    expect(windowed).toBeLessThan(300)
    for (const { due } of calls) expect(due).toBeDefined()
  })

  test('ask for days of the plan', async () => {
    const { horizon } = await makeLivePlan(SMALL, 1)
    for (const { windows = [] } of some(300))
      for (const { start, end } of windows) {
        expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(horizon.start))
        expect(Date.parse(end)).toBeLessThanOrEqual(Date.parse(horizon.end))
      }
  })
})

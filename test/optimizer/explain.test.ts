// Why a ticket has a place or none, in a town in which every way takes ten minutes: what is in the way, how far that was
// shown, and the least that would have to be otherwise.
import { describe, expect, test } from 'vitest'
import { Explanation } from '../../src/contracts/explanation.ts'
import type { OptimizationRequest } from '../../src/contracts/optimization.ts'
import { LANGUAGES } from '../../src/contracts/reason.ts'
import { type AskedExplanation, explain } from '../../src/optimizer/live/explain.ts'
import { Layout } from '../../src/optimizer/live/layout.ts'
import { UnknownTechError } from '../../src/optimizer/live/wire.ts'
import { territoryOf } from '../../src/optimizer/question/territory.ts'
import { accepted } from './inputs.ts'
import { at, between, type Ticket, techs, tickets, town } from './town.ts'

/** Ana has two tickets until half past ten and is at home at noon; a third one is asked about. */
const morning = (asked: Partial<Ticket> = {}, more: Partial<OptimizationRequest> = {}) =>
  town({
    tickets: tickets({}, {}, { duration: 'PT2H', windows: [between('09:00', '11:00')], ...asked }),
    techs: techs({ shifts: [between('08:00', '12:00')] }),
    plan: [
      { ticketId: 'T-1', techId: 'ana', start: at('08:10') },
      { ticketId: 'T-2', techId: 'ana', start: at('09:20') },
    ],
    ...more,
  })

async function explained(request: OptimizationRequest, asked: AskedExplanation = {}) {
  const input = accepted(request)
  const layout = new Layout(input, await territoryOf(input))
  const ticket = input.tickets.at(-1)
  if (ticket === undefined) throw new Error('No ticket is asked about.')
  const told = explain(layout, ticket, asked)
  // Nothing is changed by asking.
  expect(explain(layout, ticket, asked)).toEqual(told)
  return Explanation.parse({ planId: 'town', planVersion: 1, ...told })
}

const codesOf = ({ reasons }: Explanation) => reasons.map(({ code }) => code)
const changesOf = ({ counterfactuals }: Explanation) => counterfactuals.map(({ changes }) => changes)

describe('why not', () => {
  test('a day that is too full is told with the least that would make room', async () => {
    const told = await explained(morning(), { techId: 'ana' })
    expect(told).toMatchObject({
      subject: { ticketId: 'T-3', techId: 'ana' },
      verdict: 'possible_with_change',
      proof: 'exact_insertion',
    })
    expect(codesOf(told)).toEqual(['NO_GAP'])
    expect(changesOf(told)).toEqual(
      expect.arrayContaining([
        [{ kind: 'SHIFT_END', by: 'PT30M' }],
        [{ kind: 'OVERTIME', by: 'PT30M' }],
        [{ kind: 'DURATION', by: 'PT30M' }],
      ]),
    )
    const [later] = told.counterfactuals.filter(({ changes }) => changes[0]?.kind === 'SHIFT_END')
    expect(later).toMatchObject({
      place: { techId: 'ana', start: at('09:10') },
      moves: [{ ticketId: 'T-2', techId: 'ana', by: 'PT2H', later: true, promiseKept: true }],
      checked: true,
    })
    expect(later?.reason.text).toBe('Possible if the shift ended 30 min later.')
  })

  test('a skill that is missing keeps her away whatever the day looks like', async () => {
    const told = await explained(morning({ duration: 'PT1H', skills: ['GLASS'] }), { techId: 'ana' })
    expect(told).toMatchObject({ verdict: 'possible_with_change', proof: 'empty_route_bound' })
    expect(codesOf(told)).toEqual(['SKILL_MISSING'])
    expect(changesOf(told)).toEqual([[{ kind: 'SKILL', skill: 'GLASS', level: 1 }]])
  })

  test('all that is in the way is told, and what it takes together', async () => {
    const told = await explained(morning({ skills: ['GLASS'] }), { techId: 'ana' })
    expect(codesOf(told)).toEqual(['SKILL_MISSING', 'NO_GAP'])
    expect(changesOf(told)).toEqual(
      expect.arrayContaining([
        [
          { kind: 'SHIFT_END', by: 'PT30M' },
          { kind: 'SKILL', skill: 'GLASS', level: 1 },
        ],
      ]),
    )
    for (const { changes, reason } of told.counterfactuals)
      expect([changes.length, reason.code]).toEqual([2, 'UNLOCK_TOGETHER'])
  })

  test('nothing unlocks a technician whom the ticket excludes', async () => {
    const told = await explained(morning({ duration: 'PT1H', excludedTechs: ['ana'] }), { techId: 'ana' })
    expect(told).toMatchObject({ verdict: 'blocked', proof: 'empty_route_bound', counterfactuals: [] })
    expect(codesOf(told)).toEqual(['TECH_PROHIBITED'])
  })

  test('work that is longer than the shift is impossible on an empty day too', async () => {
    const told = await explained(morning({ duration: 'PT3H', windows: [between('08:00', '10:00')] }, { plan: [] }), {
      techId: 'ana',
      start: at('09:30'),
    })
    expect(told.proof).toBe('empty_route_bound')
    expect(told.reasons).toMatchObject([{ code: 'JOB_LONGER_THAN_SHIFT', params: { leastMinutes: 40 } }])
    expect(changesOf(told)).toContainEqual([{ kind: 'WINDOW_EARLIER', by: 'PT40M' }])
  })

  test('another visit that moves to somebody else makes room, unless it was promised', async () => {
    const shifts = [between('08:00', '12:00')]
    const both = { techs: techs({ shifts }, { shifts }) }
    const moveOf = ({ counterfactuals }: Explanation) =>
      counterfactuals.find(({ changes }) => changes[0]?.kind === 'MOVE')
    const told = await explained(morning({}, both), { techId: 'ana' })
    expect(moveOf(told)).toMatchObject({
      changes: [{ kind: 'MOVE', ticketId: 'T-2' }],
      place: { techId: 'ana', start: at('09:10') },
      moves: [{ ticketId: 'T-2', techId: 'ben' }],
    })
    const plan = [
      { ticketId: 'T-1', techId: 'ana', start: at('08:10'), promised: between('08:00', '08:30') },
      { ticketId: 'T-2', techId: 'ana', start: at('09:20'), promised: between('09:00', '09:30') },
    ]
    expect(moveOf(await explained(morning({}, { ...both, plan }), { techId: 'ana' }))).toBeUndefined()
  })

  test('another day of the horizon, nearest first', async () => {
    const horizon = { start: at('08:00'), end: at('18:00', '06') }
    const shifts = ['03', '05', '06'].map((day) => ({ start: at('08:00', day), end: at('12:00', day) }))
    const told = await explained(morning({}, { horizon, techs: techs({ shifts }) }), { techId: 'ana' })
    expect(changesOf(told)).toContainEqual([{ kind: 'OTHER_DAY', day: '2026-03-05' }])
  })

  test('of all technicians, what keeps how many', async () => {
    const shifts = [between('08:00', '12:00')]
    const told = await explained(
      morning({ excludedTechs: ['cem'] }, { techs: techs({ shifts }, { shifts, active: false }, { shifts }) }),
    )
    expect(told.reasons).toMatchObject([
      { code: 'NO_GAP', params: { techs: 1, techIds: ['ana'] } },
      { code: 'TECH_INACTIVE', params: { techs: 1, techIds: ['ben'] } },
      { code: 'TECH_PROHIBITED', params: { techs: 1, techIds: ['cem'] } },
    ])
    expect(told).toMatchObject({ verdict: 'possible_with_change', proof: 'exact_insertion' })
  })
})

describe('why this', () => {
  const hour = morning({ duration: 'PT1H' })

  test('a place is told with its price, line by line', async () => {
    const told = await explained(hour, { techId: 'ana', start: at('10:30') })
    expect(told).toMatchObject({ verdict: 'offered', proof: 'exact_insertion', counterfactuals: [] })
    const lines = told.cost?.lines ?? []
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(told.cost?.total)
    expect(codesOf(told)).toEqual(expect.arrayContaining(['DISTANCE', 'DETOUR_ADDED', 'WINDOW_FIT']))
  })

  test('with nobody named it is whoever is cheapest', async () => {
    const shifts = [between('08:00', '12:00')]
    const told = await explained(morning({ duration: 'PT1H' }, { techs: techs({ shifts }, { shifts }) }))
    const alone = await explained(morning({ duration: 'PT1H' }, { techs: techs({ shifts }, { shifts }) }), {
      techId: 'ana',
    })
    expect(told.cost).toEqual(alone.cost)
    expect(told.reasons).toEqual(alone.reasons)
  })

  test('one option against another, line by line', async () => {
    const shifts = [between('08:00', '12:00')]
    const request = morning({ duration: 'PT1H' }, { techs: techs({ shifts }, { shifts }) })
    const ben = { techId: 'ben', start: at('10:30') }
    const told = await explained(request, { techId: 'ana', against: ben })
    const other = await explained(request, ben)
    expect(told.versus).toMatchObject({
      deltaTotal: (told.cost?.total ?? 0) - (other.cost?.total ?? 0),
      winner: 'subject',
    })
    expect((await explained(request, { ...ben, against: { techId: 'ana', start: at('10:30') } })).versus?.winner).toBe(
      'against',
    )
  })

  test('at another start than the cheapest, and outside of what the ticket allows', async () => {
    expect(await explained(hour, { techId: 'ana', start: at('10:45') })).toMatchObject({ verdict: 'offered' })
    const outside = await explained(hour, { techId: 'ana', start: at('11:15') })
    expect(outside).toMatchObject({ verdict: 'blocked', proof: 'empty_route_bound', counterfactuals: [] })
    expect(codesOf(outside)).toEqual(['NO_SHIFT_IN_WINDOW'])
  })

  test('of a technician who is not there nothing is told', async () => {
    await expect(explained(hour, { techId: 'nobody' })).rejects.toThrow(UnknownTechError)
  })
})

test.each(LANGUAGES)('the numbers are the same in every language: %s', async (language) => {
  const bare = (told: Explanation) =>
    told.counterfactuals.map(({ changes, extraCost, reason }) => ({ changes, extraCost, params: reason.params }))
  const english = await explained(morning(), { techId: 'ana' })
  const told = await explained(morning(), { techId: 'ana', language })
  expect(bare(told)).toEqual(bare(english))
  expect(told.reasons.every(({ text }) => text.length > 0)).toBe(true)
  if (language !== 'en') expect(told.reasons[0]?.text).not.toBe(english.reasons[0]?.text)
})

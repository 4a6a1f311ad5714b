// Every cost line and every obstacle has its reason: a code, its numbers, and a sentence made from them.

import { describe, expect, test } from 'vitest'
import { REASON_CODES, type ReasonCode } from '../../src/contracts/reason.ts'
import { type Obstacle, reasonFor } from '../../src/optimizer/answer/obstacles.ts'
import { km, minutes } from '../../src/optimizer/answer/proposal-findings.ts'
import { reasonsIn } from '../../src/optimizer/answer/reason-of.ts'
import type { Model } from '../../workers/client.ts'
import { COST_LINES, type CostLine } from '../../workers/client.ts'
import { at, between } from './asked.ts'
import { tech, ticket } from './inputs.ts'
import { lines, option, planned, told } from './told.ts'

const SENTENCE = /^[A-Z0-9].*\.$/
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

describe('a line of the cost', () => {
  /** What of the ticket, the plan and the policy gives the line something to say. */
  const rich = {
    tickets: [
      ticket({
        ...{ skills: ['GLASS'], areas: ['north'], due: at('08:30') },
        softWindows: [between('12:00', '13:00')],
        preferredWindows: [between('12:00', '13:00')],
        preferredTechs: [{ techId: 'ana', grade: 60 }],
        history: [
          { techId: 'ana', at: '2026-01-08T09:00:00+01:00' },
          { techId: 'ana', at: '2025-01-08T09:00:00+01:00' },
        ],
        parts: [{ part: 'pane', quantity: 2 }],
        tools: ['lift'],
      }),
    ],
    techs: [
      tech({
        skills: [{ skill: 'GLASS', level: 3 }],
        areas: ['north', { areaId: 'south', preferred: true }],
      }),
      tech({ id: 'ben' }),
    ],
    plan: [
      {
        ...{ ticketId: 'T-1', techId: 'ben', start: at('12:00') },
        promised: between('12:00', '13:00'),
        pinned: { order: true },
      },
    ],
    policy: { promise: { movedPerMinute: 5 } },
  }
  const withLine = async (line: CostLine, request: object = rich) => {
    const cost = lines({ [line]: 77 })
    const stop = { visit: 0, arrival: 3600, start: 3600, end: 7200 }
    const route = { route: 0, departure: 3000, visits: [stop], back: 7800 }
    const { proposals } = await told(request, (model) =>
      planned(model, [route], {
        cost,
        options: model.visits.map((_, visit) => (visit === 0 ? [option({ cost })] : [])),
      }),
    )
    return proposals[0]!
  }
  const CODES: Readonly<Record<Exclude<CostLine, 'UNSERVED'>, ReasonCode>> = {
    TRAVEL: 'DETOUR_ADDED',
    WAITING: 'WAITING_ADDED',
    OVERTIME: 'OVERTIME_COST',
    SHIFT: 'SHIFT_OPENED',
    SPAN: 'SPAN_ADDED',
    HEAD: 'TECH_CALLED',
    LATENESS: 'LATE',
    WORST_LATENESS: 'LATEST_OF_ALL',
    SOFT_WINDOW: 'SOFT_WINDOW_MISSED',
    PREFERRED_WINDOW: 'PREFERRED_WINDOW_MISSED',
    ASAP: 'NOT_AT_ONCE',
    PREFERENCE: 'PREFERRED_TECH',
    CONTINUITY: 'CONTINUITY',
    SURPLUS_SKILL: 'SURPLUS_SKILL',
    AREA: 'PREFERRED_AREA_LEFT',
    CHANGE: 'TECH_CHANGED',
    PROMISE: 'PROMISES_MOVED',
    GAP: 'DAYS_APART',
    FAIRNESS: 'FAIRNESS',
    SCATTER: 'SCATTERED',
  }

  test.each(Object.entries(CODES) as [CostLine, ReasonCode][])(
    '%s has the reason %s, to the cent',
    async (line, code) => {
      const { cost, reasons } = await withLine(line)
      expect(cost).toMatchObject({ total: 77, lines: [{ code: line, amount: 77 }] })
      const reason = reasons.find((one) => one.code === code)
      expect(reason).toMatchObject({ kind: 'trade-off', amount: 77, setting: cost.lines[0]!.setting })
      expect(sum(reasons.map(({ amount = 0 }) => amount))).toBe(77)
      for (const { text } of reasons) expect(text).toMatch(SENTENCE)
    },
  )

  test('has a reason where the visit itself is not the one that pays', async () => {
    for (const line of ['LATENESS', 'SOFT_WINDOW', 'PREFERRED_WINDOW', 'PROMISE'] as const) {
      const { reasons } = await withLine(line, { tickets: [ticket()], techs: [tech()] })
      expect(reasons.find(({ code }) => code === CODES[line])!.text).toMatch(/^Other visits .*, price 0\.77\.$/)
    }
  })

  test('has words for what stands behind it', async () => {
    const { reasons } = await withLine('PROMISE')
    const textOf = (code: ReasonCode) => reasons.find((one) => one.code === code)?.text
    expect(textOf('PROMISES_MOVED')).toBe(
      'Begins 180 min outside what was promised, Tue 3 Mar 12:00–13:00, price 0.77.',
    )
    expect(textOf('SOFT_WINDOW_MISSED')).toBe('Begins 180 min outside the windows that were agreed, price 0.00.')
    expect(textOf('CONTINUITY')).toBe('Has been there 2 times, last Thu 8 Jan 2026, price 0.00.')
    expect(textOf('PARTS_MATCH')).toBe('Brings 2 × pane, lift.')
    expect(textOf('PARTLY_PINNED')).toBe('Fixed as planned: turn.')
    expect(textOf('PROMISE_KEPT')).toBeUndefined()
  })

  test('is known to all of them', () =>
    expect([...Object.keys(CODES), 'UNSERVED'].sort()).toEqual([...COST_LINES].sort()))
})

describe('an obstacle', () => {
  const about = { techs: 2, techIds: ['ana', 'ben'] }
  const around = {
    links: [{ kind: 'after', first: 0, second: 1, since: 'end', least: 0 }] as NonNullable<Model['links']>,
    instant: () => at('15:00'),
    tiedTo: () => ['T-7'],
    reasonOf: reasonsIn('en'),
  }
  const OBSTACLES: readonly (readonly [Obstacle, ReasonCode, string])[] = [
    [{ code: 'SKILL_MISSING', skill: 'GLASS' }, 'SKILL_MISSING', 'without the skill GLASS.'],
    [{ code: 'CERT_EXPIRED', skill: 'GLASS' }, 'CERT_EXPIRED', 'with GLASS not valid over a shift that could take it.'],
    [
      { code: 'LOAD_TOO_LARGE', unit: '\u0000pane', needed: 3, capacity: 1 },
      'PART_NOT_ON_VAN',
      'without 3 × pane on the van; the most on any of them is 1.',
    ],
    [
      { code: 'LOAD_TOO_LARGE', unit: 'kg', needed: 30, capacity: 10 },
      'LOAD_TOO_LARGE',
      'without room for 30 kg; the largest van holds 10.',
    ],
    [{ code: 'TOOL_MISSING', tool: 'lift' }, 'TOOL_NOT_ON_VAN', 'without the tool lift on the van.'],
    [
      { code: 'PART_ARRIVES_LATER', release: 25_200 },
      'PART_ARRIVES_LATER',
      'with no way to set out once the parts have arrived, Tue 3 Mar 15:00.',
    ],
    [{ code: 'BREAK_BLOCKED' }, 'BREAK_BLOCKED', 'with no time for it beside the breaks of the shift.'],
    [
      { code: 'LEG_TRAVEL_CAP', overBySeconds: 61 },
      'LEG_TRAVEL_CAP',
      'with a way longer than one drive may be, by 2 min or more.',
    ],
    [
      { code: 'TRAVEL_CAP', overBySeconds: 60 },
      'TRAVEL_CAP',
      'with more travel than a shift may have, by 1 min or more.',
    ],
    [{ code: 'SPAN_CAP', overBySeconds: 60 }, 'SPAN_CAP', 'out for longer than they may be, by 1 min or more.'],
    [
      { code: 'OVERTIME_CAP', period: 'week', overBySeconds: 60 },
      'OVERTIME_CAP',
      'over the most they may work in a week, by 1 min or more.',
    ],
    [
      { code: 'ROOM_KEPT', overBySeconds: 60 },
      'ROOM_KEPT',
      'with too little room kept for emergencies, by 1 min or more.',
    ],
    [{ code: 'MAX_JOBS', most: 4 }, 'MAX_JOBS', 'with as many visits as a shift may have, 4 at most.'],
    [{ code: 'REST_NEEDED' }, 'REST_NEEDED', 'on days on which they have to rest.'],
    [{ code: 'PARTNER_UNAVAILABLE' }, 'PARTNER_UNAVAILABLE', 'with nobody to come along at the same time.'],
    [{ code: 'SEARCH_LIMIT' }, 'SEARCH_LIMIT', 'not looked at to the end: there may be a place.'],
    [{ code: 'TIE_UNMET', link: 0 }, 'TIE_UNMET', 'kept from it by its tie (after) to T-7.'],
  ]

  test.each(OBSTACLES)('%o is told as %s', (obstacle, code, words) =>
    expect(reasonFor([obstacle], about, around)).toMatchObject({
      ...{ code, kind: 'blocker', text: `2 technicians ${words}` },
      params: about,
    }),
  )

  test('of several technicians is told with the nearest miss', () => {
    const group: Obstacle[] = [600, 300, 900].map((overBySeconds) => ({ code: 'SPAN_CAP', overBySeconds }))
    expect(reasonFor(group, about, around).params).toMatchObject({ leastMinutes: 5 })
  })
})

test('a crew that is left out has one reason for each cause, whichever of its members it keeps away', async () => {
  const techs = ['ana', 'ben'].map((id) => tech({ id }))
  const missing = { code: 'SKILL_MISSING', skill: 'GLASS' } as const
  const { unassigned } = await told({ tickets: [ticket({ crew: 2 })], techs }, (model) =>
    planned(model, [], {
      unserved: [0, 1].map((visit) => ({
        visit,
        blockers: [
          { tech: 0, blockers: [missing] },
          { tech: 1, blockers: [] },
        ],
      })),
    }),
  )
  expect(unassigned[0]!.reasons).toMatchObject([{ code: 'SKILL_MISSING', params: { techs: 1, techIds: ['ana'] } }])
})

test('every code says what it means', () => {
  for (const meaning of Object.values(REASON_CODES)) expect(meaning).toMatch(SENTENCE)
})

test('what is rounded to nothing is nothing, on neither side of zero', () =>
  expect([minutes(-1), minutes(1), km(-1), km(1)]).toEqual([0, 0, 0, 0]))

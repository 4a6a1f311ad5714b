// The shadow report: how often people did what the policy would have done, and what their choice costs more.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compare, reportOf } from '../../src/autonomy/report.ts'
import { ShadowReport } from '../../src/contracts/autonomy.ts'
import { settledIn } from '../../src/dispatch-command/ticket-story.ts'
import { decisionWith } from './samples.ts'

const NINE = '2026-03-03T09:00:00+01:00'
const window = (start: string, end: string) => ({
  start: `2026-03-03T${start}:00+01:00`,
  end: `2026-03-03T${end}:00+01:00`,
})

describe('what people settled', () => {
  const event = (tool: string, payload: object, more: object = {}) => ({
    tool,
    actor: { id: 'dora', role: 'operator_admin', type: 'HUMAN' },
    occurred_at: '2026-03-03T08:30:00Z',
    payload,
    ...more,
  })
  const after = new Date('2026-03-03T08:00:00Z')

  test('is read from our timeline: the last word of a person on when and on whom', () => {
    const events = [
      event('schedule.propose_slots', { slots: [] }, { actor: { type: 'SERVICE' } }),
      event('schedule.confirm', { window_start: 'a', window_end: 'b' }),
      event('schedule.reschedule', { window: { window_start: 'c', window_end: 'd' } }),
      event('dispatch.assign_tech', { technician_id: 'ben' }),
      event('dispatch.assign_tech', { technician_id: 'zoe' }, { actor: { type: 'AGENT' } }),
    ]
    expect(settledIn({ events }, after)).toEqual({ start: 'c', end: 'd', techId: 'ben' })
    expect(settledIn({ events }, new Date('2026-03-03T09:00:00Z'))).toEqual({})
  })

  test('is read from a timeline of the other wire', () => {
    const { exchanges } = JSON.parse(readFileSync(new URL('../fixtures/wire-v1.json', import.meta.url), 'utf8'))
    const timeline = exchanges.find(({ name }: { name: string }) => name === '19 timeline full').answered
    expect(settledIn(timeline, new Date('2026-11-01T00:00:00Z'))).toEqual({
      start: '2026-12-05T17:00:00Z',
      end: '2026-12-05T19:00:00Z',
      techId: '7ec00000-0000-4000-8000-000000000001',
    })
  })

  test.each([null, {}, { events: 'none' }, []])('cannot be read from %j', (json) => {
    expect(settledIn(json, after)).toBe('unread')
  })
})

describe('agreement', () => {
  const decision = decisionWith()
  test.each([
    ['the same technician in a window that holds our start', { techId: 'ana', ...window('08:00', '10:00') }, true, 0],
    [
      'the same technician, a quarter of an hour later',
      { techId: 'ana', start: window('09:15', '10:00').start },
      true,
      0,
    ],
    ['the same technician at another time', { techId: 'ana', ...window('15:00', '17:00') }, false, undefined],
    ['the second option', { techId: 'ben', ...window('13:00', '15:00') }, false, 3000],
    ['somebody else', { techId: 'zoe', start: NINE }, false, undefined],
    ['only the time, as we would', { start: NINE }, true, 0],
    ['only who, as we would', { techId: 'ana' }, true, 0],
  ])('of %s', (_, story, agreed, dearer) => {
    expect(compare(decision, story)).toMatchObject({ agreed, ...(dearer !== undefined && { dearer }) })
    if (dearer === undefined) expect(compare(decision, story)).not.toHaveProperty('dearer')
  })

  test('is not told while nothing is settled, or nobody can read it', () => {
    expect(compare(decision, {})).toBeUndefined()
    expect(compare(decision, 'unread')).toBeUndefined()
  })
})

test('the report adds up by verdict, by reason and by what was overridden', () => {
  const waits = { verdict: 'REQUIRE_APPROVAL', reasonCode: 'FIRST_VISIT' } as const
  const cases = [
    { decision: decisionWith({ ticketId: 'a' }), story: { techId: 'ana', start: NINE } },
    { decision: decisionWith({ ticketId: 'b' }), story: { techId: 'ben', ...window('13:00', '15:00') } },
    { decision: decisionWith({ ticketId: 'c', ...waits }), story: { techId: 'zoe' } },
    { decision: decisionWith({ ticketId: 'd', ...waits }), story: {} },
    { decision: decisionWith({ ticketId: 'e' }), story: 'unread' as const },
  ]
  const overrides = [
    { id: decisionWith().id, ticketId: 'c', reasonCode: 'safety' as const, note: 'x'.repeat(10), by: 'd', at: NINE },
  ]
  const report = reportOf({ since: new Date(0), until: new Date(1), policy: null, cases, overrides, truncated: false })
  expect(ShadowReport.parse(report)).toEqual(report)
  expect(report.all).toEqual({
    decided: 5,
    compared: 3,
    agreed: 1,
    agreementRate: 1 / 3,
    sameTech: 1,
    sameTime: 1,
    priced: 2,
    costDifference: 3000,
  })
  expect(report.byVerdict.map(({ verdict, decided, agreed }) => [verdict, decided, agreed])).toEqual([
    ['ALLOW', 3, 1],
    ['REQUIRE_APPROVAL', 2, 0],
  ])
  expect(report.byReason.map(({ reasonCode, compared }) => [reasonCode, compared])).toEqual([
    ['WITHIN_POLICY', 2],
    ['FIRST_VISIT', 1],
  ])
  expect(report.byOverride).toMatchObject([{ reasonCode: 'safety', decided: 1, agreed: 0 }])
  expect(report.unread).toBe(1)
})

// Overrides, as the next run takes them up.
import { describe, expect, test } from 'vitest'
import { takeUp } from '../../src/autonomy/take-up.ts'
import type { Override } from '../../src/contracts/autonomy.ts'
import { accepted, smallRequest, tech, ticket } from '../optimizer/inputs.ts'

const override = (more: Partial<Override> = {}): Override => ({
  id: '01890000-0000-7000-8000-000000000001',
  ticketId: 'T-1',
  reasonCode: 'skill_mismatch',
  note: 'was there last week and could not do it',
  by: 'dora',
  at: '2026-03-03T07:00:00Z',
  ...more,
})
const START = '2026-03-03T10:00:00+01:00'
const input = (more: object = {}) =>
  accepted(smallRequest({ tickets: [ticket(), ticket({ id: 'T-2' })], techs: [tech(), tech({ id: 'ben' })], ...more }))

describe('an override', () => {
  test('excludes a technician from its ticket and from no other, and is named', () => {
    const taken = takeUp(input(), [override({ exclude: ['ana', 'nobody'] })])
    expect(taken.overrideIds).toEqual(['01890000-0000-7000-8000-000000000001'])
    expect(taken.input.tickets).toMatchObject([{ id: 'T-1', excludedTechs: ['ana'] }, { id: 'T-2' }])
    expect(taken.input.tickets[1]).not.toHaveProperty('excludedTechs')
    expect(accepted(taken.input)).toEqual(taken.input)
  })

  test('pins a technician, and at a time that is given also the time, in place of what was planned', () => {
    const planned = input({ plan: [{ ticketId: 'T-1', techId: 'ana', start: START, promised: true }] })
    const pinned = takeUp(planned, [override({ pin: { techId: 'ben' } })]).input
    expect(pinned.tickets[0]).toMatchObject({ requiredTechs: ['ben'] })
    expect(pinned.plan).toEqual([])
    const timed = takeUp(planned, [override({ pin: { techId: 'ben', start: START } })]).input
    expect(timed.plan).toEqual([{ ticketId: 'T-1', techId: 'ben', start: START, pinned: true }])
    expect(accepted(timed)).toEqual(timed)
  })

  test('takes who does not go out of the plan', () => {
    const planned = input({ plan: [{ ticketId: 'T-1', techId: 'ana', start: START }] })
    expect(takeUp(planned, [override({ exclude: ['ana'] })]).input.plan).toEqual([])
  })

  test('that comes later lifts what an earlier one said of the same technician', () => {
    const later = override({ id: '01890000-0000-7000-8000-000000000002', pin: { techId: 'ana' } })
    const { input: taken } = takeUp(input(), [override({ exclude: ['ana'] }), later])
    expect(taken.tickets[0]).toMatchObject({ requiredTechs: ['ana'] })
    expect(taken.tickets[0]).not.toHaveProperty('excludedTechs')
  })

  test.each<[string, Partial<Override>]>([
    ['of a ticket that is not there', { ticketId: 'T-9', exclude: ['ana'] }],
    ['of technicians who are not there', { exclude: ['zoe'], pin: { techId: 'yan' } }],
  ])('%s changes nothing, to the byte', (_, more) => {
    const before = input()
    expect(takeUp(before, [override(more)])).toEqual({ input: before, overrideIds: [] })
  })

  test('that leaves nobody who is required leaves no other in instead', () => {
    const required = input({ tickets: [ticket({ requiredTechs: ['ana'] })] })
    const { input: taken } = takeUp(required, [override({ exclude: ['ana'] })])
    expect(taken.tickets[0]).toMatchObject({ requiredTechs: ['ana'], excludedTechs: ['ana'] })
  })

  test('at a time outside the horizon pins the technician alone', () => {
    const { input: taken } = takeUp(input(), [override({ pin: { techId: 'ben', start: '2027-01-01T10:00:00+01:00' } })])
    expect(taken.plan ?? []).toEqual([])
    expect(taken.tickets[0]).toMatchObject({ requiredTechs: ['ben'] })
  })
})

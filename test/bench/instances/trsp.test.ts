import { describe, expect, test } from 'vitest'
import { judgeTrsp } from '../../../bench/instances/trsp/judge.ts'
import { trspModelOf } from '../../../bench/instances/trsp/model.ts'
import { readTrsp } from '../../../bench/instances/trsp/read.ts'
import { PLENTY } from '../../../solver/model.ts'
import { TECHNICIANS } from './tiny.ts'

const instance = readTrsp(TECHNICIANS.text, 'technicians')

describe('a TRSP file', () => {
  test('gives the depot, technicians with what they hold and requests with what they need', () => {
    expect(instance.depot).toEqual({ x: 0, y: 0, opens: 0, closes: 100, service: 0, skills: [], tools: [], parts: [] })
    expect(instance.technicians[1]).toMatchObject({ x: 10, y: 0, skills: [0, 1], tools: [0], parts: [0, 0] })
    expect(instance.requests[1]).toMatchObject({ closes: 50, service: 1, skills: [0], tools: [0], parts: [0, 1] })
  })

  test.each([
    ['a row missing', TECHNICIANS.text.replace(/^4 .*\n/m, ''), /^line 13: row 4 expected, not 5$/],
    ['a skill that nobody counts', TECHNICIANS.text.replace('3 [1]', '3 [2]'), /the skill 2 is not between 0 and 1$/],
    ['parts missing', TECHNICIANS.text.replace('[0,1]\n5', '[0]\n5'), /2 amounts of parts expected, not 1$/],
    ['no request', TECHNICIANS.text.replace(/^[345] .*\n/gm, ''), /a request are expected\. Maybe/],
    ['words for a row', TECHNICIANS.text.replace(/^5 .*$/m, 'and so on'), /^line 14: a row with .*"and so on"$/],
  ])('with %s is refused with its cause', (_, text, message) => {
    expect(() => readTrsp(text, 'faulty')).toThrow(message)
  })
})

describe('the model', () => {
  const { visits, techs, routes, travel } = trspModelOf(instance)

  test('pays for the time from setting out to being back, a cent each ten-thousandth', () => {
    expect(routes[0]).toMatchObject({
      ...{ startPlace: 1, endPlace: 1, opens: 0, latest: 1_000_000, spanCentsPerHour: 3600, centsPerKm: 0 },
      ...{ reloads: [{ place: 0, seconds: 0, windows: [{ opens: 0, closes: 1_000_000 }] }], mostReloads: 1 },
    })
  })

  test('has technicians who hold all parts they could need once they were at the depot', () => {
    expect(techs[0]?.capacity).toEqual([
      { unit: 'part-0', amount: 1, reloaded: PLENTY },
      { unit: 'part-1', amount: 0, reloaded: PLENTY },
    ])
    expect(visits[1]).toMatchObject({
      ...{ place: 4, seconds: 10_000, skills: [{ skill: 'skill-0', level: 1 }], tools: ['tool-0'] },
      load: [{ unit: 'part-1', amount: 1 }],
    })
  })

  test('rounds ways up, and those that are whole not at all', () => {
    const leg = (from: number, to: number) => travel.profiles[0]?.seconds[from * travel.placeCount + to]
    // √(3² + 8²) is 8.5440037…
    expect([leg(1, 3), leg(4, 3)]).toEqual([50_000, 85_441])
  })
})

describe('the judge', () => {
  test.each([
    ['no tool', [[3, 4], [5]], 'technician 1: lacks a tool for 4'],
    ['no part', [[3, 4], [5]], 'technician 1: lacks a part for 4'],
    ['no skill', [[3, 0, 4, 5], []], 'technician 1: lacks a skill for 5'],
    ['a second way by the depot', [[0, 3, 0, 4], [5]], 'technician 1: passes the depot 2 times'],
    [
      'a request served twice',
      [
        [3, 0, 4],
        [5, 3],
      ],
      'request 3 served 2 times',
    ],
    ['somebody left out', [[3], [5]], 'request 4 served 0 times'],
    ['a technician for a request', [[3, 0, 4, 2], [5]], 'technician 1: no request 2'],
    ['a stranger', [[3, 0, 4], [5], [5]], 'technician 3: nobody of that number'],
  ])('finds %s', (_, routes, fault) => {
    expect(judgeTrsp(instance, routes).faults).toContainEqual(fault)
  })

  test('finds who comes after a window has closed', () => {
    const requests = instance.requests.map((request, index) => (index === 1 ? { ...request, closes: 34 } : request))
    const { faults } = judgeTrsp({ ...instance, requests }, [[3, 0, 4], [5]])
    expect(faults).toEqual(['technician 1: at 4 1 too late'])
  })

  test('counts waiting only where nobody can set out later', () => {
    const technicians = instance.technicians.map((home) => ({ ...home, closes: 41 }))
    // Home at 40 of 41 and there when the window opens: out at 15, as before.
    expect(judgeTrsp({ ...instance, technicians }, [[3, 0, 4], [5]]).cost).toBe(38)
    // The depot lets nobody pass before 40, 10 from request 3, which has to be begun by 22: 8 to wait, 2 of them spared.
    const requests = instance.requests.map((request, index) => (index === 0 ? { ...request, closes: 22 } : request))
    const depot = { ...instance.depot, opens: 40 }
    expect(judgeTrsp({ ...instance, depot, requests }, [[3, 0, 4], [5]]).cost).toBe(38 + 6)
  })
})

import { describe, expect, test } from 'vitest'
import { caresOf, type HhcrspInstance, type Patient } from '../../../bench/instances/hhcrsp/instance.ts'
import { judgeHhcrsp } from '../../../bench/instances/hhcrsp/judge.ts'
import { hhcrspModelOf } from '../../../bench/instances/hhcrsp/model.ts'
import { readHhcrsp } from '../../../bench/instances/hhcrsp/read.ts'
import { CARE } from './tiny.ts'

const instance = readHhcrsp(CARE.text, 'care')
const cares = caresOf(instance)
const [first, second] = [cares.slice(0, 2), cares.slice(2)]
const plan = [first, second]

const withPatient = (index: number, change: Partial<Patient>): HhcrspInstance => ({
  ...instance,
  patients: instance.patients.map((patient, at) => (at === index ? { ...patient, ...change } : patient)),
})

describe('an HHCRSP file', () => {
  test('gives staff, patients and distances', () => {
    expect(instance.staff).toEqual([{ services: [0] }, { services: [1] }])
    expect(instance.patients).toHaveLength(2)
    expect(instance.patients[0]).toMatchObject({
      services: [0],
      opens: 12,
      late: 20,
      durations: [
        [5, 5],
        [5, 5],
      ],
    })
    expect(instance.distances[1]).toEqual([10, 0, 15, 10])
    expect(caresOf(instance)).toEqual([
      { patient: 1, service: 0 },
      { patient: 2, service: 0 },
      { patient: 2, service: 1 },
    ])
  })

  test.each([
    ['a section missing', CARE.text.replace(/maxd\n.*\n/, ''), /^section maxd is missing\. Maybe/],
    ['a row missing', CARE.text.replace('10 0 15 10\n', ''), /^line \d+: section d has 3 rows, not 4$/],
    ['a number missing', CARE.text.replace('10 0 15 10', '10 0 15'), /^line \d+: 4 numbers expected, not 3$/],
    ['a patient who needs nothing', CARE.text.replace('1 0\n', '0 0\n'), /^patient 1 needs 0 services/],
    ['a section twice', `${CARE.text}e\n`, /^line \d+: e stands there twice$/],
  ])('with %s is refused with its cause', (_, text, message) => {
    expect(() => readHhcrsp(text, 'faulty')).toThrow(message)
  })
})

describe('the model', () => {
  test('ties two services that are due at one moment', () => {
    const { links, prices, visits } = hhcrspModelOf(instance)
    expect(links).toEqual([{ kind: 'same-time', visits: [1, 2] }])
    expect(prices).toEqual({ worstLateCentsPerHour: 3600 })
    expect(visits[0]).toMatchObject({
      ...{ place: 1, seconds: 50_000, secondsByTech: [], skills: [{ skill: 'service-0', level: 1 }] },
      ...{ windows: [{ opens: 120_000 }], due: { at: 200_000, centsPerHour: 3600 } },
    })
  })

  test('ties two services of which one comes after the other, by different people', () => {
    expect(hhcrspModelOf(withPatient(1, { least: 5, most: 10 })).links).toEqual([
      { kind: 'after', first: 1, second: 2, since: 'start', least: 50_000, most: 100_000 },
      { kind: 'other-tech', visits: [1, 2] },
    ])
  })

  test('names staff only where they take longer or shorter than the first who can do it', () => {
    const staff = [{ services: [0] }, { services: [0, 1] }]
    const [one, other] = hhcrspModelOf({
      ...withPatient(0, {
        durations: [
          [5, 5],
          [7, 5],
        ],
      }),
      staff,
    }).visits
    expect(one).toMatchObject({ seconds: 50_000, secondsByTech: [{ tech: 1, seconds: 70_000 }] })
    expect(other?.secondsByTech).toEqual([])
  })
})

describe('the judge', () => {
  test('counts way, lateness and the longest of it', () => {
    expect(judgeHhcrsp(instance, plan)).toEqual({ cost: 30.333333, faults: [], distance: 85, tardiness: 4, worst: 2 })
  })

  test('has the second of two services begin as long after the first as it has to', () => {
    // The first at 32 for 30, the second not before 37.
    expect(judgeHhcrsp(withPatient(1, { least: 5, most: 10 }), plan)).toMatchObject({ tardiness: 9, worst: 7 })
    // The second at 32, and the first, who could be there at 20, at most 2 before.
    const close = { ...withPatient(1, { least: 1, most: 2 }), staff: [{ services: [0, 1] }, { services: [0, 1] }] }
    const others = [cares.slice(1, 2), [...cares.slice(0, 1), ...second]]
    expect(judgeHhcrsp(close, others)).toMatchObject({ tardiness: 2, worst: 2, faults: [] })
  })

  test.each([
    ['a service left out', [first, []], '2/1 is not served'],
    ['somebody who cannot do it', [[], cares], '1 cannot do 1/0'],
    ['one person for both services', [[], cares], '1 does both services for patient 2'],
    ['a service twice', [[...first, ...first], second], '1/0 is served twice'],
    ['a service that nobody needs', [[{ patient: 1, service: 1 }], []], 'nobody needs 1/1'],
  ])('finds %s', (_, routes, fault) => {
    expect(judgeHhcrsp(instance, routes).faults).toContainEqual(fault)
  })

  test('finds two people who wait for each other for ever', () => {
    const both = withPatient(0, { services: [0, 1], least: 0, most: 0 })
    const [a, b, c, d] = caresOf(both)
    if (!a || !b || !c || !d) throw new Error('two services for each of two patients')
    expect(
      judgeHhcrsp(both, [
        [a, c],
        [b, d],
      ]).faults,
    ).toEqual([])
    expect(
      judgeHhcrsp(both, [
        [a, c],
        [d, b],
      ]).faults,
    ).toEqual(['visits wait for each other'])
  })
})

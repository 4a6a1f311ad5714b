// What is refused before anything is planned: indexes that lead nowhere, numbers that could not be added up exactly.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LinkModel, Model, VisitModel } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { ModelRefusedError } from '../../solver/refusal.ts'
import { MOST_CENTS } from '../../solver/rules/money.ts'
import { richDay } from '../arbitraries/rich-day.ts'
import { aDay, aRoute, aTech, aVisit } from './a-day.ts'

const visit = (change: Parameters<typeof aVisit>[0]) => aDay({ visits: [aVisit(change)] })
const route = (change: Parameters<typeof aRoute>[0]) => aDay({ routes: [aRoute(change)] })
const tech = (change: Parameters<typeof aTech>[0]) => aDay({ techs: [aTech(change)] })
const prices = (change: Model['prices'] & object) => aDay({ prices: change })
const [car] = aDay().travel.profiles
const table = (change: object) =>
  ({ ...aDay(), travel: { placeCount: 10, profiles: [{ ...car, ...change }] } }) as Model
const rush = (...bands: { from: number; percent: number }[]): Model => {
  const model = route({ rushHours: 0 })
  return { ...model, travel: { ...model.travel, rushHours: [bands] } }
}
const tied = (link: LinkModel, routes = [aRoute()]) => aDay({ visits: [aVisit(), aVisit()], routes, links: [link] })
const follows = (change: Partial<Extract<LinkModel, { kind: 'after' }>>): LinkModel => ({
  kind: 'after',
  first: 0,
  second: 1,
  since: 'end',
  least: 0,
  ...change,
})
const TOO_DEAR = 2 ** 42

describe('a model that makes no sense is refused by name:', () => {
  const expectRefused = (path: string, model: Model) => {
    expect(() => compile(model)).toThrow(ModelRefusedError)
    expect(() => compile(model)).toThrow(expect.objectContaining({ path }))
  }

  test.each<[path: string, Model]>([
    ['visits[0].place', visit({ place: 10 })],
    ['visits[0].place', visit({ place: 0.5 })],
    ['visits[0].seconds', visit({ seconds: -1 })],
    ['visits[0].unservedCents', visit({ unservedCents: Number.NaN })],
    ['visits[0].requiredTechs', visit({ requiredTechs: [1] })],
    ['visits[0].pinned.tech', visit({ pinned: { tech: -1, start: 0 } })],
    ['visits[0].windows[0].closes', visit({ windows: [{ opens: 5, closes: 4 }] })],
    [
      'visits[0].windows[1]',
      visit({
        windows: [
          { opens: 5, closes: 6 },
          { opens: 6, closes: 7 },
        ],
      }),
    ],
    ['visits[0].due.centsPerHour', visit({ due: { at: 0, centsPerHour: 2 ** 40 } })],
    ['routes[0].tech', route({ tech: 1 })],
    ['routes[0].profile', route({ profile: 1 })],
    ['routes[0].latest', route({ latest: 28_799 })],
    ['routes[0].closes', route({ opens: 28_801 })],
    ['routes[0].overtimeCentsPerHour', route({ overtimeCentsPerHour: 2 ** 42 })],
    ['travel.profiles[0].seconds', table({ seconds: new Int32Array(99) })],
    [
      'travel.profiles[0].metres[7]',
      table({ metres: Int32Array.from({ length: 100 }, (_, cell) => (cell === 7 ? -1 : 0)) }),
    ],
    ['travel.profiles[0][4]', route({ centsPerKm: 2 ** 28 })],
  ])('%s', expectRefused)

  test.each<[path: string, change: Partial<VisitModel>]>([
    ['setupSeconds', { setupSeconds: -1 }],
    ['setupSeconds', { setupSeconds: 2 ** 29 }],
    ['softWindows[0].closes', { softWindows: [{ opens: 5, closes: 4, centsPerHour: 0 }] }],
    ['softWindows[0].centsPerHour', { softWindows: [{ opens: 0, closes: 4, centsPerHour: 2 ** 41 }] }],
    ['softWindows[0].centsPerHour', { softWindows: [{ opens: 0, closes: 4, centsPerHour: -1 }] }],
    ['preferredWindows[0].opens', { preferredWindows: [{ opens: Number.NaN, closes: 4, cents: 0 }] }],
    ['preferredWindows[0].cents', { preferredWindows: [{ opens: 0, closes: 4, cents: TOO_DEAR }] }],
    ['skills[0].level', { skills: [{ skill: 'glass', level: 1.5 }] }],
    ['knownTechs[0].tech', { knownTechs: [{ tech: 1, cents: 0 }] }],
    ['knownTechs[0].cents', { knownTechs: [{ tech: 0, cents: 2 ** 30 }] }],
    ['strangerCents', { strangerCents: -1 }],
    ['release', { release: Number.POSITIVE_INFINITY }],
    ['asap.from', { asap: { from: 0.5, centsPerHour: 0 } }],
    ['asap.centsPerHour', { asap: { from: 0, centsPerHour: 2 ** 40 } }],
    [
      'promised.moved.centsPerHour',
      { promised: { opens: 0, closes: 1, moved: { centsPerHour: 2 ** 41, most: 7200 } } },
    ],
    ['promised.moved.most', { promised: { opens: 0, closes: 1, moved: { centsPerHour: 0, most: -1 } } }],
    ['planned.techChangedCents', { planned: { tech: 0, start: 0, techChangedCents: 2 ** 30 } }],
    ['load[0].amount', { load: [{ unit: 'kg', amount: -1 }] }],
  ])('visits[0].%s', (path, change) => expectRefused(`visits[0].${path}`, visit(change)))

  test.each<[path: string, Model]>([
    ['routes[0].rushHours', route({ rushHours: 0 })],
    ['routes[0].spanCentsPerHour', route({ spanCentsPerHour: -1 })],
    ['routes[0].spanCentsPerHour', route({ spanCentsPerHour: 2 ** 40 })],
    ['routes[0].mostSeconds', route({ mostSeconds: -1 })],
    ['routes[0].mostTravelSeconds', route({ mostTravelSeconds: Number.NaN })],
    ['routes[0].mostLegSeconds', route({ mostLegSeconds: -1 })],
    ['routes[0].reserveSeconds', route({ reserveSeconds: -1 })],
    ['routes[0].mostReloads', route({ mostReloads: -1 })],
    ['routes[0].day', route({ day: 2 ** 24 })],
    ['routes[0].week', route({ week: 0.5 })],
    ['routes[0].breaks[0].closes', route({ breaks: [{ opens: 5, closes: 4, seconds: 60, isPaid: false }] })],
    ['routes[0].breaks[0].seconds', route({ breaks: [{ opens: 0, closes: 4, seconds: -60, isPaid: false }] })],
    ['routes[0].reloads[0].place', route({ reloads: [{ place: 10, seconds: 0, windows: [] }] })],
    ['routes[0].reloads[0].seconds', route({ reloads: [{ place: 0, seconds: -1, windows: [] }] })],
    [
      'routes[0].reloads[0].windows[0].closes',
      route({ reloads: [{ place: 0, seconds: 0, windows: [{ opens: 2, closes: 1 }] }] }),
    ],
    ['techs[0].skills[0].level', tech({ skills: [{ skill: 'glass', level: -1 }] })],
    [
      'techs[0].skills[0].valid.closes',
      tech({ skills: [{ skill: 'glass', level: 1, valid: { opens: 1, closes: 0 } }] }),
    ],
    ['techs[0].capacity[0].reloaded', tech({ capacity: [{ unit: 'kg', amount: 1, reloaded: -1 }] })],
    ['techs[0].mostBusyPerDay', tech({ mostBusyPerDay: -1 })],
    ['techs[0].mostBusyPerWeek', tech({ mostBusyPerWeek: 0.5 })],
    ['techs[0].busyBefore', tech({ busyBefore: -1 })],
    ['techs[0].fairShare', tech({ fairShare: Number.NaN })],
    ['techs[0].centsPerHead', tech({ centsPerHead: TOO_DEAR })],
    ['techs[0].rest.afterDays', tech({ rest: { afterDays: 0, days: 1 } })],
    ['techs[0].rest.days', tech({ rest: { afterDays: 1, days: -1 } })],
    ['snap.every', aDay({ snap: { every: 0, from: 0 } })],
    ['snap.from', aDay({ snap: { every: 60, from: Number.NaN } })],
    ['prices.surplusLevelCents', prices({ surplusLevelCents: -1 })],
    ['prices.areaMissedCents', prices({ areaMissedCents: 2 ** 30 })],
    ['prices.scatterCentsPerKm', prices({ scatterCentsPerKm: -1 })],
    ['prices.unfairCentsPerHour', prices({ unfairCentsPerHour: 0.5 })],
    ['prices.worstLateCentsPerHour', prices({ worstLateCentsPerHour: -1 })],
    ['travel.rushHours[0][0].percent', rush({ from: 0, percent: 0 })],
    ['travel.rushHours[0][1].from', rush({ from: 5, percent: 100 }, { from: 5, percent: 150 })],
  ])('%s', expectRefused)

  test.each<[path: string, Model]>([
    [
      'prices.surplusLevelCents',
      {
        ...tech({ skills: [{ skill: 'glass', level: 9 }] }),
        visits: [aVisit({ skills: [{ skill: 'glass', level: 1 }] })],
        prices: { surplusLevelCents: 2 ** 28 },
      },
    ],
    [
      'prices.unfairCentsPerHour',
      { ...tech({ fairShare: 0, busyBefore: 2 ** 25 }), prices: { unfairCentsPerHour: 2 ** 30 } },
    ],
    [
      'prices.worstLateCentsPerHour',
      { ...visit({ due: { at: 0, centsPerHour: 0 } }), prices: { worstLateCentsPerHour: 2 ** 40 } },
    ],
    ['travel.profiles[0][4]', aDay({ prices: { scatterCentsPerKm: 2 ** 28 }, visits: [aVisit({ place: 1 })] })],
    [
      'travel.profiles[0][4]',
      { ...rush({ from: 0, percent: 300 }), routes: [aRoute({ rushHours: 0, centsPerHour: 3 * 2 ** 31 })] },
    ],
  ])('%s, where what they are multiplied by is large', expectRefused)

  test.each<[path: string, LinkModel]>([
    ['visits[1]', { kind: 'same-time', visits: [0, 2] }],
    ['visits[0]', { kind: 'same-tech', visits: [-1, 1] }],
    ['second', follows({ second: 2 })],
    ['first', { kind: 'order', first: 0.5, second: 1 }],
    ['least', follows({ least: -1 })],
    ['most', follows({ least: 60, most: 59 })],
    ['leastDays', follows({ leastDays: -1 })],
    ['centsPerDay', follows({ centsPerDay: TOO_DEAR })],
  ])('links[0].%s', (path, link) => expectRefused(`links[0].${path}`, tied(link, [aRoute({ day: 0 })])))

  test.each([
    ['leastDays', follows({ leastDays: 0 })],
    ['centsPerDay', follows({ centsPerDay: 1 })],
  ] as const)('a link that counts days by %s, where some route does not tell its day', (path, link) => {
    expectRefused(`links[0].${path}`, tied(link, [aRoute({ day: 0 }), aRoute()]))
    expect(() => compile(tied(link, [aRoute({ day: 0 }), aRoute({ day: 1 })]))).not.toThrow()
  })
})

describe('a model is taken', () => {
  test('with every number at the end of its range', () => {
    const model = aDay({
      visits: [
        aVisit({
          setupSeconds: 0,
          release: -1,
          strangerCents: 2 ** 30 - 2,
          softWindows: [{ opens: -5, closes: -5, centsPerHour: 1_000_000_000 }],
          preferredWindows: [{ opens: 0, closes: 0, cents: MOST_CENTS }],
        }),
      ],
      techs: [
        aTech({ mostBusyPerDay: 0, mostBusyPerWeek: 0, rest: { afterDays: 1, days: 0 }, centsPerHead: MOST_CENTS }),
      ],
      routes: [aRoute({ mostSeconds: 0, mostTravelSeconds: 0, mostLegSeconds: 0, mostReloads: 0, day: -1, week: -1 })],
    })
    expect(() => compile(model)).not.toThrow()
  })

  test('whatever rules of the day it has', () =>
    fc.assert(
      fc.property(richDay(), (model) => {
        compile(model)
      }),
      { numRuns: 100 },
    ))
})

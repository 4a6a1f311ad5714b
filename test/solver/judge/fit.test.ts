import { describe, expect, test } from 'vitest'
import type { Prices, TechModel, VisitModel } from '../../../solver/model.ts'
import { aDay, aTech, aVisit } from '../a-day.ts'
import { billOf, codesOf, told, visit } from './told.ts'

// One visit, a minute from home; the shift may last from second 0 to 32 400.
const ROUTE = told(0, [visit(0, 60, 660)], 720)
const dayWith = (tech: Partial<TechModel>, wanted: Partial<VisitModel>, prices: Partial<Prices> = {}) =>
  aDay({ visits: [aVisit({ place: 1, ...wanted })], techs: [aTech(tech), aTech()], prices })

describe('a certificate', () => {
  const codes = (opens: number, closes: number) => {
    const skills = [{ skill: 'glass', level: 2, valid: { opens, closes } }]
    return codesOf(dayWith({ skills }, { skills: [{ skill: 'glass', level: 2 }] }), ROUTE)
  }
  test('counts where the whole shift lies inside', () => {
    expect(codes(0, 32_400)).toEqual([])
    expect(codes(1, 32_400)).toEqual(['SKILL_MISSING'])
    expect(codes(0, 32_399)).toEqual(['SKILL_MISSING'])
  })
})

describe('levels above what the work needs', () => {
  const needs = {
    skills: [
      { skill: 'glass', level: 1 },
      { skill: 'locks', level: 2 },
    ],
  }
  const held = [
    { skill: 'glass', level: 3 },
    { skill: 'glass', level: 2 },
    { skill: 'locks', level: 3 },
    { skill: 'wood', level: 9 },
    { skill: 'glass', level: 5, valid: { opens: 0, closes: 100 } }, // has run out
  ]
  const surplus = (tech: Partial<TechModel>) =>
    billOf(dayWith(tech, needs, { surplusLevelCents: 40 }), ROUTE).SURPLUS_SKILL

  test('cost each, skill by skill, of the best that counts', () => {
    expect(surplus({ skills: held })).toBe(120)
    expect(surplus({ skills: needs.skills })).toBe(0)
  })

  test('cost nothing with who can do anything', () => {
    expect(surplus({ skills: held, anySkill: true })).toBe(0)
  })
})

describe('an area', () => {
  const missed = (preferredAreas: readonly string[], areas: readonly string[]) =>
    billOf(dayWith({ areas: ['north', 'south'], preferredAreas }, { areas }, { areaMissedCents: 70 }), ROUTE).AREA

  test('that the technician does not prefer costs', () => {
    expect(missed(['north'], ['south'])).toBe(70)
    expect(missed(['north'], ['south', 'north'])).toBe(0)
  })

  test('costs nothing where the technician prefers none or this one too, or the visit names none', () => {
    expect(missed([], ['south'])).toBe(0)
    expect(missed(['north', 'south'], ['south'])).toBe(0)
    expect(missed(['north'], [])).toBe(0)
  })
})

describe('who has been there before', () => {
  const cents = (wanted: Partial<VisitModel>) => billOf(dayWith({}, wanted), ROUTE).CONTINUITY

  test('has a price of their own, and everybody else that of a stranger', () => {
    expect(cents({ knownTechs: [{ tech: 0, cents: 20 }], strangerCents: 90 })).toBe(20)
    expect(cents({ knownTechs: [{ tech: 1, cents: 20 }], strangerCents: 90 })).toBe(90)
    expect(cents({ strangerCents: 90 })).toBe(90)
    expect(cents({ knownTechs: [{ tech: 1, cents: 20 }] })).toBe(0)
  })
})

test('surplus levels and missed areas cost nothing where nothing is said', () => {
  const tech = { skills: [{ skill: 'glass', level: 3 }], areas: ['north', 'south'], preferredAreas: ['north'] }
  const model = dayWith(tech, { skills: [{ skill: 'glass', level: 1 }], areas: ['south'] })
  expect(billOf(model, ROUTE)).toMatchObject({ SURPLUS_SKILL: 0, AREA: 0 })
})

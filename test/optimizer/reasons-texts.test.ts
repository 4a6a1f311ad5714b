// Every reason has a sentence in every language, made from its numbers alone, with nobody's data in it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language, REASON_CODES, Reason, type ReasonCode } from '../../src/contracts/reason.ts'
import { reasonsIn } from '../../src/optimizer/answer/reason-of.ts'
import { textOf, WORDINGS } from '../../src/optimizer/answer/texts.ts'
import { at } from './asked.ts'
import { REASON_SAMPLES } from './reason-samples.ts'

type Params = Readonly<Record<string, unknown>>
const CODES = Object.keys(REASON_CODES) as ReasonCode[]
const SAMPLES = Object.entries(REASON_SAMPLES as Readonly<Record<string, readonly Params[]>>)

const SENTENCE = /^[\p{Lu}0-9].*\.$/u
const NOT_WORDS = /undefined|NaN|null|Infinity|\[object|\bfunction\b/

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(SAMPLES)('%s has a sentence for whatever its numbers are', (code, samples) => {
    expect(samples.length).toBeGreaterThan(0)
    for (const params of samples) {
      const text = textOf(language, code, params)
      expect(text).toMatch(SENTENCE)
      expect(text).not.toMatch(NOT_WORDS)
      expect(text).not.toMatch(/ {2}|, \.|: \.| ,/)
    }
  })

  test('the same numbers give the same sentence, whatever they are', () => {
    const cases = fc.constantFrom(...SAMPLES).chain(([code, samples]) => {
      return fc.constantFrom(...samples).chain((params) => fc.tuple(fc.constant(code), varied(params)))
    })
    fc.assert(
      fc.property(cases, ([code, params]) => {
        const text = textOf(language, code, params)
        const again = Object.fromEntries(Object.entries(structuredClone(params)).toReversed())
        expect(textOf(language, code, again)).toBe(text)
        expect(text).toMatch(SENTENCE)
        expect(text).not.toMatch(NOT_WORDS)
      }),
      { numRuns: 2000 },
    )
  })

  test('a code that is not known yet is told by its numbers', () => {
    const text = textOf(language, 'NEW_IN_A_YEAR', { minutes: 5, ticketIds: ['T-1', 'T-2'], due: undefined })
    expect(text).toMatch(/^\w+ NEW_IN_A_YEAR: minutes 5, ticketIds T-1 T-2\.$/)
    expect(textOf(language, 'toString', {})).toMatch(SENTENCE)
  })

  test('a comparison of prices is one sentence', () => {
    const { versus } = WORDINGS[language]
    for (const deltaTotal of [-260, 0, 260]) {
      const text = versus(deltaTotal, [
        { code: 'TRAVEL', delta: 480 },
        { code: 'SURPLUS_SKILL', delta: deltaTotal - 480 },
      ])
      expect(text).toMatch(SENTENCE)
      expect(text).not.toMatch(NOT_WORDS)
    }
    expect(versus(0, [])).toMatch(SENTENCE)
  })
})

test('every code has samples, and nothing else has', () =>
  expect(SAMPLES.map(([code]) => code).sort()).toEqual([...CODES].sort()))

test('no sentence is the same in two languages: none is left untranslated', () => {
  for (const [code, samples] of SAMPLES)
    for (const params of samples) expect(textOf('es', code, params)).not.toBe(textOf('en', code, params))
})

test('whatever an id is called stands in the sentence as it is', () => {
  const odd = 'Ñandú & Söhne – 7/3'
  for (const language of LANGUAGES) {
    expect(textOf(language, 'SKILL_MISSING', { techs: 1, techIds: [], skill: odd })).toContain(odd)
    expect(textOf(language, 'VISIT_MOVES', { ticketId: odd, minutes: 4 })).toContain(odd)
    expect(textOf(language, 'TICKET_CHANGED', { ticketId: odd, fields: ['colour'] })).toContain('colour')
  }
})

test('params name ids and numbers, and nothing of a person', () => {
  const names = new Set(SAMPLES.flatMap(([, samples]) => samples.flatMap((params) => Object.keys(params))))
  expect(
    [...names].filter((name) => /name|phone|mail|address|street|location|lat$|lon$|note|photo/i.test(name)),
  ).toEqual([])
  for (const [code, samples] of SAMPLES)
    for (const params of samples)
      for (const language of LANGUAGES)
        expect(textOf(language, code, params)).not.toMatch(/@|\+\d{6,}|\d{3}[ -]\d{3}[ -]\d{4}|\d{1,3}\.\d{4,}/)
})

describe('the kind of a reason', () => {
  const of = <Code extends ReasonCode>(code: Code) => {
    const [params] = REASON_SAMPLES[code]
    return Reason.parse(reasonsIn('en')(code, params!))
  }
  test('is a counterfactual where it says what would unlock', () => {
    const kinds = CODES.filter((code) => of(code).kind === 'counterfactual')
    expect(kinds).toEqual(CODES.filter((code) => code.startsWith('UNLOCK_')))
    expect(kinds).toHaveLength(13)
  })
  test('is a blocker where it keeps technicians away', () => {
    for (const code of ['SHIFT_END_EXCEEDED', 'PROMISE_IN_THE_WAY', 'HELD', 'NO_GAP', 'SEARCH_LIMIT'] as const)
      expect(of(code).kind).toBe('blocker')
  })
  test('is a fact where somebody else is only cheaper, or where something just happens', () => {
    for (const code of ['OUTRANKED_AT_LEAST', 'OUTRANKED', 'VISIT_MOVES', 'TICKET_NEW', 'TECH_GONE'] as const)
      expect(of(code).kind).toBe('fact')
  })
  test('is a trade-off, with its amount, where it has a price', () =>
    expect(of('DETOUR_ADDED')).toMatchObject({ kind: 'trade-off', amount: 1260 }))
})

describe('English', () => {
  const one = { techs: 1, techIds: ['ana'] }
  test.each<[ReasonCode, Params, string]>([
    ['SKILL_MATCH', { skills: ['GLASS', 'LOCKS'], levels: ['1', '2'] }, 'Holds GLASS, LOCKS (level 2).'],
    [
      'SHIFT_END_EXCEEDED',
      { ...one, minutes: 12, limit: at('17:00'), needed: at('17:12') },
      '1 technician over the end of the shift by 12 min or more: until Tue 3 Mar 17:12 instead of 17:00.',
    ],
    [
      'PROMISE_IN_THE_WAY',
      { ...one, ticketId: 'T-7', minutes: 12 },
      '1 technician unable to keep the promise of ticket T-7, which would begin 12 min outside of it.',
    ],
    [
      'HELD',
      { ...one, until: at('09:15') },
      '1 technician with the place held for another caller until Tue 3 Mar 09:15.',
    ],
    [
      'OUTRANKED_AT_LEAST',
      { techs: 3, techIds: [], leastCents: 420 },
      '3 technicians at least 4.20 dearer than the first; nothing further was tried.',
    ],
    ['VISIT_MOVES', { ticketId: 'T-90', minutes: -6 }, 'Ticket T-90 begins 6 min earlier.'],
    ['VISIT_MOVES', { ticketId: 'T-90', minutes: 0, cents: 250 }, 'Ticket T-90 keeps its time, price 2.50.'],
    [
      'TECH_REPLACED',
      { ticketId: 'T-90', fromTechId: 'ana', toTechId: 'ben', cents: -40 },
      'Ticket T-90 goes from ana to ben, price -0.40.',
    ],
    ['UNLOCK_SHIFT_END', { minutes: 12 }, 'Possible if the shift ended 12 min later.'],
    ['UNLOCK_SKILL', { skill: 'GLASS', level: 2 }, 'Possible if the technician held GLASS (level 2).'],
    ['UNLOCK_OTHER_DAY', { day: '2026-03-04' }, 'Possible if it were done on Wed 4 Mar.'],
    [
      'UNLOCK_TOGETHER',
      { ticketIds: ['T-7'], windowLaterMinutes: 5 },
      'Possible if the window ended 5 min later and the visit of T-7 moved.',
    ],
    [
      'PROMISE_BROKEN',
      { ticketId: 'T-1', start: at('12:00'), end: at('13:00') },
      'The promise of ticket T-1, Tue 3 Mar 12:00–13:00, is not kept: it is not planned.',
    ],
    [
      'SHIFT_CHANGED',
      { techId: 'ana', start: at('08:00'), end: at('12:00'), fields: ['end', 'overtimeUntil'] },
      'Changed in the shift of technician ana, now Tue 3 Mar 08:00–12:00: end, overtime.',
    ],
    [
      'ROUTE_CHANGED',
      { techId: 'ana', came: ['T-5'], left: ['T-7'] },
      'On the same day of technician ana: in T-5; out T-7.',
    ],
  ])('%s', (code, params, sentence) => expect(textOf('en', code, params)).toBe(sentence))
})

describe('Spanish', () => {
  const one = { techs: 1, techIds: ['ana'] }
  const two = { techs: 2, techIds: ['ana', 'ben'] }
  test.each<[ReasonCode, Params, string]>([
    ['SKILL_MISSING', { ...one, skill: 'GLASS' }, '1 técnico sin la habilidad GLASS.'],
    ['SKILL_MISSING', { ...two, skill: 'GLASS' }, '2 técnicos sin la habilidad GLASS.'],
    ['NO_SHIFT_IN_WINDOW', { techs: 0, techIds: [] }, 'No hay ningún técnico.'],
    ['AREA_MATCH', { areas: ['north'] }, 'Atiende la zona north.'],
    ['TECH_PROHIBITED', one, '1 técnico excluido por la orden.'],
    ['TECH_PROHIBITED', two, '2 técnicos excluidos por la orden.'],
    ['AREA_OUTSIDE', one, '1 técnico que no atiende la zona.'],
    ['AREA_OUTSIDE', two, '2 técnicos que no atienden la zona.'],
    [
      'OVERTIME_CAP',
      { ...one, period: 'week', leastMinutes: 5 },
      '1 técnico por encima de lo que puede trabajar a la semana, por 5 min o más.',
    ],
    [
      'SHIFT_END_EXCEEDED',
      { ...two, minutes: 12, limit: at('17:00'), needed: at('17:12') },
      '2 técnicos que pasarían del fin del turno, por 12 min o más: hasta el martes 3 de marzo a las 17:12 en vez de las 17:00.',
    ],
    [
      'SHIFT_END_EXCEEDED',
      { ...one, minutes: 90, limit: at('23:45'), needed: '2026-03-04T01:15:00+01:00' },
      '1 técnico que pasaría del fin del turno, por 90 min o más: hasta el miércoles 4 de marzo a la 01:15 en vez del martes 3 de marzo a las 23:45.',
    ],
    ['DETOUR_ADDED', { minutes: -3, km: -0.5, cents: 123_456 }, 'Viaje −3 min y −0,5 km, precio 1234,56.'],
    [
      'LATE',
      { minutes: 30, due: at('12:00'), cents: 77 },
      'Empieza 30 min después del plazo, que vence el martes 3 de marzo a las 12:00, precio 0,77.',
    ],
    [
      'CONTINUITY',
      { visits: 2, lastVisit: '2026-01-08T09:00:00+01:00', cents: 0 },
      'Ha estado allí 2 veces, la última el jueves 8 de enero de 2026, precio 0,00.',
    ],
    [
      'PROMISES_MOVED',
      { minutes: 180, start: at('12:00'), end: at('13:00'), cents: 77 },
      'Empieza 180 min fuera de la cita prometida, la del martes 3 de marzo, 12:00–13:00, precio 0,77.',
    ],
    [
      'WINDOW_FIT',
      { start: at('22:00'), end: '2026-03-04T02:00:00+01:00', timeZone: 'Europe/Vaduz' },
      'Empieza en la franja del martes 3 de marzo a las 22:00 al miércoles 4 de marzo a las 02:00 (Europe/Vaduz).',
    ],
    ['PARTLY_PINNED', { fixed: ['technician', 'turn'] }, 'Fijado según el plan: técnico, posición en la ruta.'],
    ['SKILL_MATCH', { skills: ['GLASS', 'LOCKS'], levels: ['1', '2'] }, 'Tiene GLASS, LOCKS (nivel 2).'],
    ['TRAVEL_ESTIMATED', { profile: 'foot' }, 'El viaje a pie se estima a partir de la distancia en línea recta.'],
    ['VISIT_MOVES', { ticketId: 'T-90', minutes: 6 }, 'La orden T-90 empieza 6 min más tarde.'],
    ['VISIT_MOVES', { ticketId: 'T-90', minutes: 6, cents: 5 }, 'La orden T-90 empieza 6 min más tarde, precio 0,05.'],
    ['UNLOCK_SHIFT_END', { minutes: 12 }, 'Sería posible si el turno terminara 12 min más tarde.'],
    ['UNLOCK_MAX_VISITS', { count: 1 }, 'Sería posible si el turno admitiera 1 visita.'],
    [
      'UNLOCK_TOGETHER',
      { skills: ['GLASS', 'LOCKS'], levels: ['1', '2'], overtimeMinutes: 20 },
      'Sería posible si se permitieran 20 min de horas extra y el técnico tuviera las habilidades GLASS, LOCKS (nivel 2).',
    ],
    [
      'TICKET_CHANGED',
      { ticketId: 'T-1', fields: ['due', 'windows'] },
      'Cambios en la orden T-1: plazo, franjas horarias.',
    ],
    [
      'ROUTE_CHANGED',
      { techId: 'ana', came: ['T-5', 'T-6'], left: ['T-7'] },
      'El mismo día del técnico ana: entran T-5, T-6; sale T-7.',
    ],
  ])('%s %o', (code, params, sentence) => expect(textOf('es', code, params)).toBe(sentence))
})

test.each<[Language, (parts: Intl.DateTimeFormatPart[]) => string]>([
  [
    'en',
    (parts) =>
      `Fixed to this technician and ${named(parts, 'weekday', 3)} ${day(parts)} ${named(parts, 'month', 3)} 08:00.`,
  ],
  [
    'es',
    (parts) =>
      `Fijada a este técnico y al ${named(parts, 'weekday')} ${day(parts)} de ${named(parts, 'month')} a las 08:00.`,
  ],
])('every day of the year is called in %s what the calendar calls it', (language, sentence) => {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  for (let date = Date.UTC(2028, 0, 1); date < Date.UTC(2029, 0, 1); date += 86_400_000) {
    const start = `${new Date(date).toISOString().slice(0, 10)}T08:00:00Z`
    expect(textOf(language, 'PINNED', { start })).toBe(sentence(format.formatToParts(date)))
  }
})

const named = (parts: Intl.DateTimeFormatPart[], type: string, length?: number) =>
  parts.find((part) => part.type === type)?.value.slice(0, length)
const day = (parts: Intl.DateTimeFormatPart[]) => named(parts, 'day')

/** Other numbers, ids and moments in the place of these; words that mean something stay. */
function varied(params: Params): fc.Arbitrary<Params> {
  const fields = Object.entries(params).map(([name, value]) => [
    name,
    WORDS.has(name) ? fc.constant(value) : other(value),
  ])
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
}
const WORDS = new Set([
  'period',
  'tie',
  'fixed',
  'priority',
  'profile',
  'fields',
  'timeZone',
  'levels',
  'held',
  'needed',
])

function other(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'number') return fc.nat({ max: 100_000 }).map((amount) => (value < 0 ? -amount - 1 : amount))
  if (typeof value === 'boolean') return fc.boolean()
  if (Array.isArray(value)) return fc.constant(value)
  if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return moment.map((instant) => instant.slice(0, 10))
  return /^\d{4}-\d\d-\d\dT/.test(String(value)) ? moment : fc.stringMatching(/^[A-Z]-\d{1,6}$/)
}
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

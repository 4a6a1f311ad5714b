// Rules of generated days about who goes: skills, named technicians, areas, what the van holds.
import fc from 'fast-check'
import type { SkillHeld } from '../../solver/model.ts'
import {
  between,
  type DayShape,
  every,
  oneIn,
  price,
  type RichRule,
  saying,
  some,
  someShifts,
  together,
  unpriced,
  unsaid,
  upTo,
} from './rich-change.ts'

const SKILLS = ['locks', 'glass']
const AREAS = ['north', 'south']
const UNITS = ['kg', 'panes']
const TOOLS = ['ladder', 'crane']

const skill = fc.record({ skill: fc.constantFrom(...SKILLS), level: between(1, 3) })
const ownSkills = fc.uniqueArray(skill, { selector: (held) => held.skill, minLength: 1, maxLength: 2 })
const needs = (shape: DayShape) =>
  some(
    'visits',
    shape,
    ownSkills.map((skills) => ({ skills: skills.slice(0, 1) })),
  )
const grades = (shape: DayShape, cents: number) =>
  fc.uniqueArray(fc.record({ tech: upTo(shape.techs - 1), cents: upTo(cents) }), {
    selector: ({ tech }) => tech,
    minLength: 1,
    maxLength: 2,
  })
const amounts = (least: number, most: number) =>
  fc.uniqueArray(fc.record({ unit: fc.constantFrom(...UNITS), amount: between(least, most) }), {
    selector: ({ unit }) => unit,
    minLength: 1,
    maxLength: 2,
  })
const depots = (shape: DayShape) =>
  someShifts(
    shape,
    fc
      .record({
        places: fc.array(upTo(shape.places - 1), { minLength: 1, maxLength: 2 }),
        seconds: upTo(600),
        opens: fc.option(upTo(shape.shiftSeconds), { nil: undefined }),
        mostReloads: between(1, 2),
      })
      .map(({ places, seconds, opens, mostReloads }) => (shift) => ({
        reloads: places.map((place) => ({
          place,
          seconds,
          windows: opens === undefined ? [] : [{ opens: shift.opens + opens, closes: shift.opens + opens + 1800 }],
        })),
        mostReloads,
      })),
  )

/** Some visits name one technician there. */
const naming = (list: 'requiredTechs' | 'excludedTechs') => ({
  on: (shape: DayShape) =>
    some(
      'visits',
      shape,
      upTo(shape.techs - 1).map((tech) => ({ [list]: [tech] })),
    ),
  off: saying('visits', { [list]: [] }),
})

export const FIT_RULES = {
  approval: {
    on: (shape) =>
      every(
        'visits',
        shape,
        oneIn(4).map((isOpen) => ({ mayBePlanned: !isOpen })),
      ),
    off: saying('visits', { mayBePlanned: true }),
  },
  skills: {
    on: (shape) =>
      together(
        needs(shape),
        every(
          'techs',
          shape,
          ownSkills.map((skills) => ({ skills })),
        ),
      ),
    off: saying('visits', { skills: [] }),
  },
  certificates: {
    on: (shape) =>
      together(
        needs(shape),
        every(
          'techs',
          shape,
          fc
            .array(
              fc
                .tuple(skill, fc.option(upTo(shape.shiftSeconds), { nil: undefined }))
                .map(
                  ([held, closes]): SkillHeld =>
                    closes === undefined ? held : { ...held, valid: { opens: -100, closes: 2 * closes } },
                ),
              { minLength: 1, maxLength: 3 },
            )
            .map((skills) => ({ skills })),
        ),
      ),
    off: (model) => ({
      ...model,
      techs: model.techs.map((tech) => ({
        ...tech,
        skills: tech.skills.map(({ skill, level }) => ({ skill, level })),
      })),
    }),
  },
  anySkill: {
    on: (shape) => together(needs(shape), some('techs', shape, fc.constant({ anySkill: true }))),
    off: saying('techs', { anySkill: false }),
  },
  surplusSkill: {
    on: (shape) =>
      together(
        needs(shape),
        every('techs', shape, fc.constant({ skills: SKILLS.map((name) => ({ skill: name, level: 2 })) })),
        some('techs', shape, fc.constant({ skills: SKILLS.map((name) => ({ skill: name, level: 3 })) })),
        price('surplusLevelCents', between(1, 900)),
      ),
    off: unpriced('surplusLevelCents'),
  },
  requiredTechs: naming('requiredTechs'),
  excludedTechs: naming('excludedTechs'),
  preferredTechs: {
    on: (shape) => some('visits', shape, fc.record({ preferredTechs: grades(shape, 300), otherTechCents: upTo(1500) })),
    off: saying('visits', { preferredTechs: [], otherTechCents: 0 }),
  },
  knownTechs: {
    on: (shape) => some('visits', shape, fc.record({ knownTechs: grades(shape, 100), strangerCents: upTo(900) })),
    off: unsaid('visits', 'knownTechs', 'strangerCents'),
  },
  ownSeconds: {
    on: (shape) =>
      some(
        'visits',
        shape,
        fc
          .record({ tech: upTo(shape.techs - 1), seconds: upTo(shape.shiftSeconds / 3) })
          .map((own) => ({ secondsByTech: [own] })),
      ),
    off: saying('visits', { secondsByTech: [] }),
  },
  areas: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          fc.subarray(AREAS, { minLength: 1 }).map((areas) => ({ areas })),
        ),
        every(
          'techs',
          shape,
          fc.subarray(AREAS, { minLength: 1 }).map((areas) => ({ areas })),
        ),
      ),
    off: saying('visits', { areas: [] }),
  },
  preferredAreas: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          fc.subarray(AREAS, { minLength: 1, maxLength: 1 }).map((areas) => ({ areas })),
        ),
        every('techs', shape, fc.constant({ areas: AREAS })),
        some(
          'techs',
          shape,
          fc.subarray(AREAS, { maxLength: 1 }).map((preferredAreas) => ({ preferredAreas })),
        ),
        price('areaMissedCents', between(1, 1500)),
      ),
    off: unpriced('areaMissedCents'),
  },
  load: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          amounts(1, 3).map((load) => ({ load })),
        ),
        some(
          'techs',
          shape,
          amounts(1, 4).map((capacity) => ({ capacity })),
        ),
      ),
    off: saying('visits', { load: [] }),
  },
  reloads: {
    on: (shape) =>
      together(
        every(
          'visits',
          shape,
          amounts(1, 2).map((load) => ({ load })),
        ),
        every(
          'techs',
          shape,
          fc.tuple(amounts(1, 3), fc.option(between(1, 3), { nil: undefined })).map(([capacity, reloaded]) => ({
            capacity: reloaded === undefined ? capacity : capacity.map((of) => ({ ...of, reloaded })),
          })),
        ),
        depots(shape),
      ),
    off: unsaid('routes', 'reloads', 'mostReloads'),
  },
  tools: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          fc.constantFrom(...TOOLS).map((tool) => ({ tools: [tool] })),
        ),
        some(
          'techs',
          shape,
          fc.subarray(TOOLS).map((tools) => ({ tools })),
        ),
        depots(shape),
      ),
    off: unsaid('visits', 'tools'),
  },
  release: {
    on: (shape) =>
      together(
        some(
          'visits',
          shape,
          upTo(shape.shiftSeconds).map((release) => ({ release })),
        ),
        depots(shape),
      ),
    off: unsaid('visits', 'release'),
  },
  visitCount: {
    on: (shape) =>
      some(
        'routes',
        shape,
        between(1, 3).map((maxVisits) => ({ maxVisits })),
      ),
    off: saying('routes', { maxVisits: 1000 }),
  },
} satisfies Record<string, RichRule>

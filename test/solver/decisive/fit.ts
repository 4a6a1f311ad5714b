// Days on which a rule about who goes decides.
import { aDay, aRoute, aTech, aVisit } from '../a-day.ts'
import { type DecisiveDay, nearAndFar } from './decisive-day.ts'

const LOCKS = { skill: 'locks', level: 1 }

export const FIT_DAYS: readonly DecisiveDay[] = [
  {
    rule: 'approval',
    story: 'work that is not approved is left out',
    model: nearAndFar({ visits: [{ mayBePlanned: false }] }),
  },
  {
    rule: 'skills',
    story: 'the one who can do it goes, from far away',
    model: nearAndFar({ visits: [{ skills: [LOCKS] }], far: { skills: [LOCKS] } }),
  },
  {
    rule: 'certificates',
    story: 'a certificate that ends during the shift does not count',
    model: nearAndFar({
      visits: [{ skills: [LOCKS] }],
      near: { skills: [{ ...LOCKS, valid: { opens: 0, closes: 20_000 } }] },
      far: { skills: [LOCKS] },
    }),
  },
  {
    rule: 'anySkill',
    story: 'somebody who holds every skill goes where nobody else could',
    model: nearAndFar({ visits: [{ skills: [LOCKS] }], near: { anySkill: true } }),
  },
  {
    rule: 'surplusSkill',
    story: 'the master is not wasted on work for a beginner',
    model: nearAndFar(
      { visits: [{ skills: [LOCKS] }], near: { skills: [{ ...LOCKS, level: 3 }] }, far: { skills: [LOCKS] } },
      { prices: { surplusLevelCents: 10 } },
    ),
  },
  {
    rule: 'requiredTechs',
    story: 'the named one goes',
    model: nearAndFar({ visits: [{ requiredTechs: [1] }] }),
  },
  {
    rule: 'excludedTechs',
    story: 'the excluded one does not go',
    model: nearAndFar({ visits: [{ excludedTechs: [0] }] }),
  },
  {
    rule: 'preferredTechs',
    story: 'the preferred one goes when that is worth the way',
    model: nearAndFar({ visits: [{ preferredTechs: [{ tech: 1, cents: 0 }], otherTechCents: 50 }] }),
  },
  {
    rule: 'knownTechs',
    story: 'the one who has been there goes again',
    model: nearAndFar({ visits: [{ knownTechs: [{ tech: 1, cents: 0 }], strangerCents: 50 }] }),
  },
  {
    rule: 'ownSeconds',
    story: 'who would need all day for it does not go',
    model: nearAndFar({ visits: [{ secondsByTech: [{ tech: 0, seconds: 32_400 }] }] }),
  },
  {
    rule: 'areas',
    story: 'the one who serves the area goes',
    model: nearAndFar({ visits: [{ areas: ['north'] }], near: { areas: ['south'] }, far: { areas: ['north'] } }),
  },
  {
    rule: 'preferredAreas',
    story: 'who would rather work elsewhere is spared the way',
    model: nearAndFar(
      {
        visits: [{ areas: ['north'] }],
        near: { areas: ['north', 'south'], preferredAreas: ['south'] },
        far: { areas: ['north'] },
      },
      { prices: { areaMissedCents: 50 } },
    ),
  },
  {
    rule: 'load',
    story: 'what does not fit into one van goes in two',
    model: nearAndFar({
      visits: [{ load: [{ unit: 'kg', amount: 1 }] }, { load: [{ unit: 'kg', amount: 1 }] }],
      near: { capacity: [{ unit: 'kg', amount: 1 }] },
    }),
  },
  {
    rule: 'reloads',
    story: 'the van is loaded again on the way',
    model: aDay({
      visits: [1, 1].map((place) => aVisit({ place, load: [{ unit: 'kg', amount: 1 }] })),
      techs: [aTech({ capacity: [{ unit: 'kg', amount: 1 }] })],
      routes: [aRoute({ reloads: [{ place: 3, seconds: 300, windows: [] }] })],
    }),
  },
  {
    rule: 'tools',
    story: 'the one who has the crane goes',
    model: nearAndFar({ visits: [{ tools: ['crane'] }], far: { tools: ['crane'] } }),
  },
  {
    rule: 'release',
    story: 'nobody sets out before the parts are there',
    model: nearAndFar({ visits: [{ release: 7200 }] }),
  },
  {
    rule: 'visitCount',
    story: 'who has enough to do leaves the rest to others',
    model: nearAndFar({ visits: [{}, {}], nearShift: { maxVisits: 1 } }),
  },
]

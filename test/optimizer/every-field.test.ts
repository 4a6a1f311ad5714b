// No field of the contract is ignored: whatever is changed in a request changes what is planned or what is answered.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OptimizationInput, type OptimizationRequest } from '../../src/contracts/optimization.ts'
import { askedAndAnswered, byMatrix, everyRule } from './every-rule.ts'

type Change = readonly [path: string, value: unknown]

/** A field, and what to change to see that it counts. The path names one place of it in the request. */
const CHANGES: Readonly<Record<string, Change | readonly Change[]>> = {
  '/tickets/*/id': ['/tickets/12/id', 'T-99'],
  '/tickets/*/location/lat': ['/tickets/0/location/lat', 47.3],
  '/tickets/*/location/lon': ['/tickets/0/location/lon', 9.6],
  '/tickets/*/duration': ['/tickets/0/duration', 'PT2H'],
  '/tickets/*/durations/*/techId': ['/tickets/0/durations/0/techId', 'ben'],
  '/tickets/*/durations/*/duration': ['/tickets/0/durations/0/duration', 'PT20M'],
  '/tickets/*/incidentType': ['/tickets/1/incidentType', 'DOOR_WONT_LATCH'],
  '/tickets/*/tier': ['/tickets/7/tier', 'silver'],
  '/tickets/*/timeZone': ['/tickets/0/timeZone', 'Asia/Kolkata'],
  '/tickets/*/createdAt': ['/tickets/0/createdAt', '2026-03-03T09:30:00+01:00'],
  '/tickets/*/windows/*/start': ['/tickets/0/windows/0/start', '2026-03-03T09:30:00+01:00'],
  '/tickets/*/windows/*/end': ['/tickets/0/windows/0/end', '2026-03-03T16:30:00+01:00'],
  '/tickets/*/softWindows/*/start': ['/tickets/0/softWindows/0/start', '2026-03-03T10:30:00+01:00'],
  '/tickets/*/softWindows/*/end': ['/tickets/0/softWindows/0/end', '2026-03-03T12:30:00+01:00'],
  '/tickets/*/softWindows/*/centsPerHour': ['/tickets/0/softWindows/0/centsPerHour', 901],
  '/tickets/*/preferredWindows/*/start': ['/tickets/0/preferredWindows/0/start', '2026-03-03T10:30:00+01:00'],
  '/tickets/*/preferredWindows/*/end': ['/tickets/0/preferredWindows/0/end', '2026-03-03T11:30:00+01:00'],
  '/tickets/*/preferredWindows/*/cents': ['/tickets/0/preferredWindows/0/cents', 301],
  '/tickets/*/priority': ['/tickets/0/priority', 'EMERGENCY'],
  '/tickets/*/due': ['/tickets/0/due', '2026-03-03T15:30:00+01:00'],
  '/tickets/*/skills/*': ['/tickets/0/skills/0', 'KEYS'],
  '/tickets/*/skills/*/skill': ['/tickets/0/skills/1/skill', 'FRAMES'],
  '/tickets/*/skills/*/level': ['/tickets/0/skills/1/level', 3],
  '/tickets/*/requiredTechs/*': ['/tickets/0/requiredTechs/1', 'cem'],
  '/tickets/*/excludedTechs/*': ['/tickets/0/excludedTechs/0', 'ben'],
  '/tickets/*/preferredTechs/*': ['/tickets/0/preferredTechs/0', 'cem'],
  '/tickets/*/preferredTechs/*/techId': ['/tickets/0/preferredTechs/1/techId', 'cem'],
  '/tickets/*/preferredTechs/*/grade': ['/tickets/0/preferredTechs/1/grade', 61],
  '/tickets/*/history/*/techId': ['/tickets/0/history/1/techId', 'cem'],
  '/tickets/*/history/*/at': ['/tickets/0/history/1/at', '2025-01-08T09:00:00Z'],
  '/tickets/*/areas/*': ['/tickets/0/areas/0', 'south'],
  '/tickets/*/load/*': ['/tickets/0/load/kg', 11],
  '/tickets/*/parts/*/part': ['/tickets/0/parts/0/part', 'hinge'],
  '/tickets/*/parts/*/quantity': ['/tickets/0/parts/0/quantity', 3],
  '/tickets/*/parts/*/arrivesAt': ['/tickets/0/parts/1/arrivesAt', '2026-03-03T11:00:00+01:00'],
  '/tickets/*/tools/*': ['/tickets/0/tools/0', 'ladder'],
  '/tickets/*/links/*/kind': ['/tickets/0/links/0/kind', 'other-tech'],
  '/tickets/*/links/*/ticketId': ['/tickets/0/links/0/ticketId', 'T-3'],
  '/tickets/*/links/*/since': ['/tickets/0/links/1/since', 'start'],
  '/tickets/*/links/*/minGap': ['/tickets/0/links/1/minGap', 'PT2H'],
  '/tickets/*/links/*/maxGap': ['/tickets/0/links/1/maxGap', 'PT8H'],
  '/tickets/*/links/*/minDays': ['/tickets/0/links/1/minDays', 0],
  '/tickets/*/links/*/perDay': ['/tickets/0/links/1/perDay', 51],
  '/tickets/*/crew': ['/tickets/0/crew', 3],
  '/tickets/*/setup': ['/tickets/0/setup', 'PT11M'],
  '/tickets/*/pausable': ['/tickets/0/pausable', false],
  '/tickets/*/worth': ['/tickets/1/worth', 9001],
  '/tickets/*/approvalPending': ['/tickets/0/approvalPending', true],
  '/techs/*/id': ['/techs/3/id', 'eve'],
  '/techs/*/start/lat': ['/techs/0/start/lat', 47.11],
  '/techs/*/start/lon': ['/techs/0/start/lon', 9.51],
  '/techs/*/end/lat': ['/techs/0/end/lat', 47.11],
  '/techs/*/end/lon': ['/techs/0/end/lon', 9.51],
  '/techs/*/absences/*/start': ['/techs/1/absences/0/start', '2026-03-03T14:30:00+01:00'],
  '/techs/*/absences/*/end': ['/techs/1/absences/0/end', '2026-03-03T17:20:00+01:00'],
  '/techs/*/shifts/*/start': ['/techs/0/shifts/0/start', '2026-03-03T09:00:00+01:00'],
  '/techs/*/shifts/*/end': ['/techs/0/shifts/0/end', '2026-03-03T15:00:00+01:00'],
  '/techs/*/shifts/*/overtimeUntil': ['/techs/0/shifts/0/overtimeUntil', '2026-03-03T18:00:00+01:00'],
  '/techs/*/shifts/*/breaks/*/duration': ['/techs/0/shifts/0/breaks/0/duration', 'PT40M'],
  '/techs/*/shifts/*/breaks/*/window/start': ['/techs/0/shifts/0/breaks/0/window/start', '2026-03-03T11:30:00+01:00'],
  '/techs/*/shifts/*/breaks/*/window/end': ['/techs/0/shifts/0/breaks/0/window/end', '2026-03-03T13:30:00+01:00'],
  '/techs/*/shifts/*/breaks/*/paid': ['/techs/0/shifts/0/breaks/1/paid', false],
  '/techs/*/shifts/*/from/lat': ['/techs/0/shifts/0/from/lat', 47.11],
  '/techs/*/shifts/*/from/lon': ['/techs/0/shifts/0/from/lon', 9.51],
  '/techs/*/shifts/*/to/lat': ['/techs/0/shifts/0/to/lat', 47.11],
  '/techs/*/shifts/*/to/lon': ['/techs/0/shifts/0/to/lon', 9.51],
  '/techs/*/shifts/*/maxTravel': ['/techs/0/shifts/0/maxTravel', 'PT2H'],
  '/techs/*/shifts/*/maxDuration': ['/techs/0/shifts/0/maxDuration', 'PT7H'],
  '/techs/*/shifts/*/worked': ['/techs/0/shifts/0/worked', 'PT40M'],
  '/techs/*/skills/*': ['/techs/0/skills/0', 'KEYS'],
  '/techs/*/skills/*/skill': ['/techs/0/skills/1/skill', 'FRAMES'],
  '/techs/*/skills/*/level': ['/techs/0/skills/1/level', 2],
  '/techs/*/skills/*/validFrom': ['/techs/0/skills/1/validFrom', '2026-03-02T00:00:00+01:00'],
  '/techs/*/skills/*/validUntil': ['/techs/0/skills/1/validUntil', '2026-03-05T00:00:00+01:00'],
  '/techs/*/areas/*': ['/techs/0/areas/0', 'east'],
  '/techs/*/areas/*/areaId': ['/techs/0/areas/1/areaId', 'east'],
  '/techs/*/areas/*/preferred': ['/techs/0/areas/1/preferred', false],
  '/techs/*/capacity/*': ['/techs/0/capacity/kg', 101],
  '/techs/*/costs/perHour': ['/techs/0/costs/perHour', 4001],
  '/techs/*/costs/perKm': ['/techs/0/costs/perKm', 41],
  '/techs/*/costs/perShift': ['/techs/0/costs/perShift', 101],
  '/techs/*/costs/waitingPerHour': ['/techs/0/costs/waitingPerHour', 901],
  '/techs/*/costs/overtimePerHour': ['/techs/0/costs/overtimePerHour', 6001],
  '/techs/*/costs/outPerHour': ['/techs/0/costs/outPerHour', 11],
  '/techs/*/costs/perTech': ['/techs/0/costs/perTech', 21],
  '/techs/*/profile': ['/techs/0/profile', 'foot'],
  '/techs/*/timeZone': ['/techs/0/timeZone', 'Asia/Kolkata'],
  '/techs/*/active': ['/techs/0/active', false],
  '/techs/*/maxVisits': ['/techs/0/maxVisits', 8],
  '/techs/*/maxWorkPerDay': ['/techs/0/maxWorkPerDay', 'PT7H'],
  '/techs/*/maxWorkPerWeek': ['/techs/0/maxWorkPerWeek', 'PT39H'],
  '/techs/*/maxTravelPerLeg': ['/techs/0/maxTravelPerLeg', 'PT2H'],
  '/techs/*/maxDaysInRow': ['/techs/0/maxDaysInRow', 4],
  '/techs/*/restDays': ['/techs/0/restDays', 1],
  '/techs/*/pace': ['/techs/0/pace', 1.3],
  '/techs/*/parts/*': ['/techs/0/parts/closer', 4],
  '/techs/*/tools/*': ['/techs/0/tools/0', 'ladder'],
  '/techs/*/depots/*': [
    ['/depots/0/id', 'yard'],
    ['/techs/0/depots/0', 'yard'],
  ],
  '/techs/*/maxReloads': ['/techs/0/maxReloads', 3],
  '/techs/*/pastWork': ['/techs/0/pastWork', 'PT21H'],
  '/horizon/start': ['/horizon/start', '2026-03-02T08:00:00+00:00'],
  '/horizon/end': ['/horizon/end', '2026-03-04T19:00:00+01:00'],
  '/now': ['/now', '2026-03-03T08:40:00+01:00'],
  '/plan/*/ticketId': ['/plan/3/ticketId', 'T-13'],
  '/plan/*/techId': ['/plan/3/techId', 'cem'],
  '/plan/*/start': ['/plan/3/start', '2026-03-03T15:30:00+01:00'],
  '/plan/*/pinned': ['/plan/2/pinned', false],
  '/plan/*/pinned/tech': ['/plan/0/pinned/tech', false],
  '/plan/*/pinned/start': ['/plan/0/pinned/start', true],
  '/plan/*/pinned/order': ['/plan/1/pinned/order', false],
  '/plan/*/promised': ['/plan/2/promised', false],
  '/plan/*/promised/start': ['/plan/3/promised/start', '2026-03-03T14:30:00+01:00'],
  '/plan/*/promised/end': ['/plan/3/promised/end', '2026-03-03T16:30:00+01:00'],
  '/areas/*/id': ['/areas/2/id', 'west'],
  '/areas/*/shape/type': ['/areas/2/shape', { type: 'MultiPolygon', coordinates: [[FAR_RING()]] }],
  '/areas/*/shape/coordinates/*/*/*': ['/areas/2/shape/coordinates/0', FAR_RING()],
  '/areas/*/shape/coordinates/*/*/*/*': ['/areas/1/shape/coordinates/0/0', FAR_RING()],
  '/depots/*/id': [
    ['/depots/0/id', 'yard'],
    ['/techs/0/depots/0', 'yard'],
  ],
  '/depots/*/location/lat': ['/depots/0/location/lat', 47.11],
  '/depots/*/location/lon': ['/depots/0/location/lon', 9.5],
  '/depots/*/windows/*/start': ['/depots/0/windows/0/start', '2026-03-03T09:00:00+01:00'],
  '/depots/*/windows/*/end': ['/depots/0/windows/0/end', '2026-03-03T19:00:00+01:00'],
  '/depots/*/duration': ['/depots/0/duration', 'PT21M'],
  '/travel/timeOfDay/*/from': ['/travel/timeOfDay/0/from', '08:45'],
  '/travel/timeOfDay/*/to': ['/travel/timeOfDay/0/to', '09:30'],
  '/travel/timeOfDay/*/factor': ['/travel/timeOfDay/0/factor', 1.5],
  '/travel/timeOfDay/*/profiles/*': ['/travel/timeOfDay/0/profiles/0', 'car'],
  '/policy/name': ['/policy/name', 'winter'],
  '/policy/version': ['/policy/version', '8'],
  '/policy/costs/perHour': ['/policy/costs/perHour', 1],
  '/policy/costs/perKm': ['/policy/costs/perKm', 1],
  '/policy/costs/perShift': ['/policy/costs/perShift', 1],
  '/policy/costs/waitingPerHour': ['/policy/costs/waitingPerHour', 1],
  '/policy/costs/overtimePerHour': ['/policy/costs/overtimePerHour', 1],
  '/policy/costs/outPerHour': ['/policy/costs/outPerHour', 1],
  '/policy/costs/perTech': ['/policy/costs/perTech', 1],
  ...perPriority('/policy/unserved', 7),
  ...perPriority('/policy/latenessPerHour', 7),
  ...perPriority('/policy/response', 'PT7H'),
  ...perPriority('/policy/tiers/*/unserved', 7),
  ...perPriority('/policy/tiers/*/latenessPerHour', 7),
  ...perPriority('/policy/tiers/*/response', 'PT7H'),
  '/policy/worstLatenessPerHour': ['/policy/worstLatenessPerHour', 1],
  '/policy/durations/*': ['/policy/durations/OTHER', 'PT36M'],
  '/policy/defaultDuration': ['/policy/defaultDuration', 'PT56M'],
  '/policy/preferredTechMissed': ['/policy/preferredTechMissed', 1],
  '/policy/techChanged': ['/policy/techChanged', 1],
  '/policy/promise/movedPerMinute': ['/policy/promise/movedPerMinute', 6],
  '/policy/promise/maxMove': ['/policy/promise/maxMove', 'PT31M'],
  '/policy/promise/techChanged': ['/policy/promise/techChanged', 1],
  '/policy/softWindowPerHour': ['/policy/softWindowPerHour', 1],
  '/policy/preferredWindowMissed': ['/policy/preferredWindowMissed', 1],
  '/policy/surplusSkillLevel': ['/policy/surplusSkillLevel', 1],
  '/policy/continuity': ['/policy/continuity', 1],
  '/policy/preferredAreaMissed': ['/policy/preferredAreaMissed', 1],
  '/policy/asapPerHour': ['/policy/asapPerHour', 1],
  '/policy/fairnessPerHour': ['/policy/fairnessPerHour', 1],
  '/policy/compactnessPerKm': ['/policy/compactnessPerKm', 1],
  '/policy/emergencyReserve': ['/policy/emergencyReserve', 'PT50M'],
  '/policy/snap': ['/policy/snap', 'PT10M'],
  '/policy/strictPriorities': ['/policy/strictPriorities', true],
  '/options/seconds': ['/options/seconds', 11],
  '/options/iterations': ['/options/iterations', 51],
  '/options/seed': ['/options/seed', 4],
  '/options/threads': ['/options/threads', 2],
  '/options/alternatives': ['/options/alternatives', 3],
  '/options/freezeBefore': ['/options/freezeBefore', '2026-03-03T09:30:00+01:00'],
  '/options/geometry': ['/options/geometry', false],
  '/options/language': ['/options/language', 'es'],
}

const OF_MATRICES: Readonly<Record<string, Change | readonly Change[]>> = {
  '/travel/source': ['/travel/source', 'estimate'],
  '/travel/matrices/*/profile': [
    ['/travel/matrices/0/profile', 'van'],
    ['/techs/0/profile', 'van'],
  ],
  '/travel/matrices/*/places/*/lat': [
    ['/travel/matrices/0/places/0/lat', 47.9],
    ['/travel/matrices/0/places/2/lat', 47.14],
    ['/travel/matrices/0/places/0/lon', 9.9],
    ['/travel/matrices/0/places/2/lon', 9.52],
  ],
  '/travel/matrices/*/places/*/lon': [
    ['/travel/matrices/0/places/1/lat', 47.9],
    ['/travel/matrices/0/places/2/lat', 47.15],
    ['/travel/matrices/0/places/1/lon', 9.9],
    ['/travel/matrices/0/places/2/lon', 9.52],
  ],
  '/travel/matrices/*/seconds/*/*': ['/travel/matrices/0/seconds/0/1', 61],
  '/travel/matrices/*/metres/*/*': ['/travel/matrices/0/metres/0/1', 601],
}

/** There is one engine; what becomes of a road service that fails is shown where there is one (travel/roads). */
const WITHOUT_A_CHOICE = ['/options/engine', '/travel/onFailure']

/** Of no account in a plan that is made at once; what they do to one that is asked is shown there (live-plan, plans/offers). */
const OF_LIVE_PLANS = ['/policy/offers/window', '/policy/offers/from', '/policy/offers/hold']

function perPriority(path: string, value: unknown): Record<string, Change> {
  return Object.fromEntries(
    ['EMERGENCY', 'URGENT', 'ROUTINE'].map((priority) => [
      `${path}/${priority}`,
      [`${path.replace('*', 'gold')}/${priority}`, value],
    ]),
  )
}

function FAR_RING(): [number, number][] {
  return [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ]
}

type JsonSchema = z.core.JSONSchema.BaseSchema

/** The paths of everything that holds no further fields. */
function leavesOf(schema: JsonSchema, path = ''): string[] {
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])] as JsonSchema[]
  if (variants.length > 0) return variants.flatMap((variant) => leavesOf(variant, path))
  if (schema.type === 'object') {
    const named = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
      leavesOf(inner as JsonSchema, `${path}/${name}`),
    )
    const others = schema.additionalProperties
    return typeof others === 'object' ? [...named, ...leavesOf(others as JsonSchema, `${path}/*`)] : named
  }
  if (schema.type === 'array') {
    const entries = [...(schema.prefixItems ?? []), ...(typeof schema.items === 'object' ? [schema.items] : [])].flat()
    return entries.flatMap((inner) => leavesOf(inner as JsonSchema, `${path}/*`))
  }
  return [path]
}

test('every field of the contract has a change that shows that it counts', () => {
  const leaves = new Set(leavesOf(z.toJSONSchema(OptimizationInput, { io: 'input', unrepresentable: 'throw' })))
  expect(leaves.size).toBeGreaterThan(150)
  const known = [...Object.keys(CHANGES), ...Object.keys(OF_MATRICES), ...WITHOUT_A_CHOICE, ...OF_LIVE_PLANS]
  expect([...leaves].filter((leaf) => !known.includes(leaf))).toEqual([])
  // And nothing is listed that the contract does not have.
  expect(known.filter((leaf) => !leaves.has(leaf))).toEqual([])
})

function changed(request: OptimizationRequest, changes: Change | readonly Change[]): OptimizationRequest {
  const copy = structuredClone(request)
  for (const [path, value] of isOne(changes) ? [changes] : changes) {
    const steps = path.split('/').slice(1)
    const last = steps.pop() ?? ''
    const holder = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], copy)
    ;(holder as Record<string, unknown>)[last] = value
  }
  return copy
}

const isOne = (changes: Change | readonly Change[]): changes is Change => typeof changes[0] === 'string'

describe.each([
  ['a request with every rule', everyRule, CHANGES],
  ['a request with roads of its own', byMatrix, OF_MATRICES],
] as const)('%s', (_, request, changes) => {
  test('is asked and answered the same each time', async () => {
    expect(await askedAndAnswered(request())).toBe(await askedAndAnswered(request()))
  })

  test.each(Object.entries(changes))('%s counts', async (_, change) => {
    const before = await askedAndAnswered(request())
    // Not by toBe: a difference would print pages.
    expect((await askedAndAnswered(changed(request(), change))) === before).toBe(false)
  })
})

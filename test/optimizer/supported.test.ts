// No field of the contract is ignored: each is planned with, or refused by name.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { OptimizationInput } from '../../src/contracts/optimization.ts'
import { issuesOf } from '../../src/contracts/problem-details.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import { UNSUPPORTED } from '../../src/optimizer/question/supported.ts'
import { smallRequest, tech, ticket } from './inputs.ts'

/** Planned with. A field that is added to the contract fails this test until it stands here or is refused. */
const HONOURED = `
  /tickets/*/id /tickets/*/location/lat /tickets/*/location/lon /tickets/*/duration /tickets/*/durations/*/techId
  /tickets/*/durations/*/duration /tickets/*/incidentType /tickets/*/tier /tickets/*/timeZone /tickets/*/createdAt
  /tickets/*/windows/*/start /tickets/*/windows/*/end /tickets/*/priority /tickets/*/due /tickets/*/skills/*
  /tickets/*/skills/*/skill /tickets/*/skills/*/level /tickets/*/requiredTechs/* /tickets/*/excludedTechs/*
  /tickets/*/preferredTechs/* /tickets/*/preferredTechs/*/techId /tickets/*/preferredTechs/*/grade /tickets/*/areas/*
  /tickets/*/load/* /tickets/*/approvalPending
  /techs/*/id /techs/*/start/lat /techs/*/start/lon /techs/*/end/lat /techs/*/end/lon /techs/*/shifts/*/start
  /techs/*/shifts/*/end /techs/*/shifts/*/overtimeUntil /techs/*/shifts/*/from/lat /techs/*/shifts/*/from/lon
  /techs/*/shifts/*/to/lat /techs/*/shifts/*/to/lon /techs/*/skills/* /techs/*/skills/*/skill /techs/*/skills/*/level
  /techs/*/areas/* /techs/*/areas/*/areaId /techs/*/capacity/* /techs/*/costs/perHour /techs/*/costs/perKm
  /techs/*/costs/perShift /techs/*/costs/waitingPerHour /techs/*/costs/overtimePerHour /techs/*/profile
  /techs/*/timeZone /techs/*/active /techs/*/maxVisits /techs/*/pace
  /horizon/start /horizon/end /now
  /plan/*/ticketId /plan/*/techId /plan/*/start /plan/*/promised /plan/*/promised/start /plan/*/promised/end
  /areas/*/id /areas/*/shape/type /areas/*/shape/coordinates/*/*/* /areas/*/shape/coordinates/*/*/*/*
  /travel/matrices/*/profile /travel/matrices/*/places/*/lat /travel/matrices/*/places/*/lon
  /travel/matrices/*/seconds/*/* /travel/matrices/*/metres/*/*
  /policy/name /policy/version /policy/costs/perHour /policy/costs/perKm /policy/costs/perShift
  /policy/costs/waitingPerHour /policy/costs/overtimePerHour /policy/unserved/EMERGENCY /policy/unserved/URGENT
  /policy/unserved/ROUTINE /policy/latenessPerHour/EMERGENCY /policy/latenessPerHour/URGENT
  /policy/latenessPerHour/ROUTINE /policy/response/EMERGENCY /policy/response/URGENT /policy/response/ROUTINE
  /policy/durations/* /policy/defaultDuration /policy/preferredTechMissed /policy/techChanged
  /options/engine /options/seconds /options/iterations /options/seed /options/threads /options/alternatives
  /options/geometry
`
  .trim()
  .split(/\s+/)

/** Every way to use each refused field, by the row that refuses it. */
const USES: Readonly<Record<string, unknown>> = {
  '/tickets/*/softWindows': [{ start: '2026-03-03T09:00:00+01:00', end: '2026-03-03T10:00:00+01:00' }],
  '/tickets/*/preferredWindows': [{ start: '2026-03-03T09:00:00+01:00', end: '2026-03-03T10:00:00+01:00' }],
  '/tickets/*/history': [{ techId: 'ana', at: '2026-01-03T09:00:00+01:00' }],
  '/tickets/*/parts': [{ part: 'closer' }],
  '/tickets/*/links': [{ kind: 'same-tech', ticketId: 'T-2' }],
  '/tickets/*/crew': 2,
  '/tickets/*/setup': 'PT10M',
  '/tickets/*/pausable': true,
  '/tickets/*/worth': 100,
  '/techs/*/skills/*/validFrom': '2026-03-03T09:00:00+01:00',
  '/techs/*/skills/*/validUntil': '2026-03-03T09:00:00+01:00',
  '/techs/*/areas/*/preferred': true,
  '/techs/*/shifts/*/breaks': [{ duration: 'PT30M' }],
  '/techs/*/shifts/*/maxTravel': 'PT2H',
  '/techs/*/maxWorkPerDay': 'PT8H',
  '/techs/*/maxWorkPerWeek': 'PT40H',
  '/techs/*/maxTravelPerLeg': 'PT1H',
  '/techs/*/parts': { closer: 2 },
  '/techs/*/depots': ['main'],
  '/techs/*/pastWork': 'PT20H',
  '/depots': [{ id: 'main', location: { lat: 47.1, lon: 9.5 } }],
  '/plan/*/pinned': { tech: true },
  '/travel/source': 'osrm',
  '/travel/onFailure': 'estimate',
  '/travel/timeOfDay': [{ from: '07:00', to: '09:00', factor: 1.4 }],
  '/policy/promise/movedPerMinute': 5,
  '/policy/promise/maxMove': 'PT30M',
  '/policy/promise/techChanged': 100,
  '/policy/softWindowPerHour': 100,
  '/policy/preferredWindowMissed': 100,
  '/policy/surplusSkillLevel': 100,
  '/policy/continuity': 100,
  '/policy/preferredAreaMissed': 100,
  '/policy/asapPerHour': 100,
  '/policy/fairnessPerHour': 100,
  '/policy/compactnessPerKm': 100,
  '/policy/emergencyReserve': 'PT1H',
  '/policy/snap': 'PT15M',
  '/policy/strictPriorities': true,
  '/options/freezeBefore': '2026-03-03T09:00:00+01:00',
}

/** With every list and object that a refused field stands in. */
const roomyRequest = () =>
  structuredClone(
    smallRequest({
      tickets: [ticket(), ticket({ id: 'T-2' })],
      techs: [
        tech({
          shifts: [{ start: '2026-03-03T08:00:00+01:00', end: '2026-03-03T16:00:00+01:00' }],
          skills: [{ skill: 'LOCKS' }],
          areas: [{ areaId: 'north' }],
        }),
      ],
      plan: [{ ticketId: 'T-1', techId: 'ana', start: '2026-03-03T09:00:00+01:00' }],
      travel: {},
      policy: { promise: {} },
    }),
  )

const issues = (request: unknown) => {
  const result = AcceptedInput.safeParse(request)
  return result.success ? [] : issuesOf(result.error)
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

const refused = (leaf: string) => UNSUPPORTED.some(({ at }) => leaf === at || leaf.startsWith(`${at}/`))

test('every field of the contract is planned with or refused', () => {
  const leaves = new Set(leavesOf(z.toJSONSchema(OptimizationInput, { io: 'input', unrepresentable: 'throw' })))
  expect(leaves.size).toBeGreaterThan(100)
  expect([...leaves].filter((leaf) => !HONOURED.includes(leaf) && !refused(leaf))).toEqual([])
  // And nothing is listed that the contract does not have.
  expect(HONOURED.filter((leaf) => !leaves.has(leaf))).toEqual([])
  expect(HONOURED.filter(refused)).toEqual([])
  expect(UNSUPPORTED.filter(({ at }) => ![...leaves].some((leaf) => leaf === at || leaf.startsWith(`${at}/`)))).toEqual(
    [],
  )
})

test('an input with room for everything and use of nothing is accepted', () =>
  expect(issues(roomyRequest())).toEqual([]))

test.each(UNSUPPORTED.map(({ at, what }) => [at, what]))('%s is refused: %s', (at) => {
  expect(USES).toHaveProperty([at])
  const request = roomyRequest() as unknown as Record<string, unknown>
  const steps = at
    .split('/')
    .slice(1)
    .map((step) => (step === '*' ? '0' : step))
  const last = steps.pop() ?? ''
  const holder = steps.reduce((inner, step) => inner[step] as Record<string, unknown>, request)
  holder[last] = USES[at]
  if (at === '/techs/*/depots') request.depots = USES['/depots']
  expect(issues(request)).toContainEqual(
    expect.objectContaining({ path: at.replaceAll('*', '0'), code: 'NOT_SUPPORTED_YET' }),
  )
})

test('a value that asks for nothing is no use of a field', () => {
  const request = roomyRequest()
  Object.assign(request.tickets[0]!, { links: [], parts: [], history: [], softWindows: [], crew: 1, pausable: false })
  Object.assign(request.techs[0]!, { parts: {}, depots: [], areas: [{ areaId: 'north', preferred: false }] })
  Object.assign(request, { depots: [], policy: { strictPriorities: false } })
  request.plan![0]!.pinned = true
  expect(issues(request)).toEqual([])
})

test('two technicians for one ticket in the plan are a crew, and refused as one', () => {
  const start = '2026-03-03T09:00:00+01:00'
  const plan = ['ana', 'ben'].map((techId) => ({ ticketId: 'T-1', techId, start }))
  expect(issues(smallRequest({ plan }))).toMatchObject([{ path: '/plan/1/ticketId', code: 'NOT_SUPPORTED_YET' }])
})

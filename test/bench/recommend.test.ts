// npm run bench:recommend: what it may be asked, what its figures mean, and how they are told.
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { BadArgumentsError } from '../../bench/arguments.ts'
import { Answers } from '../../bench/recommend/answer.ts'
import { readRecommendArguments } from '../../bench/recommend/arguments.ts'
import { firstDayOf } from '../../bench/recommend/first-day.ts'
import { type Adviser, measureInProcess } from '../../bench/recommend/in-process.ts'
import { latencyOf, timeAsks, timeCallers } from '../../bench/recommend/latency.ts'
import { planSize } from '../../bench/recommend/plan-size.ts'
import { makeLivePlan } from '../../bench/recommend/plans.ts'
import { type MeasuredPlan, rowOf, rowsOf } from '../../bench/recommend/record.ts'
import { pageOf } from '../../bench/recommend/table.ts'
import { OptimizationInput } from '../../src/contracts/optimization.ts'

describe('the command line', () => {
  test('means both plans of the target, with twenty callers, when it says nothing', () => {
    expect(readRecommendArguments([])).toEqual({
      plans: [planSize(100, 1), planSize(200, 10)],
      seconds: 5,
      callers: 20,
      seed: 1,
      travel: ['estimate'],
      json: false,
    })
  })

  test('names plans by technicians and days', () => {
    const { plans, json } = readRecommendArguments(['--plans', '3x2,012x1', '--json'])
    expect(plans.map(({ plan, visits }) => [plan, visits])).toEqual([
      ['3x2', 48],
      ['12x1', 120],
    ])
    expect(json).toBe(true)
  })

  test.each([
    ['a plan without days', ['--plans', '100'], '--plans 100 is not technicians x days, such as 100x1'],
    ['a plan of nobody', ['--plans', '0x1'], '--plans 0 is not a whole number between 1 and 1000'],
    ['a plan of too many days', ['--plans', '5x21'], '--plans 21 is not a whole number between 1 and 20'],
    ['more visits than a plan may have', ['--plans', '300x10'], '--plans 300x10 is 24000 visits; 20000 are the most'],
    ['one plan twice', ['--plans', '5x1,05x1'], '--plans 5x1,05x1 has 5x1 twice'],
    ['no time at all', ['--seconds', '0'], '--seconds 0 is not a number between 0.05 and 600'],
    ['no caller', ['--callers', '0'], '--callers 0 is not a whole number between 1 and 200'],
    ['half a seed', ['--seed', '0.5'], '--seed 0.5 is not a whole number between 0 and 4294967295'],
    ['travel that nobody measures', ['--travel', 'balloon'], '--travel balloon is not estimate or osrm'],
    ['what nobody knows', ['--weather', 'fine'], "Unknown option '--weather'"],
  ])('refuses %s', (_, argv, message) => {
    expect(() => readRecommendArguments(argv)).toThrow(BadArgumentsError)
    expect(() => readRecommendArguments(argv)).toThrow(message)
  })
})

describe('latency', () => {
  test('is told at the median, and so that five and one in a hundred are slower', () => {
    const figures = Array.from({ length: 101 }, (_, index) => index).reverse()
    expect(latencyOf(figures)).toEqual({ asks: 101, p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 })
    expect(latencyOf([1, 2])).toMatchObject({ asks: 2, p50Ms: 1.5 })
  })

  test('counts what an ask says of itself, and no warm-up', async () => {
    let asks = 0
    const { asks: counted, p50Ms, p99Ms } = await timeAsks(() => (++asks <= 20 ? 1000 : 7), { seconds: 0 })
    expect({ asks, counted, p50Ms, p99Ms }).toEqual({ asks: 40, counted: 20, p50Ms: 7, p99Ms: 7 })
  })

  test('of several callers is that of all their asks, who never wait for each other', async () => {
    let atOnce = 0
    let most = 0
    const ask = async () => {
      most = Math.max(most, ++atOnce)
      await sleep(1)
      atOnce -= 1
      return 3
    }
    const load = await timeCallers(ask, 4, { seconds: 0 })
    expect(load).toMatchObject({ callers: 4, asks: 80, p50Ms: 3 })
    expect(load.perSecond).toBeGreaterThan(0)
    expect({ most, atOnce }).toEqual({ most: 4, atOnce: 0 })
  })

  test('is not told of a part of the asks', async () => {
    const stop = new AbortController()
    const ask = () => {
      stop.abort()
      return 1
    }
    await expect(timeAsks(ask, { seconds: 0, stopped: stop.signal })).rejects.toThrow('aborted')
  })
})

describe('answers', () => {
  const answer = (reasons: unknown[]) => JSON.stringify({ planId: 'p', proposals: [{ reasons }, { reasons }] })

  test('are counted with their options', () => {
    const answers = new Answers()
    answers.take(answer([{ code: 'CHEAPEST' }]))
    answers.take('{"proposals":[]}')
    expect(answers.options).toBe(1)
    expect(answers.kilobytes).toBeGreaterThan(0)
  })

  test.each([
    ['an option without reasons', answer([])],
    ['no options at all', '{"planId":"p"}'],
  ])('are none with %s', (_, text) => {
    expect(() => new Answers().take(text)).toThrow()
  })
})

describe('a plan that is called as a function', () => {
  const size = planSize(2, 1)
  const adviser = (unplaced: string[] = []) => {
    const asked: string[] = []
    const plan: Adviser = {
      unplaced,
      learnPlaces: () => undefined,
      recommend: ({ ticket, count }) => {
        asked.push(ticket.id)
        return { proposals: Array.from({ length: count }, () => ({ reasons: [{}] })) }
      },
    }
    return { asked, plan }
  }

  test('waits for the ways to each new place before it asks about it', async () => {
    const { plan } = adviser()
    const order: string[] = []
    const learnPlaces = async () => {
      await sleep(0)
      order.push('learned')
      return true
    }
    const recommend: Adviser['recommend'] = (ask) => {
      order.push('asked')
      return plan.recommend(ask)
    }
    const open = async () => ({ ...plan, learnPlaces, recommend })
    await measureInProcess(open, { size, seed: 1, seconds: 0 })
    expect(order.slice(0, 4)).toEqual(['learned', 'asked', 'learned', 'asked'])
  })

  test('is opened with the whole plan, and asked for ten options about a new ticket each time', async () => {
    const { asked, plan } = adviser()
    let opened: OptimizationInput | undefined
    const open = async (input: OptimizationInput) => {
      opened = input
      return plan
    }
    const measured = await measureInProcess(open, { size, seed: 1, seconds: 0.05 })
    expect(opened).toEqual(OptimizationInput.parse(await makeLivePlan(size, 1)))
    expect(measured).toMatchObject({ options: 10, asked: { asks: expect.any(Number) } })
    expect(new Set(asked).size).toBe(asked.length)
    const known = new Set(opened?.tickets.map(({ id }) => id))
    expect(asked.filter((id) => known.has(id))).toEqual([])
  })

  test('is not measured when visits of it found no place', async () => {
    const open = async () => adviser(['T-1', 'T-2']).plan
    await expect(measureInProcess(open, { size, seed: 1, seconds: 0.05 })).rejects.toThrow(
      '2 visits of the plan 2x1 found no place',
    )
  })
})

test('the first day of a plan is an input of its own, with all that is planned on it', async () => {
  const request = await makeLivePlan(planSize(4, 3), 1)
  const day = OptimizationInput.parse(firstDayOf(request))
  expect(day.plan?.length).toBeGreaterThan(28)
  expect(day.plan?.length).toBeLessThan(36)
  expect(day.tickets.map(({ id }) => id).sort()).toEqual(day.plan?.map(({ ticketId }) => ticketId).sort())
  for (const { start } of day.plan ?? []) expect(start).toMatch(/^2026-03-02/)
  for (const { shifts } of day.techs) expect(shifts).toHaveLength(1)
})

describe('what is told', () => {
  const latency = (p50Ms: number) => ({ asks: 100, p50Ms, p95Ms: p50Ms + 1, p99Ms: p50Ms + 2, maxMs: p50Ms + 3 })
  const measured: MeasuredPlan = {
    size: planSize(100, 1),
    inProcess: { openMs: 900.12345, asked: latency(0.51234), options: 9.5, kilobytes: 21 },
    http: {
      putMs: 1200,
      asked: latency(4),
      held: latency(6),
      together: { callers: 20, perSecond: 321.4567, ...latency(50) },
      bothTiers: latency(400),
      whileOptimizing: latency(30),
      peakRssMb: 400,
    },
  }

  test('is one flat row for each plan', () => {
    expect(rowOf(measured)).toEqual({
      ...{ plan: '100x1', technicians: 100, days: 1, visits: 1000 },
      ...{ inProcessP50Ms: 0.512, inProcessP95Ms: 1.512, inProcessP99Ms: 2.512 },
      ...{ httpP50Ms: 4, httpP95Ms: 5, httpP99Ms: 6 },
      ...{ heldP50Ms: 6, heldP95Ms: 7, heldP99Ms: 8 },
      ...{ callers20PerSecond: 321.457, callers20P99Ms: 52 },
      ...{ bothTiersP50Ms: 400, bothTiersP95Ms: 401, bothTiersMaxMs: 403 },
      ...{ whileOptimizingP99Ms: 32, peakRssMb: 400 },
      ...{ openMs: 900.123, putMs: 1200, options: 9.5, kilobytes: 21 },
    })
  })

  test('is a table of asks and one of plans', () => {
    const lines = pageOf([{ source: 'estimate', plans: [measured] }])
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(12)
    expect(lines[0]).toMatch(/^\| asked .* p50 ms .* a second \|$/)
    expect(lines[2]).toMatch(/^\| 100x1 in process +\| +0\.51 \|/)
    expect(lines[5]).toMatch(/^\| 100x1 over HTTP, 20 at once .* 52\.00 \| +53\.00 \| +100 \| +321 \|$/)
    expect(lines[6]).toMatch(/^\| 100x1 over HTTP, both tiers +\| +400\.00 \| +401\.00 \| +402\.00 \| +403\.00 \|/)
    expect(lines[11]).toMatch(/^\| 100x1 \| +100 \| +1 \| +1000 \| .* 400 \|$/)
  })

  test('of several kinds of travel is a page of each, and the rows are those of the first that was named', () => {
    const byRoad = { ...measured, http: { ...measured.http, asked: latency(9) } }
    const tables = [
      { source: 'estimate' as const, plans: [measured] },
      { source: 'osrm' as const, version: 'car-1', plans: [byRoad] },
    ]
    const lines = pageOf(tables).split('\n')
    expect(lines.filter((line) => line.startsWith('Travel'))).toEqual([
      'Travel by estimate',
      'Travel from a real OSRM, map car-1',
    ])
    expect(lines.filter((line) => line.startsWith('| 100x1 over HTTP  '))).toHaveLength(2)
    const { rows, byTravel } = rowsOf(tables)
    expect(rows).toEqual([rowOf(measured)])
    expect(byTravel).toEqual({ estimate: [rowOf(measured)], osrm: [rowOf(byRoad)] })
    expect(rowsOf(tables.slice(0, 1))).toEqual({ rows: [rowOf(measured)] })
  })

  test('of roads alone says so', () => {
    expect(pageOf([{ source: 'osrm', version: 'car-1', plans: [measured] }])).toMatch(/^Travel from a real OSRM/)
  })
})

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadArgumentsError } from '../../bench/arguments.ts'
import { modelOf } from '../../bench/instances/dimacs.ts'
import { plainInstance } from '../../bench/operators/plain-day.ts'
import { readWarmArguments } from '../../bench/warm-start/arguments.ts'
import { CHANGES, changed, withPlan } from '../../bench/warm-start/change.ts'
import type { PlannedDay } from '../../workers/client.ts'
import { ended, ROOT } from './ended.ts'

const MODEL = modelOf(plainInstance(20, 4))

describe('a day of which one visit changes', () => {
  test.each(CHANGES)('(%s) differs in that visit alone', (change) => {
    const next = changed(MODEL, change, 5, 11)
    expect({ ...next, visits: [] }).toEqual({ ...MODEL, visits: [] })
    for (const [at, visit] of next.visits.entries())
      if (at === 5) expect(visit).not.toEqual(MODEL.visits[at])
      else expect(visit).toBe(MODEL.visits[at])
  })

  test('borrows what is new from another visit', () => {
    const lender = MODEL.visits[11]!
    expect(changed(MODEL, 'window', 5, 11).visits[5]).toEqual({ ...MODEL.visits[5], windows: lender.windows })
    expect(changed(MODEL, 'place', 5, 11).visits[5]).toEqual({ ...MODEL.visits[5], place: lender.place })
    expect(changed(MODEL, 'replaced', 5, 11).visits[5]).toEqual({ ...lender, id: `${MODEL.visits[5]!.id}-new` })
    expect(() => changed(MODEL, 'place', 5, 20)).toThrow(RangeError)
  })

  test('is given back with its plan, without whoever is new', () => {
    const at = (visit: number, start: number) => ({ visit, arrival: start, start, end: start })
    const plan: PlannedDay = {
      routes: [{ route: 2, departure: 0, visits: [at(7, 60), at(3, 90)], back: 99 }],
      unserved: [],
    }
    const { visits } = withPlan(MODEL, plan, [3])
    expect(visits[7]).toEqual({ ...MODEL.visits[7], planned: { tech: 2, start: 60, techChangedCents: 0 } })
    for (const visit of visits) if (visit !== visits[7]) expect(visit).not.toHaveProperty('planned')
  })
})

const Answer = z.strictObject({
  settings: z.looseObject({ seeds: z.array(z.int()), after: z.array(z.number()) }),
  runs: z.array(
    z.strictObject({
      seed: z.int(),
      change: z.enum(CHANGES),
      given: z.int().positive(),
      fresh: z.int().positive(),
      warm: z.array(z.int().positive()),
    }),
  ),
})

describe('bench:warm', () => {
  const tiny = ['--visits', '15', '--seconds', '0.3', '--after', '0.1,0.2', '--seeds', '1,2', '--threads', '1']
  const warm = (...args: string[]) => ended(process.execPath, [join(ROOT, 'bench/warm-start.ts'), ...args])

  test('gives each seed a change in turn, and tells what every short search comes to', async () => {
    const { code, stdout, stderr } = await warm(...tiny, '--json')
    expect(code, stderr).toBe(0)
    const { settings, runs } = Answer.parse(JSON.parse(stdout))
    expect(settings).toMatchObject({ seeds: [1, 2], after: [0.1, 0.2] })
    expect(runs.map(({ seed, change, warm: costs }) => [seed, change, costs.length])).toEqual([
      [1, 'window', 2],
      [2, 'place', 2],
    ])
  })

  test('prints a table, its last line the mean', async () => {
    const { code, stdout } = await warm(...tiny, '--changes', 'replaced', '--seeds', '3')
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/seed .* fresh after 0.3 s .* after 0.1 s .* after 0.2 s/)
    expect(lines[3]).toMatch(/^\| mean /)
  })

  test('refuses changes it does not know', () => {
    expect(() => readWarmArguments(['--changes', 'weather'])).toThrow(BadArgumentsError)
    expect(() => readWarmArguments(['--changes', 'weather'])).toThrow('known: window, place, replaced')
  })
})

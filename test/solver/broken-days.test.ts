// Days on which some search broke a rule, or came to no end: each stays here, named for what went wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judge } from '../../solver/check/judge.ts'
import { plannedDayOf } from '../../solver/day.ts'
import type { Model } from '../../solver/model.ts'
import { compile } from '../../solver/problem.ts'
import { search } from '../../solver/search.ts'
import { totalOf } from '../../solver/timetable.ts'

const FOLDER = new URL('./broken-days/', import.meta.url)
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.json', ''))
const SEEDS = Array.from({ length: 5 }, (_, seed) => seed)

/** As written down: travel tables are plain lists. */
function readDay(name: string): Model {
  const model = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Model
  const profiles = model.travel.profiles.map((table) => ({
    ...table,
    seconds: Int32Array.from(table.seconds),
    metres: Int32Array.from(table.metres),
  }))
  return { ...model, travel: { ...model.travel, profiles } }
}

test.each(NAMES)('%s', (name) => {
  const model = readDay(name)
  const problem = compile(model)
  for (const seed of SEEDS) {
    const { plan } = search(problem, { seed, iterations: 60, stop: () => false })
    const { violations, cost } = judge(model, plannedDayOf(plan))
    expect({ seed, violations, cents: totalOf(cost) }).toEqual({ seed, violations: [], cents: plan.cost })
  }
})

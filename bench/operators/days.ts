// The two days on which the parts of the search are priced, compiled: a plain one where nothing but legs has a price, made
// up from a seed, and the fixture of a city with skills, areas, due times and technicians who start at home.
import { readFixture } from '../../fixtures/read.ts'
import { compile, type Problem } from '../../solver/problem.ts'
import { AcceptedInput } from '../../src/optimizer/question/accept.ts'
import { questionOf } from '../../src/optimizer/question/question.ts'
import type { Model } from '../../workers/client.ts'
import { modelOf } from '../instances/dimacs.ts'
import type { DayName } from './arguments.ts'
import { plainInstance } from './plain-day.ts'

/** The size and the seed are those of the plain day; the city is as it is. */
export async function openDay(name: DayName, visits: number, seed: number): Promise<Problem> {
  return compile(name === 'plain' ? modelOf(plainInstance(visits, seed)) : await cityModel())
}

const cityModel = async (): Promise<Model> => (await questionOf(AcceptedInput.parse(readFixture('city')))).model

import { expect, test } from 'vitest'
import { IMPROVEMENTS } from '../../solver/improvement.ts'
import { RunProgress } from '../../src/contracts/run.ts'

const progress = { cost: 12_345, unserved: 0, iterations: 600, seconds: 1.5 }

test('progress says what improved the plan last and how fast the search is', () => {
  const told = { ...progress, improvedBy: 'anneal', iterationsPerSecond: 400 }
  expect(RunProgress.parse(told)).toEqual(told)
  expect(RunProgress.safeParse({ ...told, improvedBy: 'luck' }).success).toBe(false)
})

test('progress of a run that an earlier version began is still understood', () => {
  expect(RunProgress.parse(progress)).toEqual(progress)
})

test('the contract knows all that can improve a plan', () => {
  expect(RunProgress.shape.improvedBy.unwrap().options).toEqual([...IMPROVEMENTS])
})

import { describe, expect, test } from 'vitest'
import { beginStep, isAskedToStop, openControl, publish, readProgress } from '../../workers/control.ts'

const told = (cost: number, unserved: number, iterations: number, improvedBy = 'anneal' as const) => ({
  cost,
  unserved,
  iterations,
  improvedBy,
})

describe('what threads tell', () => {
  test('is nothing before there is a plan', () => {
    expect(readProgress(openControl(2))).toBeUndefined()
  })

  test('of plans of their own is the best of them, and the iterations of all', () => {
    const control = openControl(3)
    publish(control, 0, told(900, 1, 10))
    publish(control, 2, { ...told(700, 2, 30), improvedBy: 'descent' })
    expect(readProgress(control)).toEqual({ cost: 700, unserved: 2, iterations: 40, improvedBy: 'descent' })
  })

  test('of parts of one plan adds up', () => {
    const control = openControl(2)
    beginStep(control, { cost: 1000, leftOut: 5 })
    publish(control, 0, told(900, 4, 10))
    expect(readProgress(control)).toMatchObject({ cost: 900, unserved: 4 })
    publish(control, 1, told(850, 3, 20))
    expect(readProgress(control)).toEqual({ cost: 750, unserved: 2, iterations: 30, improvedBy: 'anneal' })
  })

  test('of costs beyond 32 bits is exact', () => {
    const control = openControl(1)
    publish(control, 0, told(2 ** 52 + 1, 0, 2 ** 40))
    expect(readProgress(control)).toMatchObject({ cost: 2 ** 52 + 1, iterations: 2 ** 40 })
  })

  test('is what made the plan, not what failed to better it', () => {
    const control = openControl(1)
    publish(control, 0, { ...told(500, 0, 1), improvedBy: 'descent' })
    publish(control, 0, { ...told(500, 0, 9), improvedBy: 'complete' })
    expect(readProgress(control)).toMatchObject({ improvedBy: 'descent', iterations: 9 })
    publish(control, 0, { ...told(499, 0, 9), improvedBy: 'complete' })
    expect(readProgress(control)).toMatchObject({ improvedBy: 'complete' })
  })

  test('is forgotten when the next step begins, but for the iterations', () => {
    const control = openControl(2)
    publish(control, 0, told(10, 0, 7))
    publish(control, 1, told(20, 0, 8))
    beginStep(control)
    expect(readProgress(control)).toBeUndefined()
    publish(control, 1, told(30, 1, 9))
    expect(readProgress(control)).toMatchObject({ cost: 30, unserved: 1, iterations: 16 })
  })
})

describe('a target', () => {
  test('ends the search of all threads when one of them has a plan that is cheap enough', () => {
    const control = openControl(2, 500)
    publish(control, 0, told(501, 0, 1))
    expect(isAskedToStop(control)).toBe(false)
    publish(control, 1, told(500, 0, 1))
    expect(isAskedToStop(control)).toBe(true)
  })

  test('is met by what all parts of a plan save together', () => {
    const control = openControl(2, 800)
    beginStep(control, { cost: 1000, leftOut: 0 })
    publish(control, 0, told(900, 0, 1))
    expect(isAskedToStop(control)).toBe(false)
    publish(control, 1, told(900, 0, 1))
    expect(isAskedToStop(control)).toBe(true)
  })

  test('that nobody named is never met', () => {
    const control = openControl(1)
    publish(control, 0, told(0, 0, 1))
    expect(isAskedToStop(control)).toBe(false)
  })
})

// The lines of a cost on the wire are those of the solver, all of them and in their order.
import { expect, test } from 'vitest'
import { COST_LINES } from '../../solver/model.ts'
import { COST_CODES, CostCode } from '../../src/contracts/cost.ts'

test('the contract knows every line of the solver, and no other', () => {
  expect(CostCode.options).toEqual([...COST_LINES])
  for (const meaning of Object.values(COST_CODES)) expect(meaning).toMatch(/^[A-Z].*\.$/)
})

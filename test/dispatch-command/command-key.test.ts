// The key of a command: the same for the same step, and for no other.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandKey, type IntentName } from '../../src/dispatch-command/command-key.ts'

const name = () => fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a', 'b', '","', 'a","b', ' ', ''))
const intent = (): fc.Arbitrary<IntentName> =>
  fc.record({ tenant: name(), runId: name(), ticketId: fc.uuid(), tool: name() })

describe('the key of a command', () => {
  test('is a UUID of version 5 that does not depend on when or how it is asked for', () => {
    fc.assert(
      fc.property(intent(), (one) => {
        const key = commandKey(one)
        expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        const { tenant, runId, ticketId, tool } = one
        expect(commandKey({ tool, ticketId: ticketId.toUpperCase(), runId, tenant })).toBe(key)
      }),
    )
  })

  test('is shared by no two steps, whatever their names are made of', () => {
    fc.assert(
      fc.property(intent(), intent(), (one, other) => {
        const areOne = (Object.keys(one) as (keyof IntentName)[]).every((part) => one[part] === other[part])
        expect(commandKey(one) === commandKey(other)).toBe(areOne)
      }),
    )
  })

  test('differs as soon as one part of the name does', () => {
    const parts = fc.constantFrom<keyof IntentName>('tenant', 'runId', 'ticketId', 'tool')
    fc.assert(
      fc.property(intent(), parts, (one, part) => {
        expect(commandKey({ ...one, [part]: `${one[part]}x` })).not.toBe(commandKey(one))
      }),
    )
  })

  test('is the same in every release, so that what was applied stays applied', () => {
    const ticketId = '0b9a2f0e-6a53-4c8c-8f0d-3f8f4f2f6f11'
    expect(commandKey({ tenant: 'default', runId: 'run-1', ticketId, tool: 'schedule.propose_slots' })).toBe(
      '3b55a0cf-0b0d-50c4-a1f9-9d281dc6f311',
    )
  })
})

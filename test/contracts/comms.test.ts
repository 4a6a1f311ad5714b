// CommsEnvelope against the type that the proposal for vNext gives: each fits where the other is expected.
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CommsEnvelope } from '../../src/contracts/comms.ts'

/** As the proposal writes it, with `unknown` where it says that anything goes. */
type Proposed = {
  channel: 'sms' | 'voice' | 'email'
  direction: 'inbound' | 'outbound'
  peer: string
  ticketId?: string
  correlationId: string
  raw: unknown
  normalized?: unknown
  providerMeta?: unknown
}

const MESSAGE: Proposed = {
  channel: 'sms',
  direction: 'inbound',
  peer: '+4232300000',
  ticketId: '0198c5a4-0000-7000-8000-000000000001',
  correlationId: 'call-17',
  raw: { Body: 'The door is stuck' },
  normalized: { text: 'The door is stuck' },
  providerMeta: { sid: 'SM1' },
}

describe('a CommsEnvelope', () => {
  test('is the type of the proposal', () => {
    expectTypeOf<CommsEnvelope>().toExtend<Proposed>()
    // Only `undefined` is no message.
    expectTypeOf<Proposed & { raw: NonNullable<unknown> | null }>().toExtend<CommsEnvelope>()
    expect(CommsEnvelope.parse(MESSAGE)).toEqual(MESSAGE)
  })

  test('keeps whatever came, also when that is nothing', () => {
    for (const raw of [null, '', 0, [], { deep: { er: [1] } }])
      expect(CommsEnvelope.parse({ ...MESSAGE, raw }).raw).toEqual(raw)
  })

  test.each([
    ['no raw message', { raw: undefined }],
    ['a channel that is not served', { channel: 'fax' }],
    ['no direction', { direction: undefined }],
    ['nobody at the other end', { peer: '' }],
    ['a ticket id that is no UUID', { ticketId: 'T-481' }],
    ['no correlation id', { correlationId: undefined }],
    ['a field that nobody knows', { surprise: 1 }],
  ])('with %s is refused', (_, fields) => {
    expect(CommsEnvelope.safeParse({ ...MESSAGE, ...fields }).success).toBe(false)
  })
})

// DispatchCommand against the type that the proposal for vNext gives: each fits where the other is expected.
import { describe, expect, expectTypeOf, test } from 'vitest'
import { DispatchCommand } from '../../src/contracts/command.ts'

/** As the proposal writes it. */
type Proposed = {
  toolName: string
  ticketId?: string
  actor: { id: string; role: string; type: 'HUMAN' | 'AGENT' | 'SERVICE' | 'SYSTEM' }
  requestId: string
  correlationId: string
  traceparent?: string
  tracestate?: string
  token?: string
  payload?: unknown
}

const COMMAND = {
  toolName: 'schedule.propose_slots',
  ticketId: '0198c5a4-0000-7000-8000-000000000001',
  actor: { id: 'optimizer', role: 'system_scheduler_agent', type: 'SERVICE' },
  requestId: 'request-1',
  correlationId: 'call-17',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'vendor=1',
  token: 'secret',
  payload: { slots: [] },
} as const satisfies Proposed

describe('a DispatchCommand', () => {
  test('is the type of the proposal with a tenant beside it', () => {
    expectTypeOf<Omit<DispatchCommand, 'tenantId'>>().toEqualTypeOf<Proposed>()
    expectTypeOf<DispatchCommand>().toExtend<Proposed>()
    expectTypeOf<Proposed>().toExtend<DispatchCommand>()
    expect(DispatchCommand.parse(COMMAND)).toEqual(COMMAND)
    expect(DispatchCommand.parse({ ...COMMAND, tenantId: 'acme' })).toEqual({ ...COMMAND, tenantId: 'acme' })
  })

  test('needs only the tool, the actor and its two ids', () => {
    const { toolName, actor, requestId, correlationId } = COMMAND
    const least: Proposed = { toolName, actor, requestId, correlationId }
    expect(DispatchCommand.parse(least)).toEqual(least)
    for (const field of Object.keys(least))
      expect(DispatchCommand.safeParse({ ...least, [field]: undefined }).success).toBe(false)
  })

  test.each([
    ['an actor of no known type', { actor: { ...COMMAND.actor, type: 'BOT' } }],
    ['an actor without an id', { actor: { ...COMMAND.actor, id: '' } }],
    ['an empty request id', { requestId: '' }],
    ['a correlation id that would break a header', { correlationId: 'a\r\nb' }],
    ['a field that nobody knows', { surprise: 1 }],
    ['a ticket id that is there and undefined', { ticketId: undefined }],
  ])('with %s is refused', (_, fields) => {
    expect(DispatchCommand.safeParse({ ...COMMAND, ...fields }).success).toBe(false)
  })
})

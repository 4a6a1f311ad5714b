// Every role × tool × state: what the tables of RFC 0001 do not grant is refused, and no tool leaves another state behind.
import { describe, expect, test } from 'vitest'
import { ALL_TOOLS, rowOf, statesPermitted } from '../../src/contracts/toolsets.ts'
import { ROLES, TICKET_STATES, type TicketState, TRANSITIONS } from '../../src/contracts/v0.ts'
import { assertMove, IllegalMoveError, refuseRole, refuseState } from '../../src/dispatch-api/permit.ts'

const cases = ROLES.flatMap((role) =>
  ALL_TOOLS.flatMap((tool) =>
    TICKET_STATES.map((state) => ({ role, tool, state, granted: statesPermitted(role, tool) })),
  ),
)

describe('a permission', () => {
  test('that is not in the matrix is refused, in every state', () => {
    const unlisted = cases.filter(({ granted }) => granted === undefined)
    expect(unlisted.length).toBeGreaterThan(400)
    for (const { role, tool } of unlisted)
      expect(refuseRole(role, tool)).toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' })
  })

  test('holds in the states where the tool works and the role may use it, and in no other', () => {
    const listed = cases.filter(({ granted, tool }) => granted !== undefined && rowOf(tool).from.length > 0)
    const allowed = listed.filter(({ role, tool, state, granted }) => {
      expect(refuseRole(role, tool)).toBeUndefined()
      const refusal = refuseState(role, tool, state)
      const works = rowOf(tool).from.includes(state)
      const may = granted?.includes(state)
      if (!works)
        expect(refusal).toMatchObject({ status: 409, code: 'INVALID_STATE_TRANSITION', facts: { from: state } })
      else if (!may) expect(refusal).toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' })
      else expect(refusal).toBeUndefined()
      return works && may
    })
    expect(allowed.length).toBeGreaterThan(20)
  })

  test('is never denied to the administrator where the tool works', () => {
    for (const tool of ALL_TOOLS) {
      expect(refuseRole('operator_admin', tool)).toBeUndefined()
      for (const state of rowOf(tool).from) expect(refuseState('operator_admin', tool, state)).toBeUndefined()
    }
  })
})

describe('a tool', () => {
  test('may leave only a state that the tables allow', () => {
    const before: (TicketState | undefined)[] = [undefined, ...TICKET_STATES]
    for (const tool of ALL_TOOLS)
      for (const from of before)
        for (const to of TICKET_STATES) {
          const moves = rowOf(tool).to
          const legal =
            moves.length === 0
              ? from === to
              : moves.includes(to) && (from === undefined || (TRANSITIONS[from] as readonly string[]).includes(to))
          if (legal) expect(() => assertMove(tool, from, to)).not.toThrow()
          else expect(() => assertMove(tool, from, to)).toThrow(IllegalMoveError)
        }
  })
})

// Why a live plan is not what it was: two of its versions, read from the store and held against each other on a desk where
// nobody waits for an offer meanwhile.
import type { ExplanationRequest, PlanChanges, PlanStep } from '../../contracts/explanation.ts'
import type { Database } from '../../platform/database.ts'
import { PlanNotFoundError } from './open-plans.ts'
import { planAt, type Step, stepsBetween } from './plan-history.ts'
import { findHead, type PlanKey } from './plan-store.ts'
import type { AskedChanges } from './version-changes.ts'

/** The plan has not come so far, or it is so long ago that it is not kept any more. */
export class PlanVersionNotFoundError extends Error {
  override readonly name = 'PlanVersionNotFoundError'
  /** Of the two that were asked about. */
  readonly index: number
  constructor(version: number, current: number, index: number) {
    super(`The plan is at version ${current}; version ${version} is not there, or not any more.`)
    this.index = index
  }
}

export interface Asked extends Pick<ExplanationRequest, 'ticketId' | 'language'> {
  readonly between: PlanChanges['between']
}

/** Throws PlanNotFoundError or PlanVersionNotFoundError. */
export async function whyChanged(
  database: Database,
  changesBetween: (asked: AskedChanges) => Promise<PlanChanges['changes']>,
  key: PlanKey,
  { between, ticketId, language }: Asked,
): Promise<PlanChanges> {
  const head = await findHead(database, key)
  if (head === undefined) throw new PlanNotFoundError(key.planId)
  const [older, newer] = await Promise.all(
    between.map(async (version, index) => {
      const found = await planAt(database, key, version)
      if (found === undefined) throw new PlanVersionNotFoundError(version, head.version, index)
      return { kind: 'plan' as const, ...found }
    }),
  )
  if (older === undefined || newer === undefined) throw new RangeError('Two versions are held against each other.')
  const steps = await stepsBetween(database, key, between)
  const asked = { older, newer, ...(ticketId !== undefined && { ticketId }), ...(language && { language }) }
  return { planId: key.planId, between, steps: steps.map(toldStep), changes: await changesBetween(asked) }
}

function toldStep({ version, at, event }: Step): PlanStep {
  if (event === undefined) return { version, at, kind: 'put', ticketIds: [] }
  return { version, at, kind: event.kind, ticketIds: [...new Set(ticketsOf(event))] }
}

function ticketsOf(event: NonNullable<Step['event']>): string[] {
  if (event.kind === 'canceled') return [event.ticketId]
  if (event.kind === 'replanned') return event.plan.map(({ ticketId }) => ticketId)
  if (event.kind === 'happened') {
    const named = event.events.flatMap((one) =>
      'ticketId' in one ? one.ticketId : 'ticket' in one ? one.ticket.id : [],
    )
    return [...named, ...[...event.outcome.lost, ...event.outcome.starts].map(({ ticketId }) => ticketId)]
  }
  return [event.ticket.id, ...(event.with ?? []).map(({ ticketId }) => ticketId)]
}

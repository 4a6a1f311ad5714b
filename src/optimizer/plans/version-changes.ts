// What became of a plan from one version to another, or from one run to another: each is read, its visits are told as they are
// driven, and the two are held against each other. Knows no store.
import type { PlanChange } from '../../contracts/explanation.ts'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import type { Language } from '../../contracts/reason.ts'
import type { LegsOnly } from '../../travel/road-port.ts'
import { planChanges } from '../answer/plan-changes.ts'
import type { PlacedVisit, PlanVersion } from '../answer/plan-versions.ts'
import { reasonsIn } from '../answer/reason-of.ts'
import { LivePlan } from '../live/live-plan.ts'
import { AcceptedInput, AcceptedPlan } from '../question/accept.ts'
import { type PlanEvent, replayed } from './plan-event.ts'

/** Its input as JSON that some version of the contract has accepted. */
export type Version =
  | { readonly kind: 'plan'; readonly input: string; readonly events: readonly PlanEvent[] }
  | { readonly kind: 'run'; readonly input: string; readonly output: string }

export interface AskedChanges {
  readonly older: Version
  readonly newer: Version
  /** All of them, where none is named. */
  readonly ticketId?: string
  readonly language?: Language
}

export async function changesBetween(
  { older, newer, ticketId, language }: AskedChanges,
  roads?: LegsOnly,
): Promise<PlanChange[]> {
  const was = await versionOf(older, roads)
  const is = await versionOf(newer, roads)
  const changes = planChanges(was, is, reasonsIn(language ?? is.language))
  return ticketId === undefined ? changes : changes.filter((change) => change.ticketId === ticketId)
}

type Read = PlanVersion & { readonly language: Language }

async function versionOf(version: Version, roads: LegsOnly | undefined): Promise<Read> {
  const stored: unknown = JSON.parse(version.input)
  if (version.kind === 'run') {
    const input = AcceptedInput.parse(stored)
    return readOf(input, visitsOf(input, JSON.parse(version.output)))
  }
  const input = replayed(AcceptedPlan.parse(stored), version.events)
  return readOf(input, (await LivePlan.open(input, roads)).placed())
}

const readOf = ({ tickets, techs, horizon, options }: OptimizationInput, visits: readonly PlacedVisit[]): Read => ({
  tickets,
  techs,
  horizon,
  visits,
  language: options.language,
})

/** A promise is the customer's, whoever comes. */
function visitsOf({ plan = [] }: OptimizationInput, { routes }: Pick<OptimizationOutput, 'routes'>): PlacedVisit[] {
  const promises = new Map(
    plan.map(({ ticketId, start, promised }) => [ticketId, promised === true ? { start, end: start } : promised]),
  )
  return routes.flatMap(({ techId, stops }) =>
    stops.map(({ ticketId, start, end }) => {
      const promised = promises.get(ticketId)
      return { ticketId, techId, start, end, ...(promised !== undefined && { promised }) }
    }),
  )
}

// Two plans that are told already, side by side. Knows no search and no store.
import type { Comparison } from '../../contracts/comparison.ts'
import type { CostCode } from '../../contracts/cost.ts'
import type { OptimizationInput, OptimizationOutput } from '../../contracts/optimization.ts'
import type { Language } from '../../contracts/reason.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { planChanges } from './plan-changes.ts'
import { reasonsIn } from './reason-of.ts'

export interface ToldPlan {
  readonly input: Pick<OptimizationInput, 'tickets' | 'techs' | 'horizon' | 'plan'>
  readonly routes: OptimizationOutput['routes']
  readonly kpis: OptimizationOutput['kpis']
  readonly meta: Pick<OptimizationOutput['meta'], 'policy' | 'travel'>
  readonly name?: string | undefined
}

export function comparisonOf(a: ToldPlan, b: ToldPlan, language: Language): Comparison {
  const [ofA, ofB] = [a, b].map(({ kpis }) => new Map(kpis.cost.lines.map(({ code, amount }) => [code, amount])))
  const codes = [...new Set<CostCode>([...(ofA?.keys() ?? []), ...(ofB?.keys() ?? [])])]
  const lines = codes.map((code) => ({ code, ...sideBySide(ofA?.get(code) ?? 0, ofB?.get(code) ?? 0) }))
  const known = new Map(figuresOf(b.kpis))
  return {
    a: side(a),
    b: side(b),
    cost: { ...sideBySide(a.kpis.cost.total, b.kpis.cost.total), lines },
    figures: figuresOf(a.kpis).map(([name, figure]) => ({ name, ...sideBySide(figure, known.get(name) ?? 0) })),
    changes: planChanges(versionOf(a), versionOf(b), reasonsIn(language)),
    comparable: a.meta.policy.hash === b.meta.policy.hash && a.meta.travel.source === b.meta.travel.source,
  }
}

const side = ({ kpis, name }: ToldPlan): Comparison['a'] => ({ kpis, ...(name !== undefined && { name }) })

const sideBySide = (a: number, b: number) => ({ a, b, difference: b - a })

function figuresOf({ cost: _, travel, ...kpis }: OptimizationOutput['kpis']): (readonly [string, number])[] {
  const figures = Object.entries(kpis).map(
    ([name, figure]) => [name, typeof figure === 'string' ? durationSeconds(figure) : figure] as const,
  )
  return [...figures, ['travelSeconds', durationSeconds(travel.duration)], ['travelMetres', travel.metres]]
}

function versionOf({ input, routes }: ToldPlan) {
  const promised = new Map((input.plan ?? []).map((one) => [one.ticketId, one.promised]))
  const visits = routes.flatMap(({ techId, stops }) =>
    stops.map(({ ticketId, start, end }) => ({ ticketId, techId, start, end, promised: promised.get(ticketId) })),
  )
  return { ...input, visits }
}

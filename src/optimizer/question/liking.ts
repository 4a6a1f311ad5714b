// Whom the customer would rather see: technicians they name, and those who have been there before.
// Knows no times of the plan and no routes.
import type { VisitModel } from '../../../workers/client.ts'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Policy } from '../../contracts/policy.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { type Horizon, secondFrom } from './clock.ts'

type Preferences = Pick<VisitModel, 'preferredTechs' | 'otherTechCents'>
type Continuity = Pick<VisitModel, 'knownTechs' | 'strangerCents'>

/** Where a technician stands in the list of the input; −1 when they are not there. */
export type TechNumber = (id: string) => number

/** The best grade costs nothing, a lower one its share of the price, anybody else all of it. */
export function preferencesOf(
  { preferredTechs: liked = [] }: Ticket,
  { preferredTechMissed }: Policy,
  techOf: TechNumber,
): Preferences {
  const preferredTechs = liked.map((preference) => {
    const { techId, grade } = typeof preference === 'string' ? { techId: preference, grade: 100 } : preference
    return { tech: techOf(techId), cents: Math.round((preferredTechMissed * (100 - grade)) / 100) }
  })
  return { preferredTechs, otherTechCents: liked.length > 0 ? preferredTechMissed : 0 }
}

/** A visit of half a year ago counts half as much as one of today, one of a year ago a third. */
const HALF_AS_MUCH = 182 * 86_400

/**
 * How well somebody knows the place: the sum over their earlier visits of H / (H + age), with H half a year. The price of
 * sending them is the part of `policy.continuity` by which they know it less than the one who knows it best. Only who may
 * still come is compared.
 */
export function continuityOf(
  { history = [] }: Ticket,
  { techs, policy }: OptimizationInput,
  { opens }: Horizon,
  techOf: TechNumber,
): Continuity {
  if (policy.continuity === 0) return {}
  const knowledge = new Map<number, number>()
  for (const { techId, at } of history) {
    const tech = techOf(techId)
    if (techs[tech] === undefined || techs[tech].active === false) continue
    const age = Math.max(0, opens - secondFrom(at))
    knowledge.set(tech, (knowledge.get(tech) ?? 0) + HALF_AS_MUCH / (HALF_AS_MUCH + age))
  }
  if (knowledge.size === 0) return {}
  const best = Math.max(...knowledge.values())
  const centsFor = (known: number) => Math.round(policy.continuity * (1 - known / best))
  return {
    knownTechs: [...knowledge].map(([tech, known]) => ({ tech, cents: centsFor(known) })),
    strangerCents: policy.continuity,
  }
}

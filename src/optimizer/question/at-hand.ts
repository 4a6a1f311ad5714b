// What this optimizer has at hand: roads that are asked for by name are refused where there is no service for them. At the
// door only: what was accepted once is not refused later, and has its own word for what becomes of it (`onFailure`).
import type { z } from 'zod'
import type { OptimizationInput } from '../../contracts/optimization.ts'
import type { Fault } from '../../contracts/references.ts'
import { TravelProfile } from '../../contracts/tech.ts'
import type { Roads } from '../../travel/roads.ts'
import { DEFAULT_PROFILE } from '../../travel/travel.ts'
import { issue } from './accept.ts'

/** Makes a schema of inputs one of inputs that can be planned here and now. */
export type AtHand = <Schema extends z.ZodType<OptimizationInput>>(schema: Schema) => Schema

export function inputsAtHand(roads: Roads | undefined): AtHand {
  return (schema) =>
    schema.superRefine(
      (input, context) => {
        for (const fault of roadServiceFaults(input, roads?.profiles ?? [])) context.addIssue(issue(fault))
      },
      // Also where the contract is broken already: one answer names every fault.
      { when: () => true },
    )
}

/** Runs on broken inputs too, and trusts no shape. */
function* roadServiceFaults(input: unknown, served: readonly TravelProfile[]): Generator<Fault> {
  const travel = partOf(input, 'travel')
  if (partOf(travel, 'source') !== 'osrm') return
  if (served.length === 0) {
    const message = 'this optimizer has no road service (OSRM_URL); leave it out for estimates, or send matrices'
    yield { path: ['travel', 'source'], message, code: 'NO_ROAD_SERVICE' }
    return
  }
  if (partOf(travel, 'onFailure') === 'estimate') return
  const techs = partOf(input, 'techs')
  for (const [index, tech] of (Array.isArray(techs) ? techs : []).entries()) {
    const profile = TravelProfile.safeParse(partOf(tech, 'profile') ?? DEFAULT_PROFILE)
    if (!profile.success || served.includes(profile.data)) continue
    const message = `there is no road service for ${profile.data}; say onFailure: "estimate" to have its ways estimated`
    yield { path: ['techs', index, 'profile'], message, code: 'NO_ROAD_SERVICE' }
  }
}

const partOf = (whole: unknown, name: string): unknown =>
  typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : undefined

// Tools: to be on the van and not used up. Who passes by a depot has them all from then on, so only shifts without one are
// ruled out here. Imports solver/ only.
import type { Blocker } from '../finding.ts'
import type { TechModel, VisitModel } from '../model.ts'
import type { FitRule } from './fit-rule.ts'
import type { AskedVisit, Hindrance } from './hindrance.ts'
import { missingTools, type Reloads } from './reloads.ts'

export const tools: FitRule = {
  blockers: (visit, { tech, shift }) => ((shift.reloads ?? []).length > 0 ? [] : missedBy(visit, tech)),
  looksAt: (visit) => visit.tools ?? [],
}

const missedBy = (visit: VisitModel, { tools: held = [] }: TechModel): Blocker[] =>
  missingTools(visit, held).map((tool) => ({ code: 'TOOL_MISSING', tool }))

/** A depot would have them, and none can be passed in time. */
export const toolsAtHome: Hindrance<Reloads> = {
  binds: (_, route, asked) => atHome(route, asked).length > 0,
  lift: ({ lacksTool, techCount }, { visit }) => ({
    lacksTool: lacksTool.map((lacks, at) => (Math.floor(at / techCount) === visit ? 0 : lacks)),
  }),
  blockers: (_, route, asked) => atHome(route, asked),
}

const atHome = (route: number, { model, visit }: AskedVisit): Blocker[] =>
  missedBy(model.visits[visit]!, model.techs[model.routes[route]!.tech]!)

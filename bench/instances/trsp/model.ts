// TRSP → the solver's model. What a technician is paid is the time from setting out to being back; parts are load, which
// the depot fills up for good. The file counts in real numbers: they become ten-thousandths, ways and work rounded up, so
// that whatever is in time here is in time there.
import {
  type Model,
  PLENTY,
  type SkillNeed,
  type Span,
  type TechModel,
  type VisitModel,
} from '../../../solver/model.ts'
import { routeWith, techWith, visitWith } from '../neutral.ts'
import { CENT_A_SECOND, NEVER, roundedDown, roundedUp, travelTable } from '../units.ts'
import type { TrspInstance, TrspNode } from './instance.ts'

export const TRSP_SCALE = 10_000
/** Longer than any two shifts. */
const UNSERVED_CENTS = 1_000_000_000

/** Places are the rows of the file: the depot, the homes, the requests. */
export function trspModelOf({ depot, technicians, requests }: TrspInstance): Model {
  const places = [depot, ...technicians, ...requests]
  const depotReload = { place: 0, seconds: secondsOf(depot.service), windows: [spanOf(depot)] }
  return {
    visits: requests.map((request, index) => visitOf(request, index + technicians.length + 1)),
    techs: technicians.map((technician, index) => techOf(technician, index + 1)),
    routes: technicians.map((technician, tech) =>
      routeWith({
        tech,
        startPlace: tech + 1,
        endPlace: tech + 1,
        ...spanOf(technician),
        maxVisits: requests.length,
        spanCentsPerHour: CENT_A_SECOND,
        reloads: [depotReload],
        mostReloads: 1,
      }),
    ),
    travel: {
      placeCount: places.length,
      profiles: [
        travelTable(places.length, (from, to) => {
          const [a, b] = [places[from]!, places[to]!]
          return roundedUp(TRSP_SCALE * Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2))
        }),
      ],
    },
  }
}

const secondsOf = (service: number): number => roundedUp(TRSP_SCALE * service)

const spanOf = ({ opens, closes }: TrspNode): Span => ({
  opens: Math.min(NEVER, roundedUp(TRSP_SCALE * opens)),
  closes: Math.min(NEVER, roundedDown(TRSP_SCALE * closes)),
})

const visitOf = (request: TrspNode, id: number): VisitModel =>
  visitWith({
    id: String(id),
    place: id,
    seconds: secondsOf(request.service),
    windows: [spanOf(request)],
    skills: request.skills.map(skillOf),
    tools: request.tools.map(toolOf),
    load: request.parts.flatMap((amount, part) => (amount > 0 ? [{ unit: unitOf(part), amount }] : [])),
    unservedCents: UNSERVED_CENTS,
  })

const techOf = (technician: TrspNode, id: number): TechModel =>
  techWith({
    id: `technician-${id}`,
    skills: technician.skills.map(skillOf),
    tools: technician.tools.map(toolOf),
    capacity: technician.parts.map((amount, part) => ({ unit: unitOf(part), amount, reloaded: PLENTY })),
  })

const skillOf = (skill: number): SkillNeed => ({ skill: `skill-${skill}`, level: 1 })
const toolOf = (tool: number): string => `tool-${tool}`
const unitOf = (part: number): string => `part-${part}`

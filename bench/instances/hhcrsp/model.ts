// HHCRSP → the solver's model. Services are skills, two services for one patient two visits that are tied; distance,
// lateness and the longest lateness have one price. The file counts in real numbers: they become ten-thousandths, ways and
// work rounded up, so that nobody is later there than here.
import type { LinkModel, Model, VisitModel } from '../../../solver/model.ts'
import { routeWith, techWith, visitWith } from '../neutral.ts'
import { CENT_A_METRE, CENT_A_SECOND, roundedDown, roundedUp, travelTable } from '../units.ts'
import { type Care, caresOf, type HhcrspInstance, type Patient } from './instance.ts'

export const HHCRSP_SCALE = 10_000
/** Two weeks in minutes: staff work for as long as it takes, and late work only costs. */
const LATEST = 20_000 * HHCRSP_SCALE
/** Everybody is to be served, even if others become days late by it. */
const UNSERVED_CENTS = 10_000_000_000

/** Places are the nodes of the file. */
export function hhcrspModelOf(instance: HhcrspInstance): Model {
  const { staff, patients, distances } = instance
  const cares = caresOf(instance)
  const placeCount = patients.length + 1
  return {
    visits: cares.map((care) => visitOf(care, instance)),
    techs: staff.map(({ services }, index) =>
      techWith({ id: `staff-${index}`, skills: services.map((service) => skillOf(service)) }),
    ),
    routes: staff.map((_, tech) =>
      routeWith({
        tech,
        startPlace: 0,
        endPlace: 0,
        opens: 0,
        closes: LATEST,
        maxVisits: cares.length,
        centsPerKm: CENT_A_METRE,
      }),
    ),
    travel: {
      placeCount,
      profiles: [travelTable(placeCount, (from, to) => roundedUp(HHCRSP_SCALE * (distances[from]?.[to] ?? 0)))],
    },
    links: linksOf(cares, patients),
    prices: { worstLateCentsPerHour: CENT_A_SECOND },
  }
}

const skillOf = (service: number) => ({ skill: `service-${service}`, level: 1 })

function visitOf({ patient, service }: Care, { patients, staff }: HhcrspInstance): VisitModel {
  const { opens = 0, late = 0, durations = [] } = patients[patient - 1] ?? {}
  const seconds = durations.map((byService) => roundedUp(HHCRSP_SCALE * (byService[service] ?? 0)))
  // Whoever takes as long as the first who can do it need not be named.
  const usual = seconds[staff.findIndex(({ services }) => services.includes(service))] ?? 0
  return visitWith({
    id: `${patient}/${service}`,
    place: patient,
    seconds: usual,
    secondsByTech: seconds.flatMap((own, tech) =>
      own !== usual && staff[tech]?.services.includes(service) ? [{ tech, seconds: own }] : [],
    ),
    windows: [{ opens: roundedUp(HHCRSP_SCALE * opens), closes: LATEST }],
    skills: [skillOf(service)],
    due: { at: roundedDown(HHCRSP_SCALE * late), centsPerHour: CENT_A_SECOND },
    unservedCents: UNSERVED_CENTS,
  })
}

/** The second service of a patient is the visit behind the first. */
function linksOf(cares: readonly Care[], patients: readonly Patient[]): LinkModel[] {
  return cares.flatMap(({ patient }, first): LinkModel[] => {
    const second = first + 1
    if (cares[second]?.patient !== patient) return []
    const { least = 0, most = 0 } = patients[patient - 1] ?? {}
    const visits = [first, second]
    if (most === 0) return [{ kind: 'same-time', visits }]
    return [
      {
        kind: 'after',
        first,
        second,
        since: 'start',
        least: roundedUp(HHCRSP_SCALE * least),
        most: roundedDown(HHCRSP_SCALE * most),
      },
      { kind: 'other-tech', visits },
    ]
  })
}

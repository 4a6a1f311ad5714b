// Judge: ties between visits, as far as the visits are served. Imports solver/model.ts only.
import type { LinkModel } from '../model.ts'
import type { SeenDay, SeenVisit } from './seen.ts'
import type { Violation } from './violation.ts'

type LinkOf<Kind extends LinkModel['kind']> = Extract<LinkModel, { kind: Kind }>

export const linksOf = <Kind extends LinkModel['kind']>({ model }: SeenDay, kind: Kind): LinkOf<Kind>[] =>
  (model.links ?? []).filter((link): link is LinkOf<Kind> => link.kind === kind)

export const servedOf = ({ served }: SeenDay, visits: readonly number[]): SeenVisit[] =>
  visits.flatMap((visit) => served.get(visit) ?? [])

/** For visits of which no two may be in a certain relation: those that are, with one named earlier. */
export const clashing = (visits: readonly SeenVisit[], isClash: (one: SeenVisit, other: SeenVisit) => boolean) =>
  visits.filter((other, index) => visits.slice(0, index).some((one) => isClash(one, other)))

/** A rule for all links of one kind. */
export const linkViolations =
  <Kind extends LinkModel['kind']>(kind: Kind, of: (link: LinkOf<Kind>, day: SeenDay) => Violation[]) =>
  (day: SeenDay): Violation[] =>
    linksOf(day, kind).flatMap((link) => of(link, day))

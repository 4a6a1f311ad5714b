// Why a ticket is offered as it is, or why not: for one technician or for all, at one time or at any, with everything that is
// in the way, how far that was shown, what would unlock it, and how it compares with another option. Changes nothing.
import { type JudgedInquiry, judgedInquiry, judgedOffers, type VisitModel } from '../../../workers/client.ts'
import type { Cost } from '../../contracts/cost.ts'
import type { Counterfactual, Explanation, ExplanationRequest } from '../../contracts/explanation.ts'
import type { Reason } from '../../contracts/reason.ts'
import type { Ticket } from '../../contracts/ticket.ts'
import { entry, type Telling } from '../answer/answer.ts'
import { costOf } from '../answer/cost.ts'
import { type Obstacle, reasonsByCause, surroundingsOf } from '../answer/obstacles.ts'
import { proposalReasons } from '../answer/proposal-reasons.ts'
import { versusOf } from '../answer/versus.ts'
import { secondFrom, secondUntil } from '../question/clock.ts'
import { policyHashOf } from './advice.ts'
import { counterfactualsOf } from './counterfactuals.ts'
import type { Layout } from './layout.ts'
import { type AskedAbout, pricedForPlace } from './told-place.ts'
import { UnknownTechError } from './wire.ts'

/** Without the plan's own name and version, which whoever keeps it knows. */
export type ToldExplanation = Omit<Explanation, 'planId' | 'planVersion'>
export type AskedExplanation = Pick<ExplanationRequest, 'techId' | 'start' | 'window' | 'against' | 'language'>

/** Where nobody is named, so many are asked what would give them a place; those come first who are kept from it by least. */
const MOST_ASKED = 5

/** `ticket` has no place in the plan; `telling` may name it by another number than where the layout has it. */
export function explain(
  layout: Layout,
  ticket: Ticket,
  asked: AskedExplanation,
  telling: Telling = layout.telling(asked.language),
): ToldExplanation {
  return explaining(layout, ticket, asked, telling, (about) => about.tell())
}

/** What is in the way of one technician, or nothing where they have a place; what would unlock it is not looked for. */
export function inTheWayOf(
  layout: Layout,
  ticket: Ticket,
  asked: AskedExplanation & { readonly techId: string },
  telling: Telling,
): Reason[] {
  return explaining(layout, ticket, asked, telling, (about) => about.inTheWay(asked.techId))
}

/** Who would take it, and nothing where nobody would. */
export function takerOf(layout: Layout, ticket: Ticket, asked: AskedExplanation, telling: Telling): string | undefined {
  return explaining(layout, ticket, asked, telling, (about) => about.taker())
}

function explaining<T>(
  layout: Layout,
  ticket: Ticket,
  asked: AskedExplanation,
  telling: Telling,
  tell: (explaining: Explaining) => T,
): T {
  const facts = layout.factsOf(ticket)
  const [first] = layout.visitsOf(ticket, facts, [])
  if (!first) throw new Error(`Ticket ${ticket.id} has no visit.`)
  return layout.amongAll([{ ticket, facts, ...first }], (visit) =>
    tell(new Explaining(layout, telling, { ticket, facts, visit, model: first.model }, asked)),
  )
}

interface Subject extends AskedAbout {
  readonly model: VisitModel
}

/** What became of one technician. */
interface OfTech {
  readonly tech: number
  readonly inquiry: JudgedInquiry
  readonly obstacles: readonly Obstacle[]
}

type Told = Pick<ToldExplanation, 'verdict' | 'proof' | 'cost' | 'reasons' | 'counterfactuals'>

class Explaining {
  private readonly layout: Layout
  private readonly telling: Telling
  private readonly subject: Subject
  private readonly asked: AskedExplanation
  private readonly model: VisitModel // within the start or the window that is asked about

  constructor(layout: Layout, telling: Telling, subject: Subject, asked: AskedExplanation) {
    this.layout = layout
    this.telling = telling
    this.subject = subject
    this.asked = asked
    const { clock } = telling
    const { start, window } = asked
    const from = start ?? window?.start
    const until = start ?? window?.end
    this.model =
      from === undefined || until === undefined
        ? subject.model
        : within(subject.model, clock.toModel(secondFrom(from)), clock.toModel(secondUntil(until)))
  }

  tell(): ToldExplanation {
    const { telling, subject, asked } = this
    const { techId, start, window, against } = asked
    const told = techId === undefined ? this.aboutAll() : this.about([this.inquire(this.numberOf(techId))])
    const { options, policy } = telling.input
    const travel = telling.travel.meta
    const other = against === undefined || told.cost === undefined ? undefined : this.costAt(against)
    return {
      subject: {
        ticketId: subject.ticket.id,
        ...(techId !== undefined && { techId }),
        ...(start !== undefined && { start }),
        ...(window !== undefined && { window }),
      },
      ...told,
      ...(told.cost && other && { versus: versusOf(told.cost, other, asked.language ?? options.language) }),
      policyVersion: policy.version,
      travel,
      meta: {
        engine: options.engine,
        policy: { name: policy.name, version: policy.version, hash: policyHashOf(telling) },
        travel,
        checked: true,
      },
    }
  }

  inTheWay(techId: string): Reason[] {
    const of = this.inquire(this.numberOf(techId))
    return of.inquiry.option === undefined ? this.reasonsFor([of]) : []
  }

  taker(): string | undefined {
    const { techId } = this.asked
    const tech = techId === undefined ? this.cheapest() : this.numberOf(techId)
    if (tech === undefined || this.inquire(tech).inquiry.option === undefined) return undefined
    return this.telling.techOf(tech).id
  }

  private aboutAll(): Told {
    const tech = this.cheapest()
    return this.about(
      (tech === undefined ? [...this.telling.input.techs.keys()] : [tech]).map((of) => this.inquire(of)),
    )
  }

  /** Of all technicians. */
  private cheapest(): number | undefined {
    const { layout, model, telling } = this
    const { offered } = judgedOffers(layout.day, { visit: model, windows: model.windows, count: 1 })
    const [best] = offered
    return best && entry(telling.shifts, best.route, 'route').tech
  }

  private inquire(tech: number): OfTech {
    const { layout, model, telling } = this
    const inquiry = judgedInquiry(layout.day, { visit: model, tech })
    const isAway = telling.techOf(tech).active === false
    const obstacles: readonly Obstacle[] = isAway
      ? [{ code: 'TECH_INACTIVE' }]
      : [...inquiry.standing, ...inquiry.onEmptyDay, ...inquiry.inPlan]
    return { tech, inquiry, obstacles }
  }

  /** Of those that were asked, one of whom may have a place. */
  private about(techs: readonly OfTech[]): Told {
    const possible = techs.find(({ inquiry }) => inquiry.option !== undefined)
    if (possible !== undefined) return this.offered(possible)
    const { counterfactuals, isCut } = this.unlocking(techs)
    const proof = isCut && counterfactuals.length === 0 ? 'search_limit' : proofOf(techs)
    const verdict = proof === 'empty_route_bound' ? 'blocked' : 'not_found'
    return {
      verdict: counterfactuals.length > 0 ? 'possible_with_change' : verdict,
      proof,
      reasons: this.reasonsFor(techs),
      counterfactuals: [...counterfactuals],
    }
  }

  private offered({ inquiry: { option, proof } }: OfTech): Told {
    const { telling, subject } = this
    if (option === undefined) throw new RangeError('There is no place to explain.')
    const pricedFor = pricedForPlace(telling, subject, option.route)
    const cost = costOf(option.cost, pricedFor)
    const findings = { answer: telling, visit: subject.visit, option, pricedFor, rank: 1, dearerByCents: 0 }
    return { verdict: 'offered', proof, cost, reasons: proposalReasons(findings), counterfactuals: [] }
  }

  private unlocking(techs: readonly OfTech[]): { counterfactuals: readonly Counterfactual[]; isCut: boolean } {
    const { telling, subject, layout, model } = this
    const present = techs.filter(({ tech }) => telling.techOf(tech).active !== false)
    const nearest = present.toSorted((one, other) => distanceOf(one) - distanceOf(other) || one.tech - other.tech)
    const all = nearest
      .slice(0, MOST_ASKED)
      .map(({ tech }) => counterfactualsOf({ telling, day: layout.day, ticket: subject.ticket, model, tech }))
    const cheapest = new Map<string, Counterfactual>()
    const isCut = all.some((one) => one.isCut) || nearest.length > MOST_ASKED
    const sorted = all.flatMap(({ counterfactuals }) => counterfactuals)
    sorted.sort((one, other) => one.changes.length - other.changes.length || one.extraCost - other.extraCost)
    // Where one change is enough for somebody, nobody is told of two.
    const fewest = sorted[0]?.changes.length
    for (const one of sorted.filter(({ changes }) => changes.length === fewest)) {
      const kinds = one.changes.map(({ kind }) => kind).join('+')
      if (!cheapest.has(kinds)) cheapest.set(kinds, one)
    }
    return { counterfactuals: [...cheapest.values()], isCut }
  }

  private reasonsFor(techs: readonly OfTech[]): Reason[] {
    const { telling, subject } = this
    const told = techs.map(({ tech, obstacles }) => ({ techId: telling.techOf(tech).id, obstacles }))
    return reasonsByCause(told, surroundingsOf(telling, subject.ticket))
  }

  private costAt({ techId, start }: NonNullable<AskedExplanation['against']>): Cost | undefined {
    const { layout, telling, subject } = this
    const second = telling.clock.toModel(secondFrom(start))
    const visit = within(subject.model, second, second)
    const { option } = judgedInquiry(layout.day, { visit, tech: this.numberOf(techId) })
    return option && costOf(option.cost, pricedForPlace(telling, subject, option.route))
  }

  private numberOf(techId: string): number {
    const number = this.telling.input.techs.findIndex(({ id }) => id === techId)
    if (number < 0) throw new UnknownTechError(techId)
    return number
  }
}

/** What is certain of all is told as certain; where somebody was not looked at to the end, that is. */
function proofOf(techs: readonly OfTech[]): Told['proof'] {
  const proofs = techs.map(({ inquiry }) => inquiry.proof)
  if (proofs.includes('search_limit')) return 'search_limit'
  return proofs.includes('exact_insertion') ? 'exact_insertion' : 'empty_route_bound'
}

/** Whom fewer things keep from it, and sooner what the plan does than what no plan would change. */
const distanceOf = ({ inquiry: { standing, onEmptyDay, inPlan } }: OfTech): number =>
  100 * standing.length + 10 * onEmptyDay.length + inPlan.length

/** What of its windows lies in there; where nothing does, nothing is left of them. */
function within(visit: VisitModel, from: number, until: number): VisitModel {
  const never = { opens: NEVER_AT, closes: NEVER_AT }
  const windows = visit.windows
    .map(({ opens, closes }) => ({ opens: Math.max(opens, from), closes: Math.min(closes, until) }))
    .filter(({ opens, closes }) => opens <= closes)
  return { ...visit, windows: windows.length > 0 ? windows : [never] }
}

/** Before any shift. */
const NEVER_AT = -1

// The ranked ways to serve each ticket, the planned one first, each with its price, score and reasons. Of a crew each
// technician has ways and ranks of their own: rank 1 of all of them together is the plan, another rank sends somebody else
// in place of that one.
import type { PricedOption } from '../../../workers/client.ts'
import type { Proposal } from '../../contracts/optimization.ts'
import { createPace } from '../../travel/pace.ts'
import { localDay, localHour } from '../question/zones.ts'
import { differing, optionsToShow, type Told } from './alternatives.ts'
import { type Answer, entry } from './answer.ts'
import { costOf, totalOf } from './cost.ts'
import { proposalReasons } from './proposal-reasons.ts'

/** Of tickets that are in the plan, in the order of the input. */
export async function proposalsOf(answer: Answer): Promise<Proposal[]> {
  const unserved = new Set(answer.solved.plan.unserved)
  const pace = createPace()
  const proposals: Proposal[] = []
  for (const [visit, options] of answer.solved.options.entries()) {
    if (!unserved.has(visit)) proposals.push(...rankedProposals(answer, visit, shownOf(answer, visit, options)))
    await pace()
  }
  return proposals
}

function shownOf(answer: Answer, visit: number, options: readonly PricedOption[]): PricedOption[] {
  const { crew } = entry(answer.duties, visit, 'visit')
  const count = optionsToShow(answer.input.options.alternatives, crew)
  return differing(options, count, (option) => toldOf(answer, visit, option))
}

/** Before noon, until five, or later: what a customer calls another time. */
const partOfDay = (hour: number) => (hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening')

function toldOf(answer: Answer, visit: number, { route, start }: PricedOption): Told {
  const { tech } = entry(answer.shifts, route, 'route')
  const offsetAt = answer.offsetsOf(answer.zoneOf(answer.ticketOf(visit), answer.techOf(tech)))
  const second = answer.clock.origin + start
  return { tech, time: `${localDay(second, offsetAt)} ${partOfDay(localHour(second, offsetAt))}` }
}

function rankedProposals(answer: Answer, visit: number, options: readonly PricedOption[]): Proposal[] {
  const ticket = answer.ticketOf(visit)
  const prices = options.map(({ cost }) => totalOf(cost))
  const best = Math.min(...prices)
  return options.map((option, index) => {
    const { tech: number } = entry(answer.shifts, option.route, 'route')
    const tech = answer.techOf(number)
    const timeZone = answer.zoneOf(ticket, tech)
    const pricedFor = {
      tech: { number, costs: tech.costs },
      ticket: {
        number: answer.ticketNumber(visit),
        of: ticket,
        facts: answer.factsOf(visit),
        changeSetting: changeSetting(answer, visit),
      },
    }
    const price = totalOf(option.cost)
    const rank = index + 1
    const dearerByCents = price - (prices[0] ?? price)
    return {
      ticketId: ticket.id,
      techId: tech.id,
      start: answer.instant(option.start, timeZone),
      end: answer.instant(option.end, timeZone),
      score: scoreOf(price, best, answer.input.policy.costs.perHour),
      rank,
      cost: costOf(option.cost, pricedFor),
      reasons: proposalReasons({ answer, visit, option, pricedFor, rank, dearerByCents }),
    }
  })
}

function changeSetting({ duties, input }: Answer, visit: number): string {
  const isPromised = entry(duties, visit, 'visit').commitment?.promised !== undefined
  const hasOwnPrice = input.policy.promise.techChanged !== undefined
  return isPromised && hasOwnPrice ? '/policy/promise/techChanged' : '/policy/techChanged'
}

/**
 * 100 for the best price, and half as much for each hour of a technician's pay that another is dearer: equal steps of
 * money are equal parts of the score, whatever the best one costs, and the dearer of two never scores higher.
 */
export function scoreOf(price: number, best: number, centsPerHour: number): number {
  if (price <= best) return 100
  const hours = (price - best) / Math.max(1, centsPerHour)
  // Only the best has all.
  return Math.min(99.9, Math.round(1000 * 2 ** -hours) / 10)
}

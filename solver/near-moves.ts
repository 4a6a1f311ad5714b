// Which move would bring a visit behind one of its near ones and pay: all operators at once, told by legs alone, where
// nothing but legs has a price. What could pay is then asked of its operator. Imports solver/ only.
import { CELL_INTS, FROM_CENTS, FROM_SECONDS, type NearLegs } from './neighbours.ts'
import type { Operator } from './operators/operator.ts'
import { relocate, relocatePair, relocateTriple } from './operators/relocate.ts'
import { reverse } from './operators/reverse.ts'
import { swap, swapOneTwo, swapTwoOne, swapTwoTwo } from './operators/swap.ts'
import { swapTails } from './operators/swap-tails.ts'
import type { Plan } from './plan.ts'
import { endOf } from './rules/roads.ts'
import { CENTS_IN, CENTS_ON, NEXT, PREVIOUS, READY, ROUTE, STRIDE } from './stops.ts'

/** By how many visits move, less one. */
const RELOCATIONS = [relocate, relocatePair, relocateTriple]
/** By how many visits move, less one, and how many come back, less one. */
const SWAPS = [
  [swap, swapOneTwo],
  [swapTwoOne, swapTwoTwo],
]
const LONGEST = 3
const LONGEST_SWAPPED = 2

export class NearMoves {
  /** Where the move that was found goes. */
  after = 0
  private readonly plan: Plan
  private readonly legs: NearLegs
  private readonly near: number
  // Of the visit and one or two behind it, by how many there are, less one:
  private readonly last = new Int32Array(LONGEST)
  private readonly lastRow = new Int32Array(LONGEST) // row of the last one in the table
  private readonly freed = new Int32Array(LONGEST) // the leg behind the last one
  private readonly nextPlace = new Int32Array(LONGEST)
  private readonly closed = new Int32Array(LONGEST) // the leg that closes the gap
  private chains = 0
  private strain = 0 // what both routes of a move could save beside legs

  /** Looks at so many near visits at most. */
  constructor(plan: Plan, legs: NearLegs, near: number) {
    this.plan = plan
    this.legs = legs
    this.near = near
  }

  find(visit: number): Operator | undefined {
    const { plan } = this
    const { stops, problem, lateCents } = plan
    const { beside, cents, seconds } = this.legs
    const { nearCount, visitCount, placeOf, placeCount, closesLast } = problem
    this.measureChains(visit)
    const route = stops[visit * STRIDE + ROUTE]!
    const closes = closesLast[visit]!
    const ownStrain = plan.mayStrain ? plan.strainOn(route) : 0
    const last = (visit * nearCount + Math.min(nearCount, this.near)) * CELL_INTS
    for (let cell = visit * nearCount * CELL_INTS; cell < last; cell += CELL_INTS) {
      const other = beside[cell]!
      if (other < 0) return undefined
      const at = other * STRIDE
      const otherRoute = stops[at + ROUTE]!
      if (otherRoute < 0) continue
      this.strain = ownStrain
      if (plan.mayStrain && otherRoute !== route) this.strain += plan.strainOn(otherRoute)
      const before = stops[at + PREVIOUS]!
      if (before >= visitCount) {
        const leg = placeOf[before]! * placeCount + placeOf[visit]!
        const late = stops[before * STRIDE + READY]! + seconds[leg]! - closes
        if (late <= 0 || lateCents > 0) {
          const operator = this.behind(visit, before, cents[leg]! + Math.max(0, late) * lateCents)
          if (operator !== undefined) return operator
        }
      }
      let late = stops[at + READY]! + beside[cell + FROM_SECONDS]! - closes
      // On its own route the visit may leave a place in front of the other one, which is then ready sooner.
      if (late < 0 || otherRoute === route) late = 0
      if (late > 0 && lateCents === 0) continue
      const operator = this.behind(visit, other, beside[cell + FROM_CENTS]! + late * lateCents)
      if (operator !== undefined) return operator
    }
    return undefined
  }

  private measureChains(visit: number): void {
    const { stops, problem } = this.plan
    const { visitCount, placeOf, placeCount } = problem
    const { cents } = this.legs
    const before = stops[visit * STRIDE + PREVIOUS]!
    const gap = placeOf[before]! * placeCount
    let last = visit
    this.chains = 0
    for (let chain = 0; chain < LONGEST && last < visitCount; chain++) {
      const next = stops[last * STRIDE + NEXT]!
      const nextPlace = placeOf[next]!
      this.last[chain] = last
      this.lastRow[chain] = placeOf[last]! * placeCount
      this.freed[chain] = stops[last * STRIDE + CENTS_ON]!
      this.nextPlace[chain] = nextPlace
      this.closed[chain] = before >= visitCount && next >= visitCount ? 0 : cents[gap + nextPlace]!
      this.chains++
      last = next
    }
  }

  /** `first` is what the leg from `after` to the visit costs at least, lateness included. */
  private behind(visit: number, after: number, first: number): Operator | undefined {
    const { stops, problem } = this.plan
    const { placeOf, placeCount, visitCount } = problem
    const { cents } = this.legs
    const { chains, lastRow, freed, closed, nextPlace, strain } = this
    const at = after * STRIDE
    const base = first - stops[at + CENTS_ON]! - stops[visit * STRIDE + CENTS_IN]!
    if ((base < strain || base < strain + this.waysHome(visit, after)) && this.pays(swapTails, visit, after))
      return swapTails
    const follower = stops[at + NEXT]!
    const followerPlace = placeOf[follower]!
    for (let chain = 0; chain < chains; chain++) {
      const gain = base - freed[chain]!
      if (gain >= strain || gain + closed[chain]! >= strain) continue
      if (gain + closed[chain]! + cents[lastRow[chain]! + followerPlace]! >= strain) continue
      if (this.pays(RELOCATIONS[chain]!, visit, after)) return RELOCATIONS[chain]
    }
    if (stops[at + ROUTE] === stops[visit * STRIDE + ROUTE] && this.pays(reverse, visit, after)) return reverse
    if (follower >= visitCount) return undefined
    const crossed = base + cents[placeOf[stops[visit * STRIDE + PREVIOUS]!]! * placeCount + followerPlace]!
    let other = follower
    for (let back = 0; back < LONGEST_SWAPPED && other < visitCount; back++) {
      const behind = stops[other * STRIDE + NEXT]!
      const open = crossed - stops[other * STRIDE + CENTS_ON]!
      for (let chain = 0; chain < chains && chain < LONGEST_SWAPPED; chain++) {
        const gain = open - freed[chain]!
        if (gain >= strain) continue
        const nearly = gain + cents[lastRow[chain]! + placeOf[behind]!]!
        if (nearly >= strain || nearly + cents[placeOf[other]! * placeCount + nextPlace[chain]!]! >= strain) continue
        if (this.pays(SWAPS[chain]![back]!, visit, after)) return SWAPS[chain]![back]
      }
      other = behind
    }
    return undefined
  }

  /** Tails that change between routes of different kinds may end elsewhere: what both ways home cost now. */
  private waysHome(visit: number, after: number): number {
    const { stops, problem } = this.plan
    if (problem.kindCount === 1) return 0
    const route = stops[visit * STRIDE + ROUTE]!
    const otherRoute = stops[after * STRIDE + ROUTE]!
    if (problem.kindOf[route] === problem.kindOf[otherRoute]) return 0
    return stops[endOf(problem, route) * STRIDE + CENTS_IN]! + stops[endOf(problem, otherRoute) * STRIDE + CENTS_IN]!
  }

  private pays(operator: Operator, visit: number, after: number): boolean {
    this.after = after
    return operator.evaluate(this.plan, visit, after) < 0
  }
}

// Routes whose van is loaded again on the way, or waits for what is to be loaded, and on which nothing else makes the hour
// matter: where to load, for the least detour. A trip lies between two loadings. Begun at one moment or another it takes so
// long, ends no earlier than, and may begin no later than (duration segments, Savelsbergh 1992). Of every stop the ways to
// have come to the depot behind it are kept, and those of going on from the depot before it, so that a change is priced in
// as many steps as there are trips that can lie across it: bounded by what a van holds, not by the length of the route.
// Says the same as a course would (solver/course.ts). Imports solver/ only.
import { mostLabels } from './labels.ts'
import { UNREACHABLE } from './model.ts'
import { OpenTrips } from './open-trips.ts'
import type { Problem } from './problem.ts'
import { workOn } from './rules/fit.ts'
import { NEVER } from './rules/never.ts'
import { centsOfLeg, endOf, startOf } from './rules/roads.ts'
import { lastStartBy, startAt } from './rules/windows.ts'
import { LATEST, NEXT, PREVIOUS, READY, ROUTE, STRIDE } from './stops.ts'
import { Ways } from './ways.ts'

interface Stops {
  readonly problem: Problem
  readonly stops: Int32Array
}

const NO_DEPOT = -1

export class Trips {
  /** What the detours cost on the route that was worked out or tried last. */
  cents = 0
  /** Detours that cost so much are of no use to whoever tries. */
  most = Number.POSITIVE_INFINITY
  private readonly schedule: Stops
  private readonly problem: Problem
  private readonly stopCount: number
  // By place of work, which is a stop of the plan, or `stopCount` and the turn of a visit that is tried:
  private readonly loaded: Ways // ways to be loaded at the depot behind it
  private readonly back: Ways // ways to go on, begun at the depot before it: no later than
  private readonly openTo: OpenTrips // those that have come there and may go on
  private readonly openFrom: OpenTrips // what may become of one that goes on there, by stop alone
  private readonly needsTo: Uint8Array // 1 where something up to here is not on board when the van sets out
  private readonly needsFrom: Uint8Array // the same from here on
  private readonly loadTo: Float64Array // × unit: of all visits up to here
  private readonly loadFrom: Float64Array // × unit: of all from here on
  // The order that is tried:
  private readonly order: Int32Array // stops
  private readonly slots: Int32Array // where the ways of each are kept
  private readonly tried: Int32Array
  private triedCount = 0
  private after = 0
  // Of the route it is about:
  private route = 0
  private depot = NO_DEPOT
  private depotPlace = 0
  private seconds: Int32Array
  // A trip as far as it was put together:
  private duration = 0 // from arriving at its first visit to leaving its last one
  private earliest = 0 // leaving its last one
  private latest = 0 // arriving at its first one
  private release = 0
  private lacksTool = false
  private readonly load: Float64Array // by unit
  private readonly kept: {
    duration: number
    earliest: number
    latest: number
    release: number
    lacksTool: boolean
    load: Float64Array
  }

  constructor(schedule: Stops) {
    const { problem } = schedule
    const { visitCount, routeCount, tripUnits } = problem
    this.schedule = schedule
    this.problem = problem
    this.stopCount = visitCount + 2 * routeCount
    const slots = this.stopCount + visitCount
    const most = mostLabels(problem)
    this.loaded = new Ways(slots, most, 'earliest')
    this.back = new Ways(this.stopCount, most, 'latest')
    this.openTo = new OpenTrips(slots)
    this.openFrom = new OpenTrips(this.stopCount)
    this.needsTo = new Uint8Array(this.stopCount)
    this.needsFrom = new Uint8Array(this.stopCount)
    this.loadTo = new Float64Array(this.stopCount * tripUnits)
    this.loadFrom = new Float64Array(this.stopCount * tripUnits)
    this.order = new Int32Array(visitCount + 2)
    this.slots = new Int32Array(visitCount + 2)
    this.tried = new Int32Array(visitCount)
    this.load = new Float64Array(tripUnits)
    this.seconds = problem.travelSeconds[0] ?? new Int32Array(0)
    this.kept = { duration: 0, earliest: 0, latest: 0, release: 0, lacksTool: false, load: new Float64Array(tripUnits) }
    for (let route = 0; route < routeCount; route++) {
      this.loaded.add(startOf(problem, route), problem.shiftOpens[route]!, 0)
      this.loadFirst(route)
      this.openTo.add(startOf(problem, route), 0, 0)
      this.openFrom.add(endOf(problem, route), 0, 0)
    }
  }

  /** Works out a route as it stands now; up to `from`, and from `to` on, its order is as it was. False: nobody can drive it. */
  write(route: number, from: number, to: number): boolean {
    const { problem } = this
    const { stops } = this.schedule
    this.on(route)
    const start = startOf(problem, route)
    const end = endOf(problem, route)
    this.cents = 0
    this.most = Number.POSITIVE_INFINITY
    if (stops[start * STRIDE + NEXT] === end) return true
    this.sumUp(start, end)
    let length = this.orderUpTo(from)
    for (let stop = stops[from * STRIDE + NEXT]!; stop !== end; stop = stops[stop * STRIDE + NEXT]!) {
      this.order[length] = stop
      this.slots[length] = stop
      stops[stop * STRIDE + READY] = this.comeTo(length)
      length++
    }
    let before = stops[to * STRIDE + PREVIOUS]!
    for (; before !== start; before = stops[before * STRIDE + PREVIOUS]!) this.goOnFrom(before, end)
    this.from(stops[end * STRIDE + PREVIOUS]!)
    return this.rest(end)
  }

  /** The depot can also be the first stop of all. What is loaded there stands under the end of the route, where no trip begins. */
  private loadFirst(route: number): void {
    const { problem } = this
    this.on(route)
    if (this.depot === NO_DEPOT) return
    const leg = problem.placeOf[startOf(problem, route)]! * problem.placeCount + this.depotPlace
    const drive = this.seconds[leg]!
    if (drive >= UNREACHABLE) return
    const loads = startAt(problem.reloadWindows, this.depot, problem.shiftOpens[route]! + drive)
    if (loads === NEVER) return
    this.loaded.add(endOf(problem, route), loads + problem.reloadSeconds[this.depot]!, this.centsOf(leg))
  }

  /** Where the ways are kept to be loaded at the depot behind a stop. */
  private depotSlot(stop: number, slot: number): number {
    return stop >= this.problem.visitCount ? endOf(this.problem, this.route) : slot
  }

  /** Everything up to `after` stays as it is. */
  from(after: number): void {
    this.after = after
    this.triedCount = 0
    this.most = Number.POSITIVE_INFINITY
  }

  serve(visit: number): void {
    this.tried[this.triedCount++] = visit
  }

  /** Goes on as the plan does from `stop`, on this route or on one of its kind. False: not possible, or not below `most`. */
  rest(stop: number): boolean {
    const { problem, schedule, order, slots, tried, triedCount, after } = this
    const { stops } = schedule
    this.on(stops[after * STRIDE + ROUTE]!)
    this.cents = Number.POSITIVE_INFINITY
    if (!this.needsDepot(stop)) return this.isInTime(stop)
    let length = this.orderUpTo(after)
    for (let turn = 0; turn < triedCount; turn++) {
      order[length] = tried[turn]!
      slots[length] = this.stopCount + turn
      // Behind the last one the trip goes on, or ends, in the walk below.
      if (this.comeTo(length) === NEVER) return false
      length++
    }
    let best = this.most
    if (stop < problem.visitCount && this.depot !== NO_DEPOT)
      best = this.join(this.depotSlot(order[length - 1]!, slots[length - 1]!), order[length - 1]!, stop, best)
    best = this.cross(length - 1, stop, best)
    if (best >= this.most) return false
    this.cents = best
    return true
  }

  /** What detours cost at least once the visit stands right behind `after`, on a route as it is. */
  leastWith(visit: number, after: number, route: number): number {
    const { problem, openTo, openFrom, loaded, back } = this
    const { placeOf, placeCount, visitCount, tripLoad, tripUnits } = problem
    const follower = this.schedule.stops[after * STRIDE + NEXT]!
    this.on(route)
    const room = tripUnits > 0 ? this.room(0) - tripLoad[visit * tripUnits]! : 0
    const within = openTo.leastWith(after, openFrom, follower, room)
    if (this.depot === NO_DEPOT) return within
    const row = placeOf[visit]! * placeCount
    const depotRow = this.depotPlace * placeCount
    // Loaded right before it, right behind it, or both.
    let before = Number.POSITIVE_INFINITY
    let behind = Number.POSITIVE_INFINITY
    const hasBegun = after < visitCount || loaded.count[endOf(problem, route)]! > 0
    if (hasBegun)
      before =
        this.leastOf(loaded, this.depotSlot(after, after)) +
        this.centsOf(depotRow + placeOf[visit]!) -
        this.centsOf(placeOf[after]! * placeCount + placeOf[visit]!)
    if (follower < visitCount)
      behind =
        this.centsOf(row + this.depotPlace) - this.centsOf(row + placeOf[follower]!) + this.leastOf(back, follower)
    return Math.min(
      within,
      before + openFrom.least(follower, room),
      openTo.least(after, room) + behind,
      before + behind,
    )
  }

  private on(route: number): void {
    const { problem } = this
    if (this.route === route && this.depot !== NO_DEPOT) return
    this.route = route
    const depot = problem.reloadsFrom[route]!
    this.depot = depot < problem.reloadsFrom[route + 1]! ? depot : NO_DEPOT
    this.depotPlace = this.depot === NO_DEPOT ? NO_DEPOT : problem.reloadPlaceOf[depot]!
    this.seconds = problem.travelSeconds[problem.profileOf[route]!]!
  }

  /** What is not on board when the van sets out, and what all visits take, up to each stop and from each on. */
  private sumUp(start: number, end: number): void {
    const { problem, needsTo, needsFrom, loadTo, loadFrom } = this
    const { stops } = this.schedule
    const { tripUnits, tripLoad } = problem
    needsTo[start] = 0
    for (let unit = 0; unit < tripUnits; unit++) loadTo[start * tripUnits + unit] = 0
    let before = start
    for (let stop = stops[start * STRIDE + NEXT]!; stop !== end; stop = stops[stop * STRIDE + NEXT]!) {
      needsTo[stop] = needsTo[before]! | this.needs(stop)
      for (let unit = 0; unit < tripUnits; unit++)
        loadTo[stop * tripUnits + unit] = loadTo[before * tripUnits + unit]! + tripLoad[stop * tripUnits + unit]!
      before = stop
    }
    needsFrom[end] = 0
    for (let unit = 0; unit < tripUnits; unit++) loadFrom[end * tripUnits + unit] = 0
    let next = end
    for (let stop = before; stop !== start; stop = stops[stop * STRIDE + PREVIOUS]!) {
      needsFrom[stop] = needsFrom[next]! | this.needs(stop)
      for (let unit = 0; unit < tripUnits; unit++)
        loadFrom[stop * tripUnits + unit] = loadFrom[next * tripUnits + unit]! + tripLoad[stop * tripUnits + unit]!
      next = stop
    }
  }

  private needs(visit: number): 0 | 1 {
    const { releaseAt, shiftOpens, lacksTool, techCount, techOf } = this.problem
    if (releaseAt[visit]! > shiftOpens[this.route]!) return 1
    return lacksTool[visit * techCount + techOf[this.route]!] === 1 ? 1 : 0
  }

  /** Is there anything in the order that is tried that is not on board when the van sets out at the first moment? */
  private needsDepot(stop: number): boolean {
    const { problem, after, tried, triedCount, loadTo, loadFrom } = this
    const { tripUnits, tripLoad, tripRoom } = problem
    if (this.needsTo[after] === 1 || this.needsFrom[stop] === 1) return true
    for (let turn = 0; turn < triedCount; turn++) if (this.needs(tried[turn]!) === 1) return true
    for (let unit = 0; unit < tripUnits; unit++) {
      let load = loadTo[after * tripUnits + unit]! + loadFrom[stop * tripUnits + unit]!
      for (let turn = 0; turn < triedCount; turn++) load += tripLoad[tried[turn]! * tripUnits + unit]!
      if (load > tripRoom[this.route * tripUnits + unit]!) return true
    }
    return false
  }

  /** Of a route on which all is on board from the start, whatever was loaded on the way before. */
  private isInTime(stop: number): boolean {
    const { problem, route, seconds } = this
    const { stops } = this.schedule
    const { placeOf, placeCount, visitCount } = problem
    let place = placeOf[startOf(problem, route)]!
    let clock = problem.shiftOpens[route]!
    const arriveAt = (next: number): boolean => {
      clock += seconds[place * placeCount + placeOf[next]!]!
      if (next >= visitCount) return clock <= problem.shiftLatest[route]!
      const begins = startAt(problem, next, clock)
      if (begins === NEVER) return false
      clock = begins + workOn(problem, next, route)
      place = placeOf[next]!
      return true
    }
    let at = startOf(problem, route)
    while (at !== this.after) {
      at = stops[at * STRIDE + NEXT]!
      if (!arriveAt(at)) return false
    }
    for (let turn = 0; turn < this.triedCount; turn++) if (!arriveAt(this.tried[turn]!)) return false
    for (at = stop; at < visitCount; at = stops[at * STRIDE + NEXT]!) if (!arriveAt(at)) return false
    this.cents = 0
    return arriveAt(endOf(problem, route)) && this.most > 0
  }

  /** Of what stands up to `after`, all that can be on one trip with what follows, in its order. */
  private orderUpTo(after: number): number {
    const { problem, order, slots, load } = this
    const { stops } = this.schedule
    const { tripUnits, tripLoad } = problem
    const most = order.length - 1
    load.fill(0)
    let first = most
    let stop = after
    let isFull = false
    while (!isFull && stop < problem.visitCount) {
      order[first--] = stop
      for (let unit = 0; unit < tripUnits; unit++) {
        load[unit]! += tripLoad[stop * tripUnits + unit]!
        if (load[unit]! > this.room(unit)) isFull = true
      }
      stop = stops[stop * STRIDE + PREVIOUS]!
    }
    order[first] = stop
    order.copyWithin(0, first, most + 1)
    const length = most + 1 - first
    for (let turn = 0; turn < length; turn++) slots[turn] = order[turn]!
    return length
  }

  private room(unit: number): number {
    const { tripRoom, tripRoomReloaded, tripUnits } = this.problem
    const at = this.route * tripUnits + unit
    return this.depot === NO_DEPOT ? tripRoom[at]! : Math.max(tripRoom[at]!, tripRoomReloaded[at]!)
  }

  /** A trip of this one visit. */
  private open(visit: number): boolean {
    const { problem, route, load } = this
    const work = workOn(problem, visit, route)
    this.duration = work
    this.earliest = problem.opensFirst[visit]! + work
    this.latest = problem.closesLast[visit]!
    this.release = problem.releaseAt[visit]!
    this.lacksTool = problem.lacksTool[visit * problem.techCount + problem.techOf[route]!] === 1
    load.fill(0)
    return this.takes(visit)
  }

  private takes(visit: number): boolean {
    const { problem, load } = this
    const { tripUnits, tripLoad } = problem
    for (let unit = 0; unit < tripUnits; unit++) {
      load[unit]! += tripLoad[visit * tripUnits + unit]!
      if (load[unit]! > this.room(unit)) return false
    }
    return true
  }

  /** The same trip with one more visit in front. */
  private prepend(visit: number, first: number): boolean {
    const { problem, route, seconds } = this
    const { placeOf, placeCount } = problem
    const drive = seconds[placeOf[visit]! * placeCount + placeOf[first]!]!
    const work = workOn(problem, visit, route)
    const leaves = problem.opensFirst[visit]! + work
    if (drive >= UNREACHABLE || leaves + drive > this.latest || !this.takes(visit)) return false
    this.earliest = Math.max(this.earliest, leaves + drive + this.duration)
    this.latest = Math.min(problem.closesLast[visit]!, this.latest - drive - work)
    this.duration += work + drive
    this.note(visit)
    return true
  }

  /** The same trip with one more visit behind, which stands `drive` seconds from the last one. */
  private append(visit: number, drive: number): boolean {
    const { problem, route } = this
    const reached = this.earliest + drive
    const closes = problem.closesLast[visit]!
    if (drive >= UNREACHABLE || reached > closes || !this.takes(visit)) return false
    const work = workOn(problem, visit, route)
    this.latest = Math.min(this.latest, closes - this.duration - drive)
    this.earliest = Math.max(reached, problem.opensFirst[visit]!) + work
    this.duration += drive + work
    this.note(visit)
    return true
  }

  /** The trip as it is, to come back to once. */
  private keep(): void {
    const { kept, load } = this
    kept.duration = this.duration
    kept.earliest = this.earliest
    kept.latest = this.latest
    kept.release = this.release
    kept.lacksTool = this.lacksTool
    for (let unit = 0; unit < load.length; unit++) kept.load[unit] = load[unit]!
  }

  private takeBack(): void {
    const { kept, load } = this
    this.duration = kept.duration
    this.earliest = kept.earliest
    this.latest = kept.latest
    this.release = kept.release
    this.lacksTool = kept.lacksTool
    for (let unit = 0; unit < load.length; unit++) load[unit] = kept.load[unit]!
  }

  /** Of the first unit, as all that is asked of it is a guess. */
  private held(): number {
    return this.load.length > 0 ? this.load[0]! : 0
  }

  private note(visit: number): void {
    const { releaseAt, lacksTool, techCount, techOf } = this.problem
    if (releaseAt[visit]! > this.release) this.release = releaseAt[visit]!
    if (lacksTool[visit * techCount + techOf[this.route]!] === 1) this.lacksTool = true
  }

  /** May this trip be the first one, from home? */
  private isOnBoard(): boolean {
    return !this.lacksTool && this.fits(this.problem.tripRoom)
  }

  private isHeldReloaded(): boolean {
    return this.fits(this.problem.tripRoomReloaded)
  }

  private fits(room: Float64Array): boolean {
    const { tripUnits } = this.problem
    for (let unit = 0; unit < tripUnits; unit++)
      if (this.load[unit]! > room[this.route * tripUnits + unit]!) return false
    return true
  }

  /** All ways to be loaded at the depot behind the stop at this turn of the order. The second it can be left at the earliest. */
  private comeTo(turn: number): number {
    const { problem, order, slots, loaded, depotPlace, seconds } = this
    const { placeOf, placeCount } = problem
    const visit = order[turn]!
    const slot = slots[turn]!
    loaded.count[slot] = 0
    let first = visit
    let ready = NEVER
    this.openTo.count[slot] = 0
    if (!this.open(visit)) return NEVER
    const hasDepot = this.depot !== NO_DEPOT
    const home = hasDepot ? placeOf[visit]! * placeCount + depotPlace : 0
    const toDepot = hasDepot ? seconds[home]! : UNREACHABLE
    const cents = toDepot < UNREACHABLE ? this.centsOf(home) : 0
    for (let before = turn - 1; before >= 0; before--) {
      const stop = order[before]!
      const isStart = stop >= problem.visitCount
      let least = Number.POSITIVE_INFINITY
      for (let isHome = isStart; ; isHome = false) {
        if (isHome ? this.isOnBoard() : hasDepot && this.isHeldReloaded()) {
          const direct = placeOf[stop]! * placeCount + placeOf[first]!
          const leg = isHome ? direct : depotPlace * placeCount + placeOf[first]!
          const drive = seconds[leg]!
          const begun = isHome ? 0 : this.centsOf(leg) - this.centsOf(direct)
          const fromSlot = isHome ? slots[before]! : this.depotSlot(stop, slots[before]!)
          const from = fromSlot * loaded.most
          const to = drive < UNREACHABLE ? from + loaded.count[fromSlot]! : from
          for (let way = from; way < to; way++) {
            const arrival = Math.max(loaded.second[way]!, this.release) + drive
            if (arrival > this.latest) break
            const leaves = Math.max(arrival + this.duration, this.earliest)
            if (leaves < ready) ready = leaves
            least = Math.min(least, loaded.cents[way]! + begun)
            if (toDepot >= UNREACHABLE) continue
            const loads = startAt(problem.reloadWindows, this.depot, leaves + toDepot)
            if (loads === NEVER) continue
            loaded.add(slot, loads + problem.reloadSeconds[this.depot]!, loaded.cents[way]! + begun + cents)
          }
        }
        if (!isHome) break
      }
      if (least < Number.POSITIVE_INFINITY) this.openTo.add(slot, this.held(), least)
      if (isStart || !this.prepend(stop, first)) break
      first = stop
    }
    return ready
  }

  /**
   * All ways to go on from the depot in front of this visit, as the plan does. And by when it has to begin at the latest,
   * wherever its trip may have begun.
   */
  private goOnFrom(visit: number, end: number): void {
    const { problem, back, depot, depotPlace, seconds, route } = this
    const { stops } = this.schedule
    const { placeOf, placeCount } = problem
    back.count[visit] = 0
    let latest = -NEVER
    this.openFrom.count[visit] = 0
    const leg = depot === NO_DEPOT ? 0 : depotPlace * placeCount + placeOf[visit]!
    const drive = depot === NO_DEPOT ? UNREACHABLE : seconds[leg]!
    const begun = drive < UNREACHABLE ? this.centsOf(leg) : 0
    let isOpen = this.open(visit)
    for (let last = visit; isOpen; ) {
      const next = stops[last * STRIDE + NEXT]!
      const onward = seconds[placeOf[last]! * placeCount + placeOf[next]!]!
      const mayBegin = drive < UNREACHABLE && this.isHeldReloaded()
      if (next === end) {
        const begins = this.latestFor(problem.shiftLatest[route]! - onward)
        latest = Math.max(latest, begins)
        if (begins > -NEVER) this.openFrom.add(visit, this.held(), 0)
        if (mayBegin) this.goOnBy(visit, begins - drive, begun)
        break
      }
      const home = depot === NO_DEPOT ? 0 : placeOf[last]! * placeCount + depotPlace
      const returns = depot === NO_DEPOT ? UNREACHABLE : seconds[home]!
      if (returns < UNREACHABLE) {
        const ended = begun + this.centsOf(home) - this.centsOf(placeOf[last]! * placeCount + placeOf[next]!)
        const from = next * back.most
        let least = Number.POSITIVE_INFINITY
        for (let way = from; way < from + back.count[next]!; way++) {
          const begins = this.latestFor(back.second[way]! - returns)
          latest = Math.max(latest, begins)
          if (begins > -NEVER) least = ended - begun + back.cents[way]!
          if (mayBegin) this.goOnBy(visit, begins - drive, ended + back.cents[way]!)
        }
        if (least < Number.POSITIVE_INFINITY) this.openFrom.add(visit, this.held(), least)
      }
      isOpen = this.append(next, onward)
      last = next
    }
    stops[visit * STRIDE + LATEST] = latest
  }

  /** When the first visit of the trip has to begin for the last one to be left by that second. */
  private latestFor(second: number): number {
    return this.earliest > second ? -NEVER : Math.min(this.latest, second - this.duration)
  }

  private goOnBy(visit: number, leaves: number, cents: number): void {
    const { problem, back, depot } = this
    if (leaves < this.release) return
    const loads = lastStartBy(problem.reloadWindows, depot, leaves - problem.reloadSeconds[depot]!)
    if (loads > -NEVER) back.add(visit, loads, cents)
  }

  /** The cheapest way on which a trip ends behind the last stop that is tried, and another one begins with `stop`. */
  private join(slot: number, last: number, stop: number, most: number): number {
    const { problem, loaded } = this
    const { placeOf, placeCount } = problem
    const direct = this.centsOf(placeOf[last]! * placeCount + placeOf[stop]!)
    const from = slot * loaded.most
    let best = most
    for (let way = from; way < from + loaded.count[slot]!; way++)
      best = this.goOn(
        stop,
        loaded.second[way]! - problem.reloadSeconds[this.depot]!,
        loaded.cents[way]! - direct,
        best,
      )
    return best
  }

  /** The cheapest way to go on from the depot before `stop`, for whoever begins to load at that second. */
  private goOn(stop: number, second: number, cents: number, most: number): number {
    const { back } = this
    const from = stop * back.most
    // The later ones stand first, and the cheaper ones last.
    for (let way = from + back.count[stop]! - 1; way >= from; way--)
      if (back.second[way]! >= second) return Math.min(most, cents + back.cents[way]!)
    return most
  }

  /** The cheapest way on which one trip goes from what is tried, up to this turn of the order, on into the rest of the plan. */
  private cross(turn: number, stop: number, most: number): number {
    const { problem, order, slots } = this
    const { visitCount } = problem
    let best = most
    if (order[turn]! >= visitCount) {
      // Nobody is visited before: the first trip begins with the rest.
      if (!this.open(stop)) return best
      return this.goOver(slots[turn]!, order[turn]!, stop, stop, this.schedule.stops[stop * STRIDE + NEXT]!, best)
    }
    if (!this.open(order[turn]!)) return best
    for (let begin = turn; ; begin--) {
      const before = order[begin - 1]!
      this.keep()
      if (before >= visitCount) {
        best = this.goOver(slots[begin - 1]!, before, order[begin]!, order[turn]!, stop, best)
        this.takeBack()
      }
      const depotSlot = this.depotSlot(before, slots[begin - 1]!)
      best = this.goOver(depotSlot, before, order[begin]!, order[turn]!, stop, best)
      this.takeBack()
      if (before >= visitCount || begin === 1 || !this.prepend(before, order[begin]!)) return best
    }
  }

  /**
   * The trip as it is, begun in the ways of that slot, `before` standing in front of its first visit in the order: it goes on
   * from its last one to `next` and as far as it pays. One that ends with the tried order was looked at before.
   */
  private goOver(slot: number, before: number, first: number, last: number, next: number, most: number): number {
    const { problem, loaded, depotPlace, seconds } = this
    const { stops } = this.schedule
    const { placeOf, placeCount, visitCount } = problem
    const isHome = slot === before && before >= visitCount
    if (!isHome && this.depot === NO_DEPOT) return most
    const from = slot * loaded.most
    const count = loaded.count[slot]!
    if (count === 0) return most
    const there = placeOf[before]! * placeCount + placeOf[first]!
    const leg = isHome ? there : depotPlace * placeCount + placeOf[first]!
    const drive = seconds[leg]!
    if (drive >= UNREACHABLE) return most
    const begun = isHome ? 0 : this.centsOf(leg) - this.centsOf(there)
    const least = loaded.cents[from + count - 1]! + begun
    const room = this.load.length > 0 ? this.room(0) : 0
    let best = most
    let at = last
    // Then it is all of the rest of the plan.
    let mayEnd = this.depot !== NO_DEPOT && stops[next * STRIDE + PREVIOUS] === last
    for (let follower = next; isHome ? this.isOnBoard() : this.isHeldReloaded(); ) {
      if (Math.max(loaded.second[from]!, this.release) + drive > this.latest) return best
      const direct = placeOf[at]! * placeCount + placeOf[follower]!
      if (follower >= visitCount) return this.end(from, count, drive, seconds[direct]!, begun, best)
      if (mayEnd) {
        const home = placeOf[at]! * placeCount + depotPlace
        const returns = seconds[home]!
        const ended = begun + this.centsOf(home) - this.centsOf(direct)
        if (returns < UNREACHABLE && least + ended - begun + this.leastOf(this.back, follower) < best)
          for (let way = from; way < from + count; way++) {
            const arrival = Math.max(loaded.second[way]!, this.release) + drive
            if (arrival > this.latest) break
            const back = Math.max(arrival + this.duration, this.earliest) + returns
            best = this.goOn(follower, back, loaded.cents[way]! + ended, best)
          }
      }
      if (least + this.openFrom.least(follower, room - this.held()) >= best || !this.append(follower, seconds[direct]!))
        return best
      mayEnd = this.depot !== NO_DEPOT
      at = follower
      follower = stops[follower * STRIDE + NEXT]!
    }
    return best
  }

  /** The cheapest way to begin the last trip. */
  private end(from: number, count: number, drive: number, home: number, begun: number, most: number): number {
    const latest = this.problem.shiftLatest[this.route]!
    if (home >= UNREACHABLE) return most
    for (let way = from + count - 1; way >= from; way--) {
      const arrival = Math.max(this.loaded.second[way]!, this.release) + drive
      if (arrival > this.latest || Math.max(arrival + this.duration, this.earliest) + home > latest) continue
      return Math.min(most, this.loaded.cents[way]! + begun)
    }
    return most
  }

  private leastOf(ways: Ways, stop: number): number {
    const count = ways.count[stop]!
    return count === 0 ? Number.POSITIVE_INFINITY : ways.cents[stop * ways.most + count - 1]!
  }

  private centsOf(leg: number): number {
    return centsOfLeg(this.problem, this.route, leg)
  }
}

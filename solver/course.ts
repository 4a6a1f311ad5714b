// The course of a shift: when breaks are taken, where the van is loaded again, where somebody waits on purpose, all in the
// cheapest way that the order of the visits leaves open. Worked out label by label, stop after stop; a change of the order
// is worked out from the stop before it to where the old labels are met again. Imports solver/ only.
import {
  BUSY,
  CENTS,
  DETOURS,
  LATE,
  type Labels,
  LOADS,
  NEEDED,
  NOTE,
  PARENT,
  READY,
  RELOADS,
  RESERVED,
  SLACK,
  SPAN,
  type Stakes,
  TAKEN,
  TRAVEL,
  TRIP,
} from './labels.ts'
import { UNREACHABLE } from './model.ts'
import type { Problem } from './problem.ts'
import { overtimeCents } from './rules/clock.ts'
import { lateSeconds } from './rules/due.ts'
import { labourOn, workOn } from './rules/fit.ts'
import { centsFor } from './rules/money.ts'
import { NEVER } from './rules/never.ts'
import { centsOfLeg, drivenCents, scatterOfLeg } from './rules/roads.ts'
import { drivenSeconds, latestDeparture, NO_RUSH } from './rules/rush-hours.ts'
import { nextStep } from './rules/snap.ts'
import { startCents } from './rules/start-prices.ts'
import { startAt, type Windows } from './rules/windows.ts'

export const NO_LEG = -1
const NO_DEPOT = -1

/** Of a whole route: what hours and detours cost, and the sums at its end. */
export interface Finished {
  cents: number
  detours: number
  busy: number
  late: number
  travel: number
  span: number
}

/** When visits that are tied to others may begin and end, as the plan stands. */
export interface Agreed {
  readonly notBefore: Int32Array // by visit
  readonly notAfter: Int32Array // by visit
  readonly endsFrom: Int32Array // by visit
  readonly endsBy: Int32Array // by visit
}

/** What happens on the way to a stop, for whoever wants to tell of it. Times before anybody set out later to wait less. */
export interface Event {
  /** A pause is a break inside the visit before it. */
  readonly kind: 'leave' | 'break' | 'reload' | 'visit' | 'pause' | 'home'
  /** Which break or depot of the route, or which visit. */
  readonly entry: number
  /** The leg driven just before, as a cell of the travel tables; NO_LEG when there was none. */
  readonly leg: number
  readonly arrival: number
  readonly start: number
  readonly end: number
  /** When the technician goes on, which after loading may be later. */
  readonly left: number
  /** How much later it could begin, everything before it too. */
  readonly room: number
}

/** What has happened on the way to a stop, the last first: ways that part share what came before. */
interface Happened {
  readonly event: Event
  readonly before: Happened | undefined
}

/** After which one goes on at once, and that cannot be put off. */
export const eventAt = (
  kind: Event['kind'],
  entry: number,
  leg: number,
  arrival: number,
  start: number,
  end: number,
): Event => ({ kind, entry, leg, arrival, start, end, left: end, room: 0 })

export class Course {
  /** Of the best way, once `finish` has found one: what hours and detours cost, and what they took. */
  cents = 0
  detours = 0
  busy = 0
  late = 0
  travel = 0
  span = 0
  private readonly problem: Problem
  private readonly appointments: Agreed | undefined
  private readonly label: Float64Array // the one that is being made
  private readonly kept: Kept[] = []
  private depth = 0
  private readonly notes: (Happened | undefined)[] | undefined // by note, when somebody wants to tell of it
  private readonly stakesOf: Stakes[] = [] // by route, as they are asked for
  private happened: Happened | undefined
  private happenedLast: Happened | undefined
  private place = 0 // where it is left from
  private visit = 0 // where to
  private isSamePlace = false
  private ahead: Int32Array = new Int32Array(0)
  private turn = 0
  private aheadTo = 0
  private latest = NEVER
  private readonly releases: Int32Array // see noteReleases
  private releaseCount = 0
  private readonly tripLeft: Float64Array // by unit
  private usesDepots = false
  private to!: Labels // while it is gone on to the next stop
  private route = 0
  private seconds: Int32Array
  private rush = NO_RUSH
  private stakes: Stakes
  private breaksTo = 0
  private clock = 0 // while a label is made: the second it has come to
  private reached = 0 // the second it came to where it is
  private gap = 0 // the seconds waited since the last visit
  private isFirst = false // nobody has been visited yet
  private isOut = false // and nothing else has happened either
  private firstLeg = 0
  private depotCents = 0 // of the legs to the depot that was loaded at last and on from there
  private driven = NO_LEG // the leg that no event has told of yet
  private lastLabel = 0 // whose way home was the best

  constructor(problem: Problem, appointments?: Agreed, isTold = false) {
    this.problem = problem
    this.appointments = appointments
    this.label = new Float64Array(LOADS + problem.tripUnits)
    this.releases = new Int32Array(problem.hasReleases ? problem.visitCount : 0)
    this.tripLeft = new Float64Array(problem.tripUnits)
    this.notes = isTold ? [] : undefined
    this.seconds = problem.roadSeconds[0] ?? new Int32Array(0)
    this.stakes = stakesOn(problem, 0)
  }

  get atStake(): Stakes {
    return this.stakes
  }

  /** Everything from here on is about this route; where it needs no depot, none is tried. */
  on(route: number, usesDepots: boolean): void {
    const { problem } = this
    this.route = route
    this.usesDepots = usesDepots
    this.seconds = problem.roadSeconds[problem.profileOf[route]!]!
    this.rush = problem.rushOf[route]!
    this.breaksTo = problem.breaksFrom[route + 1]!
    this.stakes = this.stakesOf[route] ??= stakesOn(problem, route)
  }

  /** At home, before the shift. */
  begin(to: Labels): void {
    const { label } = this
    label.fill(0)
    label[READY] = this.problem.shiftOpens[this.route]!
    label[TRIP] = -NEVER
    label[NEEDED] = -NEVER
    label[PARENT] = -1
    label[NOTE] = -1
    to.count = 0
    to.add(label, this.stakes)
  }

  /**
   * From one stop to the next visit, which stands at `turn` of `ahead`: for those behind it, up to `aheadTo`, a trip may
   * have to begin later.
   * Nobody who comes after `latest` is of use. False: there is no way.
   */
  goOn(
    from: Labels,
    stop: number,
    visit: number,
    to: Labels,
    ahead: Int32Array,
    turn: number,
    aheadTo: number,
    latest = NEVER,
  ): boolean {
    const { problem, route } = this
    const { placeOf, reloadsFrom, mostReloads } = problem
    to.count = 0
    this.isFirst = stop >= problem.visitCount
    this.place = placeOf[stop]!
    this.visit = visit
    this.isSamePlace = !this.isFirst && this.place === placeOf[visit]!
    this.ahead = ahead
    this.turn = turn
    this.aheadTo = aheadTo
    this.latest = latest
    this.to = to
    if (this.usesDepots) this.noteReleases()
    for (let index = 0; index < from.count; index++) {
      this.leaveFrom(from, index, NO_DEPOT)
      if (!this.usesDepots || from.data[index * from.width + RELOADS]! >= mostReloads[route]!) continue
      if (from.isOutdone(index, this.stakes)) continue
      for (let depot = reloadsFrom[route]!; depot < reloadsFrom[route + 1]!; depot++) this.leaveFrom(from, index, depot)
    }
    return to.count > 0
  }

  /** At once; or later, from home, so that breaks are over or what is needed can be loaded. */
  private leaveFrom(from: Labels, index: number, depot: number): void {
    const { problem, route } = this
    const ready = from.data[index * from.width + READY]!
    this.leaveAt(from, index, depot, ready)
    if (!this.isFirst) return
    let rested = ready
    for (let entry = problem.breaksFrom[route]!; entry < this.breaksTo; entry++) {
      const over = this.breakOver(entry)
      if (over <= rested) continue
      rested = over
      this.leaveAt(from, index, depot, rested)
    }
    if (this.usesDepots && depot === NO_DEPOT)
      for (let release = 0; release < this.releaseCount; release++)
        if (this.releases[release]! > ready) this.leaveAt(from, index, depot, this.releases[release]!)
  }

  private leaveAt(from: Labels, index: number, depot: number, leave: number): void {
    const { problem } = this
    this.take(from, index, leave)
    this.drive(
      this.place,
      depot === NO_DEPOT ? problem.placeOf[this.visit]! : problem.reloadPlaceOf[depot]!,
      depot,
      false,
    )
  }

  /** Of what the visits behind this one need, the last that a trip begun then has on board: all that matters of it. */
  private lastReleaseBy(second: number): number {
    const { ahead, turn, aheadTo } = this
    const { releaseAt, hasReleases } = this.problem
    let last = -NEVER
    if (!hasReleases) return last
    for (let index = turn + 1; index < aheadTo; index++) {
      const release = releaseAt[ahead[index]!]!
      if (release <= second && release > last) last = release
    }
    return last
  }

  /** When what the visits from here on need can be loaded: each moment that lets another one come along on one trip. */
  private noteReleases(): void {
    const { ahead, turn, aheadTo, problem, route, releases } = this
    const { releaseAt, tripUnits, tripRoom, tripRoomReloaded, tripLoad } = problem
    this.releaseCount = 0
    if (!problem.hasReleases) return
    const { tripLeft } = this
    for (let unit = 0; unit < tripUnits; unit++)
      tripLeft[unit] = Math.max(tripRoom[route * tripUnits + unit]!, tripRoomReloaded[route * tripUnits + unit]!)
    let last = -NEVER
    for (let index = turn; index < aheadTo; index++) {
      const visit = ahead[index]!
      for (let unit = 0; unit < tripUnits; unit++) {
        tripLeft[unit]! -= tripLoad[visit * tripUnits + unit]!
        if (tripLeft[unit]! < 0) return
      }
      if (releaseAt[visit]! <= last) continue
      last = releaseAt[visit]!
      releases[this.releaseCount++] = last
    }
  }

  /** Home. False: there is no way to be back in time. */
  finish(from: Labels, stop: number, end: number, mustLeaveRoom: boolean): boolean {
    const { problem, route, label } = this
    const { placeOf } = problem
    this.cents = Number.POSITIVE_INFINITY
    this.isFirst = false
    for (let index = 0; index < from.count; index++) {
      const at = index * from.width
      for (let taken = from.data[at + TAKEN]!; taken <= this.breaksTo - problem.breaksFrom[route]!; taken++) {
        this.take(from, index, from.data[at + READY]!)
        if (!this.breakBeforeLeaving(taken)) break
        if (!this.leg(placeOf[stop]!, placeOf[end]!)) continue
        label[CENTS]! -= centsOfLeg(problem, route, placeOf[stop]! * problem.placeCount + placeOf[end]!)
        const back = this.clock
        if (back > problem.shiftLatest[route]! || !this.hasRestAtHome(taken, back)) continue
        if (label[TRAVEL]! > problem.mostTravel[route]! || label[SPAN]! > problem.mostSpan[route]!) continue
        if (label[BUSY]! > problem.mostBusyOn[route]!) continue
        if (mustLeaveRoom && this.isReserveUsed()) continue
        const cents =
          label[CENTS]! +
          centsFor(this.gap, problem.waitingCentsPerHour[route]!) +
          overtimeCents(problem, route, back) +
          centsFor(label[SPAN]!, problem.spanCentsPerHour[route]!)
        // Of equal ways the one that leaves the most of the day: what else there is to do is for others to say.
        if (cents > this.cents || (cents === this.cents && !this.isEasier())) continue
        this.cents = cents
        this.detours = label[DETOURS]!
        this.busy = label[BUSY]!
        this.late = label[LATE]!
        this.travel = label[TRAVEL]!
        this.span = label[SPAN]!
        this.lastLabel = index
        if (this.isTold)
          this.note({
            kind: 'home',
            entry: route,
            leg: this.driven,
            arrival: back,
            start: back,
            end: back,
            left: back,
            room: 0,
          })
        this.happenedLast = this.happened
      }
    }
    return this.cents < Number.POSITIVE_INFINITY
  }

  private isEasier(): boolean {
    const { label } = this
    return label[LATE]! < this.late || (label[LATE] === this.late && label[BUSY]! < this.busy)
  }

  private isReserveUsed(): boolean {
    const { problem, route, label } = this
    return label[RESERVED]! + problem.reserve[route]! > problem.shiftCloses[route]! - problem.shiftOpens[route]!
  }

  /**
   * The same when the rest of the route is one that was finished before: everything comes so much later in the sums, but
   * nothing else is different. False: that is too much.
   */
  finishAs(before: Finished, cents: number, busy: number, travel: number, span: number): boolean {
    const { problem, route } = this
    this.busy = before.busy + busy
    this.late = before.late
    this.travel = before.travel + travel
    this.span = before.span + span
    const rate = problem.spanCentsPerHour[route]!
    this.cents = before.cents + cents + centsFor(this.span, rate) - centsFor(before.span, rate)
    return (
      this.travel <= problem.mostTravel[route]! &&
      this.span <= problem.mostSpan[route]! &&
      this.busy <= problem.mostBusyOn[route]!
    )
  }

  /** The best way of all, given the labels of every stop in order. Where that is wanted, as late as it can be. */
  told(labels: readonly Labels[]): Event[] {
    const backwards: Event[] = []
    const tell = (last: Happened | undefined) => {
      for (let at = last; at !== undefined; at = at.before) backwards.push(at.event)
    }
    tell(this.happenedLast)
    let index = this.lastLabel
    for (let turn = labels.length - 1; turn >= 0; turn--) {
      const { data, width } = labels[turn]!
      const note = data[index * width + NOTE]!
      if (note >= 0) tell(this.notes?.[note])
      index = data[index * width + PARENT]!
    }
    const told = backwards.reverse()
    const prompt = this.leavingDepots(told)
    return this.stakes.countsSpan && this.rush === NO_RUSH ? this.putLater(prompt) : prompt
  }

  /** Nobody waits at a depot for more than the trip needs, even where leaving later made no difference. */
  private leavingDepots(events: readonly Event[]): Event[] {
    const { problem, rush } = this
    let shifted = Number.NaN // the second the depot is left, until the next stop
    return events.map((event, index) => {
      const { kind, leg } = event
      const left = shifted
      shifted = Number.NaN
      if (kind === 'reload') {
        let needed = event.end
        for (const { kind: next, entry } of events.slice(index + 1)) {
          if (next === 'reload') break
          if (next === 'visit') needed = Math.max(needed, problem.releaseAt[entry]!)
        }
        if (needed === event.left) return event
        shifted = needed
        return { ...event, left: needed }
      }
      if (Number.isNaN(left) || leg === NO_LEG) return event
      const seconds = this.seconds[leg]!
      const arrival = left + (rush === NO_RUSH ? seconds : drivenSeconds(problem, rush, left, seconds))
      return { ...event, arrival }
    })
  }

  /** Whoever would wait later on sets out later, as far as that costs nothing; from then on all is as early as it can be. */
  private putLater(events: readonly Event[]): Event[] {
    let later = 0 // so much the stop that follows can be put off
    let start = Number.NaN
    let drive = 0
    for (const { kind, leg, room, start: own, end } of events.toReversed()) {
      if (kind === 'pause') continue
      later = Number.isNaN(start) ? 0 : Math.max(0, Math.min(room, start + later - drive - end))
      start = own
      drive = leg === NO_LEG ? 0 : this.seconds[leg]!
    }
    let left = 0
    let reached = 0
    return events.map((event) => {
      const { kind, leg, end } = event
      if (kind === 'pause') return event
      if (kind === 'leave') {
        left = event.start + later
        return { ...event, arrival: left, start: left, end: left, left }
      }
      // After a break on arrival one is there already; before leaving one is where one was.
      if (leg !== NO_LEG) reached = left + this.seconds[leg]!
      const arrival = kind === 'break' && leg === NO_LEG ? left : reached
      const begins = Math.max(event.start, arrival, left)
      const ends = begins + end - event.start
      left = Math.max(event.left, ends)
      return { ...event, arrival, start: begins, end: ends, left }
    })
  }

  /** A label to work on. */
  private take(from: Labels, index: number, leave: number): void {
    const { label } = this
    const at = index * from.width
    for (let field = 0; field < from.width; field++) label[field] = from.data[at + field]!
    label[PARENT] = index
    this.clock = leave
    this.gap = 0
    this.isOut = !this.isFirst
    this.happened = undefined
    this.driven = NO_LEG
  }

  /** With any number of breaks on the way, to a depot or to the visit. */
  private drive(from: number, to: number, depot: number, isLoaded: boolean): void {
    const { problem, label } = this
    const first = problem.breaksFrom[this.route]! + label[TAKEN]!
    let open = 0
    // Whoever is not done with a break when the visit has to be reached need not begin it.
    while (first + open < this.breaksTo && this.breakOver(first + open) <= this.latest) open++
    if (open === 0) {
      if (this.leg(from, to)) this.arrive(depot, isLoaded)
      return
    }
    const kept = this.keep()
    for (let count = 0; count <= open; count++) {
      if (count > 0) this.backTo(kept)
      if (this.driveWithBreaks(from, to, count)) this.arrive(depot, isLoaded)
    }
    this.letGo()
  }

  /** At the earliest. */
  private breakOver(entry: number): number {
    return this.problem.breakOpens[entry]! + this.problem.breakSeconds[entry]!
  }

  private arrive(depot: number, isLoaded: boolean): void {
    if (depot !== NO_DEPOT) {
      this.reload(depot)
      return
    }
    const { problem, place, visit, route, label } = this
    const leg = place * problem.placeCount + problem.placeOf[visit]!
    // The plan counts the leg at the price of the tables; what was driven has been counted on top.
    const direct = centsOfLeg(problem, route, leg)
    label[CENTS]! -= direct
    if (isLoaded) label[DETOURS]! += this.depotCents - direct
    else label[CENTS]! += scatterOfLeg(problem, route, leg)
    this.serve(isLoaded)
  }

  /** With so many breaks, on arrival, or before leaving where that would be too late. */
  private driveWithBreaks(from: number, to: number, count: number): boolean {
    const { problem, label } = this
    const first = problem.breaksFrom[this.route]! + label[TAKEN]!
    let isThere = false
    for (let entry = first; entry < first + count; entry++) {
      if (!isThere) {
        const seconds = this.secondsOf(from, to)
        if (seconds >= UNREACHABLE) return false
        isThere = Math.max(this.clock + seconds, problem.breakOpens[entry]!) <= problem.breakCloses[entry]!
        if (isThere && !this.leg(from, to)) return false
      }
      // Whoever has not set out yet rests at home, which is another way.
      if (!isThere && !this.isOut) return false
      if (!this.rest(entry)) return false
    }
    return isThere || this.leg(from, to)
  }

  private rest(entry: number): boolean {
    const { problem, label } = this
    const start = Math.max(this.clock, problem.breakOpens[entry]!)
    if (start > problem.breakCloses[entry]! || !this.setOutFor(start)) return false
    // Who sets out after this break would be over has had it at home.
    if (problem.breaksFrom[this.route]! + label[TAKEN]! > entry) return false
    const arrival = this.clock
    this.wait(start - arrival)
    const room = this.rush === NO_RUSH ? problem.breakCloses[entry]! - start : 0
    this.holdBy(room)
    this.passBreak(entry)
    label[SPAN]! += problem.breakSeconds[entry]!
    const end = start + problem.breakSeconds[entry]!
    this.clock = end
    if (this.isTold)
      this.note({
        kind: 'break',
        entry: entry - problem.breaksFrom[this.route]!,
        leg: this.driven,
        arrival,
        start,
        end,
        left: end,
        room,
      })
    return true
  }

  private passBreak(entry: number): void {
    const { problem, label } = this
    label[TAKEN]!++
    label[RESERVED]! += problem.breakSeconds[entry]!
    if (problem.isBreakPaid[entry] === 1) label[BUSY]! += problem.breakSeconds[entry]!
  }

  private breakBeforeLeaving(taken: number): boolean {
    const { problem, label } = this
    const from = problem.breaksFrom[this.route]!
    while (label[TAKEN]! < taken) if (!this.rest(from + label[TAKEN]!)) return false
    return true
  }

  private hasRestAtHome(taken: number, back: number): boolean {
    const { problem } = this
    for (let entry = problem.breaksFrom[this.route]! + taken; entry < this.breaksTo; entry++)
      if (back > problem.breakCloses[entry]!) return false
    return true
  }

  private reload(depot: number): void {
    const { problem, label, visit } = this
    const start = startAt(problem.reloadWindows, depot, this.clock)
    if (start === NEVER || !this.setOutFor(start)) return
    const arrival = this.reached
    this.wait(start - this.clock)
    const room = this.rush === NO_RUSH ? roomIn(problem.reloadWindows, depot, start) : 0
    this.holdBy(room)
    const seconds = problem.reloadSeconds[depot]!
    label[BUSY]! += seconds
    label[RESERVED]! += seconds
    label[SPAN]! += seconds
    label[RELOADS]!++
    label.fill(0, LOADS)
    const end = start + seconds
    const entry = depot - problem.reloadsFrom[this.route]!
    const place = problem.reloadPlaceOf[depot]!
    this.depotCents =
      centsOfLeg(problem, this.route, this.place * problem.placeCount + place) +
      centsOfLeg(problem, this.route, place * problem.placeCount + problem.placeOf[visit]!)
    const kept = this.keep()
    for (let release = -1; release < this.releaseCount; release++) {
      const leave = release < 0 ? end : this.releases[release]!
      if (release >= 0 && leave <= end) continue
      this.backTo(kept)
      this.clock = end
      this.wait(leave - end)
      this.clock = leave
      label[TRIP] = leave
      if (this.isTold) this.note({ kind: 'reload', entry, leg: this.driven, arrival, start, end, left: leave, room })
      this.drive(place, problem.placeOf[visit]!, NO_DEPOT, true)
    }
    this.letGo()
  }

  private serve(isLoaded: boolean): void {
    const { problem, route, visit } = this
    if (this.clock > this.latest || !this.hasAboard(visit)) return
    const earliest = this.earliest(visit, this.clock)
    if (earliest === NEVER) return
    const isSet = isLoaded || !this.isSamePlace
    const kept = problem.prefersLater ? this.keep() : undefined
    this.serveFrom(isSet, earliest)
    if (kept === undefined) return
    for (let aim = problem.aimsFrom[visit]!; aim < problem.aimsFrom[visit + 1]!; aim++) {
      if (problem.aims[aim]! <= earliest) continue
      const later = this.earliest(visit, problem.aims[aim]!)
      if (later === NEVER || later > problem.shiftLatest[route]!) continue
      this.backTo(kept)
      this.serveFrom(isSet, later)
    }
    this.letGo()
  }

  private serveFrom(isSet: boolean, start: number): void {
    const { problem, route, label, stakes, visit } = this
    if (!this.setOutFor(start) || problem.releaseAt[visit]! > label[TRIP]!) return
    const arrival = this.reached
    this.wait(start - this.clock)
    const work = workOn(problem, visit, route) + (isSet ? problem.setupSeconds[visit]! : 0)
    if (!this.isFirst && this.gap > 0) label[CENTS]! += centsFor(this.gap, problem.waitingCentsPerHour[route]!)
    if (problem.isStartPriced) label[CENTS]! += startCents(problem, visit, start)
    // The plan counts it with the liking.
    if (stakes.spanCentsPerSecond > 0) label[CENTS]! -= labourOn(problem, visit, route)
    if (stakes.countsLate) label[LATE] = Math.max(label[LATE]!, lateSeconds(problem, visit, start))
    label[BUSY]! += work
    label[RESERVED]! += problem.isEmergency[visit] === 1 ? 0 : work
    label[SPAN]! += work
    const room = stakes.countsSpan ? this.roomOf(visit, start) : 0
    this.holdBy(room)
    label[READY] = start + work
    if (problem.isPausable[visit] === 1) this.pause(arrival, start)
    if (!this.isAgreed(visit, start + work)) return
    if (this.isTold)
      this.note({
        kind: 'visit',
        entry: visit,
        leg: this.driven,
        arrival,
        start,
        end: start + work,
        left: start + work,
        room,
      })
    this.add()
  }

  /** The same with one break after the other inside the work. */
  private pause(arrival: number, start: number): void {
    const { problem, label, visit } = this
    const before = this.keep()
    const { happened } = this
    const inside: Event[] = []
    const from = problem.breaksFrom[this.route]!
    let after = start
    for (let entry = from + label[TAKEN]!; entry < this.breaksTo; entry++) {
      const begins = Math.max(after, problem.breakOpens[entry]!)
      if (begins > problem.breakCloses[entry]! || begins >= label[READY]!) break
      after = begins + problem.breakSeconds[entry]!
      this.passBreak(entry)
      label[SPAN]! += problem.breakSeconds[entry]!
      label[READY]! += problem.breakSeconds[entry]!
      this.holdBy(0)
      const end = label[READY]!
      inside.push({
        kind: 'pause',
        entry: entry - from,
        leg: NO_LEG,
        arrival: begins,
        start: begins,
        end: after,
        left: after,
        room: 0,
      })
      const paused: Event = { kind: 'visit', entry: visit, leg: this.driven, arrival, start, end, left: end, room: 0 }
      this.happened = [paused, ...inside].reduce<Happened | undefined>(
        (earlier, event) => ({ event, before: earlier }),
        happened,
      )
      if (this.isAgreed(visit, end)) this.add()
    }
    this.backTo(before)
    this.letGo()
  }

  private add(): void {
    if (this.notes !== undefined) this.label[NOTE] = this.notes.push(this.happened) - 1
    if (this.stakes.countsTrips) this.label[NEEDED] = this.lastReleaseBy(this.label[TRIP]!)
    this.to.add(this.label, this.stakes)
  }

  /** Counts what the visit takes from the van. False: it is not on board. */
  private hasAboard(visit: number): boolean {
    const { problem, route, label } = this
    const isReloaded = label[RELOADS]! > 0
    if (!isReloaded && problem.lacksTool[visit * problem.techCount + problem.techOf[route]!] === 1) return false
    const room = isReloaded ? problem.tripRoomReloaded : problem.tripRoom
    for (let unit = 0; unit < problem.tripUnits; unit++) {
      label[LOADS + unit]! += problem.tripLoad[visit * problem.tripUnits + unit]!
      if (label[LOADS + unit]! > room[route * problem.tripUnits + unit]!) return false
    }
    return true
  }

  private earliest(visit: number, second: number): number {
    const { problem, appointments } = this
    let start = second
    if (appointments !== undefined) start = Math.max(start, appointments.notBefore[visit]!)
    start = startAt(problem, visit, start)
    if (problem.isSnapped[visit] === 1) {
      for (let step = -NEVER; start !== NEVER && step !== start; ) {
        step = nextStep(problem, start)
        start = startAt(problem, visit, step)
      }
    }
    return appointments !== undefined && start > appointments.notAfter[visit]! ? NEVER : start
  }

  private isAgreed(visit: number, end: number): boolean {
    const { appointments } = this
    return appointments === undefined || (end >= appointments.endsFrom[visit]! && end <= appointments.endsBy[visit]!)
  }

  /** How much later it could begin at the same price. */
  private roomOf(visit: number, start: number): number {
    const { problem, appointments, rush } = this
    if (rush !== NO_RUSH || problem.isSnapped[visit] === 1) return 0
    if (problem.aimsFrom[visit + 1]! > problem.aimsFrom[visit]!) return 0
    if (problem.hasAsap && problem.asapCentsPerHour[visit]! > 0) return 0
    let room = roomIn(problem, visit, start)
    if (appointments !== undefined) room = Math.min(room, appointments.notAfter[visit]! < NEVER ? 0 : room)
    const isDue = problem.lateCentsPerHour[visit]! > 0 || this.stakes.countsLate
    return isDue ? Math.min(room, Math.max(0, problem.dueAt[visit]! - start)) : room
  }

  /**
   * The first thing to happen on the way says when the technician sets out: as late as possible. Breaks that are over by
   * then were had at home. False: in the rush hours of then the drive is too long.
   */
  private setOutFor(start: number): boolean {
    if (this.isOut) return true
    const { problem, route, label, rush } = this
    const seconds = this.seconds[this.firstLeg]!
    const departure = rush === NO_RUSH ? start - seconds : latestDeparture(problem, rush, start, seconds)
    this.isOut = true
    const driven = rush === NO_RUSH ? seconds : drivenSeconds(problem, rush, departure, seconds)
    if (driven > problem.mostLeg[route]!) return false
    this.count(driven, this.firstLeg)
    // In rush hours a second later can take a second longer: the last moment to set out is the one.
    label[SLACK] = rush === NO_RUSH ? NEVER : 0
    label[TRIP] = departure
    this.clock = departure + driven
    this.reached = this.clock
    this.driven = NO_LEG
    if (this.isTold) {
      const at = { arrival: departure, start: departure, end: departure, left: departure }
      this.note({ kind: 'leave', entry: route, leg: this.driven, ...at, room: NEVER })
    }
    this.driven = this.firstLeg
    for (let entry = problem.breaksFrom[route]! + label[TAKEN]!; entry < this.breaksTo; entry++) {
      if (this.breakOver(entry) > departure) break
      label[TAKEN]!++
    }
    return true
  }

  /** Sets out at once, or notes which way it is to go where that is still open. */
  private leg(from: number, to: number): boolean {
    const { problem } = this
    const seconds = this.secondsOf(from, to)
    if (seconds >= UNREACHABLE || seconds > problem.mostLeg[this.route]!) return false
    const leg = from * problem.placeCount + to
    this.clock += seconds
    this.reached = this.clock
    if (this.isOut) this.count(seconds, leg)
    else this.firstLeg = leg
    this.driven = leg
    return true
  }

  private secondsOf(from: number, to: number): number {
    const { problem, rush, clock } = this
    const seconds = this.seconds[from * problem.placeCount + to]!
    return rush === NO_RUSH || seconds >= UNREACHABLE ? seconds : drivenSeconds(problem, rush, clock, seconds)
  }

  /** A leg that took so long. */
  private count(seconds: number, leg: number): void {
    const { problem, label, route } = this
    label[TRAVEL]! += seconds
    label[BUSY]! += seconds
    label[RESERVED]! += seconds
    label[SPAN]! += seconds
    label[CENTS]! += drivenCents(problem, route, leg, seconds)
  }

  private wait(seconds: number): void {
    const { label } = this
    const absorbed = this.stakes.countsSpan ? Math.min(seconds, label[SLACK]!) : 0
    label[SLACK]! -= absorbed
    label[SPAN]! += seconds - absorbed
    this.gap += seconds - absorbed
  }

  private holdBy(room: number): void {
    this.label[SLACK] = Math.min(this.label[SLACK]!, room)
  }

  /** To come back to as often as wanted, until it is let go. */
  private keep(): Kept {
    if (this.depth === this.kept.length) this.kept.push(new Kept(this.label.length))
    const kept = this.kept[this.depth++]!
    kept.clock = this.clock
    kept.reached = this.reached
    kept.gap = this.gap
    kept.isOut = this.isOut
    kept.happened = this.happened
    kept.driven = this.driven
    for (let field = 0; field < this.label.length; field++) kept.label[field] = this.label[field]!
    return kept
  }

  private letGo(): void {
    this.depth--
  }

  private backTo(kept: Kept): void {
    this.clock = kept.clock
    this.reached = kept.reached
    this.gap = kept.gap
    this.isOut = kept.isOut
    this.happened = kept.happened
    this.driven = kept.driven
    for (let field = 0; field < this.label.length; field++) this.label[field] = kept.label[field]!
  }

  private get isTold(): boolean {
    return this.notes !== undefined
  }

  /** After the leg that has been driven, of which no other event tells then. */
  private note(event: Event): void {
    this.happened = { event, before: this.happened }
    this.driven = NO_LEG
  }
}

/** A label half made. */
class Kept {
  clock = 0
  reached = 0
  gap = 0
  isOut = false
  happened: Happened | undefined
  driven = NO_LEG
  readonly label: Float64Array

  constructor(width: number) {
    this.label = new Float64Array(width)
  }
}

/** How much later the same window still allows. */
function roomIn(windows: Windows, visit: number, start: number): number {
  let window = windows.windowsFrom[visit]!
  while (windows.windowCloses[window]! < start) window++
  return windows.windowCloses[window]! - start
}

function stakesOn(problem: Problem, route: number): Stakes {
  const tech = problem.techOf[route]!
  const stakes: Stakes = {
    patience:
      (problem.waitingCentsPerHour[route]! +
        problem.mostFallingCentsPerHour +
        (problem.rushOf[route] === NO_RUSH ? 0 : problem.centsPerHour[route]!)) /
      3600,
    falling: problem.mostFallingCentsPerHour / 3600,
    restSeconds: restsOn(problem, route),
    spanCentsPerSecond: problem.spanCentsPerHour[route]! / 3600,
    countsTravel: problem.mostTravel[route]! < NEVER,
    countsBusy: problem.countsBusy[tech] === 1,
    countsReserved: problem.reserve[route]! > 0,
    countsSpan: problem.sparesSpan[route] === 1,
    limitsSpan: problem.mostSpan[route]! < NEVER,
    isAnyGap: problem.hasGaps.includes(1),
    countsLate: problem.worstLateCentsPerHour > 0,
    countsTrips: problem.mostReloads[route]! > 0 || problem.hasReleases,
  }
  return { ...stakes, onceLoaded: { ...stakes, countsTrips: false } }
}

function restsOn({ breaksFrom, breakSeconds }: Problem, route: number): number[] {
  const sums = [0]
  for (let entry = breaksFrom[route]!; entry < breaksFrom[route + 1]!; entry++)
    sums.push(sums.at(-1)! + breakSeconds[entry]!)
  return sums
}

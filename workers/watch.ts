// Looks at how far a search is, now and then, and tells whoever asked: the best plan so far, what made it, how many
// iterations and how fast. Imports workers/ only.
import { now } from './clock.ts'
import { type Control, readProgress, type ThreadProgress } from './control.ts'
import type { SolveHooks } from './solving.ts'

const LOOK_EVERY_MS = 100
/** A rate over less says little. */
const RATE_SECONDS = 1

export class Watch {
  private readonly control: Control
  private readonly startedAt: number
  private readonly onProgress: SolveHooks['onProgress']
  private readonly timer: NodeJS.Timeout | undefined
  private best: ThreadProgress | undefined
  private told = ''
  private readonly rate = { since: 0, iterations: 0, perSecond: 0 }

  constructor(control: Control, startedAt: number, onProgress: SolveHooks['onProgress']) {
    this.control = control
    this.startedAt = startedAt
    this.onProgress = onProgress
    if (onProgress) this.timer = setInterval(() => this.tell(), LOOK_EVERY_MS)
  }

  /** Also to be called before what the threads have told is forgotten. */
  look(): ThreadProgress | undefined {
    const latest = readProgress(this.control)
    if (latest === undefined) return this.best
    // A step may begin with a plan that is dearer than the best.
    const isBetter = this.best === undefined || latest.cost < this.best.cost
    this.best = { ...(isBetter ? latest : this.best!), iterations: latest.iterations }
    return this.best
  }

  /** So that the last word is the plan that was found. */
  end(): void {
    clearInterval(this.timer)
    this.tell()
  }

  private tell(): void {
    const best = this.look()
    if (best === undefined || this.onProgress === undefined || JSON.stringify(best) === this.told) return
    this.told = JSON.stringify(best)
    const seconds = (now() - this.startedAt) / 1000
    this.onProgress({ ...best, seconds, iterationsPerSecond: this.rateAt(seconds, best.iterations) })
  }

  /** Over the last second or so; before that, over all there is. */
  private rateAt(seconds: number, iterations: number): number {
    const { rate } = this
    const passed = seconds - rate.since
    if (passed >= RATE_SECONDS || rate.since === 0) rate.perSecond = Math.round((iterations - rate.iterations) / passed)
    if (passed >= RATE_SECONDS) {
      rate.since = seconds
      rate.iterations = iterations
    }
    return rate.perSecond
  }
}

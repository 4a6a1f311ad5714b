// How long the answer takes once the search is over, so that the search can end in time for it: told from the size of the
// day, and learned from the answers that were given before. Imports solver/ types only.
import type { Problem } from '../solver/problem.ts'

/** Milliseconds as measured on one machine of two cores; how far off they are on another is what is learned. */
const USUAL = {
  /** The last look at the plan, the judge, handing it all over. */
  ofVisit: 0.03,
  /** A visit beside a stop of the plan, where other options are asked for. */
  ofPair: 20e-6,
  /** A visit left out and a technician who does not take it. */
  ofReason: 0.008,
  /** The same where rules of the day may be in the way, and for how long that is asked about at most. */
  ofInquiry: 0.05,
  longestInquiry: 500,
  least: 12,
}
/** So much longer than usual it may take without being late. */
const CAUTION = 1.3
/** How much the latest answer counts, and how far it can lead astray. */
const NEWS = 0.3
const FARTHEST = 8

export class FinishTime {
  /** What the machine takes, over what is usual. */
  private pace = 1

  reserveMs(problem: Problem, leftOut: number, alternatives: number): number {
    return CAUTION * this.pace * usualMs(problem, leftOut, alternatives)
  }

  learn(problem: Problem, leftOut: number, alternatives: number, tookMs: number): void {
    const pace = tookMs / usualMs(problem, leftOut, alternatives)
    this.pace += NEWS * (Math.min(FARTHEST, Math.max(1 / FARTHEST, pace)) - this.pace)
  }
}

function usualMs(problem: Problem, leftOut: number, alternatives: number): number {
  const { visitCount, routeCount, techOf, hasCourse, hasTrips } = problem
  const pairs = alternatives > 1 ? visitCount * (visitCount + routeCount) : 0
  const reasons = leftOut * new Set(techOf).size
  const inquiries =
    hasCourse.includes(1) || hasTrips.includes(1) ? Math.min(USUAL.longestInquiry, USUAL.ofInquiry * reasons) : 0
  return USUAL.least + USUAL.ofVisit * visitCount + USUAL.ofPair * pairs + USUAL.ofReason * reasons + inquiries
}

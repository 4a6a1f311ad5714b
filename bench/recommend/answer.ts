// As much of a recommendation as the measurement relies on: that there are options, and that each of them has its reasons.
import { z } from 'zod'

/** Of each ask. */
export const OPTIONS_ASKED = 10

const MeasuredAnswer = z.object({
  offerId: z.string().optional(),
  proposals: z.array(z.object({ reasons: z.array(z.unknown()).min(1) })),
})
export type MeasuredAnswer = z.infer<typeof MeasuredAnswer>

/** What the answers to all asks came to: a fast answer without options would be no answer. */
export class Answers {
  #asks = 0
  #options = 0
  #bytes = 0

  /** Refuses what is no recommendation. */
  take(text: string): MeasuredAnswer {
    const answer = MeasuredAnswer.parse(JSON.parse(text))
    this.#asks += 1
    this.#options += answer.proposals.length
    this.#bytes += Buffer.byteLength(text)
    return answer
  }

  /** Means of an ask. */
  get options(): number {
    return this.#options / Math.max(1, this.#asks)
  }

  get kilobytes(): number {
    return this.#bytes / 1000 / Math.max(1, this.#asks)
  }
}

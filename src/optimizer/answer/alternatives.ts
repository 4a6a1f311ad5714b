// Which of many options are shown: such that differ. Nobody is helped by three that send the same person on the same
// morning, however cheap they are. Knows no prices beyond the order in which the options come.

/** What tells options apart for those who choose between them. */
export interface Told {
  readonly tech: number
  /** The day and the part of it, in whatever words. */
  readonly time: string
}

/** What an answer may carry for one ticket, and dispatch-api takes. */
const MOST_PER_TICKET = 20
/** So many times as many are looked at as are shown. */
const CHOICE = 3

/** How many options of each visit to ask the search for, so that there is a choice between them. */
export const optionsToAskFor = (alternatives: number): number => (alternatives === 1 ? 1 : alternatives * CHOICE)

/** How many of them each technician of a crew may have. */
export const optionsToShow = (alternatives: number, crew: number): number =>
  Math.max(1, Math.min(alternatives, Math.floor(MOST_PER_TICKET / crew)))

/**
 * The first, which is the plan, and then one after the other whichever brings most that is new: another technician at
 * another time before another technician or another time alone, and those before near-duplicates; the cheaper of equals.
 * In the order in which they came, cheapest first.
 */
export function differing<T>(options: readonly T[], count: number, told: (option: T) => Told): T[] {
  const left = options.map((option, rank) => ({ rank, option, ...told(option) }))
  const chosen = left.splice(0, 1)
  while (chosen.length < count && left.length > 0) {
    const news = left.map(({ tech, time }) => {
      const isNewTech = chosen.every((one) => one.tech !== tech)
      const isNewTime = chosen.every((one) => one.time !== time)
      return Number(isNewTech) + Number(isNewTime)
    })
    chosen.push(...left.splice(news.indexOf(Math.max(...news)), 1))
  }
  return chosen.toSorted((a, b) => a.rank - b.rank).map(({ option }) => option)
}

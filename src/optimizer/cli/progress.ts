// What a person sees while the search runs: a bar on a terminal, a line a second elsewhere. Always on standard error.
import type { SearchProgress } from '../../../workers/client.ts'

export interface ProgressDisplay {
  show(progress: SearchProgress): void
  /** Leaves the screen as a next line expects it. */
  end(): void
}

const BAR_WIDTH = 24
/** Of a terminal that does not say. */
const USUAL_COLUMNS = 80
const LINE_EVERY_SECONDS = 1

export function progressDisplay(stream: NodeJS.WriteStream, totalSeconds: number): ProgressDisplay {
  return stream.isTTY ? bar(stream, totalSeconds) : lines(stream, totalSeconds)
}

function bar(stream: NodeJS.WriteStream, totalSeconds: number): ProgressDisplay {
  let drawn = false
  return {
    show: (progress) => {
      const share = totalSeconds > 0 ? Math.min(1, progress.seconds / totalSeconds) : 1
      const filled = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░')
      // A narrow terminal gets less, as a wrapped line could not be drawn over.
      const text = `${filled} ${inWords(progress, totalSeconds)}`.slice(0, (stream.columns || USUAL_COLUMNS) - 1)
      stream.write(`\r\x1b[2K${text}`)
      drawn = true
    },
    end: () => {
      if (drawn) stream.write('\n')
    },
  }
}

function lines(stream: NodeJS.WriteStream, totalSeconds: number): ProgressDisplay {
  let next = 0
  return {
    show: (progress) => {
      if (progress.seconds < next) return
      next = progress.seconds + LINE_EVERY_SECONDS
      stream.write(`${inWords(progress, totalSeconds)}\n`)
    },
    end: () => {},
  }
}

function inWords(progress: SearchProgress, totalSeconds: number): string {
  const { seconds, cost, unserved, improvedBy, iterations, iterationsPerSecond } = progress
  return [
    `${seconds.toFixed(1)} of ${totalSeconds} s`,
    `cost ${(cost / 100).toFixed(2)} by ${improvedBy}`,
    `left out ${unserved}`,
    `${iterations} iterations`,
    `${iterationsPerSecond}/s`,
  ].join(', ')
}

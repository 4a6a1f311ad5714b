// How far a long run is, on stderr: a bar that redraws itself on a terminal, a plain line now and then elsewhere.
// Knows nothing of what runs.

export interface Progress {
  readonly seconds: number
  /** What there is to tell beside the time, such as the best cost so far. */
  readonly note: string
}

export interface ProgressBar {
  draw(progress: Progress): void
  /** Leaves the terminal as it was found. */
  clear(): void
}

/** As much of a terminal or file as is needed. */
export interface Out {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const WIDTH = 30
/** Of a terminal that does not say. */
const USUAL_COLUMNS = 80
const SECONDS_BETWEEN_LINES = 5

export function openProgressBar(limitSeconds: number, out: Out = process.stderr): ProgressBar {
  return out.isTTY ? redrawnBar(limitSeconds, out) : plainLines(limitSeconds, out)
}

function redrawnBar(limitSeconds: number, out: Out): ProgressBar {
  return {
    draw({ seconds, note }) {
      const done = Math.round(WIDTH * Math.min(1, seconds / Math.max(limitSeconds, Number.EPSILON)))
      const bar = `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)}`
      // A narrow terminal gets less, as a wrapped line could not be drawn over.
      const text = `${bar} ${timesOf(seconds, limitSeconds)}  ${note}`.slice(0, (out.columns || USUAL_COLUMNS) - 1)
      out.write(`\r\x1b[K${text}`)
    },
    clear() {
      out.write('\r\x1b[K')
    },
  }
}

function plainLines(limitSeconds: number, out: Out): ProgressBar {
  let nextAt = SECONDS_BETWEEN_LINES
  return {
    draw({ seconds, note }) {
      if (seconds < nextAt) return
      nextAt = seconds + SECONDS_BETWEEN_LINES
      out.write(`${timesOf(seconds, limitSeconds)}  ${note}\n`)
    },
    clear() {},
  }
}

const timesOf = (seconds: number, limitSeconds: number) => `${seconds.toFixed(1)} of ${limitSeconds} s`

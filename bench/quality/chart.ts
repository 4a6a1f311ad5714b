// The mean gap over time as one self-contained SVG: a line for each set, light lines for its instances. Its colours
// follow the reader's light or dark scheme. Draws what time-course.ts says; knows no file.
import type { QualityRecord } from './record.ts'
import { type Point, type TimeCourse, timeCourses } from './time-course.ts'

const SIZE = { width: 1000, height: 480 }
/** Room for the words around the plot. */
const PLOT = { left: 62, right: 740, top: 74, bottom: 430 }
const FIRST_SECOND = 0.1
const STEPS = 160
const LABEL_HEIGHT = 18
const COLOURS = ['blue', 'orange', 'green', 'violet', 'red', 'teal', 'brown']

export function chartOf(record: QualityRecord): string {
  const last = lastSecondOf(record)
  const courses = timeCourses(record, logSpaced(FIRST_SECOND, last, STEPS))
  const highest = topOf(Math.max(0, ...courses.flatMap(({ mean }) => mean.map(([, gap]) => gap))))
  const lowest = Math.min(0, ...courses.flatMap(({ mean }) => mean.map(([, gap]) => gap)))
  const x = (seconds: number) =>
    PLOT.left + ((PLOT.right - PLOT.left) * Math.log(seconds / FIRST_SECOND)) / Math.log(last / FIRST_SECOND)
  const y = (gap: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * (gap - lowest)) / (highest - lowest)
  const colourOf = (set: string) => COLOURS[record.sets.findIndex(({ name }) => name === set) % COLOURS.length] ?? ''
  const line = (kind: string, { set, engine }: TimeCourse, points: readonly Point[], name: string) => {
    if (points.length === 0) return ''
    const path = points.map(([seconds, gap]) => `${x(seconds).toFixed(1)},${y(gap).toFixed(1)}`).join(' ')
    const dashes = dashesOf(record.settings.engines.indexOf(engine))
    return `<polyline class="${kind} ${colourOf(set)}"${dashes} points="${path}"><title>${escaped(name)}</title></polyline>`
  }
  const ends = courses.flatMap((course) => {
    const end = course.mean.at(-1)
    return end ? [{ course, gap: end[1], at: y(end[1]) }] : []
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" height="${SIZE.height}" role="img" aria-labelledby="title about">`,
    '<title id="title">Mean gap to the best known cost over time</title>',
    `<desc id="about">${escaped(ends.map(({ course, gap }) => `${nameOf(course, record)} ends at ${gap.toFixed(2)} %`).join('; '))}</desc>`,
    STYLE,
    `<clipPath id="plot"><rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.right - PLOT.left}" height="${PLOT.bottom - PLOT.top}"/></clipPath>`,
    `<rect class="page" width="${SIZE.width}" height="${SIZE.height}"/>`,
    `<text class="title" x="${PLOT.left}" y="28">Mean gap to the best known cost, % over seconds</text>`,
    `<text class="note" x="${PLOT.left}" y="48">${escaped(subtitleOf(record))}</text>`,
    ...ticksBetween(lowest, highest).map((gap) => gridLine(gap, y(gap))),
    ...secondTicks(last).map((seconds) => secondTick(seconds, x(seconds))),
    '<g clip-path="url(#plot)">',
    ...courses.flatMap((course) => course.instances.map(({ name, mean }) => line('instance', course, mean, name))),
    ...courses.map((course) => line('set', course, course.mean, nameOf(course, record))),
    '</g>',
    ...apart(ends).map(
      ({ course, gap, at }) =>
        `<text class="label ${colourOf(course.set)}" x="${PLOT.right + 10}" y="${(at + 4).toFixed(1)}">${escaped(nameOf(course, record))} ${gap.toFixed(2)} %</text>`,
    ),
    '</svg>\n',
  ]
    .filter((element) => element !== '')
    .join('\n')
}

/** A run takes a little longer than it was given. */
const lastSecondOf = ({ sets, settings }: QualityRecord): number =>
  Math.max(
    2 * FIRST_SECOND,
    settings.seconds,
    ...sets.flatMap(({ instances }) => instances.flatMap(({ runs }) => runs.map(({ seconds }) => seconds))),
  )

const logSpaced = (first: number, last: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, step) => (step === steps ? last : first * (last / first) ** (step / steps)))

/** The next line of the grid. */
function topOf(gap: number): number {
  const step = niceAbove(gap / 5)
  return Math.max(1, Math.ceil(gap / step)) * step
}

/** 1, 2 or 5 with noughts, at least a tenth. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)))
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10)
}

function ticksBetween(lowest: number, highest: number): number[] {
  const step = niceAbove((highest - lowest) / 6)
  const first = Math.ceil(lowest / step)
  return Array.from({ length: Math.floor(highest / step) - first + 1 }, (_, index) => (first + index) * step)
}

const secondTicks = (last: number): number[] =>
  [0.1, 1, 10, 100, 1_000, 10_000]
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((seconds) => seconds <= last)

const gridLine = (gap: number, at: number): string =>
  `<path class="grid" d="M${PLOT.left} ${at.toFixed(1)}H${PLOT.right}"/><text class="tick" text-anchor="end" x="${PLOT.left - 8}" y="${(at + 4).toFixed(1)}">${numberOf(gap)}</text>`

const secondTick = (seconds: number, at: number): string =>
  `<path class="grid" d="M${at.toFixed(1)} ${PLOT.bottom}v6"/><text class="tick" text-anchor="middle" x="${at.toFixed(1)}" y="${PLOT.bottom + 22}">${numberOf(seconds)} s</text>`

/** Without the tail that adding tenths leaves. */
const numberOf = (value: number): string => String(Number(value.toFixed(6)))

const nameOf = ({ set, engine }: TimeCourse, { settings }: QualityRecord): string =>
  settings.engines.length > 1 ? `${set}, ${engine}` : set

function subtitleOf({ settings, machine }: QualityRecord): string {
  const { engines, seconds, threads, seeds } = settings
  return `${engines.join(', ')}, ${seconds} s, threads ${threads}, seeds ${seeds.join(', ')}; ${machine.cpu}. Light: single instances.`
}

/** The first engine's lines are whole, each other's dashed in a way of its own. */
const dashesOf = (engine: number): string => (engine > 0 ? ` stroke-dasharray="${6 * engine} 4"` : '')

/** Labels that would cover each other are moved down; the last ones back up when there is no room below. */
function apart<Label extends { at: number }>(labels: readonly Label[]): Label[] {
  const sorted = labels.toSorted((a, b) => a.at - b.at)
  const lowestAt = (index: number) => PLOT.bottom - (sorted.length - 1 - index) * LABEL_HEIGHT
  let free = PLOT.top
  return sorted.map((label, index) => {
    const at = Math.min(Math.max(label.at, free), lowestAt(index))
    free = at + LABEL_HEIGHT
    return { ...label, at }
  })
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `<style>
svg { --page: #ffffff; --ink: #1f2328; --faint: #59636e; --grid: #d8dee4; --blue: #0b5cad; --orange: #b54708; --green: #11734b; --violet: #7a3fb8; --red: #b3261e; --teal: #006b75; --brown: #7a5230 }
@media (prefers-color-scheme: dark) {
svg { --page: #0d1117; --ink: #e6edf3; --faint: #9aa4af; --grid: #2d333b; --blue: #6cb2ff; --orange: #ff9d5c; --green: #4fd19a; --violet: #c79bff; --red: #ff8a80; --teal: #5ad1dc; --brown: #d3ab82 }
}
text { font: 13px system-ui, sans-serif; fill: var(--ink) }
.title { font-size: 16px; font-weight: 600 }
.note, .tick { font-size: 12px; fill: var(--faint) }
.page { fill: var(--page) }
.grid { stroke: var(--grid); fill: none }
polyline { fill: none; stroke: var(--line); stroke-linejoin: round }
.set { stroke-width: 2.5 }
.instance { stroke-width: 1; opacity: 0.35 }
.blue { --line: var(--blue) }
.orange { --line: var(--orange) }
.green { --line: var(--green) }
.violet { --line: var(--violet) }
.red { --line: var(--red) }
.teal { --line: var(--teal) }
.brown { --line: var(--brown) }
.label { fill: var(--line); font-weight: 600 }
</style>`

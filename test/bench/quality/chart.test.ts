import { describe, expect, test } from 'vitest'
import { chartOf } from '../../../bench/quality/chart.ts'
import type { MeasuredInstance } from '../../../bench/quality/record.ts'
import { instanceOf, recordOf, runOf, setOf } from './records.ts'

/** Names of all elements, once it is sure that each is closed where it must be and every attribute is in quotes. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  const text = xml.replaceAll(/<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<&]*")*)\s*(\/?)>/g, (_, closes, name, __, empty) => {
    if (closes) expect(open.pop()).toBe(name)
    else {
      names.push(name)
      if (!empty) open.push(name)
    }
    return ''
  })
  expect(open).toEqual([])
  expect(text.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<&]/)
  return names
}

const falling = (name: string): MeasuredInstance => ({
  ...instanceOf(name, []),
  runs: [1, 2, 3].map((seed) =>
    runOf(seed, [
      [0.3, 1080],
      [2, 1040],
      [9, 1010],
    ]),
  ),
})
const record = recordOf([
  setOf('solomon', [falling('A & "B" <C>'), falling('D')]),
  setOf('ortec', [falling('E'), instanceOf('never', [null, null, null])]),
])
const chart = chartOf(record)

const pointsOf = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`<polyline class="${kind} [^>]* points="([^"]*)"`, 'g'))].map(([, points]) =>
    points!.split(' ').map((point) => point.split(',').map(Number) as [number, number]),
  )

describe('the chart', () => {
  test('is one sound SVG that needs nothing from elsewhere', () => {
    expect(elementsOf(chart)[0]).toBe('svg')
    expect(chart.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|href|@import|<script/)
    expect(chart).toContain('prefers-color-scheme: dark')
  })

  test('has a line for each set and a light one for each instance that was ever solved', () => {
    expect(elementsOf(chart).filter((name) => name === 'polyline')).toHaveLength(2 + 3)
    expect(pointsOf(chart, 'set')).toHaveLength(2)
    expect(pointsOf(chart, 'instance')).toHaveLength(3)
    expect(chart).toContain('<title>A &amp; &quot;B&quot; &lt;C&gt;</title>')
  })

  test('falls from left to right within its frame, and says where each set ends', () => {
    for (const points of pointsOf(chart, 'set')) {
      expect(points.length).toBeGreaterThan(50)
      expect(points).toEqual(points.toSorted(([a], [b]) => a - b))
      expect(points).toEqual(points.toSorted(([, a], [, b]) => a - b)) // y grows downwards as the gap shrinks
      for (const [x, y] of points) expect(x > 0 && x < 1000 && y > 0 && y < 480).toBe(true)
    }
    expect(chart).toContain('>solomon 1.00 %</text>')
    expect(chart).toContain('>ortec 1.00 %</text>')
  })

  test('keeps labels of sets that end alike apart', () => {
    const heights = [...chart.matchAll(/class="label [^>]* y="([\d.]+)"/g)].map(([, y]) => Number(y))
    expect(heights).toHaveLength(2)
    expect(Math.abs(heights[0]! - heights[1]!)).toBeGreaterThanOrEqual(18)
  })

  test('has a time axis from a tenth of a second to the end of the runs', () => {
    const ticks = [...chart.matchAll(/text-anchor="middle"[^>]*>([^<]+) s</g)].map(([, seconds]) => Number(seconds))
    expect(ticks).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10])
  })

  test('shows a plan better than the best known below the line of nought', () => {
    const svg = chartOf(recordOf([setOf('ortec', [instanceOf('record', [990, 990, 990])])]))
    expect([...svg.matchAll(/text-anchor="end"[^>]*>([^<]+)</g)].map(([, gap]) => Number(gap))).toContain(-1)
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('is drawn from nothing at all too', () => {
    const svg = chartOf(recordOf([setOf('ortec', [instanceOf('never', [null, null, null])])], { seconds: 0 }))
    expect(elementsOf(svg)).not.toContain('polyline')
    expect(svg).not.toMatch(/NaN|Infinity/)
  })
})

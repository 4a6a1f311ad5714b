import { expect, test } from 'vitest'
import { openProgressBar } from '../../bench/progress.ts'

function recorded(isTTY: boolean, columns = 80) {
  const written: string[] = []
  return { written, out: { isTTY, columns, write: (text: string) => written.push(text) } }
}

test('on a terminal a bar fills as time passes, never beyond its end, and is wiped away', () => {
  const { written, out } = recorded(true)
  const bar = openProgressBar(10, out)
  for (const seconds of [0, 5, 12]) bar.draw({ seconds, note: 'cost 7' })
  bar.clear()
  const blocks = written.map((text) => [text.split('█').length - 1, text.split('░').length - 1])
  expect(blocks).toEqual([
    [0, 30],
    [15, 15],
    [30, 0],
    [0, 0],
  ])
  expect(written[1]).toContain('5.0 of 10 s  cost 7')
  expect(written.every((text) => text.startsWith('\r\x1b[K') && !text.includes('\n'))).toBe(true)
})

test('a terminal narrower than the note gets what fits on one line of it', () => {
  const { written, out } = recorded(true, 60)
  openProgressBar(10, out).draw({ seconds: 5, note: 'ORTEC-VRPTW-ASYM-cc05bba4-d1-n200-k15' })
  expect(written.map((text) => text.replace('\r\x1b[K', '').length)).toEqual([59])
})

test('elsewhere a plain line comes now and then', () => {
  const { written, out } = recorded(false)
  const bar = openProgressBar(60, out)
  for (let tenths = 0; tenths <= 170; tenths++) bar.draw({ seconds: tenths / 10, note: 'cost 7' })
  bar.clear()
  expect(written).toEqual(['5.0 of 60 s  cost 7\n', '10.0 of 60 s  cost 7\n', '15.0 of 60 s  cost 7\n'])
})

test('a search that may take no time at all has a full bar', () => {
  const { written, out } = recorded(true)
  openProgressBar(0, out).draw({ seconds: 0.1, note: '' })
  expect(written[0]).toContain('█'.repeat(30))
})

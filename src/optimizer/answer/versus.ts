// A against B, line by line: what makes one option dearer than another. Knows no plans, only two prices.
import { COST_CODES, type Cost, type CostCode } from '../../contracts/cost.ts'
import type { Versus } from '../../contracts/explanation.ts'
import type { Language } from '../../contracts/reason.ts'
import { WORDINGS } from './texts.ts'

export function versusOf(subject: Cost, against: Cost, language: Language): Versus {
  const [own, other] = [amountsOf(subject), amountsOf(against)]
  const lines = (Object.keys(COST_CODES) as CostCode[])
    .map((code) => ({ code, delta: (own.get(code) ?? 0) - (other.get(code) ?? 0) }))
    .filter(({ delta }) => delta !== 0)
    // Of equal differences, the order of the catalogue holds.
    .toSorted((a, b) => Math.abs(b.delta) - Math.abs(a.delta))
  const deltaTotal = subject.total - against.total
  return { deltaTotal, lines, winner: winnerOf(deltaTotal), text: WORDINGS[language].versus(deltaTotal, lines) }
}

function winnerOf(deltaTotal: number): Versus['winner'] {
  if (deltaTotal === 0) return 'neither'
  return deltaTotal < 0 ? 'subject' : 'against'
}

function amountsOf({ total, lines }: Cost): Map<CostCode, number> {
  const amounts = new Map<CostCode, number>()
  for (const { code, amount } of lines) amounts.set(code, (amounts.get(code) ?? 0) + amount)
  const sum = [...amounts.values()].reduce((all, amount) => all + amount, 0)
  // Prices are our own; one that its lines do not explain is a bug that no comparison may hide.
  if (sum !== total) throw new RangeError(`The lines of a price sum to ${sum} cents, its total is ${total}.`)
  return amounts
}

// The one list that says what the local search does, cheapest and most fruitful first. Imports solver/ only.
import type { Operator } from './operator.ts'
import { relocate, relocatePair, relocateTriple } from './relocate.ts'
import { reverse } from './reverse.ts'
import { swap } from './swap.ts'
import { swapTails } from './swap-tails.ts'

export const OPERATORS: readonly Operator[] = [relocate, swapTails, swap, relocatePair, relocateTriple, reverse]

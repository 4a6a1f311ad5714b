// The one list that says what the local search does, cheapest and most fruitful first. Imports solver/ only.
import type { Operator } from './operator.ts'
import { relocate, relocatePair, relocateTriple } from './relocate.ts'
import { reverse } from './reverse.ts'
import { swap, swapOneTwo, swapTwoOne, swapTwoTwo } from './swap.ts'
import { swapTails } from './swap-tails.ts'

export const OPERATORS: readonly Operator[] = [
  swapTails,
  relocate,
  relocatePair,
  relocateTriple,
  swap,
  swapOneTwo,
  swapTwoOne,
  swapTwoTwo,
  reverse,
]

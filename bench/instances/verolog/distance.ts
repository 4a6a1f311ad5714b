// How far two locations lie apart, as the model and the number of trucks count it. Imports the instance only.
import type { VerologInstance } from './instance.ts'

/** Locations are counted from 1. Rounded up to whole numbers; the hair is for what the root of a square leaves. */
export function verologDistance({ locations }: VerologInstance, from: number, to: number): number {
  const [a, b] = [locations[from - 1], locations[to - 1]]
  if (!a || !b) throw new RangeError(`no location ${a ? to : from}`)
  return Math.ceil(Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2) - 1e-9)
}

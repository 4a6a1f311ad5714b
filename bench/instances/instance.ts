// A published vehicle routing instance as its file states it: file units, nothing scaled or compiled.
// Knows no solver; the reader of each format fills it and the checker judges by it. Imports nothing.

export interface Instance {
  readonly name: string
  readonly vehicles: number
  /** Of each vehicle, where `fleet` does not tell them apart. */
  readonly capacity: number
  /** The depots first, then the customers in file order: behind one depot customer 1 is node 1. */
  readonly nodes: readonly InstanceNode[]
  /** One where nothing is said. */
  readonly depotCount?: number
  readonly distances: Distances
  /** Vehicle by vehicle, where there is more to say of them than how many there are. */
  readonly fleet?: readonly Vehicle[]
}

export interface InstanceNode {
  readonly demand: number
  readonly opens: number
  /** Work may begin at it, not later; Infinity where the file sets no window. */
  readonly closes: number
  readonly service: number
  /** What it costs to leave the customer out. Without it, everybody is to be served. */
  readonly prize?: number
  /** What the customer gets is at the depot from then on. */
  readonly release?: number
}

export interface Vehicle {
  /** A node: where it begins and ends. */
  readonly depot: number
  readonly capacity: number
  /** From setting out to being back; Infinity without a limit. */
  readonly longest: number
  /** Customers, as they are numbered; without it, all of them. */
  readonly mayServe?: ReadonlySet<number>
  /** It may come back to its depot and load again. */
  readonly loadsAgain: boolean
}

export interface Point {
  readonly x: number
  readonly y: number
}

export type Distances =
  | { readonly kind: 'euclidean'; readonly points: readonly Point[] }
  /** Nodes × nodes, row = from; it may be asymmetric. */
  | { readonly kind: 'explicit'; readonly matrix: Int32Array }

/** The file is not an instance that we read. The line is missing where the fault has none, as in a broken archive. */
export class UnreadableInstanceError extends Error {
  override readonly name = 'UnreadableInstanceError'
  readonly line: number | undefined
  constructor(fault: string, line?: number, options?: ErrorOptions) {
    super(line === undefined ? fault : `line ${line}: ${fault}`, options)
    this.line = line
  }
}

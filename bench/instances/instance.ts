// A published routing instance as its file states it: file units, nothing scaled or compiled.
// Knows no solver; the reader of each format fills it and the checker judges by it. Imports nothing.

export interface Instance {
  readonly name: string
  readonly vehicles: number
  readonly capacity: number
  /** The depot first, then the customers in file order: customer 1 is node 1. */
  readonly nodes: readonly InstanceNode[]
  readonly distances: Distances
}

export interface InstanceNode {
  readonly demand: number
  readonly opens: number
  /** Work may begin at it, not later; Infinity where the file sets no window. */
  readonly closes: number
  readonly service: number
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

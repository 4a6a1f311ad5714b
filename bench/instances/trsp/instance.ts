// Technician routing and scheduling as its file states it (Pillac, Guéret and Medaglia 2013): technicians with skills, who
// set out from home with tools and spare parts and may pass by the main depot once to take all they could need.

export interface TrspInstance {
  readonly name: string
  readonly depot: TrspNode
  /** Technician 1 is the first. */
  readonly technicians: readonly TrspNode[]
  /** Numbered on from the technicians. */
  readonly requests: readonly TrspNode[]
}

/** Of a technician the home and what is held; of a request what is needed. */
export interface TrspNode {
  readonly x: number
  readonly y: number
  readonly opens: number
  readonly closes: number
  readonly service: number
  readonly skills: readonly number[]
  readonly tools: readonly number[]
  /** How many of each kind of part. */
  readonly parts: readonly number[]
}

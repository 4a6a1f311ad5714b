// Deliveries and installations over several days as the file states them (VeRoLog solver challenge 2019): trucks bring
// machines from a depot, later technicians install them, setting out from home.

export interface VerologInstance {
  readonly name: string
  /** As the file calls itself. */
  readonly title: string
  readonly days: number
  readonly truck: Vehicle & { readonly capacity: number; readonly longest: number }
  readonly technician: Vehicle
  readonly machines: readonly { readonly size: number; readonly idleCost: number }[]
  /** Location 1 is the first, and the depot. */
  readonly locations: readonly { readonly x: number; readonly y: number }[]
  readonly requests: readonly VerologRequest[]
  readonly technicians: readonly VerologTechnician[]
}

interface Vehicle {
  readonly distanceCost: number
  readonly dayCost: number
  readonly cost: number
}

/** Locations, machines, days: all counted from 1 as in the file. */
export interface VerologRequest {
  readonly location: number
  /** To be delivered from this day to that, and installed on a later one. */
  readonly first: number
  readonly last: number
  readonly machine: number
  readonly quantity: number
}

export interface VerologTechnician {
  readonly home: number
  readonly longest: number
  readonly mostInstallations: number
  /** Machines, as they are numbered. */
  readonly machines: readonly number[]
}

// Home health care as its file states it (Mankowska, Meisel and Bierwirth 2014): patients who need one service, or two by
// different people at one moment or one after the other, and staff who can do some of the services.

export interface HhcrspInstance {
  readonly name: string
  readonly staff: readonly { readonly services: readonly number[] }[]
  /** Node 1 is the first. */
  readonly patients: readonly Patient[]
  /** From node to node, row = from; node 0 is where everybody starts and ends. */
  readonly distances: readonly (readonly number[])[]
}

export interface Patient {
  /** One or two. */
  readonly services: readonly number[]
  /** Nobody comes earlier; after `late` every minute counts. */
  readonly opens: number
  readonly late: number
  /** Of two services the second begins so long after the first. */
  readonly least: number
  readonly most: number
  /** By member of the staff and service. */
  readonly durations: readonly (readonly number[])[]
}

/** One service for one patient. */
export interface Care {
  /** A node. */
  readonly patient: number
  readonly service: number
}

/** In the order of the file: patient by patient, for each the lower service first. */
export const caresOf = ({ patients }: HhcrspInstance): Care[] =>
  patients.flatMap(({ services }, index) => services.map((service) => ({ patient: index + 1, service })))

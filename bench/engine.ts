// What every engine of the bench is: an instance in, routes of customer numbers out. Knows no engine.
import type { SearchLimits, SolveHooks } from '../workers/client.ts'
import type { Instance } from './instances/instance.ts'

/** The seconds hold for all of it, the model and the start of threads or programs included. */
export type EngineLimits = Omit<SearchLimits, 'alternatives'>

export interface Solved {
  /** Customers from 1 in file order; whoever is in no route was left out. */
  readonly routes: readonly (readonly number[])[]
  readonly iterations: number
}

/** The cost that onProgress tells is that of the model of dimacs.ts, the price of those left out included. */
export type Engine = (instance: Instance, limits: EngineLimits, hooks: SolveHooks) => Promise<Solved>

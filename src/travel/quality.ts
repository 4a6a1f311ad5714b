// What is said of travel figures: where each comes from, and how good all of them are together. Knows no figures' making.
import type { TravelTable } from '../../workers/client.ts'
import type { LegSource, TravelMeta } from '../contracts/travel.ts'

/** How good figures are, all of them together. */
export interface TravelQuality {
  readonly meta: TravelMeta
  /** Of the leg between two places; `profile` counts as the tables do. */
  legSource(profile: number, from: number, to: number): LegSource
  /** Metres from the place to the road it was moved to; undefined where no road service says so. */
  snapOf(place: number): number | undefined
}

export interface TravelFigures extends TravelQuality {
  /** One for each profile asked for, in that order. */
  readonly tables: readonly TravelTable[]
}

export const ESTIMATED: TravelQuality = {
  meta: { source: 'estimate', estimatedMetres: true },
  legSource: () => 'estimate',
  snapOf: () => undefined,
}

export const givenQuality = (estimatedMetres: boolean): TravelQuality => ({
  meta: { source: 'matrix', estimatedMetres },
  legSource: () => 'given',
  snapOf: () => undefined,
})

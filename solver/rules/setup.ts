// Set-up: time at an address before the work, once for all visits that are worked there one after the other.
// Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedInts } from '../shared.ts'

export interface Setup {
  readonly setupSeconds: Int32Array // by visit
  readonly hasSetup: boolean
}

export function compileSetup({ visits }: Model): Setup {
  const setupSeconds = sharedInts(visits.length)
  for (const [visit, of] of visits.entries()) setupSeconds[visit] = of.setupSeconds ?? 0
  return { setupSeconds, hasSetup: setupSeconds.some((seconds) => seconds > 0) }
}

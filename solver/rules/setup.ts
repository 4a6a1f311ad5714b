// Set-up: time at an address before the work, once for all visits that are worked there one after the other.
// Imports solver/ only.
import type { Model } from '../model.ts'
import { sharedIntsOf } from '../shared.ts'

export interface Setup {
  readonly setupSeconds: Int32Array // by visit
  readonly hasSetup: boolean
}

export function compileSetup({ visits }: Model): Setup {
  const setupSeconds = sharedIntsOf(visits.map((visit) => visit.setupSeconds ?? 0))
  return { setupSeconds, hasSetup: setupSeconds.some((seconds) => seconds > 0) }
}

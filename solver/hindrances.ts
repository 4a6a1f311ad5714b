// Every rule that can keep a technician from one more visit although they may go, in the order in which it is told.
// Imports solver/ only.
import type { Problem } from './problem.ts'
import { breaksTaken } from './rules/breaks.ts'
import { longestDrive, mostSpan, mostTravel, roomKept } from './rules/caps.ts'
import type { Hindrance } from './rules/hindrance.ts'
import { daysOfRest, mostBusyPerDay, mostBusyPerWeek } from './rules/ledger.ts'
import { mostVisits } from './rules/load.ts'
import { loadAtHome, releases } from './rules/reloads.ts'
import { toolsAtHome } from './rules/tools.ts'
import { promiseKept } from './rules/windows.ts'

export const HINDRANCES: readonly Hindrance<Problem>[] = [
  loadAtHome,
  toolsAtHome,
  releases,
  breaksTaken,
  longestDrive,
  mostTravel,
  mostSpan,
  mostVisits,
  mostBusyPerDay,
  mostBusyPerWeek,
  roomKept,
  daysOfRest,
  promiseKept,
]

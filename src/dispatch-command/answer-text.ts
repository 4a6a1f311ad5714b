// What others say, made fit to be kept: any answer may hold anything. Knows no wire.
import type { z } from 'zod'
import { issuesOf } from '../contracts/problem-details.ts'

const LONGEST_DETAIL = 500
/** What a database and a terminal can take. */
export const plain = (text: string) => text.slice(0, LONGEST_DETAIL).replaceAll(/\p{C}+/gu, ' ')

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const MOST_FAULTS = 5
/** Where and why, without what was there. */
export const faultsOf = (error: z.ZodError) =>
  issuesOf(error)
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => `${path} ${message}`)
    .join('; ')

// What the wire v1 keeps of a body in its events: everything but the values of members that sound personal or secret.
import { fingerprint } from '../../platform/fingerprint.ts'

const PRIVATE = /phone|email|access_code|password|token|secret|ssn|dob/i

/** A database takes no NUL. */
export const plain = (text: string): string => text.replaceAll('\0', '')

export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      PRIVATE.test(name) ? `redacted:${fingerprint(inner)}` : redacted(inner),
    ]),
  )
}

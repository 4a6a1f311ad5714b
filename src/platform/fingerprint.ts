// A fingerprint of data: SHA-256 of its JSON with sorted names, so that the order in which fields were written does not
// count. Equal fingerprint, equal question.
import { createHash } from 'node:crypto'

export const fingerprint = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, sortedNames)).digest('hex')

function sortedNames(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const fields = value as Record<string, unknown>
  // Without a prototype, so that a field named __proto__ is a field like others.
  const sorted: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(fields).sort()) sorted[name] = fields[name]
  return sorted
}

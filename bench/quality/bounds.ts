// Recorded bounds on the mean gap of our own solver over a whole set: a run may not exceed them, and they only tighten.
// Knows records, not how they came about.
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { SETS } from '../arguments.ts'
import { readJsonFile } from './json-file.ts'
import type { QualityRecord } from './record.ts'
import { type SetSummary, summariesOf } from './summary.ts'

const Bound = z.strictObject({
  set: z.enum(SETS),
  seconds: z.number().nonnegative(),
  threads: z.int().positive(),
  /** So many the set had; a mean over others is another figure. */
  instances: z.int().positive(),
  /** In per cent. */
  meanGap: z.number(),
})
export type Bound = z.infer<typeof Bound>

export type Finding =
  | { readonly kind: 'above' | 'held' | 'below'; readonly figure: Bound; readonly bound: Bound }
  | { readonly kind: 'unbounded'; readonly figure: Bound }
  | { readonly kind: 'infeasible'; readonly bound: Bound; readonly plans: number }
  | { readonly kind: 'reported'; readonly set: string; readonly why: string }

/** Bounds are about this engine. */
const ENGINE = 'native'
const SEEDS_NEEDED = 3
const DECIMALS = 3

export async function readBounds(path: string): Promise<Bound[]> {
  const bounds = await readJsonFile(path, z.array(Bound))
  if (bounds === undefined) throw new Error(`${path} is missing`)
  const twice = bounds.find((bound, index) => bounds.findIndex((other) => isSameCase(bound, other)) !== index)
  if (twice) throw new Error(`${path} has two bounds for ${caseOf(twice)}`)
  return bounds
}

export const writeBounds = (path: string, bounds: readonly Bound[]): Promise<void> =>
  writeFile(path, `${JSON.stringify(bounds, null, 2)}\n`)

/** One finding for each set of the record. */
export function compareWithBounds(record: QualityRecord, bounds: readonly Bound[]): Finding[] {
  return summariesOf(record)
    .filter(({ engine }) => engine === ENGINE)
    .map((summary) => findingOf(summary, record, bounds))
}

function findingOf(summary: SetSummary, { settings }: QualityRecord, bounds: readonly Bound[]): Finding {
  const { set, whole, meanGap, infeasible, instances } = summary
  const { seconds, threads, seeds } = settings
  const reported = (why: string): Finding => ({ kind: 'reported', set, why })
  if (!whole) return reported('not the whole set')
  if (seeds.length < SEEDS_NEEDED) return reported(`${seeds.length} of at least ${SEEDS_NEEDED} seeds`)
  const bound = bounds.find((candidate) => isSameCase(candidate, { set, seconds, threads }))
  // The mean over the others would flatter.
  if (infeasible > 0)
    return bound ? { kind: 'infeasible', bound, plans: infeasible } : reported(`infeasible plans ${infeasible}`)
  if (meanGap === undefined) return reported('no best cost is known')
  const figure = { set, seconds, threads, instances: instances.length, meanGap: roundedUp(meanGap) }
  if (!bound) return { kind: 'unbounded', figure }
  if (bound.instances !== figure.instances)
    return reported(`${figure.instances} instances, and the bound is about ${bound.instances}`)
  if (figure.meanGap > bound.meanGap) return { kind: 'above', figure, bound }
  return { kind: figure.meanGap < bound.meanGap ? 'below' : 'held', figure, bound }
}

/** Lower figures replace bounds and first figures become bounds; none is ever raised or lost. */
export function tightened(bounds: readonly Bound[], findings: readonly Finding[]): Bound[] {
  const figures = findings.flatMap((finding) => ('figure' in finding ? [finding.figure] : []))
  const lower = bounds.map((bound) => {
    const figure = figures.find((candidate) => isSameCase(candidate, bound))
    return { ...bound, meanGap: Math.min(bound.meanGap, figure?.meanGap ?? bound.meanGap) }
  })
  return [...lower, ...figures.filter((figure) => !bounds.some((bound) => isSameCase(bound, figure)))]
}

export const isBroken = ({ kind }: Finding): boolean => kind === 'above' || kind === 'infeasible'

/** One sentence each, of what the run did and, when bounds are tightened by it, of what becomes of them. */
export function inWords(finding: Finding, tightens: boolean): string {
  switch (finding.kind) {
    case 'above':
      return `${told(finding.figure)} is above the bound of ${percent(finding.bound)}.`
    case 'below':
      return `${told(finding.figure)} is below the bound of ${percent(finding.bound)}, ${tightens ? 'now lowered to it' : 'which --tighten lowers to it'}.`
    case 'held':
      return `${told(finding.figure)} is the bound.`
    case 'unbounded':
      return `${told(finding.figure)} had no bound${tightens ? ' and is one now' : '; --tighten makes it one'}.`
    case 'infeasible':
      return `${caseOf(finding.bound)}: infeasible plans ${finding.plans}, where the bound stands for none.`
    case 'reported':
      return `${finding.set}: compared with no bound: ${finding.why}.`
  }
}

type Case = Pick<Bound, 'set' | 'seconds' | 'threads'>

const isSameCase = (a: Case, b: Case): boolean => a.set === b.set && a.seconds === b.seconds && a.threads === b.threads

const caseOf = ({ set, seconds, threads }: Case): string => `${set}, ${seconds} s, threads ${threads}`
const percent = ({ meanGap }: Bound): string => `${meanGap.toFixed(DECIMALS)} %`
const told = (figure: Bound): string => `${caseOf(figure)}: mean gap ${percent(figure)}`

/** Upwards, so that a run never fails by its own rounded figure; the hair keeps 0.183 from becoming 0.184. */
function roundedUp(gap: number): number {
  const scale = 10 ** DECIMALS
  return Math.ceil(gap * scale - 1e-6) / scale
}

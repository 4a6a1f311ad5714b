// What a measurement of recommendations leaves behind: a flat row for each plan, as other programs read it.
import type { Machine } from '../quality/record.ts'
import type { RecommendArguments } from './arguments.ts'
import type { InProcess } from './in-process.ts'
import type { OverHttp } from './over-http.ts'
import type { PlanSize } from './plan-size.ts'
import type { TravelSource } from './travel-from.ts'

export interface RecommendRecord {
  readonly startedAt: string
  readonly machine: Machine
  readonly settings: { readonly plans: readonly string[]; readonly travel: string } & Pick<
    RecommendArguments,
    'seconds' | 'callers' | 'seed'
  >
  /** By the travel that was named first. */
  readonly rows: readonly Row[]
  /** Where several were named: the rows of each. */
  readonly byTravel?: Readonly<Partial<Record<TravelSource, readonly Row[]>>>
}

/** What was measured by one kind of travel. */
export interface MeasuredTable {
  readonly source: TravelSource
  /** Of the map, where there is one. */
  readonly version?: string
  readonly plans: readonly MeasuredPlan[]
}

export interface MeasuredPlan {
  readonly size: PlanSize
  readonly inProcess: InProcess
  readonly http: OverHttp
}

/** Milliseconds are of one ask; those of `callersN` are named for how many asked at once. */
export interface Row extends PlanSize {
  readonly inProcessP50Ms: number
  readonly inProcessP95Ms: number
  readonly inProcessP99Ms: number
  readonly httpP50Ms: number
  readonly httpP95Ms: number
  readonly httpP99Ms: number
  readonly heldP50Ms: number
  readonly heldP95Ms: number
  readonly heldP99Ms: number
  readonly [atOnce: `callers${number}${'PerSecond' | 'P99Ms'}`]: number
  /** First tier and second, until the last of them is there. */
  readonly bothTiersP50Ms: number
  readonly bothTiersP95Ms: number
  readonly bothTiersMaxMs: number
  readonly whileOptimizingP99Ms: number
  readonly peakRssMb: number
  readonly openMs: number
  readonly putMs: number
  /** Of an answer, on the mean. */
  readonly options: number
  readonly kilobytes: number
}

/** All that was done, whatever became of the rest. */
export function rowsOf(tables: readonly MeasuredTable[]): Pick<RecommendRecord, 'rows' | 'byTravel'> {
  const rows = tables.map(({ source, plans }) => [source, plans.map(rowOf)] as const)
  return { rows: rows[0]?.[1] ?? [], ...(rows.length > 1 && { byTravel: Object.fromEntries(rows) }) }
}

export function rowOf({ size, inProcess, http }: MeasuredPlan): Row {
  const { asked, held, together, bothTiers, whileOptimizing } = http
  return {
    ...size,
    inProcessP50Ms: rounded(inProcess.asked.p50Ms),
    inProcessP95Ms: rounded(inProcess.asked.p95Ms),
    inProcessP99Ms: rounded(inProcess.asked.p99Ms),
    httpP50Ms: rounded(asked.p50Ms),
    httpP95Ms: rounded(asked.p95Ms),
    httpP99Ms: rounded(asked.p99Ms),
    heldP50Ms: rounded(held.p50Ms),
    heldP95Ms: rounded(held.p95Ms),
    heldP99Ms: rounded(held.p99Ms),
    [`callers${together.callers}PerSecond` as const]: rounded(together.perSecond),
    [`callers${together.callers}P99Ms` as const]: rounded(together.p99Ms),
    bothTiersP50Ms: rounded(bothTiers.p50Ms),
    bothTiersP95Ms: rounded(bothTiers.p95Ms),
    bothTiersMaxMs: rounded(bothTiers.maxMs),
    whileOptimizingP99Ms: rounded(whileOptimizing.p99Ms),
    peakRssMb: rounded(http.peakRssMb),
    openMs: rounded(inProcess.openMs),
    putMs: rounded(http.putMs),
    options: rounded(inProcess.options),
    kilobytes: rounded(inProcess.kilobytes),
  }
}

/** To the thousandth: more digits would only pretend. */
const rounded = (figure: number) => Math.round(1000 * figure) / 1000

// Applies intents once. Each is stored, with its key and its bytes, before the first byte is sent; the row is locked while it
// is on its way, and settled by a definite answer. A process that dies in between leaves an unsettled row and no lock, and
// whoever comes next sends the same bytes, which dispatch-api counts once. The lock is the lease: of two processes one sends.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DispatchCommand } from '../contracts/command.ts'
import type { Connection, Database } from '../platform/database.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { Logger } from '../platform/log.ts'
import type { TraceContext } from '../platform/trace.ts'
import { commandKey } from './command-key.ts'
import type { DispatchCommands } from './commands.ts'
import type { KillSwitch, SwitchState } from './kill-switch.ts'
import { openLanes } from './lanes.ts'
import {
  type Authority,
  claimEntry,
  type Entry,
  findSettled,
  insertEntries,
  listDue,
  listUnsettled,
  type NewEntry,
  saveOutcome,
  takeOver,
} from './outbox-store.ts'
import { keepSending } from './outbox-timer.ts'
import { isDone, type SendOutcome, withAdvice } from './outcome.ts'

export type { Authority } from './outbox-store.ts'

/** One step for one ticket that somebody said yes to. */
export interface Intent {
  readonly tenant: string
  readonly runId: string
  readonly ticketId: string
  readonly toolName: string
  readonly actor: DispatchCommand['actor']
  readonly payload: unknown
  /** Of the request that asked for it. */
  readonly trace: TraceContext
  /** Missing where a person said yes. */
  readonly authority?: Authority
}

export interface ApplyOutcome extends SendOutcome {
  readonly ticketId: string
}

export interface Outbox {
  /** One outcome for each intent, in their order. Throws only when nothing could be stored; then nothing was sent. */
  apply(intents: readonly Intent[]): Promise<ApplyOutcome[]>
  /**
   * Stored in the transaction of the caller, and sent by the timer once that is committed. Answers those that may not be
   * sent at all, which are not stored either.
   */
  enqueue(on: Connection, intents: readonly Intent[]): Promise<ApplyOutcome[]>
  /** Sends now whatever an earlier attempt stored and did not settle. Throws nothing. */
  resume(signal?: AbortSignal): Promise<void>
  /** The timer: sends what is due, later each time, until the signal ends it. Throws nothing. */
  keepSending(signal: AbortSignal): Promise<void>
  /** The timer looks at once. */
  wake(): void
}

/** Of what a policy approved: why it does not any more. */
export type StillApproves = (authority: Authority, of: { tenant: string; ticketId: string }) => Promise<boolean>

export interface OutboxOptions {
  readonly database: Database
  readonly commands: Pick<DispatchCommands, 'encode' | 'deliver'>
  readonly killSwitch: KillSwitch
  /** Without it, nothing that a policy approved is sent. */
  readonly stillApproves?: StillApproves
  readonly log: Logger
  /** How long what is settled is kept. */
  readonly keepDays?: number
  readonly tickMs?: number
}

/** Each holds a connection of the pool while it waits for dispatch-api, so they must not be all of them. */
const LANES = 6
const STORED_AT_ONCE = 500
const SENT_AT_ONCE = 200
/** Whoever applies sends it all without the timer, which would find much of it due meanwhile and be told of as an earlier yes. */
const SENT_BY_US_SECONDS = 120
const POLL_MS = 100
/** Longer than anybody holds a row. */
const WAIT_FOR_OTHER_MS = 60_000
const KEEP_DAYS = 90
const TICK_MS = 1000

/** Of the commands that are sent together: once nobody answers, the others do not wait as long again, each for itself. */
interface Batch {
  away?: SendOutcome
}

interface Asked {
  readonly batch: Batch
  /** Of whoever asks anew; without it, what is stored is sent. */
  readonly contentHash?: string
  readonly signal?: AbortSignal | undefined
}

export function openOutbox(options: OutboxOptions): Outbox {
  const { database, commands, killSwitch, stillApproves, log, keepDays = KEEP_DAYS, tickMs = TICK_MS } = options
  const lanes = openLanes(LANES)
  const waker = new EventTarget()

  async function apply(intents: readonly Intent[]): Promise<ApplyOutcome[]> {
    const steps = intents.map((intent) => prepare(commands, intent))
    const settled = await database.transaction(async (on) => {
      await store(on, steps, SENT_BY_US_SECONDS)
      return findSettled(on, keysOf(steps))
    })
    const batch: Batch = {}
    return Promise.all(
      steps.map(async (step) => {
        if (step.kind === 'refused') return refuse(step)
        const { request, contentHash } = step.entry
        // What is done stays done: for that nobody has to be waited for.
        const before = settled.get(request.requestId)
        const known = before && answerWithoutSending(before, contentHash)
        if (known) return { ...known, ticketId: step.ticketId }
        return { ...(await settleOnceFree(request.requestId, { batch, contentHash })), ticketId: step.ticketId }
      }),
    )
  }

  async function enqueue(on: Connection, intents: readonly Intent[]): Promise<ApplyOutcome[]> {
    const steps = intents.map((intent) => prepare(commands, intent))
    await store(on, steps, 0)
    return steps.flatMap((step) => (step.kind === 'refused' ? refuse(step) : []))
  }

  /** What somebody said yes to is kept whole or not at all. */
  async function store(on: Connection, steps: readonly Step[], leftAloneSeconds: number): Promise<void> {
    const entries = steps.flatMap((step) => (step.kind === 'entry' ? [step.entry] : []))
    for (let from = 0; from < entries.length; from += STORED_AT_ONCE)
      await insertEntries(on, entries.slice(from, from + STORED_AT_ONCE), leftAloneSeconds)
  }

  function refuse({ ticketId, refusal }: Extract<Step, { kind: 'refused' }>): ApplyOutcome {
    log.warn({ ticketId, ...wordsOf(refusal) }, 'Command not sent')
    return { ...refusal, ticketId }
  }

  /** False when nobody answers: then it is not worth asking again at once. */
  async function sendAll(requestIds: readonly string[], signal?: AbortSignal): Promise<boolean> {
    const batch: Batch = {}
    await Promise.all(requestIds.map((requestId) => settleOnceFree(requestId, { batch, signal })))
    return batch.away === undefined
  }

  async function resume(signal?: AbortSignal): Promise<void> {
    try {
      const requestIds = await listUnsettled(database)
      if (requestIds.length > 0) log.info({ count: requestIds.length }, 'Sending what was stored and not settled')
      await sendAll(requestIds, signal)
    } catch (error) {
      log.error({ err: error }, 'What was stored and not settled could not be read; it is tried again')
    }
  }

  /** Whoever holds the row is sending it; or has just died, and the database does not know yet. */
  async function settleOnceFree(requestId: string, asked: Asked): Promise<SendOutcome> {
    for (let waitedMs = 0; waitedMs < WAIT_FOR_OTHER_MS && !asked.signal?.aborted; waitedMs += POLL_MS) {
      const outcome = await lanes(() => settle(requestId, asked))
      if (outcome) return outcome
      await sleep(POLL_MS)
    }
    return unsettled(requestId, 'IN_FLIGHT', 'Somebody else is sending it.')
  }

  /** Nothing when somebody else holds the row. */
  async function settle(requestId: string, asked: Asked): Promise<SendOutcome | undefined> {
    const { batch, contentHash } = asked
    try {
      // Sending inside the transaction keeps the row locked until its outcome is stored, and lets go of it when the process
      // dies. A transaction of one locked row has nothing to clash with; run again all the same, it would be a replay.
      return await database.transaction(async (connection) => {
        const entry = await claimEntry(connection, requestId)
        if (!entry) return undefined
        const known = answerWithoutSending(entry, contentHash)
        if (known) return known
        const isAskedAnew = contentHash !== undefined && (entry.authority !== null || entry.outcome !== null)
        if (isAskedAnew) await takeOver(connection, requestId)
        if (batch.away) return { ...batch.away, requestId }
        const outcome = await send(isAskedAnew ? { ...entry, authority: null } : entry, asked)
        await saveOutcome(connection, outcome)
        logOutcome(log, entry, outcome)
        return outcome
      })
    } catch (error) {
      // Sent or not, the row is unsettled, and the same bytes will be sent again.
      log.error({ err: error, requestId }, 'A command could not be settled')
      return unsettled(requestId, 'NOT_RECORDED', 'The database was lost.')
    }
  }

  /** The last look before the first byte: is it still approved, and is nothing paused? In doubt nothing is sent. */
  async function send({ request, trace, tenant, ticketId, authority }: Entry, { batch, signal }: Asked) {
    const { requestId } = request
    if (authority !== null && !(await stillApproves?.(authority, { tenant, ticketId })))
      return withAdvice({ outcome: 'refused', judged: true, requestId, code: 'NO_LONGER_APPROVED' })
    const state = await killSwitch.read({ tenant, ticketId }, trace, signal)
    if (state.kind !== 'clear') {
      const held = withAdvice(heldBack(requestId, state))
      if (state.kind === 'unknown') batch.away = held
      return held
    }
    const outcome = await commands.deliver(request, trace, signal, tenant)
    if (outcome.outcome === 'unreachable' && outcome.status === undefined) batch.away = outcome
    return outcome
  }

  return {
    apply,
    enqueue,
    resume,
    keepSending: (signal) =>
      keepSending({
        database,
        log,
        keepDays,
        tickMs,
        waker,
        signal,
        sendDue: async () => {
          const due = await listDue(database, SENT_AT_ONCE)
          return { count: due.length, answered: await sendAll(due, signal), isMore: due.length === SENT_AT_ONCE }
        },
      }),
    wake: () => void waker.dispatchEvent(new Event('wake')),
  }
}

function heldBack(requestId: string, state: Exclude<SwitchState, { kind: 'clear' }>) {
  return state.kind === 'paused'
    ? ({ outcome: 'paused', judged: true, requestId, code: 'AUTONOMY_DISABLED', detail: state.detail } as const)
    : ({ outcome: 'unreachable', judged: false, requestId, code: state.code, detail: state.detail } as const)
}

const unsettled = (requestId: string, code: string, detail: string) =>
  withAdvice({ outcome: 'unreachable', judged: false, requestId, code, detail })

const keysOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'entry' ? step.entry.request.requestId : []))

type Step = { readonly ticketId: string } & (
  | { readonly kind: 'entry'; readonly entry: NewEntry }
  | { readonly kind: 'refused'; readonly refusal: SendOutcome }
)

function prepare(commands: Pick<DispatchCommands, 'encode'>, intent: Intent): Step {
  const { tenant, runId, ticketId, toolName, actor, payload, trace, authority } = intent
  const encoded = commands.encode({
    toolName,
    ticketId,
    actor,
    requestId: commandKey({ tenant, runId, ticketId, tool: toolName }),
    correlationId: trace.correlationId,
    payload,
    tenantId: tenant,
  })
  if (encoded.kind === 'refused') return { ticketId, kind: 'refused', refusal: withAdvice(encoded.finding) }
  // Not who asks: the second to say yes to the same step finds it done.
  const contentHash = fingerprint(payload)
  const entry = { tenant, runId, ticketId, contentHash, request: encoded.request, trace, authority }
  return { ticketId, kind: 'entry', entry }
}

/** Not the same content, or done before: then nothing is sent. Nor is what was refused, unless somebody asks for it anew. */
function answerWithoutSending({ contentHash, request, outcome }: Entry, asked?: string): SendOutcome | undefined {
  const { requestId } = request
  if (asked !== undefined && asked !== contentHash)
    return withAdvice({ outcome: 'mismatch', judged: true, requestId, code: 'IDEMPOTENCY_PAYLOAD_MISMATCH' })
  if (outcome === null) return undefined
  if (isDone(outcome)) return withAdvice({ ...outcome, outcome: 'replayed' })
  return asked === undefined && outcome.judged ? outcome : undefined
}

function logOutcome(log: Logger, { runId, request, trace }: Entry, outcome: SendOutcome): void {
  const { toolName, ticketId } = request
  const { correlationId, traceId } = trace
  const line = { toolName, ticketId, runId, ...wordsOf(outcome), correlationId, traceId }
  if (isDone(outcome)) log.info(line, 'Command applied')
  else log.warn(line, 'Command not applied')
}

const wordsOf = ({ requestId, outcome, status, code, detail }: SendOutcome) => ({
  requestId,
  outcome,
  status,
  code,
  detail,
})

// Applies intents once. Each is stored, with its key and its bytes, before the first byte is sent; the row is locked while it
// is on its way, and settled by a definite answer. A process that dies in between leaves an unsettled row and no lock, and
// whoever comes next sends the same bytes, which dispatch-api counts once.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DispatchCommand } from '../contracts/command.ts'
import type { Database } from '../platform/database.ts'
import { fingerprint } from '../platform/fingerprint.ts'
import type { Logger } from '../platform/log.ts'
import type { TraceContext } from '../platform/trace.ts'
import { commandKey } from './command-key.ts'
import type { DispatchCommands } from './commands.ts'
import { openLanes } from './lanes.ts'
import { claimEntry, type Entry, insertEntries, listUnsettled, type NewEntry, saveOutcome } from './outbox-store.ts'
import { isDone, type SendOutcome, withAdvice } from './outcome.ts'

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
}

export interface ApplyOutcome extends SendOutcome {
  readonly ticketId: string
}

export interface Outbox {
  /** One outcome for each intent, in their order. Throws only when nothing could be stored; then nothing was sent. */
  apply(intents: readonly Intent[]): Promise<ApplyOutcome[]>
  /** To be called at start, beside the work: sends what an earlier process stored and did not settle. Throws nothing. */
  resume(signal?: AbortSignal): Promise<void>
}

export interface OutboxOptions {
  readonly database: Database
  readonly commands: Pick<DispatchCommands, 'encode' | 'deliver'>
  readonly log: Logger
}

/** Each holds a connection of the pool while it waits for dispatch-api, so they must not be all of them. */
const LANES = 4
const STORED_AT_ONCE = 500
const POLL_MS = 100
/** Longer than anybody holds a row. */
const WAIT_FOR_OTHER_MS = 60_000

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

export function openOutbox({ database, commands, log }: OutboxOptions): Outbox {
  const lanes = openLanes(LANES)

  async function apply(intents: readonly Intent[]): Promise<ApplyOutcome[]> {
    const steps = intents.map((intent) => prepare(commands, intent))
    await store(steps.flatMap((step) => (step.kind === 'entry' ? [step.entry] : [])))
    const batch: Batch = {}
    return Promise.all(
      steps.map(async (step) => {
        const { ticketId } = step
        if (step.kind === 'refused') {
          log.warn({ ticketId, ...wordsOf(step.refusal) }, 'Command not sent')
          return { ...step.refusal, ticketId }
        }
        const { request, contentHash } = step.entry
        return { ...(await settleOnceFree(request.requestId, { batch, contentHash })), ticketId }
      }),
    )
  }

  /** What somebody said yes to is kept whole or not at all. */
  async function store(entries: readonly NewEntry[]): Promise<void> {
    await database.transaction(async (connection) => {
      for (let from = 0; from < entries.length; from += STORED_AT_ONCE)
        await insertEntries(connection, entries.slice(from, from + STORED_AT_ONCE))
    })
  }

  async function resume(signal?: AbortSignal): Promise<void> {
    try {
      const requestIds = await listUnsettled(database)
      if (requestIds.length > 0) log.info({ count: requestIds.length }, 'Sending what was stored and not settled')
      const asked: Asked = { batch: {}, signal }
      await Promise.all(requestIds.map((requestId) => settleOnceFree(requestId, asked)))
    } catch (error) {
      log.error({ err: error }, 'What was stored and not settled could not be read; the next start tries again')
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
  async function settle(requestId: string, { batch, contentHash, signal }: Asked): Promise<SendOutcome | undefined> {
    try {
      // Sending inside the transaction keeps the row locked until its outcome is stored, and lets go of it when the process
      // dies. A transaction of one locked row has nothing to clash with; run again all the same, it would be a replay.
      return await database.transaction(async (connection) => {
        const entry = await claimEntry(connection, requestId)
        if (!entry) return undefined
        const known = answerWithoutSending(entry, contentHash)
        if (known) return known
        if (batch.away) return { ...batch.away, requestId }
        const outcome = await commands.deliver(entry.request, entry.trace, signal, entry.tenant)
        if (outcome.outcome === 'unreachable' && outcome.status === undefined) batch.away = outcome
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

  return { apply, resume }
}

const unsettled = (requestId: string, code: string, detail: string) =>
  withAdvice({ outcome: 'unreachable', judged: false, requestId, code, detail })

type Step = { readonly ticketId: string } & (
  | { readonly kind: 'entry'; readonly entry: NewEntry }
  | { readonly kind: 'refused'; readonly refusal: SendOutcome }
)

function prepare(commands: Pick<DispatchCommands, 'encode'>, intent: Intent): Step {
  const { tenant, runId, ticketId, toolName, actor, payload, trace } = intent
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
  return { ticketId, kind: 'entry', entry: { tenant, runId, ticketId, contentHash, request: encoded.request, trace } }
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

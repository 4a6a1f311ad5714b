// The wire v1: its paths, its headers and the form of its answers. In a scope of its own, where every error has that form.
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import { PLANNERS, READERS } from '../../platform/access.ts'
import type { Database } from '../../platform/database.ts'
import type { HttpApp } from '../../platform/http.ts'
import { problemOf } from '../../platform/problem.ts'
import { type SwitchAction, switchReplay, switchState, turnSwitch } from '../autonomy/switch.ts'
import { findTicket } from '../ticket-store.ts'
import { actorOf, mustReach, type V1Actor, type V1Role, v1TraceId } from './actor.ts'
import { SwitchReplay, SwitchState, V1Ticket, V1Timeline } from './answers.ts'
import { documentedCommand, documentedRead, documentedTurn } from './documented.ts'
import {
  authRequired,
  forbidden,
  internalError,
  invalidJson,
  invalidKey,
  invalidTicketId,
  missingKey,
  routeNotFound,
  ticketMissing,
  toolNotAllowed,
  V1Error,
} from './errors.ts'
import { openV1Commands, type V1Call } from './run-v1.ts'
import { isUuid } from './schemas.ts'
import { v1Snapshot } from './snapshot.ts'
import { readV1Timeline } from './timeline.ts'
import { V1_TABLE, type V1Tool } from './tools.ts'

export interface V1Options {
  readonly database: Database
  readonly pauseStopsProposals: boolean
}

const LOOKERS: readonly V1Role[] = ['dispatcher', 'agent', 'customer', 'technician', 'qa', 'approver', 'finance']
const MAX_BODY_BYTES = 4 * 1024 * 1024
type Request = FastifyRequest

export async function addV1Endpoints(app: HttpApp, options: V1Options): Promise<void> {
  await app.register((scope, _options, done) => {
    const v1 = scope as unknown as HttpApp
    v1.setErrorHandler(answerError)
    // The schemas of the routes are for the document: what is sent is looked at in the order of this wire.
    v1.setValidatorCompiler(() => () => true)
    // Nobody on this wire checks what a body says it is.
    v1.removeAllContentTypeParsers()
    v1.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_request, text, parsed) => {
      const value = parsedJson(String(text))
      if (value instanceof V1Error) parsed(value)
      else parsed(null, value.json)
    })
    addCommands(v1, options)
    addReads(v1, options)
    addSwitch(v1, options)
    const nowhere = reading({ hide: true })
    v1.route({ url: '/tickets', method: ['GET', 'PUT', 'PATCH', 'DELETE'], ...nowhere, handler: missing })
    for (const url of ['/tickets/*', '/technicians', '/ops/autonomy/*'])
      v1.route({ url, method: [...METHODS], ...nowhere, handler: missing })
    done()
  })
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const missing = () => {
  throw routeNotFound()
}
const reading = (schema: FastifySchema) => ({ config: { mayCall: READERS }, schema })
const commanding = (schema: FastifySchema) => ({ config: { mayCall: PLANNERS }, schema })

function parsedJson(text: string): { json: unknown } | V1Error {
  if (text === '') return { json: undefined }
  try {
    return { json: JSON.parse(text) }
  } catch {
    return invalidJson()
  }
}

const idIn = (request: Request) => String((request.params as { ticketId?: string }).ticketId ?? '')

/** Who, as what, by which tool, under which key: in the order in which this wire looks. */
function callOf(request: Request, tool: string, endpoint: string, roles: readonly V1Role[], fallback?: V1Role): V1Call {
  const actor = actorOf(request, fallback)
  if (!roles.includes(actor.role)) throw forbidden(actor.role)
  const said = request.headers['x-tool-name']
  if (typeof said === 'string' && said !== tool) throw toolNotAllowed(said, endpoint)
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key.trim() === '') throw missingKey()
  if (!isUuid(key)) throw invalidKey()
  return {
    tenant: request.identity.tenant,
    actor,
    endpoint,
    requestId: key,
    correlationId: request.trace.correlationId,
    traceId: v1TraceId(request.headers),
    body: request.body,
  }
}

function addCommands(app: HttpApp, { database, pauseStopsProposals }: V1Options): void {
  const commands = openV1Commands(database, { pauseStopsProposals })
  for (const [tool, { path, roles, from }] of Object.entries(V1_TABLE) as [V1Tool, (typeof V1_TABLE)[V1Tool]][]) {
    const makes = from.length === 0
    const endpoint = makes ? '/tickets' : `/tickets/{ticketId}${path}`
    app.post(
      makes ? '/tickets' : `/tickets/:ticketId${path}`,
      commanding(documentedCommand(tool)),
      async (request, reply) => {
        const ticketId = idIn(request)
        // On this wire a command to something that is no UUID is a route that is not there.
        if (!makes && !isUuid(ticketId)) throw routeNotFound()
        const call = callOf(request, tool, endpoint, roles)
        return send(reply, await commands.run({ ...call, tool, ticketId: ticketId.toLowerCase() }))
      },
    )
  }
}

const send = (reply: FastifyReply, { status, body }: { status: number; body: string }) =>
  reply.code(status).type('application/json; charset=utf-8').send(body)

async function ticketFor(database: Database, request: Request, actor: V1Actor) {
  const id = idIn(request)
  if (!isUuid(id)) throw invalidTicketId()
  const ticket = await findTicket(database, request.identity.tenant, id.toLowerCase())
  if (!ticket) throw ticketMissing()
  mustReach(actor, { account_id: ticket.v1?.account_id ?? null, site_id: ticket.v1?.site_id ?? null })
  return ticket
}

function lookerOf(request: Request): V1Actor {
  const actor = actorOf(request)
  if (!LOOKERS.includes(actor.role)) throw forbidden(actor.role)
  return actor
}

const onTicket = { roles: LOOKERS, onTicket: true } as const
const TICKET = documentedRead({ ...onTicket, summary: 'A ticket, on the wire v1', answer: V1Ticket })
const TIMELINE = documentedRead({
  ...onTicket,
  summary: 'What happened to a ticket, oldest first, on the wire v1',
  answer: V1Timeline,
})

function addReads(app: HttpApp, { database }: V1Options): void {
  app.get('/tickets/:ticketId', reading(TICKET), async (request) =>
    v1Snapshot(await ticketFor(database, request, lookerOf(request))),
  )
  app.get('/tickets/:ticketId/timeline', reading(TIMELINE), async (request) => {
    const { id } = await ticketFor(database, request, lookerOf(request))
    return { ticket_id: id, events: await readV1Timeline(database, request.identity.tenant, id) }
  })
}

/** Here a person at the desk may leave the actor out: the token says enough. */
const DESK: readonly V1Role[] = ['dispatcher']
const SUMMARIES = { pause: 'Pause autonomy', rollback: 'End a pause' } as const satisfies Record<SwitchAction, string>
const atDesk = { roles: DESK, atDesk: true } as const
const STATE = documentedRead({
  ...atDesk,
  summary: 'What is paused, and whether a ticket is',
  answer: SwitchState,
  query: z.object({ ticket_id: z.uuid().optional(), incident_type: z.string().optional() }),
})
const REPLAY = documentedRead({
  ...atDesk,
  onTicket: true,
  summary: 'Whether a ticket is paused, and every turn of the switch that speaks of it',
  answer: SwitchReplay,
})

function addSwitch(app: HttpApp, { database }: V1Options): void {
  for (const action of ['pause', 'rollback'] as const satisfies SwitchAction[]) {
    const endpoint = `/ops/autonomy/${action}`
    app.post(endpoint, commanding(documentedTurn(SUMMARIES[action], DESK)), async (request, reply) => {
      const call = callOf(request, `ops.autonomy.${action}`, endpoint, DESK, 'dispatcher')
      return send(reply, await turnSwitch(database, action, call))
    })
  }
  const mustBeDesk = (request: Request) => {
    const { role } = actorOf(request, 'dispatcher')
    if (!DESK.includes(role)) throw forbidden(role)
  }
  app.get('/ops/autonomy/state', reading(STATE), async (request) => {
    mustBeDesk(request)
    const { ticket_id, incident_type } = request.query as { ticket_id?: string; incident_type?: string }
    if (ticket_id !== undefined && !isUuid(ticket_id)) throw invalidTicketId()
    const query = { ticketId: ticket_id?.toLowerCase(), incidentType: incident_type }
    return switchState(database, request.identity.tenant, query)
  })
  app.get('/ops/autonomy/replay/:ticketId', reading(REPLAY), async (request) => {
    mustBeDesk(request)
    if (!isUuid(idIn(request))) throw invalidTicketId()
    const found = await switchReplay(database, request.identity.tenant, idIn(request).toLowerCase())
    if (!found) throw ticketMissing()
    return found
  })
}

function answerError(error: unknown, request: Request, reply: FastifyReply): void {
  const known = v1ErrorFor(error, request)
  const { status, code } = known.parts
  const key = request.headers['idempotency-key']
  // What is refused before the key is looked at does not name it.
  const early = status === 401 || ['FORBIDDEN', 'TOOL_NOT_ALLOWED', 'NOT_FOUND', ...EARLY].includes(code)
  const requestId = early || request.method === 'GET' || typeof key !== 'string' ? null : key
  const correlationId = code === 'NOT_FOUND' ? undefined : request.trace.correlationId
  void reply
    .code(status)
    .headers({ ...known.parts.headers })
    .type('application/json; charset=utf-8')
    .send(known.body(requestId, correlationId))
}

const EARLY = ['MISSING_IDEMPOTENCY_KEY', 'INVALID_IDEMPOTENCY_KEY', 'INVALID_JSON', 'MISSING_ACTOR_CONTEXT']

function v1ErrorFor(error: unknown, request: Request): V1Error {
  if (error instanceof V1Error) return error
  const { status, code, title, detail, headers } = problemOf(error)
  if (status === 401) return authRequired()
  if (status === 403) return forbidden(request.identity.roles.join(' '))
  if (status === 413) return new V1Error({ status, code: 'INVALID_REQUEST', message: 'Request body is too large' })
  if (code !== 'INTERNAL_ERROR') {
    if (status >= 500) request.log.warn({ err: error }, 'Request refused for now')
    return new V1Error({ status, code, message: detail ?? title, headers })
  }
  request.log.error({ err: error }, 'Request failed')
  return internalError(request.trace.correlationId)
}

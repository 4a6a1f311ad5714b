// The one command door, POST /v0/tools/{toolName}: an endpoint for each tool of the closed list, and one that refuses the rest.
// Knows HTTP and the list; what a command does is settled behind Commands.
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import { ProblemDetails } from '../contracts/problem-details.ts'
import { ALL_TOOLS, type AnyTool, rolesPermitted, rowOf, statesPermitted, TOOLBOX } from '../contracts/toolsets.ts'
import { RequestId, type ToolRequest } from '../contracts/v0.ts'
import { PLANNERS, READERS } from '../platform/access.ts'
import type { Database } from '../platform/database.ts'
import type { HttpApp } from '../platform/http.ts'
import { maySpeakFor } from '../platform/identity.ts'
import { auditUnknownTool } from './audit-refusal.ts'
import { foreignActor, keyDiffers, unknownTool } from './refusals.ts'
import type { Commands } from './run-command.ts'

export const REPLAYED_HEADER = 'idempotency-replayed'

export function addToolEndpoints(app: HttpApp, database: Database, commands: Commands): void {
  for (const name of ALL_TOOLS) addTool(app, commands, name)
  addClosedList(app)
  app.post(
    '/v0/tools/*',
    {
      config: { mayCall: PLANNERS },
      schema: { hide: true },
      // Before the body is read: what an unknown tool was sent is nobody's business.
      onRequest: async (request) => {
        const { '*': name = '' } = request.params as { '*'?: string }
        await auditUnknownTool(database, name, refusalContext(request))
        throw unknownTool()
      },
    },
    () => undefined,
  )
}

function addTool(app: HttpApp, commands: Commands, name: AnyTool): void {
  const { summary, input, output, emits } = TOOLBOX[name]
  const { from, to, toolset } = rowOf(name)
  const makes = from.length === 0
  const schema: FastifySchema = {
    summary,
    description: [
      `Toolset ${toolset}. Emits ${emits.join(', ')}.`,
      makes ? `Makes a ticket in ${to.join(' or ')}.` : `Works in ${from.join(', ')}; ${led(to)}.`,
      `Roles: ${rolesPermitted(name).join(', ')}.`,
    ].join(' '),
    tags: [toolset],
    body: input,
    response: { [makes ? 201 : 200]: output, ...PROBLEMS },
  }
  app.post(`/v0/tools/${name}`, { config: { mayCall: PLANNERS }, schema }, (request, reply) =>
    answer(commands, name, request, reply),
  )
}

const led = (to: readonly string[]) => (to.length === 0 ? 'the state stays' : `leads to ${to.join(' or ')}`)

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDetails } },
})
const PROBLEMS = {
  403: problem('The role may not do that, or not on this ticket.'),
  409: problem('The ticket as it is does not allow it, or the request id belongs to a command with other content.'),
}

async function answer(
  commands: Commands,
  name: AnyTool,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = request.body as ToolRequest
  if (!maySpeakFor(request.identity, body.actor.role)) throw foreignActor(body.actor.role)
  const key = request.headers['idempotency-key']
  if (key !== undefined && key !== body.request_id) throw keyDiffers()
  const { identity, trace } = request
  const done = await commands.run({ tenant: identity.tenant, name, request: body, trace })
  if (done.replayed) reply.header(REPLAYED_HEADER, 'true')
  // A text is sent as it stands, so that a replay is the first answer to the byte.
  return reply.code(done.status).type('application/json; charset=utf-8').send(done.body)
}

const refusalContext = ({ identity, trace, headers }: FastifyRequest) => {
  const requestId = RequestId.safeParse(headers['idempotency-key'])
  return { identity, trace, requestId: requestId.data ?? null }
}

const ToolDescription = z.strictObject({
  name: z.enum(ALL_TOOLS),
  /** v0: RFC 0001. vnext: holds. lifecycle: the transitions for which the RFC has no tool. */
  toolset: z.enum(['v0', 'vnext', 'lifecycle']),
  summary: z.string(),
  optional: z.boolean(),
  emits: z.array(z.string()),
  /** Empty: it makes the ticket. */
  from: z.array(z.string()),
  /** Empty: the state stays. */
  to: z.array(z.string()),
  /** Refused while the customer is asked about a hold. */
  frozen_by_hold: z.boolean(),
  /** Refused while autonomy is paused, unless a person sends it. */
  stopped_by_pause: z.boolean(),
  /** By role, the states in which it may be used; a role that is missing may not use it. */
  permissions: z.record(z.string(), z.array(z.string())),
  input_schema: z.record(z.string(), z.unknown()),
  output_schema: z.record(z.string(), z.unknown()),
})

function addClosedList(app: HttpApp): void {
  const tools = ALL_TOOLS.map(describe)
  const response = { 200: z.strictObject({ tools: z.array(ToolDescription) }) }
  const schema = { summary: 'The closed list of tools, with their schemas', tags: ['tools'], response }
  app.get('/v0/tools', { config: { mayCall: READERS }, schema }, async () => ({ tools }))
}

function describe(name: AnyTool): z.infer<typeof ToolDescription> {
  const { summary, emits, input, output } = TOOLBOX[name]
  const { toolset, from, to, optional, frozenByHold, evenPaused } = rowOf(name)
  const permissions = rolesPermitted(name).map((role): [string, string[]] => [
    role,
    [...(statesPermitted(role, name) ?? [])],
  ])
  return {
    name,
    toolset,
    summary,
    optional: optional ?? false,
    emits: [...emits],
    from: [...from],
    to: [...to],
    frozen_by_hold: frozenByHold ?? false,
    stopped_by_pause: !evenPaused,
    permissions: Object.fromEntries(permissions),
    input_schema: z.toJSONSchema(input, { io: 'input' }),
    output_schema: z.toJSONSchema(output),
  }
}

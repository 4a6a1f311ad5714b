// The one command door, POST /v0/tools/{toolName}: an endpoint for each tool of the closed list, and one that refuses the rest.
// Knows HTTP and the list; what a command does is settled behind runCommand.
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import { ProblemDetails } from '../contracts/problem-details.ts'
import {
  OPTIONAL_TOOLS,
  permittedStates,
  RequestId,
  ROLES,
  STATE_CHANGES,
  TOOL_NAMES,
  TOOLS,
  type ToolName,
  type ToolRequest,
} from '../contracts/v0.ts'
import { PLANNERS, READERS } from '../platform/access.ts'
import type { Database } from '../platform/database.ts'
import type { HttpApp } from '../platform/http.ts'
import { maySpeakFor } from '../platform/identity.ts'
import { auditRefusal } from './audit-refusal.ts'
import { foreignActor, keyDiffers, notSupportedYet, unknownTool } from './refusals.ts'
import { runCommand } from './run-command.ts'
import { SUPPORTED_TOOLS, type Tool } from './tools.ts'

export const REPLAYED_HEADER = 'idempotency-replayed'

export function addToolEndpoints(app: HttpApp, database: Database): void {
  for (const name of TOOL_NAMES) addTool(app, database, name)
  addClosedList(app)
  app.post(
    '/v0/tools/*',
    {
      config: { mayCall: PLANNERS },
      schema: { hide: true },
      // Before the body is read: what an unknown tool was sent is nobody's business.
      onRequest: async (request) => {
        const { '*': name = '' } = request.params as { '*'?: string }
        await auditRefusal(database, 'system.unknown_tool_refused', name, refusalContext(request))
        throw unknownTool()
      },
    },
    () => undefined,
  )
}

function addTool(app: HttpApp, database: Database, name: ToolName): void {
  const { summary, input, output, emits } = TOOLS[name]
  const tool = SUPPORTED_TOOLS[name]
  const schema: FastifySchema = {
    summary,
    description: `Emits ${emits.join(', ')}. Works in: ${STATE_CHANGES[name].from.join(', ') || 'no ticket yet'}.`,
    tags: ['tools'],
    body: input,
    response: { [tool?.status ?? 200]: output, ...PROBLEMS },
  }
  const url = `/v0/tools/${name}`
  const config = { mayCall: PLANNERS }
  if (tool) app.post(url, { config, schema }, (request, reply) => answer(database, { name, tool }, request, reply))
  else
    app.post(
      url,
      {
        config,
        schema: { ...schema, description: 'Part of the contract; this server does not do it yet and answers 501.' },
        onRequest: async (request) => {
          await auditRefusal(database, 'system.unsupported_tool_refused', name, refusalContext(request))
          throw notSupportedYet(name)
        },
      },
      () => undefined,
    )
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDetails } },
})
const PROBLEMS = {
  403: problem('The role may not do that.'),
  409: problem('The state of the ticket does not allow it, or the request id belongs to a command with other content.'),
  501: problem('This server does not do that yet.'),
}

async function answer(
  database: Database,
  { name, tool }: { name: ToolName; tool: Tool },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = request.body as ToolRequest
  if (!maySpeakFor(request.identity, body.actor.role)) throw foreignActor(body.actor.role)
  const key = request.headers['idempotency-key']
  if (key !== undefined && key !== body.request_id) throw keyDiffers()
  const { identity, trace } = request
  const done = await runCommand(database, { tenant: identity.tenant, name, tool, request: body, trace })
  if (done.replayed) reply.header(REPLAYED_HEADER, 'true')
  // A text is sent as it stands, so that a replay is the first answer to the byte.
  return reply.code(done.status).type('application/json; charset=utf-8').send(done.body)
}

const refusalContext = ({ identity, trace, headers }: FastifyRequest) => {
  const requestId = RequestId.safeParse(headers['idempotency-key'])
  return { identity, trace, requestId: requestId.data ?? null }
}

const ToolDescription = z.strictObject({
  name: z.enum(TOOL_NAMES),
  summary: z.string(),
  optional: z.boolean(),
  /** False: the tool is in the contract, and this server answers it with 501. */
  supported: z.boolean(),
  emits: z.array(z.string()),
  /** Empty: it makes the ticket. */
  from: z.array(z.string()),
  /** Empty: the state stays. */
  to: z.array(z.string()),
  /** By role, the states in which it may be used; a role that is missing may not use it. */
  permissions: z.record(z.string(), z.array(z.string())),
  input_schema: z.record(z.string(), z.unknown()),
  output_schema: z.record(z.string(), z.unknown()),
})

function addClosedList(app: HttpApp): void {
  const tools = TOOL_NAMES.map(describe)
  const response = { 200: z.strictObject({ tools: z.array(ToolDescription) }) }
  const schema = { summary: 'The closed list of tools, with their schemas', tags: ['tools'], response }
  app.get('/v0/tools', { config: { mayCall: READERS }, schema }, async () => ({ tools }))
}

function describe(name: ToolName): z.infer<typeof ToolDescription> {
  const { summary, emits, input, output } = TOOLS[name]
  const { from, to } = STATE_CHANGES[name]
  const permissions = ROLES.flatMap((role) => {
    const states = permittedStates(role, name)
    return states ? [[role, [...states]] as [string, string[]]] : []
  })
  return {
    name,
    summary,
    optional: OPTIONAL_TOOLS.includes(name),
    supported: SUPPORTED_TOOLS[name] !== undefined,
    emits: [...emits],
    from: [...from],
    to: [...to],
    permissions: Object.fromEntries(permissions),
    input_schema: z.toJSONSchema(input, { io: 'input' }),
    output_schema: z.toJSONSchema(output),
  }
}

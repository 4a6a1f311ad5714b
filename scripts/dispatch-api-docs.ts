// docs/dispatch-api.md: the tables that dispatch-api enforces, written out for people. Nothing on the page is typed by hand
// that a table says.
//   npm run docs:dispatch-api
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import {
  ALL_TOOLS,
  type AnyTool,
  OWN_TICKETS_ONLY,
  rowOf,
  SYSTEM_EVENTS,
  statesPermitted,
  TOOLBOX,
} from '../src/contracts/toolsets.ts'
import { CLOSEOUT_CHECKLIST, ROLES, TICKET_STATES, TRANSITIONS } from '../src/contracts/v0.ts'
import { FAULTS } from '../src/dispatch-api/audit-verify.ts'
import { ATTACHMENT_TYPES } from '../src/dispatch-api/objects/attachment-endpoints.ts'
import { V1_TABLE } from '../src/dispatch-api/v1/tools.ts'

const PAGE = new URL('../docs/dispatch-api.md', import.meta.url)

export function dispatchApiPage(): string {
  return [
    '# dispatch-api: what it enforces',
    '',
    'Written by `npm run docs:dispatch-api` from the tables that the service reads, `src/contracts/v0.ts` and',
    '`src/contracts/toolsets.ts`. The reasons stand in [decision 0015](decisions/0015-one-ticket-two-wires.md).',
    ...section('States', table(['from, to', ...TICKET_STATES], TICKET_STATES.map(transitionsOf))),
    ...section(
      'Tools',
      'Each by `POST /v0/tools/{name}`. The list is closed: any other name is 404 and leaves an audit line.',
      '',
      table(['tool', 'toolset', 'from', 'to', 'event', 'held', 'paused'], ALL_TOOLS.map(toolRow)),
      '',
      '*held*: refused with `SCHEDULE_HOLD_STATE_CONFLICT` while the customer is asked. *paused*: refused with',
      '`AUTONOMY_DISABLED` while autonomy is paused for the ticket, unless a person sends it.',
    ),
    ...section(
      'Who may use what, where',
      table(['tool', ...ROLES], ALL_TOOLS.map(permissionRow)),
      '',
      '●: wherever the tool works. Else the states in which the role may use it. Empty: never, `FORBIDDEN_ROLE`.',
      ...Object.entries(OWN_TICKETS_ONLY).map(
        ([role, field]) => `A ${role} reaches only tickets whose \`${field}\` is their id: \`FORBIDDEN_TICKET\`.`,
      ),
    ),
    ...section(
      'Closeout',
      `\`closeout.checklist_complete\` needs evidence under each of ${CLOSEOUT_CHECKLIST.map(code).join(' and ')}; what is missing is`,
      'named in `CLOSEOUT_REQUIREMENTS_INCOMPLETE`. Files are stored first, by `PUT /v0/attachments/{sha256}`, as what they really are:',
      `${ATTACHMENT_TYPES.map(code).join(', ')}.`,
    ),
    ...section(
      'Audit',
      'Each event carries the hash of the one before: of its ticket, or of the events of the system',
      `(${SYSTEM_EVENTS.map(code).join(', ')}). Seals hold all of them in one order, seconds later.`,
      `\`npm run -s audit:verify\` recomputes everything and names each fault: ${FAULTS.map(code).join(', ')}.`,
      'It prints the last seal; noted down elsewhere and given back as `--expect`, it shows a trail that was rewritten as a whole.',
    ),
    ...section(
      'The wire v1',
      'The scheduling commands of the production server, on the same tickets, as it speaks them.',
      '',
      table(['tool', 'path', 'roles', 'from', 'status'], Object.entries(V1_TABLE).map(v1Row)),
      '',
      'With `GET /tickets/{id}`, `GET /tickets/{id}/timeline`, `POST /ops/autonomy/pause`, `/rollback`, `GET /ops/autonomy/state` and',
      '`/ops/autonomy/replay/{ticketId}`. Identity is the bearer token; it must speak for the role that `X-Actor-Role` names.',
    ),
    ...section('Payloads', ...ALL_TOOLS.flatMap(payloadOf)),
    '',
  ].join('\n')
}

const code = (text: string) => `\`${text}\``
const section = (title: string, ...lines: string[]) => ['', `## ${title}`, '', ...lines]
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const transitionsOf = (from: keyof typeof TRANSITIONS) => [
  `**${from}**`,
  ...TICKET_STATES.map((to) => ((TRANSITIONS[from] as readonly string[]).includes(to) ? '●' : '')),
]

function toolRow(name: AnyTool): string[] {
  const { toolset, from, to, frozenByHold, evenPaused, optional } = rowOf(name)
  const every = from.length === TICKET_STATES.length ? 'any' : from.join(', ')
  return [
    code(name),
    optional ? `${toolset}, optional` : toolset,
    from.length === 0 ? '(makes it)' : every,
    to.length === 0 ? '(stays)' : to.join(', '),
    TOOLBOX[name].emits.map(code).join(', '),
    frozenByHold ? 'waits' : '',
    evenPaused ? '' : 'stops',
  ]
}

function permissionRow(name: AnyTool): string[] {
  const { from } = rowOf(name)
  return [
    code(name),
    ...ROLES.map((role) => {
      const states = statesPermitted(role, name)
      if (states === undefined) return ''
      return states.length === from.length ? '●' : states.join(', ')
    }),
  ]
}

const v1Row = ([name, { path, roles, from, status }]: [string, (typeof V1_TABLE)[keyof typeof V1_TABLE]]) => [
  ...[code(name), code(from.length === 0 ? '/tickets' : `/tickets/{id}${path}`), roles.join(', ')],
  ...[from.join(', ') || '(makes it)', String(status)],
]

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function payloadOf(name: AnyTool): string[] {
  const { payload } = (z.toJSONSchema(TOOLBOX[name].input, { io: 'input' }) as JsonSchema).properties ?? {}
  const required = new Set(payload?.required)
  const fields = Object.keys(payload?.properties ?? {}).map((field) => code(field) + (required.has(field) ? '\\*' : ''))
  return [`- ${code(name)}: ${TOOLBOX[name].summary}. ${fields.join(', ') || 'Nothing.'}`]
}

if (import.meta.main) {
  writeFileSync(PAGE, dispatchApiPage())
  process.stdout.write(`${fileURLToPath(PAGE)}\n`)
}

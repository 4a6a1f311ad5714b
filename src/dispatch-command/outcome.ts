// What became of a command, in a word for programs and a sentence for a person. Knows no wire.

/**
 * - applied: done now
 * - replayed: had been done before, and nothing happened again
 * - conflict: the ticket has moved on, or is not that far yet
 * - mismatch: the same step with other content, or an answer that belongs to something else
 * - paused: somebody has switched automatic changes off
 * - refused: not allowed, or not valid
 * - unreachable: nobody knows whether it was done; the same bytes may be sent again without harm
 */
export const OUTCOMES = ['applied', 'replayed', 'conflict', 'mismatch', 'paused', 'refused', 'unreachable'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface SendOutcome {
  readonly outcome: Outcome
  /** False: the command itself has not been looked at, so it is worth sending as it is once the cause is gone. */
  readonly judged: boolean
  /** What a person should do now. */
  readonly advice: string
  readonly requestId: string
  /** Of the HTTP answer; missing when there was none. */
  readonly status?: number
  /** Why, where the outcome alone does not say it. */
  readonly code?: string
  readonly detail?: string
  /** The events that it caused in the audit trail. */
  readonly eventIds?: readonly string[]
}

export const isDone = ({ outcome }: Pick<SendOutcome, 'outcome'>) => outcome === 'applied' || outcome === 'replayed'

const BY_OUTCOME: Readonly<Record<Outcome, string>> = {
  applied: 'Nothing is left to do.',
  replayed: 'Nothing is left to do: it had been applied before.',
  conflict: 'The ticket has moved on. Look at it, and plan it again if it still needs a visit.',
  mismatch:
    'The same step was sent before with other content. Look at the timeline of the ticket, and start a new run if the change is meant.',
  paused: 'Automatic changes are paused. Ask who paused them, and apply again once they are released.',
  refused: 'Sent as it is, it will be refused again. Have the cause looked into first.',
  unreachable: 'Apply again in a while: it is sent with the same key, and counts once however often it arrives.',
}

const BY_CODE: Readonly<Record<string, string>> = {
  INVALID_STATE_TRANSITION:
    'The ticket is in a state that does not allow it. Look at it, and apply again once it does.',
  SCHEDULE_HOLD_STATE_CONFLICT:
    'The customer is being asked about this ticket. Wait for the answer, or end the hold first.',
  HOLD_CONFIRMATION_MISSING: 'The answer is not to the hold that stands. Look at the ticket, and answer that one.',
  CUSTOMER_CONFIRMATION_STALE:
    'The customer had until then to say yes. End the hold by a rollback, and ask again with a new one.',
  TRIAGE_INCOMPLETE: 'Say what is broken and where, and take the lead up again.',
  CLOSEOUT_REQUIREMENTS_INCOMPLETE: 'Add what is missing, and complete the checklist again.',
  ATTACHMENT_NOT_FOUND: 'Store the file first, and send the step again.',
  TICKET_EXISTS: 'Another request has made that ticket. Look at it, and use another id if it is another one.',
  FORBIDDEN_TICKET: 'The ticket names somebody else. Give the step to them, or to the desk.',
  FORBIDDEN_ACTOR: 'The token may not speak for that role. Have its claim actor_roles looked at.',
  FORBIDDEN_ROLE: 'The role may not do this. Give the step to somebody who may.',
  TICKET_NOT_FOUND: 'There is no such ticket. Drop the proposal, or create the ticket and apply again.',
  INVALID_TICKET_ID: 'dispatch-api knows its tickets by UUID. Drop the proposal, or use the id of its ticket.',
  KILL_SWITCH_UNREACHABLE:
    'Whether automatic work is paused cannot be told, so nothing is sent. It is tried again by itself; have dispatch-api looked at.',
  KILL_SWITCH_UNREADABLE:
    'Whether automatic work is paused cannot be told, so nothing is sent. Have the answer of /ops/autonomy/state looked at.',
  KILL_SWITCH_FORBIDDEN:
    'The kill switch may not be read, so nothing is sent. Set DISPATCH_API_WATCH_TOKEN to a token that may, and apply again.',
  NO_LONGER_APPROVED:
    'The policy that approved it is not in force any more, so nothing was sent. Apply it yourself if it is still wanted.',
  GAVE_UP:
    'Nobody could send it for a day, and it is not tried any more. Plan the ticket again, or apply again if it still fits.',
  STORY_UNREAD:
    'Somebody was quicker, perhaps this very command. Apply again in a while: it is sent with the same key, and counts once.',
  FORBIDDEN_SCOPE:
    'The token does not reach the account or the site of the ticket. Give the step to somebody whose does.',
  FORBIDDEN: 'The role may not do this. Give the step to somebody who may.',
  TOOL_NOT_ALLOWED: 'The role may not do this. Give the step to somebody who may.',
  AUTH_REQUIRED: 'No token was sent. Set the right one and apply again.',
  INVALID_AUTH_TOKEN: 'The token is not accepted. Set the right one and apply again.',
  INVALID_AUTH_CLAIMS: 'The token has expired, or names a role that is not known. Set the right one and apply again.',
  MISSING_ACTOR_CONTEXT:
    'dispatch-api was not told who acts: it is set up for another kind of client. Have it set right.',
  INTERNAL_ERROR:
    'dispatch-api fails on it. It is tried again; if it goes on, hand the correlation id to whoever runs dispatch-api.',
  UNAUTHENTICATED: 'The token is not accepted. Set the right one and apply again.',
  NOT_SUPPORTED_YET: 'dispatch-api does not do this yet. Do the step by hand.',
  WRONG_ADDRESS: 'Something else than dispatch-api answers there. Set its address right and apply again.',
  WRONG_TICKET: 'The answer was about another ticket. Apply nothing more until somebody has found out why.',
  WRONG_REQUEST: 'The answer was to another request. Apply nothing more until somebody has found out why.',
}

export type Finding = Omit<SendOutcome, 'advice'>

export const withAdvice = (finding: Finding): SendOutcome => ({
  ...finding,
  advice: BY_CODE[finding.code ?? ''] ?? BY_OUTCOME[finding.outcome],
})

// An offer as a command for dispatch-api: all its options while none is confirmed, best first; then the confirmed one alone.
// Each is a step of its own, with a key of its own. Made from the stored offer, so that the same offer always asks for the same.
import type { Advice, AdvisedProposal } from '../../contracts/recommendation.ts'
import type { ProposeSlots, Slot } from '../../contracts/v0.ts'
import type { Intent } from '../../dispatch-command/outbox.ts'
import type { StoredOffer, StoredOption, ToldOption } from './offer-store.ts'

type Asking = Pick<Intent, 'tenant' | 'actor' | 'trace'>

/** Nothing where it has ended without a booking. */
export function offerIntent(offer: StoredOffer, asking: Asking): Intent | undefined {
  const { id, state, ticket, options, confirmed } = offer
  const chosen = confirmed ? options.filter(({ optionId }) => optionId === confirmed.optionId) : options
  if ((state !== 'held' && state !== 'confirmed') || chosen.length === 0) return undefined
  const ranked = chosen.toSorted((a, b) => (a.told?.rank ?? MOST) - (b.told?.rank ?? MOST)).slice(0, MOST_SLOTS)
  const about = ranked.find(({ told }) => told?.policy)?.told
  const payload: ProposeSlots = {
    slots: ranked.map((option, index) => slotOf(option, index + 1)),
    run_id: id,
    ...(about?.engine !== undefined && { engine: about.engine }),
    ...(about?.policy && {
      policy_version: `${about.policy.name}/${about.policy.version}`.slice(0, LONGEST_ID),
      policy_hash: about.policy.hash,
    }),
  }
  // What was offered and what was booked are two steps, each of which may be asked for again.
  const runId = confirmed ? `${id}/confirmed` : id
  return { ...asking, runId, ticketId: ticket.id, toolName: 'schedule.propose_slots', payload }
}

const MOST = 1000
const MOST_SLOTS = 20
const LONGEST_ID = 128

/** What the customer is told: work begins inside the window. */
const slotOf = ({ techId, window, told }: StoredOption, rank: number): Slot => ({
  window_start: window.start,
  window_end: window.end,
  technician_id: techId,
  rank,
  ...(told && { score: told.score, reasons: [...told.reasons] }),
})

/** The options with what was told of them. */
export function withTold(
  options: readonly StoredOption[],
  proposals: readonly AdvisedProposal[],
  meta?: Pick<Advice['meta'], 'engine' | 'policy'>,
): StoredOption[] {
  const told = new Map(proposals.map((proposal) => [proposal.optionId, proposal]))
  return options.map((option) => {
    const proposal = told.get(option.optionId)
    if (proposal === undefined) return option
    const { rank, score, reasons } = proposal
    const kept: ToldOption = { rank, score, reasons, ...(meta && { engine: meta.engine, policy: meta.policy }) }
    return { ...option, told: kept }
  })
}

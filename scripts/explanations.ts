// docs/explanations.md: four questions about the demo company's Tuesday, asked of the program and written down as answered.
//   npm run docs:explanations
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readFixture } from '../fixtures/read.ts'
import type { PlanChange } from '../src/contracts/explanation.ts'
import { OptimizationInput } from '../src/contracts/optimization.ts'
import { Ticket } from '../src/contracts/ticket.ts'
import { planChanges } from '../src/optimizer/answer/plan-changes.ts'
import { reasonsIn } from '../src/optimizer/answer/reason-of.ts'
import { type AskedExplanation, explain, type ToldExplanation } from '../src/optimizer/live/explain.ts'
import { Layout } from '../src/optimizer/live/layout.ts'
import { LivePlan } from '../src/optimizer/live/live-plan.ts'
import { optimize } from '../src/optimizer/optimize.ts'
import { offeredPlace } from '../src/optimizer/plans/offered-place.ts'
import { territoryOf } from '../src/optimizer/question/territory.ts'
import { openSolverPool } from '../workers/client.ts'

const PAGE = new URL('../docs/explanations.md', import.meta.url)
/** So many rounds on one thread are the same plan on every machine. */
const ROUNDS = 3000

const CALL = {
  id: 'CALL-1',
  location: { lat: 47.141, lon: 9.521 },
  incidentType: 'AUTO_OPERATOR_FAULT',
  priority: 'URGENT',
  createdAt: '2026-03-03T06:00:00+01:00',
  timeZone: 'Europe/Vaduz',
}

export async function explanationsPage(): Promise<string> {
  const quiet = OptimizationInput.parse(readFixture('corner'))
  const full = await planned(quiet)
  const call = Ticket.parse(CALL)
  const [onFull, onQuiet] = [await layOut(full), await layOut(quiet)]
  const ask = (layout: Layout, asked: AskedExplanation) => explain(layout, call, asked)

  const perTech = full.techs.map(({ id: techId }) => ({ techId, told: ask(onFull, { techId }) }))
  const whyNot = must(perTech.find(({ told }) => told.reasons.some(({ code }) => code === 'SKILL_MISSING')))
  const unlock = must(
    perTech.find(({ told }) => told.counterfactuals.some(({ changes }) => changes[0]?.kind === 'MOVE')),
  )
  const { proposals } = (await LivePlan.open(quiet)).recommend({ ticket: call, count: 10, whyNot: 'none' })
  const best = must(proposals[0])
  const other = must(proposals.find(({ techId }) => techId !== best.techId))
  const against = { techId: other.techId, start: other.start }
  const versus = ask(onQuiet, { techId: best.techId, start: best.start, against })

  const changes = await changesByBooking(quiet, call)

  return shortened(
    quiet,
    `# Explanations, worked

Made by \`npm run docs:explanations\` from the named company \`corner\`; a test holds this page to what the program says. Ids are shortened for
this page alone: \`tech-3\` is the third technician of the company and \`ticket-7\` its seventh ticket. The ticket that somebody calls about is the
same throughout:

${json(CALL)}

On the *full* day all forty tickets of the company are planned as far as they can be; on the *quiet* day only the ten that were planned before.
Every number was checked before it was written: prices by the judge, and each change by applying it, planning the visit, and having the plan
judged. What a field means stands in the contract (\`/docs\` of the optimizer, \`src/contracts/explanation.ts\`).

## Why not this technician?

On the full day, about ${whyNot.techId}. What the dispatcher reads:

${read(whyNot.told)}

Everything that is in the way is told, not only what was found first; \`proof\` says that not even an empty day would do
(\`empty_route_bound\`), that every position was tried exactly (\`exact_insertion\`), or that not everything was tried (\`search_limit\`). The same,
as it is asked and answered:

${json({ ticketId: CALL.id, techId: whyNot.techId })}
${json(shown(whyNot.told))}

## What would unlock it?

On the full day, about ${unlock.techId}, who could do the work. What the dispatcher reads:

${read(unlock.told)}

Each change is the smallest of its kind: with one minute less it is not enough. \`extraCost\` is what the plan then costs more than it does now,
in cents, and \`moves\` counts who begins at another time.

${json({ ticketId: CALL.id, techId: unlock.techId })}
${json(shown(unlock.told))}

## A against B

On the quiet day ${best.techId} is the first to be offered, and ${other.techId} the next who is somebody else. What the dispatcher reads:

- ${must(versus.versus).text}

The lines that differ, and nothing else; they add up to the difference.

${json({ ticketId: CALL.id, techId: best.techId, start: best.start, against })}
${json({ verdict: versus.verdict, cost: versus.cost, versus: versus.versus })}

## Why did the plan change?

On the quiet day the first option is booked for which somebody else begins at another time, which makes version 2 of the plan of
version 1. Why do those visits begin at another time? What the dispatcher reads:

${changes.map(({ reasons }) => `- ${reasons.map(({ text }) => text).join(' ')}`).join('\n')}

${json({ between: [1, 2] })}
${json(
  changes.map(({ reasons, ...change }) => ({
    ...change,
    reasons: reasons.map(({ code, kind, text }) => ({ code, kind, text })),
  })),
)}
`,
  )
}

async function changesByBooking(quiet: OptimizationInput, call: Ticket): Promise<PlanChange[]> {
  const [older, newer] = [await LivePlan.open(quiet), await LivePlan.open(quiet)]
  const { proposals } = newer.recommend({ ticket: call, count: 20 })
  const option = offeredPlace(quiet, must(proposals.find(({ moved }) => moved.length > 0)))
  newer.hold({ offerId: 'offer', ticket: call, options: [option] })
  newer.confirm('offer', option.optionId)
  const versionOf = (plan: LivePlan) => ({ ...plan.input, visits: plan.placed() })
  return planChanges(versionOf(older), versionOf(newer), reasonsIn('en'))
}

/** Sentences, and of each change its price and its place. */
function read({ reasons, counterfactuals }: ToldExplanation): string {
  const unlocking = counterfactuals.map(({ reason, extraCost, place, moves }) => {
    const who = moves.length === 1 ? '1 other visit begins' : `${moves.length} other visits begin`
    const begins = place ? `, and work begins at ${place.start.slice(11, 16)}` : ''
    return `- ${reason.text} The plan then costs ${(extraCost / 100).toFixed(2)} more, ${who} at another time${begins}.`
  })
  return [...reasons.map(({ text }) => `- ${text}`), ...unlocking].join('\n')
}

/** By where they stand in the input: nobody reads ids of thirty-six characters. */
function shortened({ techs, tickets }: OptimizationInput, page: string): string {
  const names = new Map([
    ...techs.map(({ id }, index) => [id, `tech-${index + 1}`] as const),
    ...tickets.map(({ id }, index) => [id, `ticket-${index + 1}`] as const),
  ])
  return page.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id)
}

/** The day planned as well as it can be, what was promised and pinned before kept. */
async function planned(input: OptimizationInput): Promise<OptimizationInput> {
  const options = { ...input.options, threads: 1, iterations: ROUNDS, seconds: 600, seed: 1, alternatives: 1 }
  const pool = openSolverPool({ threads: 1 })
  try {
    const { proposals } = await optimize({ ...input, options }, { pool, runId: 'explanations' })
    const before = new Map((input.plan ?? []).map((assignment) => [assignment.ticketId, assignment]))
    const plan = proposals.map(({ ticketId, techId, start }) => ({ ...before.get(ticketId), ticketId, techId, start }))
    return { ...input, plan }
  } finally {
    await pool.close()
  }
}

const layOut = async (input: OptimizationInput) => new Layout(input, await territoryOf(input))

/** Without what is the same in all of them. */
function shown({ verdict, proof, reasons, counterfactuals }: ToldExplanation) {
  return {
    verdict,
    proof,
    reasons: reasons.map(({ code, kind, text }) => ({ code, kind, text })),
    counterfactuals: counterfactuals.map(({ changes, place, extraCost, moves, checked, reason }) => ({
      changes,
      place,
      extraCost,
      moves: moves.length,
      checked,
      text: reason.text,
    })),
  }
}

const json = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`

function must<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('The day has no such example any more. Maybe the fixture or the search has changed.')
  return value
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, await explanationsPage())

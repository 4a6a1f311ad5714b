// Groups for tests: a few visits of a generated day that nobody serves yet, tied to each other and to some that are served.
import fc from 'fast-check'
import type { AskedGroup } from '../../../solver/live/group-shifts.ts'
import type { LinkModel, Model } from '../../../solver/model.ts'
import type { Plan } from '../../../solver/plan.ts'
import { compile } from '../../../solver/problem.ts'
import { search } from '../../../solver/search.ts'
import { type LiveCopy, liveCopy } from './a-live-day.ts'
import { gridOf } from './asking.ts'

export interface Group {
  /** The ties of the group included. */
  readonly model: Model
  /** Serves none of the group. */
  readonly plan: Plan
  readonly members: readonly number[]
}

export interface GroupTerms {
  readonly members: { readonly min: number; readonly max: number }
}

export const groupOn = (day: fc.Arbitrary<Model>, { members }: GroupTerms): fc.Arbitrary<Group> =>
  fc
    .tuple(
      day,
      fc.nat(),
      fc.array(fc.nat(), { minLength: members.min + 1, maxLength: members.max + 1 }),
      fc.array(tie, { minLength: 1, maxLength: 3 }),
    )
    .map(([bare, seed, picks, ties]) => {
      const free = bare.visits.flatMap(({ mayBePlanned, pinned }, visit) => (mayBePlanned && !pinned ? [visit] : []))
      const picked = [...new Set(picks.map((pick) => free[pick % Math.max(1, free.length)] ?? 0))]
      // The last one is no member: somebody of the plan, who may be tied to one.
      const own = picked.slice(0, Math.max(1, picked.length - 1))
      const areDaysTold = bare.routes.every(({ day: told }) => told !== undefined)
      const more = ties.flatMap((between, index): LinkModel[] => {
        const [first, second] = [picked[index % picked.length]!, picked[(index + 1) % picked.length]!]
        return first === second ? [] : [between(first, second, areDaysTold)]
      })
      const model = { ...bare, links: [...(bare.links ?? []), ...more] }
      const { plan } = search(compile(withoutMembers(model, own)), { seed, iterations: 30, stop: () => false })
      return { model, plan, members: own }
    })

type Tying = (first: number, second: number, areDaysTold: boolean) => LinkModel

const tie: fc.Arbitrary<Tying> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Tying>((first, second) => ({ kind: 'same-time', visits: [first, second] })) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        since: fc.constantFrom('end' as const, 'start' as const),
        least: fc.integer({ min: 0, max: 3000 }),
        room: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
        days: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
        centsPerDay: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
      })
      .map(({ since, least, room, days, centsPerDay }): Tying => {
        return (first, second, areDaysTold) => ({
          kind: 'after',
          first,
          second,
          since,
          least,
          ...(areDaysTold && days !== undefined && { leastDays: days }),
          ...(areDaysTold && centsPerDay !== undefined && { centsPerDay }),
          ...(room !== undefined && (days !== 1 || !areDaysTold) && { most: least + room }),
        })
      }),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        'same-tech' as const,
        'other-tech' as const,
        'other-route' as const,
        'other-time' as const,
        'order' as const,
      )
      .map((kind): Tying => {
        return (first, second) => (kind === 'order' ? { kind, first, second } : { kind, visits: [first, second] })
      }),
  },
)

const withoutMembers = (model: Model, members: readonly number[]): Model => ({
  ...model,
  visits: model.visits.map((visit, index) => (members.includes(index) ? { ...visit, mayBePlanned: false } : visit)),
})

export interface LiveGroup extends LiveCopy {
  readonly asked: AskedGroup
}

/** As it is asked on a live day; undefined where the day cannot be laid out as it was, or they miss somebody. */
export function askedOn({ model, plan, members }: Group, count: number): LiveGroup | undefined {
  const copy = liveCopy(model, plan, new Set(members))
  if (copy.day.unplaced.length > 0) return undefined
  const kept = [...copy.day.model.visits.keys()].map((visit) => copy.visitOf(visit, -1))
  const numbers = new Map(kept.map((visit, index) => [visit, index]))
  for (const [index, member] of members.entries()) numbers.set(member, kept.length + index)
  const links = (model.links ?? []).filter((link) => visitsOf(link).some((visit) => members.includes(visit)))
  const needed = links.flatMap((link) =>
    link.kind === 'same-time'
      ? link.visits
      : link.kind === 'after' && members.includes(link.second)
        ? [link.first]
        : [],
  )
  if (needed.some((visit) => !numbers.has(visit))) return undefined
  return {
    ...copy,
    asked: {
      members: members.map((member) => model.visits[member]!),
      links: links.flatMap((link): LinkModel[] => {
        if ('visits' in link) {
          const visits = link.visits.flatMap((visit) => numbers.get(visit) ?? [])
          return visits.length > 1 ? [{ ...link, visits }] : []
        }
        const [first, second] = [numbers.get(link.first), numbers.get(link.second)]
        return first === undefined || second === undefined ? [] : [{ ...link, first, second }]
      }),
      windows: gridOf(model),
      count: count * gridOf(model).length,
    },
  }
}

const visitsOf = (link: LinkModel): readonly number[] => ('visits' in link ? link.visits : [link.first, link.second])

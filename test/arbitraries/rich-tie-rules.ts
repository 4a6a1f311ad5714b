// Rules of generated days about visits that are tied to each other.
import fc from 'fast-check'
import type { LinkModel } from '../../solver/model.ts'
import { type Change, type DayShape, moment, type RichRule, saying, together, upTo } from './rich-change.ts'
import { withDays } from './rich-shift-rules.ts'

const visitsOf = (shape: DayShape, most = 3) =>
  fc.uniqueArray(upTo(Math.max(0, shape.visits - 1)), { minLength: 2, maxLength: most })

const linked = (shape: DayShape, link: fc.Arbitrary<LinkModel>): fc.Arbitrary<Change> =>
  shape.visits < 2
    ? fc.constant((model) => model)
    : fc
        .array(link, { minLength: 1, maxLength: Math.max(1, Math.floor(shape.visits / 5)) })
        .map((links) => (model) => ({ ...model, links: [...(model.links ?? []), ...links] }))

const unlinked =
  (isOfRule: (link: LinkModel) => boolean): Change =>
  (model) => ({ ...model, links: (model.links ?? []).filter((link) => !isOfRule(link)) })

const group = (kind: 'same-tech' | 'other-tech' | 'other-route'): RichRule => ({
  on: (shape) =>
    linked(
      shape,
      visitsOf(shape).map((visits) => ({ kind, visits })),
    ),
  off: unlinked((link) => link.kind === kind),
})

const after = (shape: DayShape, longest: number) =>
  fc
    .record({
      visits: visitsOf(shape, 2),
      since: fc.constantFrom('end' as const, 'start' as const),
      least: upTo(longest).map((minutes) => minutes * 60),
      room: fc.option(upTo(30), { nil: undefined }),
    })
    .map(({ visits, since, least, room }) => ({
      kind: 'after' as const,
      first: visits[0]!,
      second: visits[1]!,
      since,
      least,
      ...(room !== undefined && { most: least + room * 60 }),
    }))

export const TIE_RULES = {
  sameTime: {
    on: (shape) =>
      linked(
        shape,
        visitsOf(shape, 2).map((visits) => ({ kind: 'same-time', visits })),
      ),
    off: unlinked(({ kind }) => kind === 'same-time'),
  },
  after: {
    on: (shape) => linked(shape, after(shape, 60)),
    off: unlinked((link) => link.kind === 'after' && link.leastDays === undefined && link.centsPerDay === undefined),
  },
  daysBetween: {
    on: (shape) =>
      together(
        linked(
          shape,
          fc
            .tuple(after(shape, 0), upTo(1), upTo(900))
            .map(([{ most: _, ...link }, leastDays, centsPerDay]) => ({ ...link, leastDays, centsPerDay })),
        ),
        withDays,
      ),
    off: unlinked((link) => link.kind === 'after' && (link.leastDays !== undefined || link.centsPerDay !== undefined)),
  },
  sameTech: group('same-tech'),
  otherTech: group('other-tech'),
  otherRoute: group('other-route'),
  otherTime: {
    on: (shape) =>
      together(
        linked(
          shape,
          visitsOf(shape).map((visits) => ({ kind: 'other-time', visits })),
        ),
        // Everybody wants it at the same time.
        fc
          .tuple(moment(shape), upTo(3600))
          .map(([opens, seconds]) => saying('visits', { windows: [{ opens, closes: opens + seconds }] })),
      ),
    off: unlinked(({ kind }) => kind === 'other-time'),
  },
  order: {
    on: (shape) =>
      linked(
        shape,
        visitsOf(shape, 2).map(([first, second]) => ({ kind: 'order', first: first!, second: second! })),
      ),
    off: unlinked(({ kind }) => kind === 'order'),
  },
} satisfies Record<string, RichRule>

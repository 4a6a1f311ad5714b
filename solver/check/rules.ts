// Judge: all rules. Adding one is a file and a line here. Imports solver/check only.
import type { Rule } from './rule.ts'
import { approval } from './rules/approval.ts'
import { areas } from './rules/areas.ts'
import { arrivals } from './rules/arrivals.ts'
import { asSoonAsPossible } from './rules/as-soon-as-possible.ts'
import { breaks } from './rules/breaks.ts'
import { busyLimits } from './rules/busy-limits.ts'
import { change } from './rules/change.ts'
import { continuity } from './rules/continuity.ts'
import { due } from './rules/due.ts'
import { fairness } from './rules/fairness.ts'
import { head } from './rules/head.ts'
import { legLimits } from './rules/leg-limits.ts'
import { after } from './rules/links/after.ts'
import { order } from './rules/links/order.ts'
import { otherRoute } from './rules/links/other-route.ts'
import { otherTech } from './rules/links/other-tech.ts'
import { otherTime } from './rules/links/other-time.ts'
import { sameTech } from './rules/links/same-tech.ts'
import { sameTime } from './rules/links/same-time.ts'
import { load } from './rules/load.ts'
import { namedTechs } from './rules/named-techs.ts'
import { overtime } from './rules/overtime.ts'
import { pin } from './rules/pin.ts'
import { preference } from './rules/preference.ts'
import { preferredWindows } from './rules/preferred-windows.ts'
import { promise } from './rules/promise.ts'
import { release } from './rules/release.ts'
import { reloads } from './rules/reloads.ts'
import { reserve } from './rules/reserve.ts'
import { rest } from './rules/rest.ts'
import { scatter } from './rules/scatter.ts'
import { shiftBounds } from './rules/shift-bounds.ts'
import { skills } from './rules/skills.ts'
import { snap } from './rules/snap.ts'
import { softWindows } from './rules/soft-windows.ts'
import { span } from './rules/span.ts'
import { tools } from './rules/tools.ts'
import { travel } from './rules/travel.ts'
import { unserved } from './rules/unserved.ts'
import { visitCount } from './rules/visit-count.ts'
import { waiting } from './rules/waiting.ts'
import { windows } from './rules/windows.ts'
import { work } from './rules/work.ts'
import { worstLateness } from './rules/worst-lateness.ts'

/** Who may do what, whatever the times. */
export const TIMELESS_RULES: readonly Rule[] = [approval, namedTechs, areas, skills, load, tools, visitCount]

export const RULES: readonly Rule[] = [
  arrivals,
  shiftBounds,
  work,
  windows,
  snap,
  promise,
  pin,
  breaks,
  reloads,
  release,
  legLimits,
  span,
  ...TIMELESS_RULES,
  reserve,
  busyLimits,
  rest,
  sameTime,
  after,
  sameTech,
  otherTech,
  otherRoute,
  otherTime,
  order,
  travel,
  scatter,
  waiting,
  overtime,
  head,
  fairness,
  due,
  worstLateness,
  softWindows,
  preferredWindows,
  asSoonAsPossible,
  preference,
  continuity,
  change,
  unserved,
]

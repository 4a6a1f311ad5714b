// A process of its own for a live plan that is called as a function.
import { LivePlan } from '../../src/optimizer/live/live-plan.ts'
import { answerParent } from './child.ts'
import { type InProcessTask, measureInProcess } from './in-process.ts'

export type InProcessJobs = { readonly measure: (task: InProcessTask) => ReturnType<typeof measureInProcess> }

answerParent({
  measure: (task) => measureInProcess((input, roads) => LivePlan.open(input, roads), task),
} satisfies InProcessJobs)

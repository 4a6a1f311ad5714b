// What can make a plan better than all before it: the one list. Imports nothing.

export const IMPROVEMENTS = ['first-plan', 'descent', 'anneal', 'combine', 'complete'] as const
/**
 * The first plan that there was; the descent from it; annealing; good routes put together anew; whoever was left out
 * served after all at the end.
 */
export type Improvement = (typeof IMPROVEMENTS)[number]

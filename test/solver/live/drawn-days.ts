// Which days are drawn for the tests of live plans: the same in each run, so that a change and not chance decides; with
// DAYS_SEED any others, to look for what nobody thought of.
const SEED = Number(process.env.DAYS_SEED ?? 20_261_122)

export const drawnDays = (numRuns: number) => ({ numRuns, seed: SEED })

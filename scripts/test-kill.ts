// npm run test:kill [-- --times 100 --seed 1]: the process killed at so many random moments; the same test as in the suite.
import { anySeed, runTest, wholeNumbers } from './one-test.ts'

const { times, seed } = wholeNumbers({ times: '100', seed: anySeed() })
process.stdout.write(`${times} times, seed ${seed}\n`)
runTest('test/faults/killed.test.ts', { KILL_TIMES: times, KILL_SEED: seed })

// npm run test:fuzz [-- --requests 20000 --seed 1]: the same test as in the suite, with more requests and any seed.
import { anySeed, runTest, wholeNumbers } from './one-test.ts'

const { requests, seed } = wholeNumbers({ requests: '20000', seed: anySeed() })
process.stdout.write(`${requests} requests of seed ${seed}\n`)
runTest('test/fuzz', { FUZZ_REQUESTS: requests, FUZZ_SEED: seed, FUZZ_TABLE: '1' })

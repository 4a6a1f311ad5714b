import { defineConfig } from 'vitest/config'

// Tests of real parts that npm ci does not bring: npm run test:real installs them and says so.
const isReal = process.env.TEST_REAL !== undefined

export default defineConfig({
  test: {
    include: [isReal ? 'test/real/**/*.test.ts' : 'test/**/*.test.ts'],
    exclude: isReal ? [] : ['test/real/**'],
    globalSetup: ['test/database.setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})

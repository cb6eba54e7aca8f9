import { defineConfig } from 'vitest/config'

const root = new URL('../..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    name: 'product',
    environment: 'node',
    include: ['test/product/**/*.test.ts', 'test/oracle/**/*.test.ts', 'test/examples/**/*.test.ts'],
    globalSetup: ['./test/support/global-running-product.ts'],
    // One isolate serves all: what one file has calculated must not make another's request wait past its deadline.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

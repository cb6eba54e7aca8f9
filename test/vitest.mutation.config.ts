import { defineConfig } from 'vitest/config'

/** Tests of the engine alone, for Stryker: no database, no workerd, no designer. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: { name: 'mutation', environment: 'node', include: ['test/engine/**/*.test.ts'] },
})

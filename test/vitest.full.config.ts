import { defineConfig } from 'vitest/config'

/** `npm run test:full`: the random checks at their full size, which `npm test` runs in small. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'full',
    environment: 'node',
    env: { DREIZACK_FULL: '1' },
    testTimeout: 7_200_000,
    include: [
      'test/engine/{laws,money-laws,differential,metamorphic*,fast-*,document*}.test.ts',
      'test/designer/round-trip.test.ts',
    ],
  },
})

import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    globalSetup: ['./test/support/global-database.ts'],
    projects: [
      {
        root,
        test: {
          name: 'engine',
          environment: 'node',
          include: ['engine/**/*.test.ts', 'test/engine/**/*.test.ts'],
          // A guard against hanging: random plans take a few seconds on a busy machine.
          testTimeout: 60_000,
          benchmark: { enabled: process.env.BENCH === '1', include: ['test/bench/**/*.bench.ts'] },
        },
      },
      {
        root,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/faults/**/*.test.ts', 'test/designer/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        root,
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                LIBSQL_URL: inject('databaseOrigin'),
                NAMESPACES_URL: inject('namespacesUrl'),
                AUTH_SECRET: 'a secret for tests only, of more than 32 characters',
              },
            },
          })),
        ],
        test: { name: 'worker', include: ['test/worker/**/*.test.ts'], testTimeout: 30_000 },
      },
    ],
  },
})

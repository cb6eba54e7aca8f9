import { defineConfig } from 'vitest/config'

/** Tests of the engine alone, for Stryker: no database, no workerd, no designer. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'mutation',
    environment: 'node',
    isolate: false,
    include: ['test/engine/**/*.test.ts'],
    exclude: [
      'test/engine/analysis/**',
      'test/engine/{diagnostics,differential,document,document-diff,document-expressions}.test.ts',
      'test/engine/{laws,metamorphic,metamorphic-rules,no-floats,reference,refusals,structure,true-ups}.test.ts',
    ],
  },
})

import { defineConfig } from 'vitest/config'

/**
 * For Stryker: the tests that state figures by hand and take milliseconds. Each mutant runs all of them that reach it, so
 * the random plans, the laws and the analysis stay out: what only they would see is a figure that nobody has stated.
 * Without isolation the engine is loaded once for each mutant, not once for each file of tests.
 */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'mutation',
    environment: 'node',
    isolate: false,
    include: [
      'test/engine/{compile,contest,credit,facts,money,payout,period,time}/*.test.ts',
      'test/engine/{changes,clawbacks,contests,language,overflow,payouts,quotes,rate-tables,regressions,titles}.test.ts',
    ],
  },
})

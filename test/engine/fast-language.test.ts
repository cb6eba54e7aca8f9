import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan, type Period, periodAt, type Transaction } from '#engine'
import type { World } from '../oracle/plan-oracle.ts'
import { compareBatch } from '../support/compare-batch.ts'
import { anyCase } from './arbitrary/cases.ts'
import { Prepared } from './support/engine-figures.ts'
import { tame } from './support/tame.ts'

const isFull = process.env.DREIZACK_FULL === '1'
const CASES = isFull ? 10_000 : 400

/** Compares every period of every version. @returns why each went to the reference; undefined where columns did it. */
function compareAll(world: World): (string | undefined)[] {
  const { versions, index } = new Prepared(world)
  return versions.flatMap(({ program }) => {
    const within = new Map<string, { period: Period; transactions: Transaction[] }>()
    for (const t of world.transactions) {
      const period = periodAt(index.calendar, program.plan.period, t.creditedOn)
      if (!period) continue
      const own = within.get(period.id) ?? { period, transactions: [] }
      within.set(period.id, own)
      own.transactions.push(t)
    }
    return [...within.values()].map((own) =>
      compareBatch(
        {
          ...own,
          program,
          plan: world.id,
          facts: index,
          participants: world.participants,
          carried: (_, place) => place * 1234,
          periods: 1,
        },
        own.period.id,
      ),
    )
  })
}

const isCorrect = (world: World): boolean =>
  world.versions.every(({ plan }) => checkPlan(plan).every((d) => d.severity !== 'error'))

/**
 * The fast forms on plans of the whole language: they either say that they cannot, or have the reference's figures. What
 * stands in a plan by chance must never be calculated by columns as if it were not there.
 */
test('random plans of the whole language by columns are the reference’s, period by period', {
  timeout: isFull ? 7_200_000 : 120_000,
}, () => {
  const ways = new Map<string, number>()
  fc.assert(
    fc.property(anyCase, ({ world }) => {
      const tamed = tame(world)
      for (const w of isCorrect(tamed) ? [world, tamed] : [world])
        for (const reason of compareAll(w)) ways.set(reason ?? 'columns', (ways.get(reason ?? 'columns') ?? 0) + 1)
    }),
    { numRuns: CASES, seed: 20_261_125, endOnFailure: true },
  )
  if (process.env.SHOW) console.log(ways)
  expect(ways.get('columns') ?? 0).toBeGreaterThan(CASES / 8)
})

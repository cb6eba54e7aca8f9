import { expect, test } from 'vitest'
import { assignCredits, type Credit, FactIndex } from '#engine'
import { BatchProgram } from '../../engine/fast/batch.ts'
import { blocksOf } from '../../engine/fast/build-columns.ts'
import type { Block } from '../../engine/fast/columns.ts'
import { exactPeriod } from '../../engine/fast/exact-period.ts'
import type { Balances } from '../../engine/fast/pay-columns.ts'
import { populationOf } from '../../engine/fast/population.ts'
import { type Batch, batchByOracle, batchOf } from '../bench/workloads/batch.ts'
import { batchBlocks } from '../bench/workloads/columns.ts'
import { batchFacts, batchTransactions, PERIOD, payeeId } from '../bench/workloads/facts.ts'
import { BATCH_RATES, batchPlan } from '../bench/workloads/plans.ts'
import { programOf } from '../support/run-plan.ts'

function prepare(b: Batch, rates = BATCH_RATES) {
  const program = programOf(batchPlan(rates))
  const facts = new FactIndex(batchFacts(b))
  const participants = Array.from({ length: b.payees }, (_, p) => payeeId(p))
  const transactions = batchTransactions(b)
  const before: Balances = { periods: new Float64Array(b.payees), byRule: new Map([['draw', b.balance]]) }
  const run = (blocks: readonly Block[], primitives = true) => {
    const population = populationOf(program, 'plan', facts, participants, PERIOD)
    const input = { program, plan: 'plan', facts, period: PERIOD, population, transactions: () => transactions }
    const result = new BatchProgram(input, blocks, { primitives }).run(blocks, before)
    expect(result.reason).toBeUndefined()
    expect(result.exact.size).toBe(0)
    return { pay: [...result.pay], balance: [...(result.balances.byRule.get('draw') as Float64Array)] }
  }
  return { program, facts, participants, transactions, run }
}

test.each([
  [4_000, 40, 7],
  [5_000, 37, 3],
  [2_100, 500, 11],
  [70_000, 12, 99],
  [1, 10, 5],
])('%i transactions, %i payees, seed %i: all payments and balances are the oracle’s', (count, payees, seed) => {
  const b = batchOf(count, payees, seed)
  const { program, participants, transactions, run } = prepare(b)
  const oracle = batchByOracle(b)
  const expected = { pay: oracle.pay.map(Number), balance: oracle.balance.map(Number) }
  expect(run(batchBlocks(b))).toEqual(expected)
  expect(run(batchBlocks(b, 1_000), false)).toEqual(expected)
  // The same from transactions as the engine takes them, turned into columns.
  expect(run(blocksOf(program.plan, transactions, participants, 700))).toEqual(expected)
})

test('other rates, families and regions: all payments are the reference’s', () => {
  const b = batchOf(1_500, 30, 21)
  const { program, facts, participants, transactions, run } = prepare(b, {
    tiers: ['0.0275', '0.0613', '0.0801', '0.1199'],
    clawback: '0.0333',
    spiff: '37.50',
    spiffFrom: '2500.01',
    families: ['1', '4'],
    regions: ['2', '3', '0'],
  })
  const credits = new Map<string, Credit[]>(participants.map((id) => [id, []]))
  for (const t of transactions)
    for (const c of assignCredits(program.plain, 'plan', facts, t).credits) credits.get(c.participant)?.push(c)
  const { pay } = run(batchBlocks(b))
  participants.forEach((id, p) => {
    const balance = BigInt(b.balance[p]!)
    const before = { periods: 0, balances: new Map(balance === 0n ? [] : [['draw', balance]]), due: [], waiting: [] }
    const on = { program, facts, plan: 'plan', period: PERIOD }
    expect(pay[p]).toBe(Number(exactPeriod(on, id, credits.get(id) ?? [], before).payment.minor))
  })
})

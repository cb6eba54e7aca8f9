import { compileChecked, FactIndex } from '../../../engine/run.ts'
import { type Balances, BatchProgram, populationOf } from '../../../engine/run-fast.ts'
import type { Batch } from './batch.ts'
import { batchBlocks } from './columns.ts'
import { batchFacts, batchTransactions, PERIOD, payeeId } from './facts.ts'
import { batchPlan } from './plans.ts'

/** W2 in this engine, from blocks of columns to columns of payments. */
export function engineBatch(b: Batch, primitives: boolean) {
  const program = compileChecked(batchPlan())
  const facts = new FactIndex(batchFacts(b))
  const participants = Array.from({ length: b.payees }, (_, p) => payeeId(p))
  const population = populationOf(program, 'plan', facts, participants, PERIOD)
  const blocks = batchBlocks(b)
  const before: Balances = { periods: new Float64Array(b.payees), byRule: new Map([['draw', b.balance]]) }
  const transactions = () => batchTransactions(b)
  const batch = new BatchProgram({ program, plan: 'plan', facts, period: PERIOD, population, transactions }, blocks, {
    primitives,
  })
  return () => {
    const result = batch.run(blocks, before)
    if (result.reason !== undefined || result.exact.size > 0) throw new Error(`no kernels: ${result.reason}`)
    return { pay: result.pay, balance: result.balances.byRule.get('draw') as Float64Array }
  }
}

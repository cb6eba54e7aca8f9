import { expect, test } from 'vitest'
import { assignCredits, type Credit, calculate, FactIndex } from '#engine'
import { subjectOf } from '../../engine/calculate/calculate.ts'
import { PeriodWalk } from '../../engine/calculate/walk-period.ts'
import { BATCH_CHECKSUMS, batchByHand, batchByOracle, batchChecksum, batchOf } from '../bench/workloads/batch.ts'
import { batchFacts, batchTransactions, PERIOD, payeeId, quoteInput, THROUGH } from '../bench/workloads/facts.ts'
import { batchPlan, quotePlan } from '../bench/workloads/plans.ts'
import { quoteByHand, quoteByOracle, quoteChecksum, quoteDeals } from '../bench/workloads/quote.ts'
import { programOf } from '../support/run-plan.ts'

test('the first workload is the one that is defined', () => {
  const d = quoteDeals(10_000)
  const byHand = Array.from({ length: d.count }, (_, i) =>
    quoteByHand(d.amount[i]!, d.split[i]!, d.product[i]!, d.margin[i]!, d.quota[i]!, d.ytd[i]!),
  )
  expect(quoteChecksum(byHand)).toBe(15240082715632n)
  for (let i = 0; i < d.count; i++) expect(BigInt(byHand[i]!)).toBe(quoteByOracle(d, i))
})

test.each([1_000, 10_000])('the second workload at %i transactions is the one that is defined', (count) => {
  const b = batchOf(count)
  expect(batchChecksum(batchByHand(b))).toBe(BATCH_CHECKSUMS.get(count))
  expect(batchChecksum(batchByOracle(b))).toBe(BATCH_CHECKSUMS.get(count))
})

test('the plan of the first workload says it, deal by deal', () => {
  const program = programOf(quotePlan())
  const d = quoteDeals(300)
  for (let i = 0; i < d.count; i++) {
    const { facts, deal } = quoteInput(d, i)
    const index = new FactIndex(facts)
    const version = { program, effectiveFrom: PERIOD.from }
    const input = { plan: 'plan', versions: [version], facts: index, participant: 'p', population: undefined }
    const subject = subjectOf(input, version, false)
    const opened = PeriodWalk.open(subject, PERIOD, undefined, PERIOD.from).state()
    const [measure] = opened.measures
    const tally = { count: 1, sum: { n: BigInt(d.ytd[i]!), d: 100n }, edge: undefined, seen: undefined }
    const walk = PeriodWalk.open(subject, PERIOD, { ...opened, measures: [{ ...measure!, tally }] }, PERIOD.from)
    for (const credit of assignCredits(program.plain, 'plan', index, deal).credits) walk.add(credit)
    expect(walk.lines.map((l) => l.minor)).toEqual([quoteByOracle(d, i)])
  }
})

test('the plan of the second workload says it, payee by payee', () => {
  const program = programOf(batchPlan())
  const b = { ...batchOf(1_000), balance: new Float64Array(10) }
  const index = new FactIndex(batchFacts(b))
  const credits = new Map<string, Credit[]>()
  for (const t of batchTransactions(b))
    for (const c of assignCredits(program.plain, 'plan', index, t).credits)
      credits.set(c.participant, [...(credits.get(c.participant) ?? []), c])
  const expected = batchByOracle(b)
  for (let p = 0; p < b.payees; p++) {
    const { periods } = calculate({
      plan: 'plan',
      versions: [{ program, effectiveFrom: '2020-01-01' }],
      facts: index,
      participant: payeeId(p),
      credits: credits.get(payeeId(p)) ?? [],
      through: THROUGH,
    })
    expect(periods[0]?.exceptions).toEqual([])
    expect(periods[0]?.payment.minor).toBe(expected.pay[p])
    expect(periods[0]?.payment.state.balances.get('draw') ?? 0n).toBe(expected.balance[p])
  }
})

import { expect, test } from 'vitest'
import { assignCredits, FactIndex, type Program, type Step, type Transaction } from '#engine'
import { subjectOf } from '../../engine/calculate/calculate.ts'
import { PeriodWalk } from '../../engine/calculate/walk-period.ts'
import { NotFast } from '../../engine/fast/build.ts'
import { compileDeal, type DealCode } from '../../engine/fast/deal-code.ts'
import { DealWriter } from '../../engine/fast/derive-deal.ts'
import type { Slot } from '../../engine/fast/slots.ts'
import { parseExact } from '../../engine/money/exact.ts'
import { dayNumber } from '../../engine/time/calendar-date.ts'
import { quoteInput } from '../bench/workloads/facts.ts'
import { quotePlan } from '../bench/workloads/plans.ts'
import { quoteByOracle, quoteDeals } from '../bench/workloads/quote.ts'
import { RANDOM_PERIOD, randomFacts, randomPlan, randomTransactions } from '../support/random-plans.ts'
import { programOf } from '../support/run-plan.ts'

const RUNS = Number(process.env.RUNS ?? 300)
const SCALES = { 'field amount': 3, share: 4, 'parameter rate': 4, 'total commission': 6 }

const units = (text: string, scale: number): number => {
  const { n, d } = parseExact(text)
  const scaled = n * 10n ** BigInt(scale)
  if (scaled % d !== 0n) throw new Error(`${text} has more than ${scale} places`)
  return Number(scaled / d)
}

/** An input of a deal for one participant, from the facts themselves. */
function inputOf(
  slot: Slot,
  code: DealCode,
  t: Transaction,
  who: string,
  facts: FactIndex,
  before: bigint,
): number | undefined {
  const { source, scale } = slot
  switch (source.kind) {
    case 'field': {
      if (source.field === 'amount') return units(t.amount as string, scale)
      if (source.field === 'product') return code.texts.code(t.product as string)
      if (source.field === 'occurredOn' || source.field === 'creditedOn') return dayNumber(t[source.field])
      const value = t.fields[source.field]
      if (typeof value === 'boolean') return value ? 1 : 0
      return slot.isText ? code.texts.code(value as string) : units(value as string, scale)
    }
    case 'match': {
      const part = source.e.text.kind === 'Text' ? source.e.text.value : ''
      const whole = t.product as string
      return (source.e.how === 'contains' ? whole.includes(part) : whole.startsWith(part)) ? 1 : 0
    }
    case 'share':
      return units(t.team[0]?.share as string, scale)
    case 'measure':
      return Number(before)
    case 'total':
      return 0
    case 'participant': {
      const { e } = source
      if (e.kind === 'Recipient') return code.texts.code(facts.titleOf(who, t.creditedOn) as string)
      if (e.kind === 'Parameter') {
        const value = facts.parameter(e.parameter, who, t.creditedOn)
        const standard = e.parameter === 'rate' ? '0.05' : '100'
        return value ? Number((value.n * 10n ** BigInt(scale)) / value.d) : units(standard, scale)
      }
      const quota = e.kind === 'Quota' && facts.quota(e.quota, who, RANDOM_PERIOD, null)
      return quota ? Number((quota.n * 10n ** BigInt(scale)) / quota.d) : undefined
    }
    default:
      return undefined
  }
}

/** The reference's line for a deal on top of a running total. */
function referenceLine(
  program: Program,
  facts: FactIndex,
  t: Transaction,
  before: bigint,
  scale: number,
  traced = false,
): { minor: bigint; steps: readonly Step[] } | undefined {
  const who = (t.team[0]?.participant ?? t.owner) as string
  const version = { program, effectiveFrom: RANDOM_PERIOD.from }
  const input = { plan: 'plan', versions: [version], facts, participant: who, population: undefined }
  const subject = subjectOf(input, version, traced)
  const opened = PeriodWalk.open(subject, RANDOM_PERIOD, undefined, RANDOM_PERIOD.from).state()
  const tally = { count: 1, sum: { n: before, d: 10n ** BigInt(scale) }, edge: undefined, seen: undefined }
  const measures = opened.measures.map((m, i) => (i === 0 ? { ...m, tally } : m))
  const walk = PeriodWalk.open(subject, RANDOM_PERIOD, { ...opened, measures }, RANDOM_PERIOD.from)
  for (const credit of assignCredits(program.plain, 'plan', facts, t).credits)
    if (credit.rule === 'own' && credit.participant === who) walk.add(credit)
  if (walk.exceptions.length > 0) return undefined
  return { minor: walk.lines.reduce((sum, l) => sum + l.minor, 0n), steps: walk.lines.flatMap((l) => l.steps) }
}

test('random plans: a deal by register code is the reference’s line, whichever way it takes', () => {
  const ways = new Map<string, number>()
  const count = (way: string) => ways.set(way, (ways.get(way) ?? 0) + 1)
  // 15769 once lost a division by zero that no line reads.
  for (const seed of [...Array(RUNS).keys(), 15_769]) {
    const program = programOf(randomPlan(seed * 7, { running: true, quotients: true, size: 3 }))
    if (program.plan.credits[0]?.to.kind !== 'DealTeam') continue
    const facts = new FactIndex(randomFacts(seed + 1, false))
    let code: DealCode
    try {
      code = compileDeal(program, { rule: 'own', earning: 'commission', scales: SCALES, traced: seed % 3 === 0 })
    } catch (error) {
      if (!(error instanceof NotFast)) throw error
      count(error.message)
      continue
    }
    for (const large of [0, 1e7, 1e10, 1e11]) {
      for (const [i, deal] of randomTransactions(seed + 3, 12, large).entries()) {
        const t = { ...deal, team: deal.team.slice(0, 1) }
        const who = t.team[0]?.participant as string
        const before = large >= 1e10 ? BigInt(i) * 10n ** 14n : BigInt(i * 1_234_567 - 3_000_000)
        const expected = referenceLine(program, facts, t, before, program.minorDigits)
        let known = true
        code.slots.forEach((slot, s) => {
          const value = inputOf(slot, code, t, who, facts, before)
          if (value === undefined || !Number.isSafeInteger(value)) known = false
          else code.write(s, value)
        })
        if (!known) continue
        const way = code.evaluate()
        count(way)
        if (way === 'none') continue
        const line = way === 'numbers' ? BigInt(code.minor) : code.bigMinor
        if (line !== expected?.minor)
          throw new Error(`seed ${seed}, deal ${i}, large ${large}, by ${way}: ${line} instead of ${expected?.minor}`)
      }
    }
  }
  if (process.env.SHOW) console.log(ways)
  expect(ways.get('numbers') ?? 0).toBeGreaterThan(RUNS * 4)
})

test.each([
  [42, 1],
  [7, 1],
  [42, 1_000_000],
  [3, 100_000],
])('the first workload with seed %i and amounts times %i: every payout is the oracle’s', (seed, factor) => {
  const program = programOf(quotePlan(undefined, `${50_000 * factor}.00`))
  const code = compileDeal(program, { rule: 'share', earning: 'commission', scales: { share: 4 } })
  const d = quoteDeals(2_000, seed, factor)
  const key = code.slots.map((s) => s.key)
  for (let i = 0; i < d.count; i++) {
    const { deal } = quoteInput(d, i)
    const values: Record<string, number> = {
      'field amount': d.amount[i]!,
      share: d.split[i]!,
      'measure ytd': d.ytd[i]!,
      'field product': code.texts.code(deal.product as string),
      'field margin': d.margin[i]!,
    }
    key.forEach((k, s) => {
      code.write(s, values[k] ?? d.quota[i]!)
    })
    const way = code.evaluate()
    expect(way).not.toBe('none')
    expect(way === 'numbers' ? BigInt(code.minor) : code.bigMinor).toBe(
      quoteByOracle(d, i, 5_000_000n * BigInt(factor)),
    )
  }
})

/** A derivation without the pieces of tables and searched texts, its exact values by path. */
function valuesOf(step: Step): [string, string | undefined][] {
  const own: [string, string | undefined][] =
    step.kind === 'Band' || step.kind === 'Cell' || step.kind === 'TextList' ? [] : [[step.path, step.value?.text]]
  return step.kind === 'TextMatch' ? own : [...own, ...step.steps.flatMap(valuesOf)]
}

test('random plans: a derivation from the registers has the values of the traced reference', () => {
  let compared = 0
  for (let seed = 0; seed < RUNS / 2; seed++) {
    const plan = randomPlan(seed * 13, { running: true, quotients: true, size: 3 })
    const program = programOf(plan)
    if (program.plan.credits[0]?.to.kind !== 'DealTeam') continue
    const facts = new FactIndex(randomFacts(seed + 1, false))
    let code: DealCode
    try {
      code = compileDeal(program, { rule: 'own', earning: 'commission', scales: SCALES, traced: true })
    } catch (error) {
      if (error instanceof NotFast) continue
      throw error
    }
    const writer = new DealWriter(code, program.types)
    for (const deal of randomTransactions(seed + 3, 6)) {
      const t = { ...deal, team: deal.team.slice(0, 1) }
      const who = t.team[0]?.participant as string
      const traced = referenceLine(program, facts, t, 250_000n, 2, true)
      const values = code.slots.map((slot) => inputOf(slot, code, t, who, facts, 250_000n))
      if (!traced || traced.steps.length === 0 || values.some((x) => x === undefined)) continue
      values.forEach((x, s) => {
        code.write(s, x as number)
      })
      if (code.evaluate() !== 'numbers') continue
      const trace = new Float64Array(code.traceLength)
      if (!code.keepTrace(trace, 0)) continue
      const derived = writer.derive(trace, 0)
      // The condition's steps come first, then the amount's.
      const expected = traced.steps.find((s) => s.path === '/earnings/0/amount') as Step
      expect(new Map(valuesOf(derived)), `seed ${seed}`).toEqual(new Map(valuesOf(expected)))
      compared++
    }
  }
  expect(compared).toBeGreaterThan(RUNS / 2)
})

import { expect } from 'vitest'
import { assignCredits, type Credit, type FactIndex, type Period, type Program, type Transaction } from '#engine'
import { BatchProgram } from '../../engine/fast/batch.ts'
import { blocksOf } from '../../engine/fast/build-columns.ts'
import { exactPeriod } from '../../engine/fast/exact-period.ts'
import type { Balances } from '../../engine/fast/pay-columns.ts'
import { populationOf } from '../../engine/fast/population.ts'
import { NO_PAYOUTS } from '../../engine/payout/payout-state.ts'

export type BatchCase = {
  readonly program: Program
  readonly plan: string
  readonly facts: FactIndex
  readonly period: Period
  readonly participants: readonly string[]
  readonly transactions: readonly Transaction[]
  /** Minor units that a rule carries for the participant in this place. */
  readonly carried: (rule: string, place: number) => number
  /** How many periods everybody has been paid before. */
  readonly periods: number
}

/**
 * Calculates one period by columns, with and without domain kernels, and by the reference, and compares every figure of
 * everybody.
 *
 * @returns why the reference had to calculate everybody; undefined where columns did it.
 */
export function compareBatch(c: BatchCase, name: string): string | undefined {
  const { program, plan, facts, period, transactions, carried, periods } = c
  const participants = [...c.participants]
  const population = populationOf(program, plan, facts, participants, period)
  const input = { program, plan, facts, period, population, transactions: () => transactions }
  const blocks = blocksOf(program.plan, transactions, participants, 25)
  const rules = (program.plan.payoutRules ?? []).map((r) => r.id)
  const before: Balances = {
    periods: new Float64Array(participants.length).fill(periods),
    byRule: new Map(rules.map((id) => [id, Float64Array.from(participants, (_, i) => carried(id, i))])),
  }
  const credits = new Map<string, Credit[]>(participants.map((p) => [p, []]))
  for (const t of transactions)
    for (const credit of assignCredits(program.plain, plan, facts, t).credits)
      credits.get(credit.participant)?.push(credit)
  let reason: string | undefined
  for (const primitives of [true, false]) {
    const result = new BatchProgram(input, blocks, { primitives }).run(blocks, before)
    reason = result.reason
    participants.forEach((id, p) => {
      if (population.assigned[p] === 0 && population.exact[p] === 0) return
      const balances = rules.map((rule) => [rule, BigInt(before.byRule.get(rule)?.[p] ?? 0)] as const)
      const expected = exactPeriod(input, id, credits.get(id) ?? [], {
        ...NO_PAYOUTS,
        periods,
        balances: new Map(balances.filter(([, minor]) => minor !== 0n)),
      })
      const known = result.exact.get(p)
      if (!known && expected.exceptions.length > 0)
        throw new Error(`${name}, ${id}: an exception was lost: ${JSON.stringify(expected.exceptions[0])}`)
      const figure = (minor: bigint) => (known ? minor : Number(minor))
      const own = known
        ? [
            known.earnings.map((e) => e.minor ?? 0n),
            known.payment.minor,
            rules.map((r) => known.payment.state.balances.get(r) ?? 0n),
          ]
        : [
            program.plan.earnings.map((e) => (result.earnings.get(e.id)?.[p] ?? Number.NaN) + 0),
            (result.pay[p] ?? Number.NaN) + 0,
            rules.map((r) => (result.balances.byRule.get(r)?.[p] ?? Number.NaN) + 0),
          ]
      expect(own, `${name}, ${id}, primitives ${primitives}`).toEqual([
        expected.earnings.map((e) => figure(e.minor ?? 0n)),
        figure(expected.payment.minor),
        rules.map((r) => figure(expected.payment.state.balances.get(r) ?? 0n)),
      ])
    })
  }
  return reason
}

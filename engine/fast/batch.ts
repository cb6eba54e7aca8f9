import type { Program } from '../compile/compile-plan.ts'
import type { Credit } from '../compile/frame.ts'
import { assignCredits } from '../credit/assign-credits.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import type { Transaction } from '../facts/facts.ts'
import { NO_PAYOUTS, type PayoutState } from '../payout/payout-state.ts'
import type { Period } from '../time/calendar.ts'
import { Builder, NotFast } from './build.ts'
import type { Block } from './columns.ts'
import { type ExactPeriod, exactPeriod } from './exact-period.ts'
import type { Node } from './ir.ts'
import { type Layout, layoutOf } from './layout.ts'
import { type Balances, payableInColumns, payColumns } from './pay-columns.ts'
import { planPeriod } from './plan-period.ts'
import { planRows } from './plan-rows.ts'
import type { Population } from './population.ts'
import { RowProgram } from './run-rows.ts'
import type { Slot } from './slots.ts'
import { LANES, VectorCode } from './vector.ts'

/** A period of everybody, in columns by participant: minor units. Who stands in `exact` has their figures there. */
export type BatchResult = {
  readonly earnings: ReadonlyMap<string, Float64Array>
  readonly pay: Float64Array
  readonly balances: Balances
  /** Who was calculated by the reference, by number: with data exceptions, and figures of any size. */
  readonly exact: ReadonlyMap<number, ExactPeriod>
  /** Why the rows were walked by the reference; undefined where kernels did it. */
  readonly reason: string | undefined
}

export type BatchInput = {
  readonly program: Program
  readonly plan: string
  readonly facts: FactIndex
  readonly period: Period
  readonly population: Population
  /** The same transactions as the engine takes them, for who has to be calculated by the reference. */
  readonly transactions: () => readonly Transaction[]
}

type Compiled = {
  readonly layout: Layout
  readonly rows: RowProgram
  readonly slots: readonly Slot[]
  readonly inputs: readonly Float64Array[]
  readonly fill: readonly (() => void)[]
  readonly code: VectorCode
  readonly earnings: readonly string[]
  readonly rules: readonly { readonly rule: string; readonly amount: number; readonly floor: number }[]
}

/**
 * A plan over a population, compiled for a period and for data of one form, and run as often as wanted. Rows are selected,
 * cut, and added up by kernels; what is earned and paid is calculated over columns of participants. Whatever the planner
 * cannot say, and whoever leaves the safe integers, is calculated by the exact reference: digits never differ.
 */
export class BatchProgram {
  readonly reason: string | undefined
  readonly #input: BatchInput
  readonly #compiled: Compiled | undefined

  constructor(input: BatchInput, blocks: readonly Block[], options: { readonly primitives?: boolean } = {}) {
    this.#input = input
    try {
      this.#compiled = compileBatch(input, layoutOf(blocks), options.primitives ?? true)
    } catch (error) {
      if (!(error instanceof NotFast)) throw error
      this.reason = error.message
    }
  }

  /** @param before what rules carry from the period before, in columns by participant. */
  run(blocks: readonly Block[], before?: Balances): BatchResult {
    if (!this.#compiled) return this.#byReference(before, this.reason)
    try {
      this.#compiled.rows.run(blocks)
    } catch (error) {
      if (!(error instanceof NotFast)) throw error
      return this.#byReference(before, error.message)
    }
    return this.#closePeriod(this.#compiled, before)
  }

  #closePeriod(c: Compiled, before: Balances | undefined): BatchResult {
    const { population, program } = this.#input
    const count = population.participants.length
    const failed = population.exact.slice()
    for (const fill of c.fill) fill()
    const columns = c.code.outputs.map(() => new Float64Array(count))
    for (let from = 0; from < count; from += LANES) {
      const n = Math.min(LANES, count - from)
      c.slots.forEach((_, s) => {
        c.code.bind(s, (c.inputs[s] as Float64Array).subarray(from, from + n))
      })
      if (c.code.run(n)) for (let i = 0; i < n; i++) if (c.code.failed[i] !== 0) failed[from + i] = 1
      columns.forEach((column, k) => {
        column.set(c.code.output(k).subarray(0, n), from)
      })
    }
    const earnings = new Map(c.earnings.map((id, k) => [id, columns[k] as Float64Array]))
    const amounts = new Map(
      c.rules.map(({ rule, amount, floor }) => [rule, { amount: columns[amount], floor: columns[floor] }]),
    )
    const paid = payColumns(program.plan, count, earnings, amounts, before, failed)
    for (let p = 0; p < count; p++) if (population.assigned[p] === 0 && population.exact[p] === 0) failed[p] = 0
    const exact = this.#exactly(failed, before)
    return patched({ earnings, ...paid, exact, reason: undefined })
  }

  #byReference(before: Balances | undefined, reason: string | undefined): BatchResult {
    const { population, program } = this.#input
    const count = population.participants.length
    const who = Uint8Array.from(population.participants, (_, p) =>
      population.assigned[p] === 1 || population.exact[p] === 1 ? 1 : 0,
    )
    const earnings = new Map(program.plan.earnings.map((e) => [e.id, new Float64Array(count)]))
    const byRule = new Map((program.plan.payoutRules ?? []).map((r) => [r.id, new Float64Array(count)]))
    const balances = { periods: new Float64Array(count), byRule }
    const exact = this.#exactly(who, before)
    return patched({ earnings, pay: new Float64Array(count), balances, exact, reason })
  }

  /** Everybody who is marked, by the reference. */
  #exactly(marked: Uint8Array, before: Balances | undefined): Map<number, ExactPeriod> {
    const done = new Map<number, ExactPeriod>()
    if (!marked.includes(1)) return done
    const { population, program, facts, plan, transactions } = this.#input
    const wanted = new Map<string, Credit[]>()
    population.participants.forEach((id, p) => {
      if (marked[p] === 1) wanted.set(id, [])
    })
    for (const t of transactions())
      for (const credit of assignCredits(program.plain, plan, facts, t).credits)
        wanted.get(credit.participant)?.push(credit)
    population.participants.forEach((id, p) => {
      const credits = wanted.get(id)
      if (credits) done.set(p, exactPeriod(this.#input, id, credits, payoutsOf(before, p)))
    })
    return done
  }
}

/** Balances of one participant as the reference carries them. */
function payoutsOf(before: Balances | undefined, p: number): PayoutState {
  if (!before) return NO_PAYOUTS
  const balances = new Map<string, bigint>()
  for (const [rule, column] of before.byRule) if (column[p] !== 0) balances.set(rule, BigInt(column[p] as number))
  return { ...NO_PAYOUTS, periods: before.periods[p] ?? 0, balances }
}

/** Figures of the reference written into the columns, NaN where they are beyond the safe integers. */
function patched(result: BatchResult): BatchResult {
  for (const [p, exact] of result.exact) {
    const enter = (column: Float64Array | undefined, minor: bigint): void => {
      if (column) column[p] = minor === BigInt(Number(minor)) ? Number(minor) : Number.NaN
    }
    for (const e of exact.earnings) enter(result.earnings.get(e.earning), e.minor ?? 0n)
    enter(result.pay, exact.payment.minor)
    result.balances.periods[p] = exact.payment.state.periods
    for (const [rule, column] of result.balances.byRule) enter(column, exact.payment.state.balances.get(rule) ?? 0n)
  }
  return result
}

function compileBatch(input: BatchInput, layout: Layout, primitives: boolean): Compiled {
  const { program, population, period } = input
  const { plan } = program
  if (program.remembersDeals) throw new NotFast('a plan that remembers deals')
  if (program.comparedOn.length > 0 || (plan.contests?.length ?? 0) > 0)
    throw new NotFast('a plan that compares participants')
  if (population.isUnsteady) throw new NotFast('reporting lines or parameters that change inside the period')
  if (layout.from < period.from || layout.to >= period.to) throw new NotFast('transactions of other periods')
  if (!payableInColumns(plan)) throw new NotFast('payments that wait for later periods')
  const deepest = plan.credits.reduce((most, r) => Math.max(most, r.to.kind === 'Managers' ? r.to.toLevel : 0), 0)
  if (deepest > 0 && hasCircle(population.manager, deepest)) throw new NotFast('reporting lines that run in a circle')
  const rowPlan = planRows(program, layout, population, new Builder())
  const rows = new RowProgram(rowPlan, population, layout, primitives)
  const periodBuilder = new Builder()
  const periodPlan = planPeriod(program, rowPlan, population, periodBuilder)
  const roots: Node[] = []
  const root = (n: Node | undefined): number => (n ? roots.push(n) - 1 : -1)
  const earnings = [...periodPlan.earnings]
  for (const [, node] of earnings) root(node)
  const rules = [...periodPlan.amounts].map(([rule, { amount, floor }]) => ({
    rule,
    amount: root(amount),
    floor: root(floor),
  }))
  for (const guard of periodBuilder.guards) root(guard)
  const count = population.participants.length
  const fill: (() => void)[] = []
  const inputs = periodPlan.slots.list.map(({ source, key }) => {
    if (source.kind === 'participant') return population.columns.get(key)?.values as Float64Array
    const figure =
      source.kind === 'measure'
        ? rowPlan.measures.get(source.measure)
        : source.kind === 'count'
          ? rowPlan.counts.get(source.measure)
          : source.kind === 'total'
            ? rowPlan.totals.get(source.earning)
            : undefined
    const column = new Float64Array(count)
    if (figure) fill.push(() => rows.figure(figure, column))
    return column
  })
  return {
    layout,
    rows,
    slots: periodPlan.slots.list,
    inputs,
    fill,
    code: new VectorCode(roots),
    earnings: earnings.map(([id]) => id),
    rules,
  }
}

/** Whether somebody stands above themselves within some levels. */
function hasCircle(manager: Int32Array, levels: number): boolean {
  for (let p = 0; p < manager.length; p++) {
    const seen = [p]
    for (let m = manager[p] as number; m >= 0 && seen.length <= levels; m = manager[m] as number) {
      if (seen.includes(m)) return true
      seen.push(m)
    }
  }
  return false
}

import { analysePlan } from '../check/check-plan.ts'
import type { Diagnostic } from '../check/diagnostic.ts'
import type { Place } from '../check/infer-type.ts'
import type { Scope } from '../check/types.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { minorDigits } from '../money/currency.ts'
import type { Exact } from '../money/exact.ts'
import type { Aggregate, CreditRule, Earning, PeriodKind, Plan } from '../plan/ast.ts'
import type { Contest } from '../plan/contest.ts'
import type { Expression, Window } from '../plan/expression.ts'
import { windowOf } from '../plan/measure-window.ts'
import type { Clawback, Payable } from '../plan/payout.ts'
import { eachChild } from '../plan/walk.ts'
import { type CompileContext, compileExact, compileExpression, compileYesNo } from './compile-expression.ts'
import { CompiledMatrix } from './compile-matrix.ts'
import { CompiledTable, type Evaluate } from './compile-table.ts'
import { KnownTypes, type PlanTypes } from './known-types.ts'
import type { Value } from './step.ts'

export type CompiledRule = {
  readonly rule: CreditRule
  readonly when: Evaluate<boolean> | undefined
  readonly amount: Evaluate<Exact>
  readonly share: Evaluate<Exact> | undefined
}
export type CompiledMeasure = {
  readonly id: string
  readonly title: string
  readonly aggregate: Aggregate
  readonly window: Window
  readonly when: Evaluate<boolean> | undefined
  readonly value: Evaluate<Value> | undefined
}
export type CompiledEarning = {
  readonly earning: Earning
  readonly place: Place
  readonly when: Evaluate<boolean> | undefined
  readonly amount: Evaluate<Exact>
  readonly gate: Evaluate<boolean> | undefined
  readonly floor: Evaluate<Exact> | undefined
  readonly cap: Evaluate<Exact> | undefined
  /** The window over which running rounding adds up: that of the running totals it reads, else the period. */
  readonly roundingWindow: Window
}

/** One instrumentation of a plan: with or without steps, otherwise the same closures. */
export type Compiled = {
  /** Whether steps are recorded. */
  readonly traced: boolean
  readonly period: PeriodKind
  readonly rules: readonly CompiledRule[]
  readonly measures: readonly CompiledMeasure[]
  /** Each after the earnings that it reads. */
  readonly earnings: readonly CompiledEarning[]
  readonly clawbacks: readonly { readonly clawback: Clawback; readonly when: Evaluate<boolean> | undefined }[]
  readonly contests: readonly { readonly contest: Contest; readonly eligible: Evaluate<boolean> | undefined }[]
  /** The amounts that payout rules state, evaluated when a period closes. */
  readonly payoutAmounts: readonly {
    readonly rule: string
    readonly amount: Evaluate<Exact> | undefined
    readonly floor: Evaluate<Exact> | undefined
  }[]
}

/** A compiled plan, read four ways. `plain` and `traced` are made on first use and kept. */
export type Program = {
  readonly plan: Plan
  /** The plan's types, for the fast forms. */
  readonly types: PlanTypes
  readonly minorDigits: number
  readonly plain: Compiled
  readonly traced: Compiled
  /** Whether the order in which credits arrive can move a line: some earning reads a running total, or a measure the latest. */
  readonly readsOrder: boolean
  /** Whether what was earned on a deal must be known when a later transaction refers to it. */
  readonly remembersDeals: boolean
  /** The measures on which participants are compared: calculating one needs the others' figures. Empty for most plans. */
  readonly comparedOn: readonly string[]
  readonly schedules: ReadonlyMap<string, Payable>
  /** By rule: whether its credits count for measures, for earnings per credit, or both. */
  readonly counts: ReadonlyMap<string, NonNullable<CreditRule['counts']>>
}

/** Compiles a plan that has no errors; a plan with errors comes back as its diagnostics. */
export function compilePlan(plan: Plan): Result<Program, Diagnostic[]> {
  const types = analysePlan(plan)
  const errors = types.diagnostics.filter((d) => d.severity === 'error')
  return errors.length > 0 ? err(errors) : ok(programFrom(types))
}

/** Compiles a plan that was checked where it came in, such as a published version: nothing is checked again. */
export const compileChecked = (plan: Plan): Program => programFrom(new KnownTypes(plan))

/** A class, and not an object with getters: those would tie every program to the next one's shape, and keep it alive. */
class CompiledProgram implements Program {
  readonly plan: Plan
  readonly types: PlanTypes
  readonly minorDigits: number
  readonly readsOrder: boolean
  readonly remembersDeals: boolean
  readonly comparedOn: readonly string[]
  readonly schedules: ReadonlyMap<string, Payable>
  readonly counts: Program['counts']
  readonly #reads: Reads
  #plain: Compiled | undefined
  #traced: Compiled | undefined

  constructor(types: PlanTypes) {
    const { plan } = types
    this.plan = plan
    this.types = types
    this.minorDigits = minorDigits(plan.currency)
    this.#reads = readsOf(plan)
    this.remembersDeals = (plan.clawbacks?.length ?? 0) > 0 || plan.earnings.some((e) => e.payable?.kind === 'OnEvent')
    this.comparedOn = [...this.#reads.compared].sort()
    this.schedules = new Map(plan.earnings.flatMap((e) => (e.payable ? [[e.id, e.payable] as const] : [])))
    this.counts = new Map(plan.credits.map((rule) => [rule.id, rule.counts ?? 'attainment and pay']))
    this.readsOrder = this.#reads.readsOrder || plan.measures.some((m) => m.aggregate === 'latest')
  }

  get plain(): Compiled {
    this.#plain ??= compileParts(this.types, this.#reads, false)
    return this.#plain
  }

  get traced(): Compiled {
    this.#traced ??= compileParts(this.types, this.#reads, true)
    return this.#traced
  }
}

const programFrom = (types: PlanTypes): Program => new CompiledProgram(types)

const at = (list: string, index: number, node: { at?: string }, scope: Scope): Place => ({
  path: `/${list}/${index}`,
  at: node.at ?? null,
  scope,
})
const inside = (place: Place, key: string): Place => ({ ...place, path: `${place.path}/${key}` })

function compileParts(types: PlanTypes, reads: Reads, traced: boolean): Compiled {
  const { plan } = types
  const tables = new Map<string, CompiledTable>()
  const matrices = new Map<string, CompiledMatrix>()
  const c: CompileContext = { types, tables, matrices, traced }
  plan.tables.forEach((table, i) => {
    const place = at('tables', i, table, 'band')
    const values = table.bands.map((band, j) =>
      compileExact({ ...c, traced: false }, band.value, {
        ...place,
        path: `${place.path}/bands/${j}/value`,
        at: band.at ?? place.at,
      }),
    )
    tables.set(table.id, new CompiledTable(table, place.path, values, types.cellTypes.get(table.id) === 'money'))
  })
  for (const [i, matrix] of (plan.matrices ?? []).entries()) {
    const place = at('matrices', i, matrix, 'band')
    const cells = matrix.cells.map((cell, j) =>
      compileExact({ ...c, traced: false }, cell, { ...place, path: `${place.path}/cells/${j}` }),
    )
    matrices.set(matrix.id, new CompiledMatrix(matrix, place.path, cells, types.cellTypes.get(matrix.id) === 'money'))
  }
  const optional = <T>(
    e: Expression | undefined,
    place: Place,
    key: string,
    compile: (c: CompileContext, e: Expression, p: Place) => T,
  ) => e && compile(c, e, inside(place, key))
  return {
    traced,
    period: plan.period,
    rules: plan.credits.map((rule, i) => {
      const place = at('credits', i, rule, 'transaction')
      return {
        rule,
        when: optional(rule.when, place, 'when', compileYesNo),
        amount: compileExact(c, rule.amount, inside(place, 'amount')),
        share: optional(rule.share, place, 'share', compileExact),
      }
    }),
    payoutAmounts: (plan.payoutRules ?? []).map((rule, i) => {
      const place = at('payoutRules', i, rule, 'period')
      const amount = rule.kind === 'CapTogether' ? rule.cap : 'amount' in rule ? rule.amount : undefined
      const floor = rule.kind === 'Draw' ? rule.recovery?.floor : undefined
      return {
        rule: rule.id,
        amount: optional(amount, place, rule.kind === 'CapTogether' ? 'cap' : 'amount', compileExact),
        floor: optional(floor, place, 'recovery/floor', compileExact),
      }
    }),
    clawbacks: (plan.clawbacks ?? []).map((clawback, i) => ({
      clawback,
      when: optional(clawback.when, at('clawbacks', i, clawback, 'credit'), 'when', compileYesNo),
    })),
    contests: (plan.contests ?? []).map((contest, i) => ({
      contest,
      eligible: optional(contest.eligible, at('contests', i, contest, 'period'), 'eligible', compileYesNo),
    })),
    measures: plan.measures.map((measure, i) => {
      const place = at('measures', i, measure, 'credit')
      const { id, title, aggregate, window } = measure
      return {
        id,
        title,
        aggregate,
        window,
        when: optional(measure.when, place, 'when', compileYesNo),
        value: optional(measure.value, place, 'value', compileExpression),
      }
    }),
    earnings: inOrder(plan.earnings, reads).map((earning) => {
      const place = at(
        'earnings',
        plan.earnings.indexOf(earning),
        earning,
        earning.per === 'credit' ? 'earning-line' : 'period',
      )
      return {
        earning,
        place,
        when: optional(earning.when, place, 'when', compileYesNo),
        amount: compileExact(c, earning.amount, inside(place, 'amount')),
        gate: optional(earning.gate, place, 'gate', compileYesNo),
        floor: optional(earning.floor, place, 'floor', compileExact),
        cap: optional(earning.cap, place, 'cap', compileExact),
        roundingWindow: roundingWindow(plan, reads.running.get(earning) ?? []),
      }
    }),
  }
}

/** What a plan's earnings and payout rules read of other figures, found in one walk. */
type Reads = {
  /** Measures on which participants are ranked. */
  readonly compared: ReadonlySet<string>
  /** By earning: the measures whose running totals its amount reads. */
  readonly running: ReadonlyMap<Earning, readonly string[]>
  /** By earning: the earnings that it reads. */
  readonly earned: ReadonlyMap<Earning, readonly string[]>
  /** Whether an earning per credit reads a running total, in its amount or its condition. */
  readonly readsOrder: boolean
}

function readsOf(plan: Plan): Reads {
  const compared = new Set<string>()
  const running = new Map<Earning, string[]>()
  const earned = new Map<Earning, readonly string[]>()
  let earnings: string[] = []
  let readsOrder = false
  let found: string[] = []
  const visit = (e: Expression): void => {
    switch (e.kind) {
      case 'Earned':
        earnings.push(e.earning)
        break
      case 'Rank':
      case 'Percentile':
        compared.add(e.measure)
        break
      case 'ApplyTable':
      case 'TableCell':
        if (e.reads.kind === 'Running') found.push(e.reads.measure)
        break
      default:
    }
    eachChild(e, visit)
  }
  const walk = (root: Expression | undefined): string[] => {
    found = []
    if (root) visit(root)
    return found
  }
  for (const e of plan.earnings) {
    earnings = []
    const amount = walk(e.amount)
    const when = walk(e.when)
    running.set(e, amount)
    readsOrder ||= e.per === 'credit' && amount.length + when.length > 0
    for (const other of [e.gate, e.floor, e.cap]) walk(other)
    earned.set(e, earnings)
  }
  // What rules and contests read is no earning's.
  earnings = []
  for (const rule of plan.payoutRules ?? []) {
    if ('amount' in rule) walk(rule.amount)
    if ('cap' in rule) walk(rule.cap)
    if ('recovery' in rule) walk(rule.recovery?.floor)
  }
  for (const { eligible } of plan.contests ?? []) walk(eligible)
  return { compared, running, earned, readsOrder }
}

/** One common window of the running totals read; a period where there is none, they differ, or they slide. */
function roundingWindow(plan: Plan, running: readonly string[]): Window {
  const windows = running.map((id) => windowOf(plan, id))
  const [first] = windows
  const same = windows.every((w) => JSON.stringify(w) === JSON.stringify(first))
  return first && same && first.kind !== 'Trailing' ? first : { kind: 'Period' }
}

/** Earnings sorted so that each comes after those it reads; the checker has ruled out circles. */
function inOrder(earnings: readonly Earning[], reads: Reads): Earning[] {
  const sorted: Earning[] = []
  const visit = (earning: Earning | undefined): void => {
    if (!earning || sorted.includes(earning)) return
    for (const id of reads.earned.get(earning) ?? []) visit(earnings.find((e) => e.id === id))
    sorted.push(earning)
  }
  for (const earning of earnings) visit(earning)
  return sorted
}

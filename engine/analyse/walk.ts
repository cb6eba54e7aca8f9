import type { CompiledEarning, Program } from '../compile/compile-plan.ts'
import { partsOf } from '../credit/assign-credits.ts'
import { FactIndex } from '../facts/fact-index.ts'
import { compareKeys, orderKey } from '../facts/facts.ts'
import { type Exact, ONE, parseExact } from '../money/exact.ts'
import type { Earning } from '../plan/ast.ts'
import type { Contest } from '../plan/contest.ts'
import type { Expression } from '../plan/expression.ts'
import type { PayoutRule } from '../plan/payout.ts'
import { type Period, periodsOf, spanOf } from '../time/calendar.ts'
import { addDays } from '../time/calendar-date.ts'
import { level, type Origin } from './curve.ts'
import { type CreditedDeal, type Deal, evaluate, type Reading, type Scene } from './evaluate.ts'
import { type Cell, type Figure, isUnknownIn, onlyNumber } from './figure.ts'
import { type EarnedFigures, Payments } from './payments.ts'
import { factsOf, type Situation, type SituationDeal, transactionOf, YOU } from './situation.ts'
import { addTo, emptyTally, figureOf, join, type Tally } from './tallies.ts'

/** A deal of a situation, some of whose numbers vary: `amount`, `quantity`, a field, or how many deals alike there are. */
export type VaryingDeal = SituationDeal & { readonly vary?: Readonly<Record<string, Figure>> }
export type VaryingSituation = Omit<Situation, 'deals'> & {
  readonly deals: readonly VaryingDeal[]
  readonly varyInputs?: Readonly<Record<string, Figure>>
}

/** What a situation pays, as figures over the variable. */
export type Outcome = {
  /** What is paid, and what is still owed either way; without payout rules, what is earned. */
  readonly total: Figure
  /** Whether some earning is left out of it, since this analysis cannot follow it. */
  readonly isPartial: boolean
  /** As if no earning had a floor or a cap, and no contest a budget. */
  readonly unbounded: Figure
  /** By earning, and by contest that pays for what one sells oneself. */
  readonly byEarning: ReadonlyMap<string, Figure>
  /** What each rule's credits paid by earnings per credit, and gave to each measure: where two add up, a deal counts twice. */
  readonly lines: readonly Contribution[]
  readonly measured: readonly Contribution[]
}
export type Contribution = { readonly of: string; readonly rule: string; readonly deal: string; readonly value: Figure }

const TRUE: Figure = level<Cell>(true)

type Kept = { windowFrom: string; tally: Tally; earlier: readonly (readonly [from: string, tally: Tally])[] }

/**
 * Calculates a situation for all values of its variable: crediting, measures, lines and earnings as in the engine's own walk
 * (calculate/walk-period.ts), without the rounding to minor units, which is smaller than what is looked for.
 */
export function walk(program: Program, reading: Reading, situation: VaryingSituation): Outcome {
  return new Walk(program, reading, situation).run()
}

class Walk {
  readonly #program: Program
  readonly #r: Reading
  readonly #situation: VaryingSituation
  readonly #facts: FactIndex
  readonly #lines: Contribution[] = []
  readonly #measured: Contribution[] = []
  #planFrom = ''
  #measures: Kept[] = []

  constructor(program: Program, reading: Reading, situation: VaryingSituation) {
    this.#program = program
    this.#r = reading
    this.#situation = situation
    this.#facts = new FactIndex(factsOf(program.plan, situation))
  }

  run(): Outcome {
    const { algebra } = this.#r
    const periods = periodsOf(this.#facts.calendar, this.#program.plan.period).filter(
      (p) => p.from >= this.#situation.from && p.from <= this.#situation.through,
    )
    this.#planFrom = periods[0]?.from ?? this.#situation.from
    const credits = this.#credited()
    const byEarning = new Map<string, Figure>()
    const rules = this.#program.plan.payoutRules ?? []
    const payments = rules.length > 0 ? new Payments(algebra, rules, this.#program.schedules) : undefined
    let unbounded = algebra.zero
    let isPartial = false
    for (const period of periods) {
      this.#open(period)
      const sums = new Map<string, Figure>()
      for (const credit of credits) {
        const on = credit.deal.transaction.creditedOn
        if (period.from <= on && on < period.to) this.#add(credit, period, sums)
      }
      const closed = this.#close(period, sums)
      const known = new Map([...closed.byEarning].filter(([, value]) => !isUnknownIn(value)))
      isPartial ||= known.size < closed.byEarning.size
      payments?.close({ earned: known, lines: sums, amountsOf: closed.amountsOf })
      unbounded = algebra.add(unbounded, closed.unbounded)
      for (const [id, value] of known) byEarning.set(id, algebra.add(byEarning.get(id) ?? algebra.zero, value))
    }
    const total = payments?.settled() ?? [...byEarning.values()].reduce(algebra.add, algebra.zero)
    return { total, isPartial, unbounded, byEarning, lines: this.#lines, measured: this.#measured }
  }

  #credited(): CreditedDeal[] {
    const { plan } = this.#program
    const { algebra } = this.#r
    const credits: CreditedDeal[] = []
    for (const given of this.#situation.deals) {
      const transaction = transactionOf(plan, this.#situation, given)
      const numbers = new Map(Object.entries(given.vary ?? {}))
      const times = numbers.get('deals') ?? algebra.number({ n: BigInt(given.times ?? 1), d: 1n })
      const deal: Deal = { transaction, numbers, times }
      const taken = new Map<string, Figure>()
      plan.credits.forEach((rule, i) => {
        for (const { participant, territory, part } of partsOf(rule, this.#facts, transaction)) {
          if (participant !== YOU) continue
          const scene = this.#scene({ date: transaction.creditedOn, deal })
          const path = `/credits/${i}`
          let holds = rule.when ? evaluate(this.#r, rule.when, scene, `${path}/when`) : TRUE
          if (holds.cuts.length === 0 && holds.cells[0] === false) continue
          const before = rule.group === undefined ? undefined : taken.get(rule.group)
          if (before) holds = algebra.select(before, level<Cell>(false), holds)
          if (rule.group !== undefined) taken.set(rule.group, before ? algebra.select(before, TRUE, holds) : holds)
          const whole = evaluate(this.#r, rule.amount, scene, `${path}/amount`)
          const share = rule.share && evaluate(this.#r, rule.share, scene, `${path}/share`)
          const shared = share ? algebra.multiply(whole, share) : whole
          const amount = part.n === part.d ? shared : algebra.multiply(shared, algebra.number(part))
          credits.push({ rule: rule.id, creditType: rule.creditType, territory, amount, holds, deal })
        }
      })
    }
    return credits.sort(
      (a, b) => compareKeys(orderKey(a.deal.transaction), orderKey(b.deal.transaction)) || (a.rule < b.rule ? -1 : 1),
    )
  }

  #scene(given: Partial<Scene> & { date: string }): Scene {
    const nothing = () => undefined
    return {
      facts: this.#facts,
      participant: YOU,
      deal: undefined,
      credit: undefined,
      period: undefined,
      planFrom: this.#planFrom,
      before: nothing,
      after: nothing,
      earned: nothing,
      ...given,
    }
  }

  /** Windows that end start anew; those that go on carry over (PeriodWalk.open). */
  #open(period: Period): void {
    const { algebra } = this.#r
    this.#measures = this.#program.plain.measures.map((m, i): Kept => {
      const span = spanOf(this.#facts.calendar, m.window, period, this.#planFrom)
      const windowFrom = 'missing' in span ? '' : span.from
      const old = this.#measures[i]
      const fresh: Kept = { windowFrom, tally: emptyTally(algebra), earlier: [] }
      if (!old) return fresh
      if (m.window.kind === 'Trailing') {
        const previous = periodsOf(this.#facts.calendar, period.kind).findLast((p) => p.from < period.from)
        const earlier = [...old.earlier, [previous?.from ?? '', old.tally] as const]
        return { ...fresh, earlier: earlier.filter(([from]) => from >= windowFrom) }
      }
      return old.windowFrom === windowFrom && m.window.kind !== 'Period' ? old : fresh
    })
  }

  #add(credit: CreditedDeal, period: Period, sums: Map<string, Figure>): void {
    const { algebra } = this.#r
    const counts = this.#program.counts.get(credit.rule) ?? 'attainment and pay'
    const before = this.#measures.slice()
    const on = credit.deal.transaction.creditedOn
    const base = { date: on, deal: credit.deal, credit, period }
    const scene = this.#scene(base)
    if (counts === 'attainment and pay' || counts === 'attainment only') {
      this.#program.plain.measures.forEach((m, i) => {
        if (m.window.kind === 'Dates' && (on < m.window.from || on >= m.window.to)) return
        const part = this.#program.plan.measures[i]
        const path = `/measures/${i}`
        const by: Origin = { path, at: part?.at ?? null, table: null }
        const when = part?.when ? evaluate(this.#r, part.when, scene, `${path}/when`) : TRUE
        if (when.cuts.length === 0 && when.cells[0] === false) return
        const holds = algebra.logic([credit.holds, when], false)
        const value = part?.value && evaluate(this.#r, part.value, scene, `${path}/value`)
        const old = this.#measures[i] as Kept
        const tally = addTo(algebra, m.aggregate, old.tally, { value, holds, times: credit.deal.times, by })
        this.#measures[i] = { ...old, tally }
        if (m.aggregate === 'sum' && value)
          this.#measured.push({
            of: m.id,
            rule: credit.rule,
            deal: credit.deal.transaction.id,
            value: algebra.select(holds, value, algebra.zero),
          })
      })
    }
    if (counts === 'attainment only' || counts === 'neither') return
    const line = this.#scene({
      ...base,
      before: (id) => this.#figureOf(id, before, period),
      after: (id) => this.#figureOf(id, this.#measures, period),
    })
    for (const e of this.#program.plain.earnings) {
      const { earning } = e
      if (earning.per !== 'credit') continue
      const path = e.place.path
      const when = earning.when ? evaluate(this.#r, earning.when, line, `${path}/when`) : TRUE
      if (when.cuts.length === 0 && when.cells[0] === false) continue
      const value = evaluate(this.#r, earning.amount, line, `${path}/amount`)
      const single = onlyNumber(credit.deal.times)
      const whole =
        (single && single.n === single.d) || readsRunning(earning) ? value : algebra.multiply(value, credit.deal.times)
      const paid = algebra.select(algebra.logic([credit.holds, when], false), whole, algebra.zero)
      sums.set(earning.id, algebra.add(sums.get(earning.id) ?? algebra.zero, paid))
      this.#lines.push({ of: earning.id, rule: credit.rule, deal: credit.deal.transaction.id, value: paid })
    }
  }

  #close(
    period: Period,
    sums: ReadonlyMap<string, Figure>,
  ): { byEarning: Map<string, Figure>; unbounded: Figure; amountsOf: EarnedFigures['amountsOf'] } {
    const { algebra } = this.#r
    const byEarning = new Map<string, Figure>()
    const scene = this.#scene({
      date: addDays(period.to, -1),
      period,
      after: (id) => this.#figureOf(id, this.#measures, period),
      earned: (id) => byEarning.get(id),
    })
    let unbounded = algebra.zero
    for (const e of this.#program.plain.earnings) {
      const { value, free } = this.#earningOf(e, scene, sums)
      byEarning.set(e.earning.id, value)
      if (!isUnknownIn(free)) unbounded = algebra.add(unbounded, free)
    }
    for (const [index, contest] of (this.#program.plan.contests ?? []).entries()) {
      const prize = isOwn(contest) && isPaidIn(contest, period) && this.#prizeOf(contest, index, scene)
      if (!prize) continue
      byEarning.set(contest.id, prize.value)
      if (!isUnknownIn(prize.free)) unbounded = algebra.add(unbounded, prize.free)
    }
    const figure = (e: Expression | undefined, path: string) => e && evaluate(this.#r, e, scene, path)
    const amountsOf = (rule: PayoutRule, index: number) => {
      const path = `/payoutRules/${index}`
      const isCap = rule.kind === 'CapTogether'
      return {
        amount: figure(
          isCap ? rule.cap : 'amount' in rule ? rule.amount : undefined,
          path + (isCap ? '/cap' : '/amount'),
        ),
        floor: figure(rule.kind === 'Draw' ? rule.recovery?.floor : undefined, `${path}/recovery/floor`),
      }
    }
    return { byEarning, unbounded, amountsOf }
  }

  /** Gate, then floor, then cap (PeriodWalk.close); `free` is without floor and cap. */
  #earningOf(e: CompiledEarning, scene: Scene, sums: ReadonlyMap<string, Figure>): { value: Figure; free: Figure } {
    const { algebra } = this.#r
    const { earning } = e
    const { path } = e.place
    const by = (key: string): Origin => ({ path: `${path}/${key}`, at: earning.at ?? null, table: null })
    const amount =
      earning.per === 'period'
        ? evaluate(this.#r, earning.amount, scene, `${path}/amount`)
        : (sums.get(earning.id) ?? algebra.zero)
    const floor = earning.floor && evaluate(this.#r, earning.floor, scene, `${path}/floor`)
    const cap = earning.cap && evaluate(this.#r, earning.cap, scene, `${path}/cap`)
    const floored = floor ? algebra.extreme(amount, floor, 'most', by('floor')) : amount
    const capped = cap ? algebra.extreme(floored, cap, 'least', by('cap')) : floored
    if (!earning.gate) return { value: capped, free: amount }
    const gate = evaluate(this.#r, earning.gate, scene, `${path}/gate`)
    return { value: algebra.select(gate, capped, algebra.zero), free: algebra.select(gate, amount, algebra.zero) }
  }

  /**
   * What a contest pays to somebody for reaching a mark, or for each unit, whatever others sell (contest/award-prizes.ts);
   * `free` is without its budget. Who has no figure takes no part.
   */
  #prizeOf(contest: Contest, index: number, scene: Scene): { value: Figure; free: Figure } | undefined {
    const { algebra } = this.#r
    const path = `/contests/${index}`
    const by: Origin = { path, at: contest.at ?? null, table: null }
    const figure = scene.after(contest.measure)
    const { prizes } = contest
    const constant = (text: string) => algebra.number(parseExact(text))
    let prize: Figure
    if (!figure) return undefined
    if (prizes.kind === 'PerUnit')
      prize = algebra.multiply(algebra.extreme(figure, algebra.zero, 'most', by), constant(prizes.amount))
    else if (prizes.kind === 'ForReaching') {
      const reached = algebra.compare(figure, constant(prizes.mark), contest.best === 'highest' ? '>=' : '<=', by)
      prize = algebra.select(reached, constant(prizes.prize), algebra.zero)
    } else return undefined
    const cut = contest.budget === undefined ? prize : algebra.extreme(prize, constant(contest.budget), 'least', by)
    const eligible = contest.eligible && evaluate(this.#r, contest.eligible, scene, `${path}/eligible`)
    const won = (value: Figure) =>
      algebra.orElse(eligible ? algebra.select(eligible, value, algebra.zero) : value, algebra.zero)
    return { value: won(cut), free: won(prize) }
  }

  #figureOf(measure: string, states: readonly Kept[], period: Period): Figure | undefined {
    const { algebra } = this.#r
    const { plan } = this.#program
    const composite = plan.compositeMeasures?.find((m) => m.id === measure)
    if (composite) {
      return composite.of.reduce<Figure | undefined>((sum, part) => {
        const value = this.#figureOf(part.measure, states, period)
        const weight = parseExact(part.weight)
        const weighted = value && (weight === ONE ? value : algebra.multiply(value, algebra.number(weight)))
        return sum && weighted && algebra.add(sum, weighted)
      }, algebra.zero)
    }
    if (plan.inputMeasures?.some((m) => m.id === measure)) {
      const varied = this.#situation.varyInputs?.[measure]
      if (varied) return varied
      const given: Exact | undefined = this.#facts.input(measure, YOU, period)
      return given && algebra.number(given)
    }
    const i = this.#program.plain.measures.findIndex((m) => m.id === measure)
    const [m, state] = [this.#program.plain.measures[i], states[i]]
    if (!m || !state || state.windowFrom === '') return undefined
    const by: Origin = { path: `/measures/${i}`, at: null, table: null }
    const whole = state.earlier.reduceRight<Tally>(
      (later, [, tally]) => join(algebra, m.aggregate, tally, later, by),
      state.tally,
    )
    return figureOf(algebra, m, whole, by)
  }
}

/** Whether a contest pays for what one sells oneself, and not for a place among others. */
export const isOwn = ({ prizes }: Contest): boolean => prizes.kind === 'ForReaching' || prizes.kind === 'PerUnit'

/** A contest without an end is paid in every period; one with an end in the period of its last day. */
const isPaidIn = ({ to }: Contest, period: Period): boolean =>
  to === undefined || (period.from <= addDays(to, -1) && addDays(to, -1) < period.to)

/** Several deals alike, walked as one, move a running total as they do one by one, in slices. */
const readsRunning = (earning: Earning): boolean => JSON.stringify(earning.amount).includes('"Running"')

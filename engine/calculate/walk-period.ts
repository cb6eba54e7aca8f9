import type { Compiled, CompiledEarning, CompiledMeasure, Program } from '../compile/compile-plan.ts'
import type { Evaluate } from '../compile/compile-table.ts'
import { asNoValue, type DataException, NoValue } from '../compile/data-exception.ts'
import { type Credit, type Frame, frame } from '../compile/frame.ts'
import { type Step, type StepValue, showValue } from '../compile/step.ts'
import { awardPrizes, type Entrant } from '../contest/award-prizes.ts'
import type { Contribution, Population } from '../contest/population.ts'
import { prizeSteps } from '../contest/prize-steps.ts'
import { standingOf } from '../contest/standings.ts'
import { exceptionOf } from '../credit/assign-credits.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import { orderKey } from '../facts/facts.ts'
import {
  add,
  type Exact,
  exactToText,
  isStorable,
  maximum,
  minimum,
  multiply,
  NumberOverflow,
  parseExact,
  subtract,
  ZERO,
} from '../money/exact.ts'
import { roundExact, roundToScaled } from '../money/rounding.ts'
import { applyPayoutRules, type PaidLine, type Payment, type RuleAmounts } from '../payout/apply-payout-rules.ts'
import { clawedBack } from '../payout/claw-back.ts'
import { afterBounds, type PaidOn, paidKey } from '../payout/paid-on.ts'
import { NO_PAYOUTS, type PayoutState } from '../payout/payout-state.ts'
import type { CreditRule } from '../plan/ast.ts'
import type { Contest } from '../plan/contest.ts'
import type { Clawback } from '../plan/payout.ts'
import { type Period, spanOf } from '../time/calendar.ts'
import { addDays, type CalendarDate } from '../time/calendar-date.ts'
import { type MeasureState, NO_LINE, type ParticipantState } from './state.ts'
import { addTo, EMPTY, figure, join, type Tally } from './tally.ts'

/** Who is being calculated, under what. */
export type Subject = {
  readonly program: Program
  readonly compiled: Compiled
  readonly facts: FactIndex
  readonly plan: string
  readonly participant: string
  /** Everybody's figures, where the plan compares participants. Absent: nobody else. */
  readonly population?: Population | undefined
  /** What a credit counts for, by the rule that made it: that of the version that ruled its day. */
  readonly countsOf: (credit: Credit) => NonNullable<CreditRule['counts']>
  /** Whether some version needs to know what was earned on a deal when a later transaction refers to it. */
  readonly remembersDeals: boolean
}

/** A reversal that came before the deal that it reverses: it takes back of each line of the deal, when that is there. */
export type Late = {
  readonly earning: string
  readonly deal: string
  readonly clawback: Clawback
  readonly path: string
  readonly credit: Credit
  /** What it has taken back so far, in minor units. */
  readonly taken: bigint
}

/** What a period takes over from the one before besides the state. */
export type Carried = {
  readonly payouts: PayoutState
  readonly paidOn: ReadonlyMap<string, PaidOn>
  readonly late: readonly Late[]
}

const dealKey = (source: string, externalId: string): string => `${source}\n${externalId}`

type OpenLine = { windowFrom: string; sum: Exact; opening: Exact; taken: bigint }

/** What one credit earned in one earning: money in minor units, of which a statement makes a line. */
export type Line = {
  readonly earning: string
  readonly credit: Credit
  readonly minor: bigint
  /** Whether it takes back, by a clawback, what the deal that this one reverses has earned. */
  readonly takesBack: boolean
  readonly steps: readonly Step[]
}

/** One earning of one period. `minor` is null where a data exception leaves it without a value. */
export type EarningResult = {
  readonly earning: string
  readonly title: string
  readonly minor: bigint | null
  /** Before gate, floor, cap and the rounding to minor units: exact. */
  readonly uncapped: string | null
  /** After gate, floor and cap, before the rounding: exact. */
  readonly exact: Exact | null
  readonly gateOpen: boolean
  readonly steps: readonly Step[]
}

/** A period as it stands: figures, what is paid, and what others compare with. */
export type Closed = {
  readonly earnings: readonly EarningResult[]
  readonly measures: readonly MeasureResult[]
  readonly exceptions: readonly DataException[]
  readonly payment: Payment
  readonly contribution: Contribution
}

export type MeasureResult = { readonly measure: string; readonly title: string; readonly value: StepValue | null }

/**
 * One participant's period, credit by credit: the machine behind all readings. `open` makes it from the state before,
 * `add` takes credits in their order, `close` reads the earnings without changing anything, so that a quote can close,
 * add the deal, and close again.
 */
export class PeriodWalk {
  readonly subject: Subject
  readonly period: Period
  readonly exceptions: DataException[] = []
  readonly lines: Line[] = []
  /** By earning and deal, where the plan remembers deals: what was earned on it, before the period's bounds. */
  readonly paidOn: Map<string, PaidOn>
  readonly late: Late[]
  readonly #events: { event: string; deal: string }[] = []
  /** By earning and transaction: a reversal takes back once, however many credits it makes. */
  readonly #tookBack = new Set<string>()
  readonly #planFrom: CalendarDate
  readonly #payouts: PayoutState
  #last: ParticipantState['last']
  readonly #measures: MeasureState[]
  readonly #lines: OpenLine[]

  private constructor(subject: Subject, period: Period, state: ParticipantState, carried: Carried) {
    this.subject = subject
    this.period = period
    this.#planFrom = state.planFrom
    this.#last = state.last
    this.#payouts = state.payouts
    this.paidOn = new Map(carried.paidOn)
    this.late = [...carried.late]
    this.#measures = [...state.measures]
    this.#lines = state.lines.map((line) => ({ ...line }))
  }

  /** Opens `period` on what came before: windows that end start anew, those that go on carry over. */
  static open(
    subject: Subject,
    period: Period,
    before: ParticipantState | undefined,
    planFrom: CalendarDate,
    carried: Carried = { payouts: before?.payouts ?? NO_PAYOUTS, paidOn: new Map(), late: [] },
  ): PeriodWalk {
    const { compiled, facts } = subject
    const from = before?.planFrom ?? planFrom
    const windowFrom = (window: CompiledMeasure['window']): string => {
      const span = spanOf(facts.calendar, window, period, from)
      return 'missing' in span ? '' : span.from
    }
    const samePeriod = before?.period === period.id
    const measures = compiled.measures.map((m, i): MeasureState => {
      const start = windowFrom(m.window)
      const old = before?.measures[i]
      if (!old) return { windowFrom: start, tally: EMPTY, earlier: [] }
      if (samePeriod) return old
      if (m.window.kind === 'Trailing') {
        const earlier = [...old.earlier, [before?.period ?? '', old.tally] as const].filter(
          ([id]) => fromOf(facts, id) >= start,
        )
        return { windowFrom: start, tally: EMPTY, earlier }
      }
      return old.windowFrom === start ? old : { windowFrom: start, tally: EMPTY, earlier: [] }
    })
    const lines = compiled.earnings.map((e, i) => {
      const start = windowFrom(e.roundingWindow)
      const old = before?.lines[i]
      if (!old) return NO_LINE(start)
      if (samePeriod) return old
      return old.windowFrom === start ? { ...old, opening: old.sum, taken: 0n } : NO_LINE(start)
    })
    const opened: ParticipantState = {
      period: period.id,
      planFrom: from,
      last: samePeriod ? (before?.last ?? null) : null,
      measures,
      lines,
      payouts: carried.payouts,
    }
    const walk = new PeriodWalk(subject, period, opened, carried)
    compiled.measures.forEach((m, i) => {
      if (measures[i]?.windowFrom === '') {
        walk.exceptions.push(
          walk.#exception(
            'calendar-gap',
            `The calendar lacks what the window of "${m.title}" needs in ${period.id}.`,
            `/measures/${i}`,
          ),
        )
      }
    })
    return walk
  }

  /**
   * Adds the next credit. The caller hands them in order.
   *
   * @param pays false where another version of the plan pays what is earned on it: it only counts for measures.
   */
  add(credit: Credit, pays = true): void {
    const { compiled, facts, plan, participant } = this.subject
    const before = this.#measures.slice()
    const base = {
      facts,
      plan,
      participant,
      date: credit.transaction.creditedOn,
      planFrom: this.#planFrom,
      transaction: credit.transaction,
      credit,
      period: this.period,
      periodKind: this.subject.program.plan.period,
    }
    const counts = this.subject.countsOf(credit)
    const f = frame(base)
    const { reverses, source, kind } = credit.transaction
    if (reverses != null) this.#events.push({ event: kind, deal: dealKey(source, reverses) })
    const clawback = this.#undoes(credit)
      ? compiled.clawbacks.find(({ when }) => this.#holds(credit, when, f))?.clawback
      : undefined
    compiled.measures.forEach((m, i) => {
      this.#guard(credit, { at: null, path: `/measures/${i}` }, () => {
        const { window } = m
        const outside =
          window.kind === 'Dates' &&
          (credit.transaction.creditedOn < window.from || credit.transaction.creditedOn >= window.to)
        if (clawback && !clawback.reducesAttainment) return
        if (outside || counts === 'pay only' || counts === 'neither' || (m.when && !m.when(f))) return
        const old = this.#measures[i] as MeasureState
        this.#measures[i] = { ...old, tally: addTo(m.aggregate, old.tally, m.value?.(f)) }
      })
    })
    compiled.earnings.forEach((e, i) => {
      if (!pays || e.earning.per !== 'credit' || counts === 'attainment only' || counts === 'neither') return
      if (clawback && (clawback.earnings?.includes(e.earning.id) ?? true)) {
        this.#clawBack(clawback, e, i, credit)
        return
      }
      const steps: Step[] = []
      const line = frame({
        ...base,
        before: (id) => this.#figureOf(id, before),
        after: (id) => this.#figureOf(id, this.#measures),
        steps: this.#tracing ? steps : undefined,
      })
      this.#guard(credit, e.place, () => {
        if (e.when && !e.when(line)) return
        const state = this.#lines[i] as OpenLine
        const value = e.amount(line)
        const each =
          e.earning.rounding.basis === 'each'
            ? roundExact(value, this.subject.program.minorDigits, e.earning.rounding.mode)
            : value
        this.#enterLine(e, state, credit, each, steps)
      })
    })
    this.#last = orderKey(credit.transaction)
  }

  #enterLine(e: CompiledEarning, state: OpenLine, credit: Credit, value: Exact, steps: Step[]): void {
    const before = this.#round(e, state.sum)
    state.sum = add(state.sum, value)
    const minor = this.#round(e, state.sum) - before
    this.lines.push({ earning: e.earning.id, credit, minor, takesBack: false, steps })
    if (!this.subject.remembersDeals) return
    const { source, externalId, creditedOn } = credit.transaction
    const deal = dealKey(source, externalId)
    const key = paidKey(e.earning.id, deal)
    const known = this.paidOn.get(key)
    this.paidOn.set(key, {
      paid: (known?.paid ?? 0n) + minor,
      left: (known?.left ?? 0n) + minor,
      on: known?.on ?? creditedOn,
    })
    for (const [i, late] of this.late.entries()) {
      if (late.earning !== e.earning.id || late.deal !== deal) continue
      this.late[i] = { ...late, taken: late.taken + (this.#takeBack(late, state) ?? 0n) }
    }
  }

  /** Whether a transaction undoes another: it refers to one, and does not only tell that something happened to it. */
  #undoes({ transaction: { reverses, kind } }: Credit): boolean {
    if (reverses == null) return false
    return ![...this.subject.program.schedules.values()].some((s) => s.kind === 'OnEvent' && s.event === kind)
  }

  /** Takes back what the reversed deal was paid, in place of what the earning would say; later, if it is not there yet. */
  #clawBack(clawback: Clawback, e: CompiledEarning, index: number, credit: Credit): void {
    const { source, externalId, reverses } = credit.transaction
    const once = paidKey(e.earning.id, dealKey(source, externalId))
    if (this.#tookBack.has(once)) return
    this.#tookBack.add(once)
    const late: Late = {
      earning: e.earning.id,
      deal: dealKey(source, reverses ?? ''),
      clawback,
      path: `/clawbacks/${this.subject.program.plan.clawbacks?.indexOf(clawback) ?? 0}`,
      credit,
      taken: 0n,
    }
    if (this.#takeBack(late, this.#lines[index] as OpenLine) === undefined) this.late.push(late)
  }

  /**
   * A line of what is taken back. It is whole minor units already, and no part of the running total that is rounded: lines
   * add up to the earning whatever the mode.
   *
   * @returns minor units that were taken; undefined where the deal has no line so far.
   */
  #takeBack({ earning, deal, clawback, path, credit, taken }: Late, state: OpenLine): bigint | undefined {
    const key = paidKey(earning, deal)
    const paid = this.paidOn.get(key)
    if (!paid) return undefined
    const whole = { ...paid, left: paid.left + taken }
    const minor = clawedBack(clawback, whole, credit.transaction.creditedOn) - taken
    if (minor === 0n) return 0n
    const value = { n: -minor, d: 10n ** BigInt(this.subject.program.minorDigits) }
    const step: Step = {
      kind: 'Clawback',
      path,
      at: clawback.at ?? null,
      label: clawback.title,
      value: showValue('money', value),
      steps: [],
    }
    state.taken += minor
    this.lines.push({ earning, credit, minor: -minor, takesBack: true, steps: this.#tracing ? [step] : [] })
    this.paidOn.set(key, { ...paid, left: paid.left - minor })
    return minor
  }

  #holds(credit: Credit, when: Evaluate<boolean> | undefined, f: Frame): boolean {
    if (!when) return true
    let holds = false
    this.#guard(credit, { at: null, path: '/clawbacks' }, () => {
      holds = when(f)
    })
    return holds
  }

  /** The period as it stands. Reads only; may be called again after more credits. */
  close(): Closed {
    const { earnings, exceptions } = this.earn()
    return this.settle(earnings, exceptions, this.lines)
  }

  /**
   * The plan's earnings of the period as it stands.
   *
   * @param others walks of the versions that share the period: what they pay per credit counts to the same bounds.
   */
  earn(others: readonly PeriodWalk[] = []): { earnings: EarningResult[]; exceptions: DataException[] } {
    const { compiled } = this.subject
    const exceptions = [...this.exceptions]
    const earned = new Map<string, Exact>()
    const makeFrame = (steps: Step[]): Frame => this.#periodFrame(earned, steps)
    const results = compiled.earnings.map((e, i): EarningResult => {
      const steps: Step[] = []
      const f = makeFrame(steps)
      const { id, title } = e.earning
      try {
        const gateOpen = e.gate ? e.gate(f) : true
        const shared = others.map((walk) => walk.#totalsOf(id))
        const amount =
          e.earning.per === 'period'
            ? amountBehind(gateOpen, () => e.amount(f))
            : shared.reduce((sum, x) => add(sum, x.lines), this.#linesTotal(e, i))
        const exact =
          e.earning.per === 'period' ? amount : shared.reduce((sum, x) => add(sum, x.exact), this.#exactTotal(i))
        let value = gateOpen ? amount : ZERO
        if (gateOpen && e.floor) value = maximum(value, e.floor(f))
        if (gateOpen && e.cap) value = minimum(value, e.cap(f))
        const minor = roundToScaled(value, this.subject.program.minorDigits, e.earning.rounding.mode)
        if (!isStorable(minor)) throw new NoValue('number-overflow', 'The earning has more than 15 digits.', e.place)
        earned.set(id, { n: minor, d: 10n ** BigInt(this.subject.program.minorDigits) })
        return { earning: id, title, minor, uncapped: exactToText(exact), exact: value, gateOpen, steps }
      } catch (error) {
        exceptions.push(exceptionOf(asNoValue(error, e.place), null, this.subject.participant, this.period.id))
        return { earning: id, title, minor: null, uncapped: null, exact: null, gateOpen: true, steps }
      }
    })
    const order = this.subject.program.plan.earnings
    results.sort((a, b) => order.findIndex((e) => e.id === a.earning) - order.findIndex((e) => e.id === b.earning))
    return { earnings: results, exceptions }
  }

  /**
   * Contests, payout rules and what others compare with, on earnings that may be joined from several versions.
   *
   * @param others the walks of the versions that share the period.
   */
  settle(
    own: readonly EarningResult[],
    before: readonly DataException[],
    lines: readonly Line[],
    others: readonly PeriodWalk[] = [],
  ): Closed {
    const { compiled } = this.subject
    const results = [...own]
    const exceptions = [...before]
    const unit = 10n ** BigInt(this.subject.program.minorDigits)
    const earned = new Map(
      results.flatMap((e) => (e.minor === null ? [] : [[e.earning, { n: e.minor, d: unit }] as const])),
    )
    const f = this.#periodFrame(earned, [])
    const asked = new Map<string, readonly Step[]>()
    const entrants = this.#entrants(f, exceptions, asked)
    for (const [i, { contest }] of compiled.contests.entries()) {
      const own = entrants.get(contest.id)
      if (!this.#isPaidNow(contest)) continue
      const others = this.subject.population?.entrants(this.subject.participant, this.period.id, contest.id) ?? []
      const prizes = own && awardPrizes(contest, [...others, own], this.subject.program.minorDigits)
      const minor = prizes?.get(this.subject.participant) ?? 0n
      results.push({
        earning: contest.id,
        title: contest.title,
        minor,
        uncapped: null,
        exact: null,
        gateOpen: own !== undefined,
        steps: this.#tracing
          ? prizeSteps(contest, `/contests/${i}`, {
              own,
              others,
              figure: this.#shownFigure(contest.measure),
              eligible: asked.get(contest.id) ?? [],
              digits: this.subject.program.minorDigits,
            })
          : [],
      })
    }
    const payment = this.#pay(results, exceptions, lines, f)
    const all = [
      ...compiled.measures,
      ...(this.subject.program.plan.compositeMeasures ?? []),
      ...(this.subject.program.plan.inputMeasures ?? []),
    ]
    const measures = all.map((m): MeasureResult => {
      const value = this.#shownFigure(m.id)
      return { measure: m.id, title: m.title, value: value ? showValue('number', value) : null }
    })
    const figures = new Map([...others, this].map((walk) => [walk.subject.program, walk.#comparedFigures()] as const))
    const contribution = { participant: this.subject.participant, period: this.period.id, figures, entrants }
    return { earnings: results, measures, exceptions, payment, contribution }
  }

  /** What gates, floors, caps, earnings per period and payout rules read. */
  #periodFrame(earned: ReadonlyMap<string, Exact>, steps: Step[]): Frame {
    const { facts, plan, participant, population, program } = this.subject
    return frame({
      facts,
      plan,
      participant,
      date: this.#lastDay(),
      planFrom: this.#planFrom,
      period: this.period,
      periodKind: this.subject.program.plan.period,
      after: (id) => this.#figureOf(id, this.#measures),
      earned: (id) => earned.get(id),
      standing: (id) => {
        const own = this.#figureOf(id, this.#measures)
        return own && standingOf(own, population?.others(participant, this.period.id, program, id) ?? [])
      },
      steps: this.#tracing ? steps : undefined,
    })
  }

  /** A contest without an end is paid in every period; one with an end in the period of its last day. */
  #isPaidNow({ to }: Contest): boolean {
    if (to === undefined) return true
    const last = addDays(to, -1)
    return this.period.from <= last && last < this.period.to
  }

  /**
   * The participant as an entrant of each contest; who is not eligible, or has no figure, takes no place.
   *
   * @param asked gathers the steps of what makes eligible, by contest.
   */
  #entrants(f: Frame, exceptions: DataException[], asked: Map<string, readonly Step[]>): Map<string, Entrant> {
    const entrants = new Map<string, Entrant>()
    for (const { contest, eligible } of this.subject.compiled.contests) {
      const figure = this.#shownFigure(contest.measure)
      if (!figure || !this.#isPaidNow(contest)) continue
      try {
        if (this.#tracing) {
          f.steps = []
          asked.set(contest.id, f.steps)
        }
        if (eligible && !eligible(f)) continue
        const tieBreak = contest.ties.kind === 'DecidedBy' ? this.#shownFigure(contest.ties.measure) : undefined
        entrants.set(contest.id, { participant: this.subject.participant, figure, tieBreak })
      } catch (error) {
        if (!(error instanceof NoValue)) throw error
        exceptions.push(exceptionOf(error, null, this.subject.participant, this.period.id))
      }
    }
    return entrants
  }

  /** The measures that the plan compares participants on. */
  #comparedFigures(): Map<string, Exact> {
    return new Map(
      this.subject.program.comparedOn.flatMap((id) => {
        const value = this.#shownFigure(id)
        return value ? [[id, value] as const] : []
      }),
    )
  }

  /** What is paid for the period as it stands, by the plan's payout rules. */
  #pay(results: readonly EarningResult[], exceptions: DataException[], lines: readonly Line[], f: Frame): Payment {
    const { plan, minorDigits } = this.subject.program
    const minor = (evaluate: Evaluate<Exact> | undefined): bigint | undefined =>
      evaluate && roundToScaled(evaluate(f), minorDigits, 'half-up')
    const amounts = new Map<string, RuleAmounts>()
    // A draw that has ended needs its amount no more.
    const ended = new Set(
      (plan.payoutRules ?? []).flatMap((r) =>
        r.kind === 'Draw' && r.periods !== undefined && this.#payouts.periods >= r.periods ? [r.id] : [],
      ),
    )
    for (const { rule, amount, floor } of this.subject.compiled.payoutAmounts) {
      try {
        amounts.set(rule, { amount: (ended.has(rule) ? undefined : minor(amount)) ?? 0n, floor: minor(floor) })
      } catch (error) {
        if (!(error instanceof NoValue)) throw error
        exceptions.push(exceptionOf(error, null, this.subject.participant, this.period.id))
      }
    }
    return applyPayoutRules({
      // A rule whose amount has no value is left out: the exception says so, and the period cannot be locked with it.
      rules: (plan.payoutRules ?? []).filter((rule) => amounts.has(rule.id)),
      schedules: this.subject.program.schedules,
      earned: new Map(results.map((e) => [e.earning, e.minor ?? 0n])),
      amounts,
      lines: lines.map((line) => this.#paidLine(line)),
      events: this.#events,
      before: this.#payouts,
    })
  }

  /** A line by its deal. What undoes a deal stands under the deal, whether a clawback says how much it is or the earning. */
  #paidLine({ earning, minor, takesBack, credit }: Line): PaidLine {
    const { source, externalId, reverses } = credit.transaction
    const undoes = takesBack || this.#undoes(credit)
    return { earning, deal: dealKey(source, undoes ? (reverses ?? '') : externalId), minor, takesBack: undoes }
  }

  /** What deals were paid once the period is closed, for later reversals. */
  paidAfter(lines: readonly Line[], earned: readonly EarningResult[]): ReadonlyMap<string, PaidOn> {
    if (!this.subject.remembersDeals) return this.paidOn
    const own = lines.map(({ earning, minor, takesBack, credit: { transaction: t } }) => ({
      earning,
      deal: dealKey(t.source, takesBack ? (t.reverses ?? '') : t.externalId),
      minor,
      takesBack,
    }))
    return afterBounds(this.paidOn, own, earned)
  }

  /** Where the participant stands now, to store or to open the next period from. */
  state(): ParticipantState {
    return {
      period: this.period.id,
      planFrom: this.#planFrom,
      last: this.#last,
      measures: [...this.#measures],
      lines: this.#lines.map((l) => ({ ...l })),
      payouts: this.#payouts,
    }
  }

  get #tracing(): boolean {
    return this.subject.compiled.traced
  }

  /** An earning per credit, over the period: the sum of its lines, which gate, floor and cap then bound. */
  #linesTotal(e: CompiledEarning, i: number): Exact {
    const { sum, opening, taken } = this.#lines[i] as OpenLine
    return {
      n: this.#round(e, sum) - this.#round(e, opening) - taken,
      d: 10n ** BigInt(this.subject.program.minorDigits),
    }
  }

  /** What an earning per credit has come to here; nothing where this version has none of that name. */
  #totalsOf(earning: string): { lines: Exact; exact: Exact } {
    const i = this.subject.compiled.earnings.findIndex((e) => e.earning.id === earning)
    const e = this.subject.compiled.earnings[i]
    if (e?.earning.per !== 'credit') return { lines: ZERO, exact: ZERO }
    return { lines: this.#linesTotal(e, i), exact: this.#exactTotal(i) }
  }

  /** The same before rounding. */
  #exactTotal(i: number): Exact {
    const { sum, opening, taken } = this.#lines[i] as OpenLine
    return subtract(subtract(sum, opening), { n: taken, d: 10n ** BigInt(this.subject.program.minorDigits) })
  }

  #round(e: CompiledEarning, sum: Exact): bigint {
    return roundToScaled(sum, this.subject.program.minorDigits, e.earning.rounding.mode)
  }

  #figureOf(measure: string, states: readonly MeasureState[]): Exact | undefined {
    const { plan } = this.subject.program
    const composite = plan.compositeMeasures?.find((m) => m.id === measure)
    if (composite) {
      return composite.of.reduce<Exact | undefined>((sum, part) => {
        const value = this.#figureOf(part.measure, states)
        return sum && value && add(sum, multiply(value, parseExact(part.weight)))
      }, ZERO)
    }
    if (plan.inputMeasures?.some((m) => m.id === measure)) {
      return this.subject.facts.input(measure, this.subject.participant, this.period)
    }
    const i = this.subject.compiled.measures.findIndex((m) => m.id === measure)
    const [m, state] = [this.subject.compiled.measures[i], states[i]]
    if (!m || !state || state.windowFrom === '') return undefined
    const whole = state.earlier.reduceRight<Tally>((later, [, tally]) => join(m.aggregate, tally, later), state.tally)
    return figure(m.aggregate, whole)
  }

  /** A figure to show beside the earnings; one that outgrew every bound is shown as missing. */
  #shownFigure(measure: string): Exact | undefined {
    try {
      return this.#figureOf(measure, this.#measures)
    } catch (error) {
      if (error instanceof NumberOverflow) return undefined
      throw error
    }
  }

  #guard(credit: Credit, place: { at: string | null; path: string }, work: () => void): void {
    try {
      work()
    } catch (error) {
      const none = asNoValue(error, place)
      this.exceptions.push(exceptionOf(none, credit.transaction, this.subject.participant, this.period.id))
    }
  }

  #exception(code: string, message: string, path: string): DataException {
    return {
      code,
      message,
      at: null,
      path,
      participant: this.subject.participant,
      transaction: null,
      period: this.period.id,
    }
  }

  /** The last day of the period on which the participant is assigned: the day for parameters, title and quota. */
  #lastDay(): CalendarDate {
    const last = addDays(this.period.to, -1)
    const ends = this.subject.facts
      .assignmentsOf(this.subject.plan, this.subject.participant)
      .filter((a) => a.from < this.period.to)
      .map((a) => (a.to === null || a.to > last ? last : addDays(a.to, -1)))
    // Stretches that ended before the period end earlier than the one for which it is calculated.
    return ends.reduce((latest, day) => (day > latest ? day : latest), ends[0] ?? last)
  }
}

/** A gate that is closed pays nothing, whatever is behind it: not even something without a value stands in the way. */
function amountBehind(isOpen: boolean, amount: () => Exact): Exact {
  if (isOpen) return amount()
  try {
    return amount()
  } catch (error) {
    if (error instanceof NoValue) return ZERO
    throw error
  }
}

const fromOf = (facts: FactIndex, period: string): string => facts.calendar.find((p) => p.id === period)?.from ?? ''

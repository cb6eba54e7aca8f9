import type { Compiled, CompiledEarning, CompiledMeasure, Program } from '../compile/compile-plan.ts'
import { asNoValue, type DataException, NoValue } from '../compile/data-exception.ts'
import { type Credit, type Frame, frame } from '../compile/frame.ts'
import { type Step, type StepValue, showValue } from '../compile/step.ts'
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
  NumberOverflow,
  subtract,
  ZERO,
} from '../money/exact.ts'
import { roundExact, roundToScaled } from '../money/rounding.ts'
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
}

type OpenLine = { windowFrom: string; sum: Exact; opening: Exact }

/** What one credit earned in one earning: money in minor units, of which a statement makes a line. */
export type Line = {
  readonly earning: string
  readonly credit: Credit
  readonly minor: bigint
  readonly steps: readonly Step[]
}

/** One earning of one period. `minor` is null where a data exception leaves it without a value. */
export type EarningResult = {
  readonly earning: string
  readonly title: string
  readonly minor: bigint | null
  /** Before gate, floor, cap and the rounding to minor units: exact. */
  readonly uncapped: string | null
  readonly gateOpen: boolean
  readonly steps: readonly Step[]
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
  readonly #planFrom: CalendarDate
  #last: ParticipantState['last']
  readonly #measures: MeasureState[]
  readonly #lines: OpenLine[]

  private constructor(subject: Subject, period: Period, state: ParticipantState) {
    this.subject = subject
    this.period = period
    this.#planFrom = state.planFrom
    this.#last = state.last
    this.#measures = [...state.measures]
    this.#lines = state.lines.map((line) => ({ ...line }))
  }

  /** Opens `period` on what came before: windows that end start anew, those that go on carry over. */
  static open(
    subject: Subject,
    period: Period,
    before: ParticipantState | undefined,
    planFrom: CalendarDate,
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
      return old.windowFrom === start && m.window.kind !== 'Period'
        ? old
        : { windowFrom: start, tally: EMPTY, earlier: [] }
    })
    const lines = compiled.earnings.map((e, i) => {
      const start = windowFrom(e.roundingWindow)
      const old = before?.lines[i]
      if (!old) return NO_LINE(start)
      if (samePeriod) return old
      return old.windowFrom === start ? { ...old, opening: old.sum } : NO_LINE(start)
    })
    const walk = new PeriodWalk(subject, period, {
      period: period.id,
      planFrom: from,
      last: samePeriod ? (before?.last ?? null) : null,
      measures,
      lines,
    })
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

  /** Adds the next credit. The caller hands them in order. */
  add(credit: Credit): void {
    const { compiled, facts, participant } = this.subject
    const before = this.#measures.slice()
    const base = {
      facts,
      participant,
      date: credit.transaction.creditedOn,
      planFrom: this.#planFrom,
      transaction: credit.transaction,
      credit,
      period: this.period,
    }
    const f = frame(base)
    compiled.measures.forEach((m, i) => {
      this.#guard(credit, { at: null, path: `/measures/${i}` }, () => {
        if (m.when && !m.when(f)) return
        const old = this.#measures[i] as MeasureState
        this.#measures[i] = { ...old, tally: addTo(m.aggregate, old.tally, m.value?.(f)) }
      })
    })
    compiled.earnings.forEach((e, i) => {
      if (e.earning.per !== 'credit') return
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
        const minorBefore = this.#round(e, state.sum)
        state.sum = add(state.sum, each)
        this.lines.push({ earning: e.earning.id, credit, minor: this.#round(e, state.sum) - minorBefore, steps })
      })
    })
    this.#last = orderKey(credit.transaction)
  }

  /** The earnings of the period as it stands. Reads only; may be called again after more credits. */
  close(): { earnings: EarningResult[]; measures: MeasureResult[]; exceptions: DataException[] } {
    const { compiled } = this.subject
    const exceptions = [...this.exceptions]
    const earned = new Map<string, Exact>()
    const date = this.#lastDay()
    const makeFrame = (steps: Step[]): Frame =>
      frame({
        facts: this.subject.facts,
        participant: this.subject.participant,
        date,
        planFrom: this.#planFrom,
        period: this.period,
        after: (id) => this.#figureOf(id, this.#measures),
        earned: (id) => earned.get(id),
        steps: this.#tracing ? steps : undefined,
      })
    const results = compiled.earnings.map((e, i): EarningResult => {
      const steps: Step[] = []
      const f = makeFrame(steps)
      const { id, title } = e.earning
      try {
        const gateOpen = e.gate ? e.gate(f) : true
        const amount = e.earning.per === 'period' ? e.amount(f) : this.#linesTotal(e, i)
        let value = gateOpen ? amount : ZERO
        if (gateOpen && e.floor) value = maximum(value, e.floor(f))
        if (gateOpen && e.cap) value = minimum(value, e.cap(f))
        const minor = roundToScaled(value, this.subject.program.minorDigits, e.earning.rounding.mode)
        if (!isStorable(minor)) throw new NoValue('number-overflow', 'The earning has more than 15 digits.', e.place)
        earned.set(id, { n: minor, d: 10n ** BigInt(this.subject.program.minorDigits) })
        return { earning: id, title, minor, uncapped: exactToText(amount), gateOpen, steps }
      } catch (error) {
        exceptions.push(exceptionOf(asNoValue(error, e.place), null, this.subject.participant, this.period.id))
        return { earning: id, title, minor: null, uncapped: null, gateOpen: true, steps }
      }
    })
    const order = this.subject.program.plan.earnings
    results.sort((a, b) => order.findIndex((e) => e.id === a.earning) - order.findIndex((e) => e.id === b.earning))
    const measures = compiled.measures.map((m): MeasureResult => {
      const value = this.#shownFigure(m.id)
      return { measure: m.id, title: m.title, value: value ? showValue('number', value) : null }
    })
    return { earnings: results, measures, exceptions }
  }

  /** Where the participant stands now, to store or to open the next period from. */
  state(): ParticipantState {
    return {
      period: this.period.id,
      planFrom: this.#planFrom,
      last: this.#last,
      measures: [...this.#measures],
      lines: this.#lines.map((l) => ({ ...l })),
    }
  }

  get #tracing(): boolean {
    return this.subject.compiled === this.subject.program.traced
  }

  /** An earning per credit, over the period: the rounded running total now, less where the period began. */
  #linesTotal(e: CompiledEarning, i: number): Exact {
    const state = this.#lines[i] as OpenLine
    if (e.roundingWindow.kind === 'Period') return state.sum
    const digits = this.subject.program.minorDigits
    const { mode } = e.earning.rounding
    return subtract(roundExact(state.sum, digits, mode), roundExact(state.opening, digits, mode))
  }

  #round(e: CompiledEarning, sum: Exact): bigint {
    return roundToScaled(sum, this.subject.program.minorDigits, e.earning.rounding.mode)
  }

  #figureOf(measure: string, states: readonly MeasureState[]): Exact | undefined {
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
      .filter((a) => a.from < this.period.to && (a.to === null || a.to > this.period.from))
      .map((a) => (a.to === null || a.to > last ? last : addDays(a.to, -1)))
    return ends.reduce((latest, day) => (day > latest ? day : latest), ends[0] ?? last)
  }
}

const fromOf = (facts: FactIndex, period: string): string => facts.calendar.find((p) => p.id === period)?.from ?? ''

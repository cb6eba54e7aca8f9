import type { FactIndex } from '../facts/fact-index.ts'
import type { Transaction } from '../facts/facts.ts'
import type { Exact } from '../money/exact.ts'
import type { PeriodKind } from '../plan/ast.ts'
import type { Period } from '../time/calendar.ts'
import type { CalendarDate } from '../time/calendar-date.ts'
import type { Step } from './step.ts'

/** One participant's share of one transaction under one rule. */
export type Credit = {
  readonly rule: string
  readonly creditType: string
  readonly participant: string
  readonly amount: Exact
  readonly territory: string | null
  readonly transaction: Transaction
}

/** A place in a ranking: counted from either end (ties share the better place), and as the share of others at or below. */
export type Standing = { readonly fromTop: Exact; readonly fromBottom: Exact; readonly percentile: Exact }

/** What an expression may read while it is evaluated. The checker has made sure that it reads nothing that is not there. */
export type Frame = {
  readonly facts: FactIndex
  /** The plan's id, by which assignments name it. */
  readonly plan: string
  /** For parameters, title and territory. Absent only before a rule has found its recipients. */
  readonly participant: string
  readonly date: CalendarDate
  readonly transaction: Transaction | undefined
  readonly credit: Credit | undefined
  readonly period: Period | undefined
  /** The plan's kind of period: a credit rule knows its transaction's period by it. */
  readonly periodKind: PeriodKind
  /** First day of the participant's first period under the plan. */
  readonly planFrom: CalendarDate
  /** A measure's total before and after the credit at hand, or the window's total when a period is closed. */
  readonly before: (measure: string) => Exact | undefined
  readonly after: (measure: string) => Exact | undefined
  readonly earned: (earning: string) => Exact | undefined
  /** Where the participant stands among those of the plan, on a measure. */
  readonly standing: (measure: string) => Standing | undefined
  /** Where steps are recorded; undefined when nobody asked for an explanation. */
  steps: Step[] | undefined
}

const nothing = (): undefined => undefined

export const frame = (
  given: Pick<Frame, 'facts' | 'plan' | 'participant' | 'date' | 'planFrom'> & Partial<Frame>,
): Frame => ({
  transaction: undefined,
  credit: undefined,
  period: undefined,
  before: nothing,
  after: nothing,
  earned: nothing,
  standing: nothing,
  periodKind: 'month',
  steps: undefined,
  ...given,
})

import { unreachable } from '../lib/assert.ts'
import type { PeriodKind } from '../plan/ast.ts'
import type { QuotaSpan, Window } from '../plan/expression.ts'
import type { CalendarDate } from './calendar-date.ts'

/** One stated stretch of a calendar; `to` is exclusive. */
export type Period = {
  readonly id: string
  readonly kind: PeriodKind
  readonly from: CalendarDate
  readonly to: CalendarDate
}
export type Calendar = readonly Period[]
export type Span = { readonly from: CalendarDate; readonly to: CalendarDate }

/** The calendar's periods of one kind, in order. */
export const periodsOf = (calendar: Calendar, kind: PeriodKind): Period[] =>
  calendar.filter((p) => p.kind === kind).sort((a, b) => (a.from < b.from ? -1 : 1))

/** The period of that kind in which the date lies. */
export const periodAt = (calendar: Calendar, kind: PeriodKind, date: CalendarDate): Period | undefined =>
  calendar.find((p) => p.kind === kind && p.from <= date && date < p.to)

/** What a calendar does not state: the plan asks for a year to date, say, and the calendar lists no year there. */
export type NoSuchPeriod = { readonly missing: PeriodKind; readonly on: CalendarDate }

const upTo = (calendar: Calendar, kind: PeriodKind, period: Period): Span | NoSuchPeriod => {
  const around = periodAt(calendar, kind, period.from)
  return around ? { from: around.from, to: period.to } : { missing: kind, on: period.from }
}
const whole = (calendar: Calendar, kind: PeriodKind, period: Period): Span | NoSuchPeriod =>
  periodAt(calendar, kind, period.from) ?? { missing: kind, on: period.from }

/**
 * The dates that a window covers when `period` is calculated.
 *
 * @param planFrom first day of the participant's first period under the plan, where a plan-to-date window starts.
 * @returns a half-open span, or what the calendar lacks. A trailing window that reaches back before the calendar starts with it.
 */
export function spanOf(
  calendar: Calendar,
  span: Window | QuotaSpan,
  period: Period,
  planFrom: CalendarDate,
): Span | NoSuchPeriod {
  switch (span.kind) {
    case 'Period':
      return { from: period.from, to: period.to }
    case 'QuarterToDate':
      return upTo(calendar, 'quarter', period)
    case 'HalfYearToDate':
      return upTo(calendar, 'half-year', period)
    case 'YearToDate':
      return upTo(calendar, 'year', period)
    case 'PlanToDate':
      return { from: planFrom, to: period.to }
    case 'Trailing': {
      const periods = periodsOf(calendar, period.kind)
      const at = periods.findIndex((p) => p.id === period.id)
      return { from: (periods[Math.max(0, at - span.periods + 1)] ?? period).from, to: period.to }
    }
    case 'Dates':
      return { from: span.from, to: span.to < period.to ? span.to : period.to }
    case 'Quarter':
      return whole(calendar, 'quarter', period)
    case 'HalfYear':
      return whole(calendar, 'half-year', period)
    case 'Year':
      return whole(calendar, 'year', period)
    default:
      return unreachable(span)
  }
}

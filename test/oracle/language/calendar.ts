import type { Period, PeriodKind, QuotaSpan, Window } from '#engine'
import { NoFigure } from './no-figure.ts'

export type Span = { readonly from: string; readonly to: string }

const DAY = 86_400_000
/** Days from a date to a later one. */
export const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY
export const dayBefore = (date: string): string => new Date(Date.parse(date) - DAY).toISOString().slice(0, 10)
export const dayAfter = (date: string): string => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10)
export const within = (date: string, span: Span): boolean => span.from <= date && date < span.to
export const earlier = (a: string, b: string): string => (a < b ? a : b)
export const later = (a: string, b: string): string => (a > b ? a : b)

/** Full months from a date to a later one: a month is full on the same day of the next month. */
export function fullMonths(from: string, to: string): number {
  const [y1, m1, d1] = from.split('-').map((x) => Number.parseInt(x, 10)) as [number, number, number]
  const [y2, m2, d2] = to.split('-').map((x) => Number.parseInt(x, 10)) as [number, number, number]
  return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0)
}

export const inOrder = (calendar: readonly Period[], kind: PeriodKind): Period[] =>
  calendar.filter((p) => p.kind === kind).sort((a, b) => (a.from < b.from ? -1 : 1))

function around(calendar: readonly Period[], kind: PeriodKind, period: Span): Period {
  const found = calendar.find((p) => p.kind === kind && within(period.from, p))
  if (!found) throw new NoFigure('calendar-gap')
  return found
}

/** The dates that a window or a quota's span covers when a period is calculated. */
export function spanOf(
  calendar: readonly Period[],
  window: Window | QuotaSpan,
  period: Period,
  planFrom: string,
): Span {
  const { from, to } = period
  switch (window.kind) {
    case 'Period':
      return { from, to }
    case 'QuarterToDate':
      return { from: around(calendar, 'quarter', period).from, to }
    case 'HalfYearToDate':
      return { from: around(calendar, 'half-year', period).from, to }
    case 'YearToDate':
      return { from: around(calendar, 'year', period).from, to }
    case 'PlanToDate':
      return { from: planFrom, to }
    case 'Trailing': {
      const all = inOrder(calendar, period.kind)
      const last = all.findIndex((p) => p.id === period.id)
      return { from: all[Math.max(0, last + 1 - window.periods)]!.from, to }
    }
    case 'Dates':
      return { from: window.from, to: earlier(window.to, to) }
    case 'Quarter':
      return around(calendar, 'quarter', period)
    case 'HalfYear':
      return around(calendar, 'half-year', period)
    case 'Year':
      return around(calendar, 'year', period)
  }
}

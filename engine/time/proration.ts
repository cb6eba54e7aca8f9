import { type Exact, ONE } from '../money/exact.ts'
import { type Calendar, periodsOf, type Span } from './calendar.ts'
import { addDays, type CalendarDate, daysBetween } from './calendar-date.ts'

/** A stretch that may be open-ended. */
export type Stretch = { readonly from: CalendarDate; readonly to: CalendarDate | null }

const holds = (stretch: Stretch, on: CalendarDate): boolean =>
  stretch.from <= on && (stretch.to === null || on < stretch.to)

/**
 * Days of the span on which some stretch holds, over all its days. The factors of any partition of a span between people
 * add up to exactly 1.
 */
export function byDays(stretches: readonly Stretch[], span: Span): Exact {
  let active = 0
  for (const { from, to } of stretches) {
    const start = from > span.from ? from : span.from
    const end = to === null || to > span.to ? span.to : to
    if (start < end) active += daysBetween(start, end)
  }
  const all = daysBetween(span.from, span.to)
  return active >= all ? ONE : { n: BigInt(active), d: BigInt(all) }
}

/** Months of the span on whose last day a stretch holds, over all its months; undefined if the calendar states none there. */
export function byMonths(stretches: readonly Stretch[], span: Span, calendar: Calendar): Exact | undefined {
  const months = periodsOf(calendar, 'month').filter((m) => span.from <= m.from && m.to <= span.to)
  if (months.length === 0) return undefined
  const active = months.filter((m) => stretches.some((s) => holds(s, addDays(m.to, -1)))).length
  return { n: BigInt(active), d: BigInt(months.length) }
}

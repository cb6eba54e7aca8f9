import { z } from '@hono/zod-openapi'
import type { EntityKind } from '../entities/entity-kind.ts'
import { CalendarDate, Name } from '../values.ts'

const PERIOD_KINDS = ['month', 'quarter', 'half-year', 'year'] as const

/** One stated stretch; `to` is exclusive. */
const Period = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'A period id has letters, digits, dot, _ and - only.'),
    kind: z.enum(PERIOD_KINDS),
    from: CalendarDate,
    to: CalendarDate,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'A period ends after it begins; `to` is exclusive.' })
type Period = z.infer<typeof Period>

const size = (kind: Period['kind']): number => PERIOD_KINDS.indexOf(kind)

/** Faults of the list as a whole, as [index, sentence]. */
function findFaults(periods: readonly Period[]): [number, string][] {
  const faults: [number, string][] = []
  const seen = new Map<string, number>()
  for (const [index, period] of periods.entries()) {
    if (seen.has(period.id)) faults.push([index, `The id "${period.id}" stands twice.`])
    seen.set(period.id, index)
  }
  const inOrder = [...periods.entries()].sort(([, a], [, b]) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  for (const kind of PERIOD_KINDS) {
    let before: Period | undefined
    for (const [index, period] of inOrder.filter(([, one]) => one.kind === kind)) {
      if (before !== undefined && period.from < before.to) {
        faults.push([index, `${period.id} begins before ${before.id} ends (${before.to}).`])
      }
      before = period
    }
  }
  for (const [index, small] of periods.entries()) {
    for (const large of periods) {
      const overlaps = small.from < large.to && large.from < small.to
      const isInside = large.from <= small.from && small.to <= large.to
      if (size(small.kind) < size(large.kind) && overlaps && !isInside) {
        faults.push([index, `${small.id} lies across the edge of ${large.id}; smaller periods lie inside larger ones.`])
      }
    }
  }
  return faults
}

const Periods = z
  .array(Period)
  .max(600)
  .superRefine((periods, context) => {
    for (const [index, message] of findFaults(periods)) context.addIssue({ code: 'custom', path: [index], message })
  })

export const calendarKind = {
  path: 'calendars',
  table: 'calendars',
  name: 'Calendar',
  prefix: 'cal',
  shape: { name: Name, periods: Periods },
  columns: { name: { name: 'name' }, periods: { name: 'periods', json: true } },
} satisfies EntityKind

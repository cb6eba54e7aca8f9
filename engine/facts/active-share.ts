import { type Exact, ONE } from '../money/exact.ts'
import type { Changes } from '../plan/ast.ts'
import type { Span } from '../time/calendar.ts'
import { byDays, byMonths } from '../time/proration.ts'
import type { FactIndex } from './fact-index.ts'

/**
 * The part of a span for which the plan is assigned to the participant, as the plan prorates it.
 *
 * @returns undefined where months are asked for and the calendar states none in the span.
 */
export function activeShare(
  facts: FactIndex,
  who: { readonly plan: string; readonly participant: string },
  policy: NonNullable<Changes['assignment']>,
  span: Span,
): Exact | undefined {
  if (policy === 'none') return ONE
  const assignments = facts.assignmentsOf(who.plan, who.participant)
  return policy === 'days' ? byDays(assignments, span) : byMonths(assignments, span, facts.calendar)
}

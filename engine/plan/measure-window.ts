import type { Plan } from './ast.ts'
import type { Window } from './expression.ts'

/** The window of a measure; a sum of measures has that of its parts, which is one, and a figure handed in is of the period. */
export function windowOf(plan: Plan, id: string): Window {
  const part = plan.compositeMeasures?.find((m) => m.id === id)?.of[0]?.measure
  return plan.measures.find((m) => m.id === (part ?? id))?.window ?? { kind: 'Period' }
}

import { unreachable } from '../lib/assert.ts'
import type { Plan, RateTable } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { childrenOf } from '../plan/walk.ts'
import type { Speaker } from './describe-expression.ts'

/** Every expression at the root of a part that may apply a table. */
const roots = (plan: Plan): Expression[] =>
  [
    ...plan.measures.flatMap((m) => [m.value, m.when]),
    ...plan.earnings.flatMap((e) => [e.amount, e.when, e.gate, e.floor, e.cap]),
    ...(plan.payoutRules ?? []).flatMap((rule) =>
      rule.kind === 'CapTogether' ? [rule.cap] : 'amount' in rule ? [rule.amount] : [],
    ),
  ].filter((e) => e !== undefined)

const isQuota = (e: Expression | undefined): boolean => e?.kind === 'Quota'

/** Tables of shares that are only ever measured against a quota: their edges are said "of the quota". */
export function tablesOfQuota(plan: Plan): ReadonlySet<string> {
  const uses = new Map<string, boolean>()
  const stack = roots(plan)
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (e.kind === 'ApplyTable' || e.kind === 'TableCell') {
      const read = e.reads.kind === 'Running' ? undefined : e.reads.of
      const ofQuota = isQuota(e.per) || (e.per === undefined && read?.kind === 'Attainment')
      uses.set(e.table, ofQuota && uses.get(e.table) !== false)
    }
    stack.push(...childrenOf(e))
  }
  return new Set([...uses].flatMap(([id, ofQuota]) => (ofQuota ? [id] : [])))
}

/** An edge in the unit of its axis. */
export function edgeText({ words: w, plan }: Speaker, axis: RateTable['axis'], from: string, ofQuota = false): string {
  switch (axis) {
    case 'money':
      return w.figures.money(from, plan.currency)
    case 'number':
      return w.figures.number(from)
    case 'share': {
      const share = w.figures.percent(from)
      return ofQuota ? w.table.ofQuota(share) : share
    }
    default:
      return unreachable(axis)
  }
}

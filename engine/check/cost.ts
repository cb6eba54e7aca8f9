import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { LIMITS } from '../plan/limits.ts'
import { childrenOf } from '../plan/walk.ts'

/** A part of a plan that is evaluated, with what evaluating it once costs at most. */
export type Cost = {
  readonly path: string
  readonly at: string | null
  readonly steps: number
  readonly per: 'credit' | 'period'
}

/**
 * What evaluating a plan costs at most, known before it runs: one step for each node, since there are no loops; a table
 * also costs a step for each band that it may look at, with the band's own; a measure one for each period that it joins.
 *
 * @param quotas what finding a quota costs besides, where it is looked for among so many.
 */
export function costsOf(plan: Plan, quotas = 0): Cost[] {
  const tables = new Map(plan.tables.map((t) => [t.id, t]))
  const matrices = new Map((plan.matrices ?? []).map((m) => [m.id, m]))
  const sum = (nodes: readonly Expression[]): number => nodes.reduce((total, e) => total + stepsOf(e), 0)
  const bands = new Map<string, number>()
  const tableSteps = (id: string): number => {
    const known = bands.get(id)
    if (known !== undefined) return known
    const table = tables.get(id)
    const matrix = matrices.get(id)
    const steps = table
      ? table.bands.length +
        (table.mode === 'marginal'
          ? sum(table.bands.map((b) => b.value))
          : Math.max(0, ...table.bands.map((b) => stepsOf(b.value))))
      : matrix
        ? matrix.axes.reduce((n, axis) => n + (axis.kind === 'Keys' ? 1 : axis.from.length), 0) +
          Math.max(0, ...matrix.cells.map(stepsOf))
        : 0
    bands.set(id, steps)
    return steps
  }
  const measureSteps = (id: string): number => {
    const composite = plan.compositeMeasures?.find((m) => m.id === id)
    if (composite)
      return composite.of.reduce((n, part) => n + 1 + (part.measure === id ? 0 : measureWindow(part.measure)), 0)
    return measureWindow(id)
  }
  const measureWindow = (id: string): number => {
    const window = plan.measures.find((m) => m.id === id)?.window
    return window?.kind === 'Trailing' ? window.periods : 1
  }
  function stepsOf(root: Expression): number {
    let steps = 0
    const stack = [root]
    for (let e = stack.pop(); e; e = stack.pop()) {
      steps++
      if (e.kind === 'Quota' || e.kind === 'Attainment') steps += quotas
      if (e.kind === 'ApplyTable' || e.kind === 'TableCell') {
        steps += tableSteps(e.table)
        if (e.reads.kind === 'Running') steps += 2 * measureSteps(e.reads.measure)
      } else if (e.kind === 'MatrixCell') steps += tableSteps(e.matrix)
      else if (e.kind === 'Measure' || e.kind === 'Attainment') steps += measureSteps(e.measure)
      else if (e.kind === 'OneOf' && e.list.kind === 'TextList') steps += Math.ceil(e.list.values.length / 16)
      stack.push(...childrenOf(e))
    }
    return steps
  }
  const costs: Cost[] = []
  const enter = (e: Expression | undefined, path: string, part: { at?: string }, per: Cost['per']): void => {
    if (e) costs.push({ path, at: e.at ?? part.at ?? null, steps: stepsOf(e), per })
  }
  for (const [i, r] of plan.credits.entries())
    for (const key of ['when', 'amount', 'share'] as const) enter(r[key], `/credits/${i}/${key}`, r, 'credit')
  for (const [i, m] of plan.measures.entries())
    for (const key of ['when', 'value'] as const) enter(m[key], `/measures/${i}/${key}`, m, 'credit')
  for (const [i, e] of plan.earnings.entries()) {
    enter(e.when, `/earnings/${i}/when`, e, 'credit')
    enter(e.amount, `/earnings/${i}/amount`, e, e.per)
    for (const key of ['gate', 'floor', 'cap'] as const) enter(e[key], `/earnings/${i}/${key}`, e, 'period')
  }
  for (const [i, c] of (plan.clawbacks ?? []).entries()) enter(c.when, `/clawbacks/${i}/when`, c, 'credit')
  for (const [i, c] of (plan.contests ?? []).entries()) enter(c.eligible, `/contests/${i}/eligible`, c, 'period')
  for (const [i, r] of (plan.payoutRules ?? []).entries()) {
    if (r.kind === 'CapTogether') enter(r.cap, `/payoutRules/${i}/cap`, r, 'period')
    if ('amount' in r) enter(r.amount, `/payoutRules/${i}/amount`, r, 'period')
    if (r.kind === 'Draw') enter(r.recovery?.floor, `/payoutRules/${i}/recovery/floor`, r, 'period')
  }
  return costs
}

/** What is too expensive: the sum, its limit, and the part that costs most. */
export function excessOf(
  plan: Plan,
): { readonly steps: number; readonly limit: number; readonly worst: Cost } | undefined {
  const costs = costsOf(plan)
  for (const [per, limit] of [
    ['credit', LIMITS.stepsPerCredit],
    ['period', LIMITS.stepsPerPeriod],
  ] as const) {
    const own = costs.filter((c) => c.per === per)
    const steps = own.reduce((n, c) => n + c.steps, 0)
    const worst = own.reduce<Cost | undefined>((most, c) => (most && most.steps >= c.steps ? most : c), undefined)
    if (worst && steps > limit) return { steps, limit, worst }
  }
  return undefined
}

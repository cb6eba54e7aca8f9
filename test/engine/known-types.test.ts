import { expect, test } from 'vitest'
import type { Expression, Plan } from '#engine'
import { analysePlan } from '../../engine/check/check-plan.ts'
import { KnownTypes } from '../../engine/compile/known-types.ts'
import { childrenOf } from '../../engine/plan/walk.ts'
import { PLANS } from '../../worker/dev/demo/plans.ts'
import { batchPlan, quotePlan } from '../bench/workloads/plans.ts'
import { randomPlan } from '../support/random-plans.ts'

function everyExpression(plan: Plan): Expression[] {
  const roots = [
    ...plan.credits.flatMap((r) => [r.when, r.amount, r.share]),
    ...plan.measures.flatMap((m) => [m.when, m.value]),
    ...plan.tables.flatMap((t) => t.bands.map((b) => b.value)),
    ...(plan.matrices ?? []).flatMap((m) => m.cells),
    ...plan.earnings.flatMap((e) => [e.when, e.amount, e.gate, e.floor, e.cap]),
  ].filter((e) => e !== undefined)
  for (const e of roots) roots.push(...childrenOf(e))
  return roots
}

const shape = { running: true, quotients: true, size: 4 }
test.each([
  ['the demo', PLANS.map((p) => p.plan)],
  ['the workloads', [quotePlan(), batchPlan()]],
  ['random plans', Array.from({ length: 200 }, (_, i) => randomPlan(i * 31, shape))],
])('types of a checked plan are those that the checker infers: %s', (_, plans) => {
  for (const plan of plans) {
    const checked = analysePlan(plan)
    expect(checked.diagnostics.filter((d) => d.severity === 'error')).toEqual([])
    const known = new KnownTypes(plan)
    expect([...known.measureTypes]).toEqual([...checked.measureTypes])
    expect(new Map(known.cellTypes)).toEqual(new Map(checked.cellTypes))
    for (const e of everyExpression(plan)) expect(known.types.get(e)).toBe(checked.types.get(e))
  }
})

import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { placesOf } from '../plan/walk.ts'
import { type Known, learn, NOTHING_KNOWN, truthOf } from './ranges.ts'

/** A condition that is decided before anything is read. */
export type Decided = { readonly path: string; readonly at: string | null; readonly holds: boolean }

/** The conditions of a plan that always or never hold, the outermost first found: what is inside one says no more. */
export function decidedConditions(plan: Plan): Decided[] {
  const found: Decided[] = []
  const condition = (e: Expression, path: string, at: string | null, known: Known): void => {
    const here = e.at ?? at
    const holds = truthOf(plan, e, known)
    if (holds !== undefined) {
      found.push({ path, at: here, holds })
      return
    }
    if (e.kind === 'And' || e.kind === 'Or') {
      let learnt = known
      e.of.forEach((part, i) => {
        condition(part, `${path}/of/${i}`, here, learnt)
        learnt = learn(plan, part, e.kind === 'And', learnt)
      })
    } else if (e.kind === 'Not') condition(e.of, `${path}/of`, here, known)
    else inside(e, path, here, known)
  }
  const inside = (e: Expression, path: string, at: string | null, known: Known): void => {
    const here = e.at ?? at
    if (e.kind === 'If') {
      condition(e.when, `${path}/when`, here, known)
      inside(e.then, `${path}/then`, here, learn(plan, e.when, true, known))
      inside(e.otherwise, `${path}/otherwise`, here, learn(plan, e.when, false, known))
      return
    }
    for (const [step, child] of placesOf(e)) inside(child, path + step, here, known)
  }
  const value = (e: Expression | undefined, path: string, part: { at?: string }, given?: Expression): void => {
    if (e) inside(e, path, part.at ?? null, given ? learn(plan, given, true, NOTHING_KNOWN) : NOTHING_KNOWN)
  }
  const when = (e: Expression | undefined, path: string, part: { at?: string }): void => {
    if (e) condition(e, path, part.at ?? null, NOTHING_KNOWN)
  }
  for (const [i, r] of plan.credits.entries()) {
    when(r.when, `/credits/${i}/when`, r)
    value(r.amount, `/credits/${i}/amount`, r, r.when)
    value(r.share, `/credits/${i}/share`, r, r.when)
  }
  for (const [i, m] of plan.measures.entries()) {
    when(m.when, `/measures/${i}/when`, m)
    value(m.value, `/measures/${i}/value`, m, m.when)
  }
  for (const [i, e] of plan.earnings.entries()) {
    when(e.when, `/earnings/${i}/when`, e)
    when(e.gate, `/earnings/${i}/gate`, e)
    value(e.amount, `/earnings/${i}/amount`, e, e.per === 'credit' ? e.when : e.gate)
    value(e.floor, `/earnings/${i}/floor`, e, e.gate)
    value(e.cap, `/earnings/${i}/cap`, e, e.gate)
  }
  for (const [i, c] of (plan.clawbacks ?? []).entries()) when(c.when, `/clawbacks/${i}/when`, c)
  for (const [i, c] of (plan.contests ?? []).entries()) when(c.eligible, `/contests/${i}/eligible`, c)
  return found
}

import type { Expression } from '../plan/expression.ts'
import { canonicalJson } from '../plan/hash-plan.ts'
import { childrenOf } from '../plan/walk.ts'

/** What an expression says itself, without the expressions inside it. */
function own(e: Expression): string {
  const children = new Set<unknown>(childrenOf(e))
  const cut = (value: unknown): unknown => {
    if (children.has(value)) return null
    if (Array.isArray(value)) return value.map(cut)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, cut(v)]))
  }
  return canonicalJson(cut(e))
}

/** The innermost pair in which two expressions differ: as long as they differ in one place only, the difference is there. */
export function narrowed(before: Expression, now: Expression): readonly [Expression, Expression] {
  let pair: readonly [Expression, Expression] = [before, now]
  for (;;) {
    const [a, b] = pair
    const [inA, inB] = [childrenOf(a), childrenOf(b)]
    if (inA.length !== inB.length || own(a) !== own(b)) return pair
    const different = inA.flatMap((child, i) => {
      const other = inB[i] as Expression
      return canonicalJson(child) === canonicalJson(other) ? [] : [[child, other] as const]
    })
    const [only] = different
    if (!only || different.length > 1) return pair
    pair = only
  }
}

import type { RoundingMode } from '../plan/expression.ts'

/** The largest integer that a float64 holds together with all below it: 2^53 - 1. */
export const SAFE = 9_007_199_254_740_991

/**
 * One node of the intermediate form: an integer counted in 10^-scale, with the least and largest value that it can have.
 * Yes/no is 0 or 1 at scale 0; a text is its code in the plan's `Texts`. Bounds are float64 and exact up to SAFE; a node
 * whose bounds lie within it needs no check when it is evaluated.
 */
export type Shape = { readonly id: number; readonly scale: number; readonly lo: number; readonly hi: number }

export type Const = Shape & { readonly op: 'const'; readonly value: bigint }
export type Input = Shape & { readonly op: 'input'; readonly slot: number }
export type Binary = Shape & {
  readonly op: 'add' | 'sub' | 'mul' | 'min' | 'max' | 'lt' | 'le' | 'eq' | 'and' | 'or'
  readonly a: Node
  readonly b: Node
}
export type Unary = Shape & { readonly op: 'neg' | 'abs' | 'not' | 'positive'; readonly a: Node }
/** a / 10^by to an integer. */
export type Round = Shape & { readonly op: 'round'; readonly a: Node; readonly by: number; readonly mode: RoundingMode }
/** a / b to an integer; b is above 0. */
export type Quotient = Shape & {
  readonly op: 'quotient'
  readonly a: Node
  readonly b: Node
  readonly mode: RoundingMode
}
export type Select = Shape & { readonly op: 'select'; readonly when: Node; readonly a: Node; readonly b: Node }
/** A constant for each text code; NaN where there is none, `otherwise` beyond the list. */
export type Lookup = Shape & {
  readonly op: 'lookup'
  readonly a: Node
  readonly cells: readonly number[]
  readonly otherwise: number
}
/** A constant for each integer from 0. */
export type Pick = Shape & { readonly op: 'pick'; readonly a: Node; readonly cells: readonly number[] }
/** What moving from `low` (or nothing) to `high` pays, slice by slice: input × unit is compared with edge × per. */
export type Tier = Shape & {
  readonly op: 'tier'
  readonly low: Node | undefined
  readonly high: Node
  readonly per: Node | undefined
  readonly unit: number
  /** The first band's rate, then what each edge adds to the rate: integers. */
  readonly base: number
  readonly edges: readonly number[]
  readonly steps: readonly number[]
  /** The largest figure on the way to the result. */
  readonly reach: number
}
/** The constant of the band that `a` reaches: a × unit is compared with edge × per. */
export type Band = Shape & {
  readonly op: 'band'
  readonly a: Node
  readonly per: Node | undefined
  readonly unit: number
  readonly edges: readonly number[]
  readonly cells: readonly number[]
  /** Whether an edge belongs to the band above it. */
  readonly higher: boolean
  readonly reach: number
}
export type Node = Const | Input | Binary | Unary | Round | Quotient | Select | Lookup | Pick | Tier | Band

/** The nodes directly below a node. */
export function argsOf(n: Node): readonly Node[] {
  switch (n.op) {
    case 'const':
    case 'input':
      return []
    case 'neg':
    case 'abs':
    case 'not':
    case 'positive':
    case 'round':
    case 'lookup':
    case 'pick':
      return [n.a]
    case 'select':
      return [n.when, n.a, n.b]
    case 'tier':
      return [n.high, ...(n.low ? [n.low] : []), ...(n.per ? [n.per] : [])]
    case 'band':
      return n.per ? [n.a, n.per] : [n.a]
    default:
      return [n.a, n.b]
  }
}

/** Whether the node's own arithmetic cannot leave the safe integers, given that its arguments do not. */
export const isProven = (n: Node): boolean =>
  n.lo >= -SAFE && n.hi <= SAFE && ((n.op !== 'tier' && n.op !== 'band') || n.reach <= SAFE)

/** The nodes that some roots need, arguments before those that read them. */
export function inOrder(roots: readonly Node[]): Node[] {
  const seen = new Set<Node>()
  const stack = [...roots]
  for (let n = stack.pop(); n; n = stack.pop()) {
    if (seen.has(n)) continue
    seen.add(n)
    stack.push(...argsOf(n))
  }
  return [...seen].sort((a, b) => a.id - b.id)
}

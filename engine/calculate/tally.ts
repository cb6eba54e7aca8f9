import type { Value } from '../compile/step.ts'
import { unreachable } from '../lib/assert.ts'
import {
  add,
  divide,
  type Exact,
  exactToText,
  fromInteger,
  maximum,
  minimum,
  textToExact,
  ZERO,
} from '../money/exact.ts'
import type { Aggregate } from '../plan/ast.ts'
import { Distinct } from './distinct.ts'

/** What a measure has gathered so far; enough for its aggregate, and never edited in place. */
export type Tally = {
  readonly count: number
  readonly sum: Exact
  readonly edge: Exact | undefined
  readonly seen: Distinct | undefined
}

export const EMPTY: Tally = { count: 0, sum: ZERO, edge: undefined, seen: undefined }

const number = (value: Value): Exact => value as Exact
const keyOf = (value: Value): string => (typeof value === 'object' && 'n' in value ? exactToText(value) : String(value))

/** The tally with one more credit's value; credits come in their order, which only `latest` minds. */
export function addTo(aggregate: Aggregate, tally: Tally, value: Value | undefined): Tally {
  const count = tally.count + 1
  if (aggregate === 'count' || value === undefined) return { ...tally, count }
  switch (aggregate) {
    case 'sum':
    case 'average':
      return { ...tally, count, sum: add(tally.sum, number(value)) }
    case 'minimum':
      return { ...tally, count, edge: tally.edge ? minimum(tally.edge, number(value)) : number(value) }
    case 'maximum':
      return { ...tally, count, edge: tally.edge ? maximum(tally.edge, number(value)) : number(value) }
    case 'latest':
      return { ...tally, count, edge: number(value) }
    case 'distinctCount':
      return { ...tally, count, seen: (tally.seen ?? Distinct.NONE).with(keyOf(value)) }
    default:
      return unreachable(aggregate)
  }
}

/** Two stretches of one window as one; `later` follows `earlier`. */
export function join(aggregate: Aggregate, earlier: Tally, later: Tally): Tally {
  const edges = [earlier.edge, later.edge].filter((e) => e !== undefined)
  return {
    count: earlier.count + later.count,
    sum: add(earlier.sum, later.sum),
    edge:
      aggregate === 'latest'
        ? edges.at(-1)
        : edges.length > 0
          ? edges.reduce(aggregate === 'minimum' ? minimum : maximum)
          : undefined,
    seen: earlier.seen && later.seen ? earlier.seen.and(later.seen) : (earlier.seen ?? later.seen),
  }
}

/** The measure's figure: exact; missing for an average, an edge or the latest of nothing. */
export function figure(aggregate: Aggregate, tally: Tally): Exact | undefined {
  switch (aggregate) {
    case 'sum':
      return tally.sum
    case 'count':
      return fromInteger(tally.count)
    case 'distinctCount':
      return fromInteger(tally.seen?.size ?? 0)
    case 'average':
      return tally.count === 0 ? undefined : divide(tally.sum, fromInteger(tally.count))
    case 'minimum':
    case 'maximum':
    case 'latest':
      return tally.edge
    default:
      return unreachable(aggregate)
  }
}

export type StoredTally = { c: number; s?: string; e?: string; d?: string[] }
export const storeTally = (t: Tally): StoredTally => ({
  c: t.count,
  ...(t.sum.n === 0n ? {} : { s: exactToText(t.sum) }),
  ...(t.edge ? { e: exactToText(t.edge) } : {}),
  ...(t.seen ? { d: [...t.seen] } : {}),
})
export const restoreTally = (t: StoredTally): Tally => ({
  count: t.c,
  sum: t.s === undefined ? ZERO : textToExact(t.s),
  edge: t.e === undefined ? undefined : textToExact(t.e),
  seen: t.d && Distinct.of(t.d),
})

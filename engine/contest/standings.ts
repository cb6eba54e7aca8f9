import type { Standing } from '../compile/frame.ts'
import { compare, type Exact, fromInteger, ONE } from '../money/exact.ts'

/** Everybody's figure of one measure but the participant's own. Those without a figure are not in it. */
export type Others = readonly { readonly participant: string; readonly value: Exact }[]

/** Where a figure stands among others: ties share the better place; the percentile is the share of the others at or below it. */
export function standingOf(own: Exact, others: Others): Standing {
  let above = 0
  let below = 0
  for (const { value } of others) {
    const order = compare(value, own)
    if (order > 0) above++
    if (order < 0) below++
  }
  const count = others.length
  return {
    fromTop: fromInteger(above + 1),
    fromBottom: fromInteger(below + 1),
    percentile: count === 0 ? ONE : { n: BigInt(count - above), d: BigInt(count) },
  }
}

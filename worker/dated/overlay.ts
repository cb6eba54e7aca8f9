/** Holds from `from` (inclusive) to `to` (exclusive, null: open-ended). */
export type Span = { from: string; to: string | null }

const endsAfter = (to: string | null, date: string): boolean => to === null || to > date

/**
 * Lays a new fact over what was stored about the same subject: for its stretch of time the new one holds, and what
 * stood there is cut back, split in two, or gone. `fact: null` only takes away.
 *
 * @param stored never overlapping; any order.
 * @returns never overlapping, ascending.
 */
export function overlay<F extends Span>(stored: readonly F[], span: Span, fact: F | null): F[] {
  const kept = stored.flatMap((old): F[] => {
    const overlaps = endsAfter(old.to, span.from) && endsAfter(span.to, old.from)
    if (!overlaps) return [old]
    const before: F[] = old.from < span.from ? [{ ...old, to: span.from }] : []
    const after: F[] = span.to !== null && endsAfter(old.to, span.to) ? [{ ...old, from: span.to }] : []
    return [...before, ...after]
  })
  return [...kept, ...(fact === null ? [] : [fact])].sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** A stored fact that shares a day with the span without being exactly it, if there is one. */
export function findPartialOverlap<F extends Span>(stored: readonly F[], span: Span): F | undefined {
  return stored.find(
    (old) =>
      endsAfter(old.to, span.from) && endsAfter(span.to, old.from) && !(old.from === span.from && old.to === span.to),
  )
}

import { z } from '@hono/zod-openapi'
import { invalid, RefusalError } from './problem.ts'

/** Query of every list. */
export const PageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .openapi({ description: 'At most this many (1 to 1,000).' }),
  cursor: z.string().max(100).optional().openapi({ description: 'nextCursor of the page before.' }),
})
export type PageQuery = z.infer<typeof PageQuery>

/** A page of a list; nextCursor is null on the last. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** The row after which the page begins. */
export function afterRow(cursor: string | undefined): bigint {
  if (cursor === undefined) return 0n
  const row = /^r([0-9a-z]{1,13})$/.exec(cursor)?.[1]
  const value = row === undefined ? Number.NaN : Number.parseInt(row, 36)
  if (!Number.isSafeInteger(value)) {
    throw new RefusalError(
      invalid([{ pointer: '/query/cursor', code: 'malformed', detail: 'That is no cursor of this list.' }]),
    )
  }
  return BigInt(value)
}

/** Turns limit + 1 rows into a page; each row has its rowid as `_row`. */
export function toPage<R extends Record<string, unknown>, T>(
  rows: readonly R[],
  limit: number,
  toItem: (row: R) => T,
): { data: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? `r${Number(last._row).toString(36)}` : null,
  }
}

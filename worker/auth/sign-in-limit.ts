import type { Client } from '@libsql/client/web'
import { digestOf } from './directory-lookups.ts'

const WINDOW_MS = 10 * 60_000
const MOST_FAILURES = 20

/** One row per account that somebody tries; the address itself is not kept, since it may be nobody's. */
const keyOf = (email: string): string => `account|${digestOf(email.trim().toLowerCase())}`

/**
 * Seconds until this account may be tried again, else null. The library counts by network address; this counts by
 * account, so that many addresses together guess no faster than one.
 */
export async function waitForAccount(directory: Client, email: string, now: Date): Promise<number | null> {
  const { rows } = await directory.execute({
    sql: 'SELECT count, last_request FROM rate_limits WHERE key = ?',
    args: [keyOf(email)],
  })
  const row = rows[0]
  if (row === undefined || Number(row.count) < MOST_FAILURES) return null
  const left = Number(row.last_request) + WINDOW_MS - now.getTime()
  return left > 0 ? Math.ceil(left / 1000) : null
}

/** Remembers how an attempt ended: a success forgets the failures before it, and so does ten minutes without one. */
export async function countAttempt(directory: Client, email: string, isSuccess: boolean, now: Date): Promise<void> {
  const key = keyOf(email)
  const at = BigInt(now.getTime())
  await directory.execute(
    isSuccess
      ? { sql: 'DELETE FROM rate_limits WHERE key = ?', args: [key] }
      : {
          sql: `INSERT INTO rate_limits (id, key, count, last_request) VALUES (?, ?, 1, ?) ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN last_request <= ? THEN 1 ELSE count + 1 END, last_request = excluded.last_request`,
          args: [crypto.randomUUID(), key, at, at - BigInt(WINDOW_MS)],
        },
  )
}

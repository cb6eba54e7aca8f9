import type { Client, Row } from '@libsql/client/web'
import { linkDigest } from './link-token.ts'

/** Why a link does not open; a page says no more than this. */
export type LinkRefusal = 'unknown' | 'gone'

export type OpenedLink = {
  readonly id: string
  readonly participantId: string
  readonly periodId: string
  readonly periodFrom: string
  readonly periodTo: string
  readonly expiresAt: number
}

/** Minutes that an opened statement stays open. */
export const SESSION_MS = 15 * 60_000

const opened = (row: Row): OpenedLink => ({
  id: String(row.id),
  participantId: String(row.participant_id),
  periodId: String(row.period_id),
  periodFrom: String(row.period_from),
  periodTo: String(row.period_to),
  expiresAt: Number(row.expires_at),
})

/** Whether the link would open now; looking opens and burns nothing. */
export async function lookAtLink(client: Client, token: string, now: Date): Promise<OpenedLink | LinkRefusal> {
  const { rows } = await client.execute({
    sql: `SELECT l.*, (SELECT count(*) FROM statement_views v WHERE v.link_id = l.id) AS views FROM statement_links l WHERE l.digest = ?`,
    args: [linkDigest(token)],
  })
  const row = rows[0]
  if (!row) return 'unknown'
  const spent = row.maximum_views !== null && Number(row.views) >= Number(row.maximum_views)
  return row.revoked_at !== null || Number(row.expires_at) <= now.getTime() || spent ? 'gone' : opened(row)
}

/**
 * Opens a link for one visit. The conditions are asked in the same batch that counts the view, so that a link for n views
 * opens exactly n times, however many come at once.
 */
export async function openLink(
  client: Client,
  token: string,
  session: string,
  visit: { now: Date; address: string | null; agent: string | null },
): Promise<OpenedLink | LinkRefusal> {
  const link = await lookAtLink(client, token, visit.now)
  if (typeof link === 'string') return link
  const now = BigInt(visit.now.getTime())
  try {
    await client.batch(
      [
        {
          sql: `INSERT INTO guards (what, ok) SELECT 'link is open', coalesce((SELECT revoked_at IS NULL AND expires_at > ? AND
                  (maximum_views IS NULL OR (SELECT count(*) FROM statement_views v WHERE v.link_id = l.id) < maximum_views)
                  FROM statement_links l WHERE l.id = ?), 0)`,
          args: [now, link.id],
        },
        'DELETE FROM guards',
        {
          sql: 'INSERT INTO statement_views (link_id, session_digest, session_expires_at, at, address, agent) VALUES (?, ?, ?, ?, ?, ?)',
          args: [
            link.id,
            linkDigest(session),
            BigInt(Math.min(visit.now.getTime() + SESSION_MS, link.expiresAt)),
            now,
            visit.address,
            visit.agent,
          ],
        },
      ],
      'write',
    )
  } catch (error) {
    if (error instanceof Error && error.message.includes('guards_ok_ck')) return 'gone'
    throw error
  }
  return link
}

/** The link that a visit opened, as long as both hold: a revoked link closes its open pages too. */
export async function linkOfSession(client: Client, session: string, now: Date): Promise<OpenedLink | LinkRefusal> {
  const { rows } = await client.execute({
    sql: `SELECT l.*, v.session_expires_at FROM statement_views v JOIN statement_links l ON l.id = v.link_id WHERE v.session_digest = ?`,
    args: [linkDigest(session)],
  })
  const row = rows[0]
  if (!row) return 'unknown'
  const past = (at: unknown): boolean => Number(at) <= now.getTime()
  return row.revoked_at !== null || past(row.expires_at) || past(row.session_expires_at) ? 'gone' : opened(row)
}

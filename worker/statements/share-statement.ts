import type { Client, Row } from '@libsql/client/web'
import { actorOf, type Principal } from '../auth/principal.ts'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import { type Actor, type Done, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import type { Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import { linkDigest } from './link-token.ts'

const DAY_MS = 86_400_000

export type NewLinkInput = {
  readonly participantId: string
  readonly period: { readonly id: string; readonly from: string; readonly to: string }
  readonly days: number
  readonly maximumViews: number | null
}

/** Stores a link by its token's digest; the stored answer holds no token. */
export async function createLink(
  client: Client,
  input: NewLinkInput,
  token: string,
  principal: Principal,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const now = by.now.getTime()
  const id = newId('lnk')
  const expires = now + input.days * DAY_MS
  const { period } = input
  const views = input.maximumViews === null ? null : BigInt(input.maximumViews)
  const stored = await runCommand(client, {
    by,
    action: 'StatementLink.create',
    object: id,
    detail: { participantId: input.participantId, periodId: period.id },
    idempotency,
    statements: [
      {
        sql: `INSERT INTO statement_links (id, digest, participant_id, period_id, period_from, period_to, created_by, created_at, expires_at, maximum_views)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        args: [
          id,
          linkDigest(token),
          input.participantId,
          period.id,
          period.from,
          period.to,
          actorOf(principal),
          BigInt(now),
          BigInt(expires),
          views,
        ],
      },
    ],
    answer: { status: 201, body: { id, expiresAt: new Date(expires).toISOString() } },
  })
  return stored.ok ? stored : refused(refusalOf(stored.error))
}

/** One more row than `limit` of links, with how often each was opened. */
export async function linkRows(
  client: Client,
  visible: readonly string[] | null,
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const list = visible === null ? null : JSON.stringify(visible)
  const { rows } = await client.execute({
    sql: `SELECT l.rowid AS _row, l.*, (SELECT count(*) FROM statement_views v WHERE v.link_id = l.id) AS views FROM statement_links l
          WHERE l.rowid > ? AND (? IS NULL OR l.participant_id IN (SELECT value FROM json_each(?))) ORDER BY l.rowid LIMIT ?`,
    args: [after, list, list, BigInt(limit + 1)],
  })
  return rows
}

const iso = (ms: unknown): string => new Date(Number(ms)).toISOString()

export function linkOf(row: Row, snapshot: OrganisationSnapshot, now: number) {
  const maximumViews = row.maximum_views === null ? null : Number(row.maximum_views)
  const views = Number(row.views)
  const isUsed = maximumViews !== null && views >= maximumViews
  const status: 'open' | 'expired' | 'revoked' | 'used' =
    row.revoked_at !== null ? 'revoked' : Number(row.expires_at) <= now ? 'expired' : isUsed ? 'used' : 'open'
  return {
    id: String(row.id),
    participantId: String(row.participant_id),
    participantName: snapshot.participantNames.get(String(row.participant_id)) ?? '',
    periodId: String(row.period_id),
    createdBy: String(row.created_by),
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    maximumViews,
    views,
    revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
    status,
  }
}

/** One more row than `limit` of a link's openings. */
export async function viewRows(client: Client, linkId: string, after: bigint, limit: number): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: 'SELECT seq AS _row, at, address, agent FROM statement_views WHERE link_id = ? AND seq > ? ORDER BY seq LIMIT ?',
    args: [linkId, after, BigInt(limit + 1)],
  })
  return rows
}

export const viewOf = (row: Row) => ({
  at: iso(row.at),
  address: row.address === null ? null : String(row.address),
  agent: row.agent === null ? null : String(row.agent),
})

/** Whose statement a link opens and until when; undefined if there is no such link. */
export async function findLink(
  client: Client,
  id: string,
): Promise<{ participantId: string; periodTo: string; isRevoked: boolean } | undefined> {
  const { rows } = await client.execute({
    sql: 'SELECT participant_id, period_to, revoked_at FROM statement_links WHERE id = ?',
    args: [id],
  })
  const row = rows[0]
  return (
    row && {
      participantId: String(row.participant_id),
      periodTo: String(row.period_to),
      isRevoked: row.revoked_at !== null,
    }
  )
}

/** Withdraws a link; withdrawing it again changes nothing. */
export async function revokeLink(
  client: Client,
  id: string,
  principal: Principal,
  by: Actor,
): Promise<Result<null, Refusal>> {
  const done = await runCommand(client, {
    by,
    action: 'StatementLink.revoke',
    object: id,
    statements: [
      {
        sql: 'UPDATE statement_links SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL',
        args: [BigInt(by.now.getTime()), actorOf(principal), id],
      },
    ],
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(null) : refused(refusalOf(done.error))
}

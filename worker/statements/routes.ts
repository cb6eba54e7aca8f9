import { createRoute, z } from '@hono/zod-openapi'
import { addDays } from '#engine'
import { maySeePay, visibleParticipants } from '../auth/pay-scope.ts'
import { actorOf } from '../auth/principal.ts'
import { readMarks } from '../calculation/freshness.ts'
import { dayOf, snapshotAt } from '../calculation/organisation-snapshot.ts'
import { runCommand } from '../db/command.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotently, refusalOf } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { invalid, notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { newId } from '../ids.ts'
import { refused } from '../result.ts'
import { linkDigest, makeToken } from './link-token.ts'

const DAY_MS = 86_400_000

const LinkRequest = z
  .strictObject({
    participantId: z.string().min(1).max(100),
    periodId: z.string().min(1).max(100),
    days: z.int().min(1).max(30).default(7).openapi({ description: 'Days until it expires.' }),
    maximumViews: z.int().min(1).max(1_000).nullable().default(null),
  })
  .openapi('StatementLinkRequest')

const Link = z
  .object({
    id: z.string(),
    participantId: z.string(),
    participantName: z.string(),
    periodId: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    maximumViews: z.int().nullable(),
    views: z.int(),
    revokedAt: z.string().nullable(),
    status: z.enum(['open', 'expired', 'revoked', 'used']),
  })
  .openapi('StatementLink')

const NewLink = z
  .object({
    id: z.string(),
    url: z.string().openapi({ description: 'Shown once; only its digest is stored.' }),
    expiresAt: z.string(),
  })
  .openapi('NewStatementLink')

const create = createRoute({
  method: 'post',
  path: '/statement-links',
  tags: ['Statements'],
  summary: 'Make a link that opens one participant’s statement',
  ...secured('statements:share'),
  request: { headers: IdempotencyHeaders, body: jsonBody(LinkRequest) },
  responses: { 201: json(NewLink, 'The link.'), ...REFUSALS },
})

const list = createRoute({
  method: 'get',
  path: '/statement-links',
  tags: ['Statements'],
  summary: 'Links to statements that the caller may share',
  ...secured('statements:share'),
  request: { query: PageQuery },
  responses: { 200: json(pageOf(Link), 'Links, the oldest first.'), ...REFUSALS },
})

const revoke = createRoute({
  method: 'delete',
  path: '/statement-links/{linkId}',
  tags: ['Statements'],
  summary: 'Withdraw a link; pages that it opened close too',
  ...secured('statements:share'),
  request: { params: z.object({ linkId: z.string().max(100) }) },
  responses: { 204: { description: 'It opens nothing any more.' }, ...REFUSALS },
})

async function snapshotOf(c: AppContext) {
  const { client, id } = c.var.organisation
  const { marks } = await readMarks(client)
  return snapshotAt(client, id, marks.revision)
}

export const statementLinksRoutes = createRouter()
  .openapi(create, async (c) => {
    const { organisation, principal, deps } = c.var
    const body = c.req.valid('json')
    let token = ''
    const done = await idempotently(c, async (idempotency) => {
      const snapshot = await snapshotOf(c)
      const period = snapshot.calendar.find((p) => p.id === body.periodId)
      if (!snapshot.participantNames.has(body.participantId)) {
        return refused(
          invalid([
            { pointer: '/participantId', code: 'unknown-reference', detail: 'There is no participant by that id.' },
          ]),
        )
      }
      if (!period)
        return refused(
          invalid([{ pointer: '/periodId', code: 'unknown-reference', detail: 'The calendar has no such period.' }]),
        )
      if (!maySeePay(principal, 'statements:share', snapshot, body.participantId, addDays(period.to, -1)))
        return refused(notFound())
      token = makeToken(deps.authSecret, organisation.slug, actorOf(principal), idempotency.key)
      const now = deps.now().getTime()
      const id = newId('lnk')
      const expires = now + body.days * DAY_MS
      const stored = await runCommand(organisation.client, {
        by: actorIn(c),
        action: 'statement-link.create',
        object: id,
        detail: { participantId: body.participantId, periodId: body.periodId },
        idempotency,
        statements: [
          {
            sql: `INSERT INTO statement_links (id, digest, participant_id, period_id, period_from, period_to, created_by, created_at, expires_at, maximum_views)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
            args: [
              id,
              linkDigest(token),
              body.participantId,
              period.id,
              period.from,
              period.to,
              actorOf(principal),
              BigInt(now),
              BigInt(expires),
              body.maximumViews === null ? null : BigInt(body.maximumViews),
            ],
          },
        ],
        answer: { status: 201, body: { id, expiresAt: new Date(expires).toISOString() } },
      })
      return stored.ok ? stored : refused(refusalOf(stored.error))
    })
    token ||= makeToken(deps.authSecret, organisation.slug, actorOf(principal), c.req.header('idempotency-key') ?? '')
    const stored = done.body as { id: string; expiresAt: string }
    return c.json({ ...stored, url: `${new URL(c.req.url).origin}/s/${token}` }, 201)
  })
  .openapi(list, async (c) => {
    const { organisation, principal, deps } = c.var
    const { limit, cursor } = c.req.valid('query')
    const snapshot = await snapshotOf(c)
    const visible = visibleParticipants(principal, 'statements:share', snapshot)
    const now = deps.now().getTime()
    const { rows } = await organisation.client.execute({
      sql: `SELECT l.rowid AS _row, l.*, (SELECT count(*) FROM statement_views v WHERE v.link_id = l.id) AS views FROM statement_links l
            WHERE l.rowid > ? AND (? IS NULL OR l.participant_id IN (SELECT value FROM json_each(?))) ORDER BY l.rowid LIMIT ?`,
      args: [
        afterRow(cursor),
        visible && JSON.stringify(visible),
        visible && JSON.stringify(visible),
        BigInt(limit + 1),
      ],
    })
    const iso = (ms: unknown) => new Date(Number(ms)).toISOString()
    const page = toPage(rows, limit, (row) => {
      const maximumViews = row.maximum_views === null ? null : Number(row.maximum_views)
      const views = Number(row.views)
      const status =
        row.revoked_at !== null
          ? 'revoked'
          : Number(row.expires_at) <= now
            ? 'expired'
            : maximumViews !== null && views >= maximumViews
              ? 'used'
              : 'open'
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
        status: status as z.infer<typeof Link>['status'],
      }
    })
    return c.json(page, 200)
  })
  .openapi(revoke, async (c) => {
    const { organisation, principal, deps } = c.var
    const { linkId } = c.req.valid('param')
    const snapshot = await snapshotOf(c)
    const { rows } = await organisation.client.execute({
      sql: 'SELECT participant_id, revoked_at FROM statement_links WHERE id = ?',
      args: [linkId],
    })
    const row = rows[0]
    if (
      !row ||
      !maySeePay(principal, 'statements:share', snapshot, String(row.participant_id), dayOf(snapshot, deps.now()))
    )
      throw new RefusalError(notFound())
    if (row.revoked_at === null) {
      const done = await runCommand(organisation.client, {
        by: actorIn(c),
        action: 'statement-link.revoke',
        object: linkId,
        statements: [
          {
            sql: 'UPDATE statement_links SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL',
            args: [BigInt(deps.now().getTime()), actorOf(principal), linkId],
          },
        ],
        answer: { status: 200, body: null },
      })
      if (!done.ok) throw new RefusalError(refusalOf(done.error))
    }
    return c.body(null, 204)
  })

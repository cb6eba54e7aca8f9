import { createRoute, z } from '@hono/zod-openapi'
import { addDays } from '#engine'
import { payScope } from '../auth/pay-scope.ts'
import { actorOf } from '../auth/principal.ts'
import { readMarks } from '../calculation/freshness.ts'
import { snapshotAt } from '../calculation/organisation-snapshot.ts'
import type { AppContext } from '../http/app-env.ts'
import { actorIn, idempotently, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { invalid, notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { refused } from '../result.ts'
import { makeToken } from './link-token.ts'
import { createLink, findLink, linkOf, linkRows, revokeLink, viewOf, viewRows } from './share-statement.ts'

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
  tags: ['statement-links'],
  summary: 'Make a link that opens one participant’s statement',
  ...secured('statements:share'),
  request: { headers: IdempotencyHeaders, body: jsonBody(LinkRequest) },
  responses: { 201: json(NewLink, 'The link.'), ...REFUSALS },
})

const list = createRoute({
  method: 'get',
  path: '/statement-links',
  tags: ['statement-links'],
  summary: 'Links to statements that the caller may share',
  ...secured('statements:share'),
  request: { query: PageQuery },
  responses: { 200: json(pageOf(Link), 'Links, the oldest first.'), ...REFUSALS },
})

const revoke = createRoute({
  method: 'delete',
  path: '/statement-links/{linkId}',
  tags: ['statement-links'],
  summary: 'Withdraw a link; pages that it opened close too',
  ...secured('statements:share'),
  request: { params: z.object({ linkId: z.string().max(100) }) },
  responses: { 204: { description: 'It opens nothing any more.' }, ...REFUSALS },
})

const View = z
  .object({
    at: z.string(),
    address: z
      .string()
      .nullable()
      .openapi({ description: 'The network that it was opened from, not the whole address.' }),
    agent: z.string().nullable().openapi({ description: 'How the browser names itself.' }),
  })
  .openapi('StatementView')

const views = createRoute({
  method: 'get',
  path: '/statement-links/{linkId}/views',
  tags: ['statement-links'],
  summary: 'When a link was opened, and from where',
  ...secured('statements:share'),
  request: { params: z.object({ linkId: z.string().max(100) }), query: PageQuery },
  responses: { 200: json(pageOf(View), 'Openings, the oldest first.'), ...REFUSALS },
})

const unknownReference = (pointer: string, detail: string) => invalid([{ pointer, code: 'unknown-reference', detail }])

/** The link, where the caller may share that participant's statement; otherwise as if there were none. */
async function sharedLink(c: AppContext, linkId: string) {
  const { organisation, principal, deps } = c.var
  const snapshot = await snapshotOf(c)
  const link = await findLink(organisation.client, linkId)
  if (
    !link ||
    !payScope(principal, 'statements:share', snapshot, deps.now()).sees(link.participantId, addDays(link.periodTo, -1))
  )
    throw new RefusalError(notFound())
  return link
}

async function snapshotOf(c: AppContext) {
  const { client, id } = c.var.organisation
  const { marks } = await readMarks(client)
  return snapshotAt(client, id, marks.revision)
}

export const statementLinksRoutes = createRouter()
  .openapi(create, async (c) => {
    const { organisation, principal, deps } = c.var
    const body = c.req.valid('json')
    const tokenFor = (key: string) => makeToken(deps.authSecret, organisation.slug, actorOf(principal), key)
    const done = await idempotently(c, async (idempotency) => {
      const snapshot = await snapshotOf(c)
      const period = snapshot.calendar.find((p) => p.id === body.periodId)
      if (!period) return refused(unknownReference('/periodId', 'The calendar has no such period.'))
      // Asked before whether there is such a participant: somebody else's id is answered as one that does not exist.
      if (
        !payScope(principal, 'statements:share', snapshot, deps.now()).sees(body.participantId, addDays(period.to, -1))
      )
        return refused(notFound())
      if (!snapshot.participantNames.has(body.participantId))
        return refused(unknownReference('/participantId', 'There is no participant by that id.'))
      const input = { participantId: body.participantId, period, days: body.days, maximumViews: body.maximumViews }
      return createLink(organisation.client, input, tokenFor(idempotency.key), principal, actorIn(c), idempotency)
    })
    const stored = done.body as { id: string; expiresAt: string }
    const token = tokenFor(c.req.header('idempotency-key') ?? '')
    return c.json({ ...stored, url: `${new URL(c.req.url).origin}/s/${token}` }, 201)
  })
  .openapi(list, async (c) => {
    const { organisation, principal, deps } = c.var
    const { limit, cursor } = c.req.valid('query')
    const snapshot = await snapshotOf(c)
    const pay = payScope(principal, 'statements:share', snapshot, deps.now())
    const rows = await linkRows(organisation.client, pay.participants(), afterRow(cursor), limit)
    return c.json(
      toPage(rows, limit, (row) => linkOf(row, snapshot, deps.now().getTime())),
      200,
    )
  })
  .openapi(revoke, async (c) => {
    const { organisation, principal } = c.var
    const { linkId } = c.req.valid('param')
    const link = await sharedLink(c, linkId)
    if (!link.isRevoked) orRefuse(await revokeLink(organisation.client, linkId, principal, actorIn(c)))
    return c.body(null, 204)
  })
  .openapi(views, async (c) => {
    const { linkId } = c.req.valid('param')
    const { limit, cursor } = c.req.valid('query')
    await sharedLink(c, linkId)
    const rows = await viewRows(c.var.organisation.client, linkId, afterRow(cursor), limit)
    return c.json(toPage(rows, limit, viewOf), 200)
  })

import { createRoute, z } from '@hono/zod-openapi'
import { addDays } from '#engine'
import { payScope } from '../auth/pay-scope.ts'
import { bringUpToDate } from '../calculation/catch-up.ts'
import { openClient } from '../db/client.ts'
import { actorIn, idempotently } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { listMembers } from '../organisations/list-members.ts'
import { Id } from '../values.ts'
import { CASE_STATES, CaseChange, ExceptionCase } from './case-schema.ts'
import { handleCase } from './handle-case.ts'
import { caseOf, caseRows } from './list-cases.ts'

const tags = ['data-exceptions']
const text = z.string().max(100).optional()
const Query = PageQuery.extend({
  state: z.enum([...CASE_STATES, 'all']).default('open'),
  planId: text,
  participantId: text,
  ownerId: text,
  code: text,
})

export const dataExceptionRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'What could not be calculated, where, and who takes care of it',
      ...secured('earnings:read'),
      request: { query: Query },
      responses: { 200: json(pageOf(ExceptionCase), 'Data exceptions that the caller may see.'), ...REFUSALS },
    }),
    async (c) => {
      const { organisation, principal, deps } = c.var
      const { limit, cursor, ...filter } = c.req.valid('query')
      const { snapshot } = await bringUpToDate(organisation.client, organisation.id, deps.now())
      const pay = payScope(principal, 'earnings:read', snapshot, deps.now())
      const rows = await caseRows(organisation.client, filter, pay.participants(), afterRow(cursor), limit)
      const page = toPage(rows, limit, (row) => caseOf(row, snapshot))
      const data = page.data.filter(({ participantId, periodId }) => {
        const period = snapshot.calendar.find(({ id }) => id === periodId)
        return participantId === null || period === undefined || pay.sees(participantId, addDays(period.to, -1))
      })
      return c.json({ ...page, data }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/{id}',
      tags,
      summary: 'Say who takes care of a data exception, why it came about, and what was done',
      description: 'A resolved one that no longer occurred and then occurs again is open again.',
      ...secured('calculations:run'),
      request: { headers: IdempotencyHeaders, params: z.object({ id: Id }), body: jsonBody(CaseChange) },
      responses: { 200: json(ExceptionCase, 'As it is now.'), ...REFUSALS },
    }),
    async (c) => {
      const { organisation, deps } = c.var
      const { id } = c.req.valid('param')
      const change = c.req.valid('json')
      const done = await idempotently(c, async (idempotency) => {
        const [{ snapshot }, members] = await Promise.all([
          bringUpToDate(organisation.client, organisation.id, deps.now()),
          listMembers(openClient(deps.directory), organisation.id),
        ])
        return handleCase(organisation.client, id, change, { by: actorIn(c), idempotency, members, snapshot })
      })
      return c.json(done.body as z.infer<typeof ExceptionCase>, 200)
    },
  )

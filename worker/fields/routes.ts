import { createRoute, z } from '@hono/zod-openapi'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { readTransactionFields, storeTransactionFields, TransactionField } from './transaction-fields.ts'

const tags = ['transaction-fields']
const Fields = z.object({ data: z.array(TransactionField) })

export const transactionFieldRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: "List the organisation's own columns of a transaction",
      ...secured('organisation:read'),
      responses: { 200: json(Fields, 'All of them.'), ...REFUSALS },
    }),
    async (c) => c.json({ data: await readTransactionFields(c.var.organisation.client) }, 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/',
      tags,
      summary: 'Create or change columns of a transaction',
      ...secured('configuration:write'),
      request: { body: jsonBody(z.strictObject({ data: z.array(TransactionField).min(1).max(200) })) },
      responses: { 200: json(Fields, 'All of them, as they are now.'), ...REFUSALS },
    }),
    async (c) => {
      const stored = await storeTransactionFields(c.var.organisation.client, c.req.valid('json').data, actorIn(c))
      return c.json({ data: orRefuse(stored) }, 200)
    },
  )

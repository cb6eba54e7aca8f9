import { createRoute, z } from '@hono/zod-openapi'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { Identifier } from '../values.ts'
import { ImportMapping } from './mapping/import-mapping.ts'
import {
  deleteMapping,
  readMapping,
  readMappings,
  StoredMapping,
  storeMapping,
  toStoredMapping,
} from './mapping-rows.ts'

const tags = ['imports']
const Params = z.object({ id: Identifier })

export const importMappingRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'List the mappings of files',
      ...secured('transactions:read'),
      request: { query: PageQuery },
      responses: { 200: json(pageOf(StoredMapping), 'A page.'), ...REFUSALS },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const rows = await readMappings(c.var.organisation.client, afterRow(cursor), limit)
      return c.json(toPage(rows, limit, toStoredMapping), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      tags,
      summary: 'Read a mapping',
      ...secured('transactions:read'),
      request: { params: Params },
      responses: { 200: json(StoredMapping, 'The mapping.'), ...REFUSALS },
    }),
    async (c) => {
      const stored = await readMapping(c.var.organisation.client, c.req.valid('param').id)
      if (stored === null) throw new RefusalError(notFound())
      return c.json(stored, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/{id}',
      tags,
      summary: 'Create or replace a mapping',
      description:
        'The id is the name by which imports call it. Imports that were made keep the mapping they were made with.',
      ...secured('transactions:write'),
      request: { params: Params, body: jsonBody(ImportMapping) },
      responses: { 200: json(StoredMapping, 'As it is now.'), ...REFUSALS },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const stored = await storeMapping(c.var.organisation.client, id, c.req.valid('json'), actorIn(c))
      return c.json(orRefuse(stored), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/{id}',
      tags,
      summary: 'Forget a mapping',
      ...secured('transactions:write'),
      request: { params: Params },
      responses: { 200: json(StoredMapping, 'As it was.'), ...REFUSALS },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(orRefuse(await deleteMapping(c.var.organisation.client, id, actorIn(c))), 200)
    },
  )

import { createRoute, z } from '@hono/zod-openapi'
import { actorIn, idempotently, orRefuse } from '../http/command-context.ts'
import { afterRow, PageQuery, pageOf, toPage } from '../http/pages-of.ts'
import { notFound, RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { ExternalId, Id } from '../values.ts'
import { type EntityKind, externalIdShape } from './entity-kind.ts'
import { readEntity, readEntityRows, toEntity } from './entity-rows.ts'
import { createEntity, type EntityInput, replaceEntity, upsertEntities } from './store-entities.ts'

const UpsertedSchema = z.object({
  data: z.array(
    z.object({ id: z.string(), externalId: z.string(), status: z.enum(['created', 'updated', 'unchanged']) }),
  ),
})

/** Routes of one kind of entity: list, read, create, replace, and upsert in bulk by external ids. */
export function entityRoutes<S extends z.ZodRawShape>(kind: EntityKind<S>) {
  const Input = z.strictObject({ ...externalIdShape, ...kind.shape }).openapi(`${kind.name}Input`)
  const Line = z.strictObject({ externalId: ExternalId, ...kind.shape }).openapi(`${kind.name}Line`)
  const Shown = z.object({ id: z.string(), externalId: z.string().nullable(), ...kind.shape }).openapi(kind.name)
  const tags = [kind.path]
  // The table's columns are those of the shape, which parsed their values when they were stored; the compiler cannot
  // follow that through a kind it does not know. The typed client still reads the type from the route.
  const shown = (entity: unknown) => entity as never

  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        tags,
        summary: `List ${kind.path}`,
        ...secured('configuration:read'),
        request: { query: PageQuery.extend({ externalId: ExternalId.optional() }) },
        responses: { 200: json(pageOf(Shown), 'A page.'), ...REFUSALS },
      }),
      async (c) => {
        const { limit, cursor, externalId } = c.req.valid('query')
        const rows = await readEntityRows(c.var.organisation.client, kind, {
          after: afterRow(cursor),
          limit,
          externalId,
        })
        return c.json(shown(toPage(rows, limit, (row) => toEntity(kind, row))), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/',
        tags,
        summary: `Create one of ${kind.path}`,
        ...secured('configuration:write'),
        request: { headers: IdempotencyHeaders, body: jsonBody(Input) },
        responses: { 201: json(Shown, 'Created.'), ...REFUSALS },
      }),
      async (c) => {
        const input = c.req.valid('json') as EntityInput
        const done = await idempotently(c, (key) =>
          createEntity(c.var.organisation.client, kind, input, actorIn(c), key),
        )
        return c.json(shown(done.body), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/',
        tags,
        summary: `Create or replace ${kind.path} by external id, all or none`,
        ...secured('configuration:write'),
        request: { body: jsonBody(z.strictObject({ data: z.array(Line).min(1).max(1_000) })) },
        responses: { 200: json(UpsertedSchema, 'What became of each line.'), ...REFUSALS },
      }),
      async (c) => {
        const inputs = c.req.valid('json').data as EntityInput[]
        return c.json(
          { data: orRefuse(await upsertEntities(c.var.organisation.client, kind, inputs, actorIn(c))) },
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{id}',
        tags,
        summary: `Read one of ${kind.path}`,
        ...secured('configuration:read'),
        request: { params: z.object({ id: Id }) },
        responses: { 200: json(Shown, 'The one.'), ...REFUSALS },
      }),
      async (c) => {
        const entity = await readEntity(c.var.organisation.client, kind, c.req.valid('param').id)
        if (entity === null) throw new RefusalError(notFound())
        return c.json(shown(entity), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{id}',
        tags,
        summary: `Replace one of ${kind.path}`,
        ...secured('configuration:write'),
        request: { params: z.object({ id: Id }), body: jsonBody(Input) },
        responses: { 200: json(Shown, 'As it is now.'), ...REFUSALS },
      }),
      async (c) => {
        const { client } = c.var.organisation
        const input = c.req.valid('json') as EntityInput
        return c.json(
          shown(orRefuse(await replaceEntity(client, kind, c.req.valid('param').id, input, actorIn(c)))),
          200,
        )
      },
    )
}

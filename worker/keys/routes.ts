import { createRoute, z } from '@hono/zod-openapi'
import { mayGrant } from '../auth/authorize.ts'
import type { Principal, Scope } from '../auth/principal.ts'
import { openClient } from '../db/client.ts'
import { actorIn, idempotencyIn, orRefuse } from '../http/command-context.ts'
import { RefusalError } from '../http/problem.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { Id } from '../values.ts'
import { ApiKey, ApiKeyInput, CreatedApiKey, createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'

const tags = ['api-keys']

/** Refuses scopes beyond what the maker of the key may do: otherwise an administrator would read pay by a key. */
function refuseBeyond(principal: Principal, scopes: readonly Scope[]): void {
  const errors = scopes.flatMap((scope, i) =>
    mayGrant(principal, scope)
      ? []
      : [
          {
            pointer: `/scopes/${i}`,
            code: 'scope-beyond-yours',
            detail: `You may not do yourself what ${scope} allows.`,
          },
        ],
  )
  if (errors.length === 0) return
  throw new RefusalError({
    status: 403,
    kind: 'scope-beyond-yours',
    detail: 'A key may do no more than the person who makes it.',
    errors,
  })
}

export const apiKeyRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'List API keys',
      ...secured('apiKeys:manage'),
      responses: { 200: json(z.object({ data: z.array(ApiKey) }), 'All of them, the revoked too.'), ...REFUSALS },
    }),
    async (c) => {
      const directory = openClient(c.var.deps.directory)
      return c.json({ data: await listApiKeys(directory, c.var.organisation.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Create an API key',
      description:
        'A key may do no more than the person who makes it: keys that read pay are made by those who see it.',
      ...secured('apiKeys:manage'),
      request: { headers: IdempotencyHeaders, body: jsonBody(ApiKeyInput) },
      responses: { 201: json(CreatedApiKey, 'Created; the key is shown this once.'), ...REFUSALS },
    }),
    async (c) => {
      refuseBeyond(c.var.principal, c.req.valid('json').scopes)
      const directory = openClient(c.var.deps.directory)
      const idempotency = idempotencyIn(c)
      const created = orRefuse(
        await createApiKey(directory, c.var.organisation.id, c.req.valid('json'), actorIn(c), idempotency),
      )
      if (created.replayed) c.header('Idempotent-Replayed', 'true')
      return c.json(created.body, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/{id}',
      tags,
      summary: 'Revoke an API key',
      ...secured('apiKeys:manage'),
      request: { params: z.object({ id: Id }) },
      responses: { 200: json(ApiKey, 'As it is now.'), ...REFUSALS },
    }),
    async (c) => {
      const directory = openClient(c.var.deps.directory)
      return c.json(
        orRefuse(await revokeApiKey(directory, c.var.organisation.id, c.req.valid('param').id, actorIn(c))),
        200,
      )
    },
  )

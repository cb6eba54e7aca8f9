import { createRoute, z } from '@hono/zod-openapi'
import { openClient } from '../db/client.ts'
import { actorIn, idempotencyIn, orRefuse } from '../http/command-context.ts'
import { createRouter, IdempotencyHeaders, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { Id } from '../values.ts'
import { ApiKey, ApiKeyInput, CreatedApiKey, createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'

const tags = ['api-keys']

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
      ...secured('apiKeys:manage'),
      request: { headers: IdempotencyHeaders, body: jsonBody(ApiKeyInput) },
      responses: { 201: json(CreatedApiKey, 'Created; the key is shown this once.'), ...REFUSALS },
    }),
    async (c) => {
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

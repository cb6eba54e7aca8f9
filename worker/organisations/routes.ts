import { createRoute, z } from '@hono/zod-openapi'
import { openClient } from '../db/client.ts'
import { createRouter, json, REFUSALS, secured } from '../http/routes.ts'
import { listMembers, Member } from './list-members.ts'

export const memberRoutes = createRouter().openapi(
  createRoute({
    method: 'get',
    path: '/',
    tags: ['members'],
    summary: 'List who may sign in to the organisation',
    ...secured('transactions:read'),
    responses: { 200: json(z.object({ data: z.array(Member) }), 'All of them, by name.'), ...REFUSALS },
  }),
  async (c) => {
    const { deps, organisation } = c.var
    return c.json({ data: await listMembers(openClient(deps.directory), organisation.id) }, 200)
  },
)

import { createRoute } from '@hono/zod-openapi'
import { actorIn, orRefuse } from '../http/command-context.ts'
import { createRouter, json, jsonBody, REFUSALS, secured } from '../http/routes.ts'
import { replaceSettings } from './replace-settings.ts'
import { readSettings, Settings } from './settings-rows.ts'

const tags = ['settings']

export const settingsRoutes = createRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Read the settings',
      ...secured('organisation:read'),
      responses: { 200: json(Settings, 'The settings.'), ...REFUSALS },
    }),
    async (c) => c.json(await readSettings(c.var.organisation.client), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/',
      tags,
      summary: 'Replace the settings',
      ...secured('settings:write'),
      request: { body: jsonBody(Settings) },
      responses: { 200: json(Settings, 'As they are now.'), ...REFUSALS },
    }),
    async (c) =>
      c.json(orRefuse(await replaceSettings(c.var.organisation.client, c.req.valid('json'), actorIn(c))), 200),
  )

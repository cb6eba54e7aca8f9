import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, json, REFUSALS, secured } from '../http/routes.ts'
import { readSettings, todayOf } from '../settings/settings-rows.ts'

const Me = z
  .object({
    kind: z.enum(['user', 'key']),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.string()),
    scopes: z.array(z.string()),
    participantId: z.string().nullable(),
    organisation: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      currency: z.string(),
      today: z.string(),
      fourEyes: z.boolean(),
    }),
  })
  .openapi('Me')

export const meRoutes = createRouter().openapi(
  createRoute({
    method: 'get',
    path: '/',
    tags: ['me'],
    summary: 'Who I am here',
    ...secured('organisation:read'),
    responses: { 200: json(Me, 'The caller, and the organisation of this request.'), ...REFUSALS },
  }),
  async (c) => {
    const { principal, organisation, deps } = c.var
    const settings = await readSettings(organisation.client)
    const isUser = principal.kind === 'user'
    return c.json(
      {
        kind: principal.kind,
        name: isUser ? principal.name : 'API key',
        email: isUser ? principal.email : null,
        roles: isUser ? [...principal.roles] : [],
        scopes: isUser ? [] : [...principal.scopes],
        participantId: isUser ? principal.participantId : null,
        organisation: {
          id: organisation.id,
          slug: organisation.slug,
          name: settings.name,
          currency: settings.currency,
          today: todayOf(settings, deps.now()),
          fourEyes: settings.fourEyes,
        },
      },
      200,
    )
  },
)

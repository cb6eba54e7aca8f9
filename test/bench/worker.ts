import type { ExecutionContext } from '@cloudflare/workers-types'
import { Hono } from 'hono'
import { openClient } from '../../worker/db/client.ts'
import type { Bindings } from '../../worker/env.ts'
import product from '../../worker/index.ts'

/**
 * The product, and beside it on the same workerd the bare route that quotes are measured against: one libSQL read of one
 * row by key, no authentication, no validation, nothing else.
 */
const bare = new Hono<{ Bindings: Bindings & { BARE_URL: string } }>().post('/bare/quote', async (c) => {
  await c.req.text()
  const { rows } = await openClient({ url: c.env.BARE_URL }).execute({
    sql: 'SELECT state FROM participant_states ORDER BY plan_id LIMIT 1',
    args: [],
  })
  return c.json({ state: rows[0]?.state ?? null }, 200)
})

export default {
  fetch(request: Request, bindings: Bindings & { BARE_URL: string }, context: ExecutionContext) {
    const { pathname } = new URL(request.url)
    return pathname.startsWith('/bare/')
      ? bare.fetch(request, bindings, context)
      : product.fetch(request, bindings, context)
  },
}

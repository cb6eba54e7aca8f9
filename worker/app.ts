import { Hono } from 'hono'
import type { Deps } from './env.ts'

/** The whole HTTP surface. */
export function createApp(_deps: Deps) {
  return new Hono().get('/api/health', (c) => c.json({ status: 'ok' }, 200))
}

import { Hono } from 'hono'
import { openClient } from '../db/client.ts'
import type { AppContext, AppEnv } from '../http/app-env.ts'
import { RefusalError } from '../http/problem.ts'
import { readText } from '../http/read-body.ts'
import { openAuth } from './better-auth.ts'
import { countAttempt, waitForAccount } from './sign-in-limit.ts'

const MOST_BYTES = 16 * 1024

/** The cookie is the only place for a session's token: a script of the page must not be able to read it anywhere. */
async function withoutToken(answer: Response): Promise<Response> {
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return answer
  const body: unknown = await answer.json()
  const text = JSON.stringify(body, (key, value) => (key === 'token' ? undefined : value))
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  headers.set('cache-control', 'private, no-store')
  return new Response(text, { status: answer.status, headers })
}

async function passOn(c: AppContext): Promise<Response> {
  const { deps } = c.var
  const auth = openAuth(deps, openClient(deps.directory), new URL(c.req.url).origin)
  if (c.req.method === 'GET') return withoutToken(await auth.handler(c.req.raw))
  const body = c.var.bodyText || (await readText(c.req.raw, MOST_BYTES))
  return withoutToken(
    await auth.handler(new Request(c.req.raw.url, { method: 'POST', headers: c.req.raw.headers, body })),
  )
}

/** The address that a sign-in is for; undefined where the body is none, which the library refuses. */
function emailIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'email' in body && typeof body.email === 'string'
      ? body.email
      : undefined
  } catch {
    return undefined
  }
}

async function signIn(c: AppContext): Promise<Response> {
  const directory = openClient(c.var.deps.directory)
  c.set('bodyText', await readText(c.req.raw, MOST_BYTES))
  const email = emailIn(c.var.bodyText)
  if (email === undefined) return passOn(c)
  const now = c.var.deps.now()
  const wait = await waitForAccount(directory, email, now)
  if (wait !== null) {
    throw new RefusalError({
      status: 429,
      kind: 'too-many-attempts',
      detail: 'This account was tried too often with a wrong password. Try again later.',
      headers: { 'Retry-After': String(wait) },
    })
  }
  const answer = await passOn(c)
  if (answer.ok || answer.status === 401) await countAttempt(directory, email, answer.ok, now)
  return answer
}

/** What of the sign-in library is reachable: the rest of its many addresses is nobody's to call. */
export const signInRoutes = new Hono<AppEnv>()
  .post('/sign-in/email', signIn)
  .get('/get-session', passOn)
  .post('/sign-out', passOn)
  .post('/change-password', passOn)

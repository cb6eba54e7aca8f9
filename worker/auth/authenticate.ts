import { createMiddleware } from 'hono/factory'
import { openClient, organisationConnection } from '../db/client.ts'
import type { AppContext, AppEnv } from '../http/app-env.ts'
import { RefusalError } from '../http/problem.ts'
import { type Action, reachOf } from './authorize.ts'
import { openAuth } from './better-auth.ts'
import { type Caller, digestOf, findKey, findMemberships } from './directory-lookups.ts'
import { ShortMemory } from './short-memory.ts'

const KEY = /^Bearer (dz_[A-Za-z0-9_-]{43})$/

/** Header in which a user of several organisations names the one (its slug) this request is about. */
const ORGANISATION_HEADER = 'Dreizack-Organisation'

function unauthenticated(): RefusalError {
  return new RefusalError({
    status: 401,
    kind: 'unauthenticated',
    detail: 'Sign in, or send an API key: "Authorization: Bearer dz_…".',
    headers: { 'WWW-Authenticate': 'Bearer realm="Dreizack"' },
  })
}

function chosen(callers: readonly Caller[], slug: string | undefined): Caller {
  const caller =
    slug === undefined && callers.length === 1 ? callers[0] : callers.find((one) => one.organisation.slug === slug)
  if (caller !== undefined) return caller
  throw new RefusalError({
    status: 403,
    kind: 'no-organisation',
    detail:
      callers.length > 1 && slug === undefined
        ? `You belong to several organisations; name one in the header ${ORGANISATION_HEADER}.`
        : 'You do not belong to that organisation.',
  })
}

/** A page of another site must not be able to write with the visitor's cookie. */
function refuseCrossSite(c: AppContext): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const isOwn = site === undefined ? origin === new URL(c.req.url).origin : site === 'same-origin'
  if (!isOwn) {
    throw new RefusalError({
      status: 403,
      kind: 'cross-site',
      detail: 'With a session cookie, only this site may write.',
    })
  }
}

/** However busy it is, a session ends this long after its sign-in. */
const LONGEST_SESSION_MS = 12 * 3_600_000

async function callersBySession(c: AppContext, now: Date): Promise<Caller[] | null> {
  const { deps } = c.var
  const directory = openClient(deps.directory)
  const auth = openAuth(deps, directory, new URL(c.req.url).origin)
  const { response, headers } = await auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true })
  if (response === null) return null
  const { session, user } = response
  if (now.getTime() - session.createdAt.getTime() >= LONGEST_SESSION_MS) {
    await directory.execute({ sql: 'DELETE FROM sessions WHERE id = ?', args: [session.id] })
    return null
  }
  // A renewed session needs its cookie renewed too.
  for (const cookie of headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true })
  return findMemberships(directory, user)
}

/** Finds out who calls and opens their organisation's database; 401 for nobody. One per app, which gives it its memory. */
export function authenticate() {
  const keys = new ShortMemory<Caller>()
  const sessions = new ShortMemory<Caller[]>()

  return createMiddleware<AppEnv>(async (c, next) => {
    const { deps } = c.var
    const now = deps.now()
    const authorization = c.req.header('authorization')
    let caller: Caller
    if (authorization !== undefined) {
      const key = KEY.exec(authorization)?.[1]
      if (key === undefined) throw unauthenticated()
      const found = await keys.get(digestOf(key), now.getTime(), () => findKey(openClient(deps.directory), key, now))
      if (found === null) throw unauthenticated()
      caller = found
    } else {
      const cookie = c.req.header('cookie')
      if (cookie === undefined) throw unauthenticated()
      const found = await sessions.get(digestOf(cookie), now.getTime(), () => callersBySession(c, now))
      if (found === null) throw unauthenticated()
      refuseCrossSite(c)
      caller = chosen(found, c.req.header(ORGANISATION_HEADER))
    }
    const { organisation, principal } = caller
    const client = openClient(organisationConnection(deps.directory, organisation))
    c.set('principal', principal)
    c.set('organisation', { id: organisation.id, slug: organisation.slug, client })
    c.set('authorized', false)
    await next()
  })
}

/**
 * Route middleware: the principal needs some reach for the action. A route about one participant's pay asks
 * `authorize` with the object besides.
 */
export function requires(action: Action) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (reachOf(c.var.principal, action) === null) {
      throw new RefusalError({ status: 403, kind: 'forbidden', detail: `Your role or key does not allow ${action}.` })
    }
    c.set('authorized', true)
    await next()
  })
}

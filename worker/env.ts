import type { Fetcher } from '@cloudflare/workers-types'
import type { Connection } from './db/client.ts'

/** What wrangler.toml and the secrets bind. */
export type Bindings = {
  LIBSQL_URL: string
  LIBSQL_AUTH_TOKEN?: string
  AUTH_SECRET: string
  ASSETS?: Fetcher
}

/** Everything from outside that the Worker's code uses; a test hands in its own. */
export type Deps = {
  /** Where the directory database is. */
  directory: Connection
  authSecret: string
  now(): Date
}

const SHORTEST_SECRET = 32

/** @throws Error that names what the deployment lacks: without a secret of its own, anybody could sign what it signs. */
export function requireBindings({ LIBSQL_URL, AUTH_SECRET }: Partial<Bindings>): void {
  if (!LIBSQL_URL) throw new Error('LIBSQL_URL is not set: it names the directory database.')
  if ((AUTH_SECRET ?? '').length < SHORTEST_SECRET)
    throw new Error(`AUTH_SECRET is not set, or shorter than ${SHORTEST_SECRET} characters.`)
}

/** Dependencies out of the bindings of one deployment. */
export function depsFrom(bindings: Bindings): Deps {
  return {
    directory: { url: withSlash(bindings.LIBSQL_URL), authToken: bindings.LIBSQL_AUTH_TOKEN },
    authSecret: bindings.AUTH_SECRET,
    now: () => new Date(),
  }
}

/** Relative database URLs are resolved against it, and the client keeps a path only if it ends in a slash. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

import { LibsqlError } from '@libsql/client/web'
import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { DatabaseUnavailable } from '../db/client.ts'
import type { AppEnv } from './app-env.ts'
import { COMMON_HEADERS } from './content-security.ts'
import { problemResponse, type Refusal, RefusalError } from './problem.ts'

/** The database is away, or wraps the error that says so: the sign-in library throws its own around ours. */
export function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof DatabaseUnavailable) return true
    if (at instanceof LibsqlError && (at.code.startsWith('SQLITE_BUSY') || at.code === 'SERVER_ERROR')) return true
  }
  return false
}

function refusalFor(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return error.refusal
  if (isUnavailable(error)) {
    return {
      status: 503,
      kind: 'database-unavailable',
      detail: 'The database is away. Try again shortly.',
      headers: { 'Retry-After': '2' },
    }
  }
  if (error instanceof HTTPException && error.status === 400) {
    return { status: 400, kind: 'malformed-request', detail: 'The request cannot be read.' }
  }
  return null
}

/** The stack, and the causes below it: the database's own words stand in those. */
export function describe(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${describe(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}

/** Every failure as problem+json; a fault of ours tells nothing but the request's id. */
export const answerError: ErrorHandler<AppEnv> = (error, c) => {
  const request = { path: c.req.path, requestId: c.var.requestId ?? 'none' }
  const refusal = refusalFor(error)
  const answer =
    refusal === null
      ? new Response(
          JSON.stringify({
            type: '/problems/internal-error',
            title: 'Internal error',
            status: 500,
            detail: 'Something went wrong here, not in your request. Quote the request id when you report it.',
            instance: request.path,
            requestId: request.requestId,
          }),
          { status: 500, headers: { 'content-type': 'application/problem+json' } },
        )
      : problemResponse(refusal, request)
  // What the caller caused is theirs to read; what we or the database did wrong belongs in the platform's log.
  // biome-ignore lint/suspicious/noConsole: that log is the console.
  if (refusal === null || refusal.status === 503) console.error(request.requestId, describe(error))
  for (const [name, value] of Object.entries(COMMON_HEADERS)) answer.headers.set(name, value)
  answer.headers.set('Request-Id', request.requestId)
  answer.headers.set('Cache-Control', 'private, no-store')
  return answer
}

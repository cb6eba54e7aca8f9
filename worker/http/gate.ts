import { createMiddleware } from 'hono/factory'
import type { Deps } from '../env.ts'
import type { AppContext, AppEnv } from './app-env.ts'
import { COMMON_HEADERS } from './content-security.ts'
import { findJsonFault } from './json-text.ts'
import { RefusalError } from './problem.ts'
import { readText } from './read-body.ts'

/** Hands the dependencies to handlers, names the request, and puts the headers of every answer on. */
export function prepare(deps: Deps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('deps', deps)
    c.set('requestId', crypto.randomUUID())
    c.set('bodyText', '')
    await next()
    for (const [name, value] of Object.entries(COMMON_HEADERS)) c.header(name, value)
    c.header('Request-Id', c.var.requestId)
  })
}

/** Pay never stays in a cache, and an answer whose route forgot to ask for leave never leaves. */
export const guardAnswers = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  c.header('Cache-Control', 'private, no-store')
  if (c.res.ok && !c.var.authorized) throw new Error(`The route ${c.req.method} ${c.req.path} asks for no permission.`)
})

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Bodies that their routes read themselves, as they come in. */
const STREAMED: Readonly<Record<string, ReadonlySet<string>>> = {
  '/api/v1/transactions': new Set(['text/csv', 'application/x-ndjson']),
  '/api/v1/imports': new Set(['text/csv', XLSX]),
  '/api/v1/import-checks': new Set(['text/csv', XLSX]),
}

const MOST_JSON_BYTES = 1_048_576

/** The type that a Content-Type header names, without its parameters. */
export const mediaType = (header: string | undefined): string =>
  (header ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** Validators and handlers find the text here instead of the stream that was read. Hono's cache holds promises. */
function keepText(c: AppContext, text: string): void {
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) })
}

/** Reads a JSON body once, with its limits, before any route sees it. Streams are left to their routes. */
export const readJsonBody = createMiddleware<AppEnv>(async (c, next) => {
  const hasBody = c.req.method === 'POST' || c.req.method === 'PUT' || c.req.method === 'PATCH'
  if (!hasBody) return next()
  const type = mediaType(c.req.header('content-type'))
  if (STREAMED[c.req.path]?.has(type) === true) return next()
  const text = await readText(c.req.raw, MOST_JSON_BYTES)
  if (text === '' && type === '') {
    keepText(c, 'null')
    return next()
  }
  if (type !== 'application/json') {
    const readable = ['application/json', ...(STREAMED[c.req.path] ?? [])].join(' or ')
    throw new RefusalError({
      status: 415,
      kind: 'unsupported-media-type',
      detail: `The body is "${type}"; this route reads ${readable}.`,
      errors: [{ pointer: '/header/Content-Type', code: 'unsupported', detail: `Send ${readable}.` }],
    })
  }
  const fault = findJsonFault(text)
  if (fault !== null) throw new RefusalError(fault)
  try {
    JSON.parse(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'The JSON cannot be read.'
    throw new RefusalError({
      status: 400,
      kind: 'malformed-json',
      detail,
      errors: [{ pointer: '', code: 'malformed', detail }],
    })
  }
  c.set('bodyText', text)
  keepText(c, text)
  return next()
})

import { z } from '@hono/zod-openapi'

/** One fault of a request. `pointer` is a JSON pointer into the body, or /query/…, /path/…, /header/…. */
export const Fault = z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }).openapi('Fault')
export type Fault = z.infer<typeof Fault>

/** RFC 9457. `type` is stable: clients switch on it, never on `detail`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(Fault).optional(),
  })
  .openapi('Problem')

/** A refusal as data: verbs return it, the edge turns it into problem+json. */
export type Refusal = {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503
  /** Last part of the problem's type, e.g. 'unknown-reference'. */
  kind: string
  detail: string
  errors?: readonly Fault[]
  /** Further members of the problem, such as `diagnostics`. */
  extra?: Readonly<Record<string, unknown>>
  headers?: Readonly<Record<string, string>>
}

/** Carries a refusal through the edge; never thrown by a verb. */
export class RefusalError extends Error {
  override name = 'RefusalError'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

/** The answer's first 100 faults: ten thousand of them help nobody. */
const MOST_FAULTS = 100

function titleOf(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The problem+json answer for a refusal. */
export function problemResponse(refusal: Refusal, request: { path: string; requestId: string }): Response {
  const { status, kind, detail, errors, extra, headers } = refusal
  const body = {
    type: `/problems/${kind}`,
    title: titleOf(kind),
    status,
    detail,
    instance: request.path,
    requestId: request.requestId,
    ...(errors === undefined ? {} : { errors: errors.slice(0, MOST_FAULTS) }),
    ...(errors !== undefined && errors.length > MOST_FAULTS ? { truncated: true } : {}),
    ...extra,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

/** An object that is not there, and one that belongs to somebody else: the same answer for both. */
export function notFound(detail = 'There is nothing here by that id.'): Refusal {
  return { status: 404, kind: 'not-found', detail }
}

/** The body was understood, but says something that cannot be. */
export function invalid(errors: readonly Fault[], detail = 'The request has faults; each is listed.'): Refusal {
  return { status: 422, kind: 'invalid-request', detail, errors }
}

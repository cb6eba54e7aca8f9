import { OpenAPIHono, z } from '@hono/zod-openapi'
import { requires } from '../auth/authenticate.ts'
import type { Action } from '../auth/authorize.ts'
import type { AppEnv } from './app-env.ts'
import { faultsOf, type Issue } from './faults.ts'
import { invalid, Problem, RefusalError } from './problem.ts'

const PLACES: Readonly<Record<string, readonly string[]>> = { query: ['query'], param: ['path'], header: ['header'] }

/** A router whose validation failures are problem+json. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      throw new RefusalError(invalid(faultsOf(result.error.issues as Issue[], PLACES[result.target] ?? [])))
    },
  })
}

const problemContent = { 'application/problem+json': { schema: Problem } }
const described = (description: string) => ({ description, content: problemContent })

/** Refusals that every route below /api/v1 can answer with. */
export const REFUSALS = {
  400: described('The request cannot be read.'),
  401: described('Nobody is signed in, and there is no valid API key.'),
  403: described('The role or key does not allow this.'),
  404: described('There is no such thing, or it is not yours to see.'),
  409: described('It contradicts what is stored.'),
  413: described('The body is too large.'),
  415: described('The body is of another type than this route reads.'),
  422: described('The request was read, but has faults; each is listed with a pointer.'),
  503: described('The database is away; try again after the time in Retry-After.'),
} as const

/** Leave that a route asks for: spread it into the route. */
export function secured(action: Action) {
  return { middleware: requires(action), security: [{ session: [] }, { apiKey: [] }] }
}

/** A JSON answer of a route. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body that must be there. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/** Header of commands without a natural key. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .openapi({ description: 'Required. New for each new request; at most 255 characters.' }),
})

import { type Problem, readProblem, unreachableServer } from './problem.ts'

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

type Request = { readonly method?: string; readonly body?: unknown; readonly headers?: Record<string, string> }

/** One request to our own API, with the session's cookie. What goes wrong comes back as a problem, never as an exception. */
export async function call<T>(path: string, request: Request = {}): Promise<Answer<T>> {
  const { method = 'GET', body, headers } = request
  try {
    const response = await fetch(path, {
      method,
      // The page's own policy names no origin at all, and sign-in asks whether a request comes from here.
      referrerPolicy: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) return { ok: false, problem: await readProblem(response) }
    const value = response.status === 204 ? undefined : await response.json()
    return { ok: true, value: value as T }
  } catch {
    return { ok: false, problem: unreachableServer }
  }
}

/** Creating commands are safe to repeat under one key. */
export const idempotent = (): Record<string, string> => ({ 'idempotency-key': crypto.randomUUID() })

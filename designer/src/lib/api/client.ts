import { type ClientResponse, hc } from 'hono/client'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import type { Api } from '../../../../worker/app.ts'
import { type Problem, readProblem, unreachableServer } from './problem.ts'

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** The body of a response that is not a refusal. */
type BodyOf<R> = R extends ClientResponse<infer T, infer S, string> ? (S extends SuccessStatusCode ? T : never) : never

/** Everything below /api/v1, typed by the routes themselves; the browser adds the session's cookie. */
export const api = hc<Api>('/', {
  // The page's own policy names no origin at all, and the API asks whether a request comes from here.
  init: { referrerPolicy: 'same-origin' },
}).api.v1

let signedOut = () => {}
/** Sets what happens when the server no longer knows who asks: a session ends after half an hour without a call. */
export const whenSignedOut = (then: () => void): void => {
  signedOut = then
}

/** What a request answers. What goes wrong comes back as a problem, never as an exception. */
export async function answerOf<R extends ClientResponse<unknown, number, string>>(
  request: Promise<R>,
): Promise<Answer<BodyOf<R>>> {
  try {
    const response = await request
    if (response.status === 401) signedOut()
    if (!response.ok) return { ok: false, problem: await readProblem(response as unknown as Response) }
    const value: unknown = response.status === 204 ? undefined : await response.json()
    // The route's own schema has made this body; the client's types are read from it.
    return { ok: true, value: value as BodyOf<R> }
  } catch {
    return { ok: false, problem: unreachableServer }
  }
}

/** The sign-in library's routes, which are none of our own. */
export const auth = {
  session: () => authRequest('get-session', { method: 'GET' }),
  signIn: (email: string, password: string) => authRequest('sign-in/email', post({ email, password })),
  signOut: () => authRequest('sign-out', post({})),
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function authRequest(path: string, init: RequestInit): Promise<Answer<unknown>> {
  try {
    const response = await fetch(`/api/auth/${path}`, { ...init, referrerPolicy: 'same-origin' })
    return response.ok
      ? { ok: true, value: await response.json() }
      : { ok: false, problem: await readProblem(response) }
  } catch {
    return { ok: false, problem: unreachableServer }
  }
}

/**
 * Sends a file as it is, and says meanwhile how much of it is sent: fetch cannot tell.
 *
 * @param onsent share of the file, 0 to 1.
 */
export function sendFile<T>(
  path: string,
  file: Blob,
  headers: Readonly<Record<string, string>>,
  onsent: (share: number) => void,
): Promise<Answer<T>> {
  const request = new XMLHttpRequest()
  request.open('POST', `/api/v1/${path}`)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.onprogress = ({ loaded, total }) => onsent(total === 0 ? 1 : loaded / total)
  return new Promise((done) => {
    request.onerror = () => done({ ok: false, problem: unreachableServer })
    request.onload = () => {
      const type = request.getResponseHeader('content-type') ?? ''
      const response = new Response(request.responseText, {
        status: request.status,
        statusText: request.statusText,
        headers: { 'content-type': type },
      })
      // The route's own schema has made this body, as that of any other answer.
      done(
        answerOf(Promise.resolve(response) as unknown as Promise<ClientResponse<T, 200, 'json'>>) as Promise<Answer<T>>,
      )
    }
    request.send(file)
  })
}

/** Creating commands are safe to repeat under one key. */
export const idempotent = () => ({ 'idempotency-key': crypto.randomUUID() })

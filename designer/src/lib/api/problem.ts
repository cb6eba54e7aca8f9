/** RFC 9457, with our own members. `status` 0 means that no answer came. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly requestId?: string
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[]
  readonly diagnostics?: readonly unknown[]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export const unreachableServer: Problem = { type: '/problems/unreachable', title: 'Unreachable', status: 0 }

/** The problem that an answer tells, whatever it looks like. */
export async function readProblem(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
  }
  if (!response.headers.get('content-type')?.includes('json')) return fallback
  try {
    const body: unknown = await response.json()
    if (!isObject(body)) return fallback
    // Sign-in answers of the auth library carry only a message.
    const detail = typeof body.message === 'string' ? { detail: body.message } : {}
    return { ...fallback, ...detail, ...body, status: response.status }
  } catch {
    return fallback
  }
}

import { type Answer, call } from './client.ts'
import type { Problem } from './problem.ts'

export type Me = {
  readonly name: string
  readonly email: string | null
  readonly roles: readonly string[]
  readonly participantId: string | null
  readonly organisation: {
    readonly id: string
    readonly name: string
    readonly currency: string
    /** The organisation's own day: a demonstration may stand still. */
    readonly today: string
    readonly fourEyes: boolean
  }
}

/** Who is signed in. Asked once; everything that shows it follows. */
class Session {
  #me = $state.raw<Me | null | undefined>(undefined)
  #problem = $state.raw<Problem>()

  /** undefined until the first answer, null when nobody is signed in. */
  get me(): Me | null | undefined {
    return this.#me
  }
  get problem(): Problem | undefined {
    return this.#problem
  }

  async load(): Promise<void> {
    this.#problem = undefined
    // Asked first because it answers null, where /me refuses and the browser would log an error.
    const signedIn = await call<unknown>('/api/auth/get-session')
    if (!signedIn.ok || signedIn.value === null) {
      if (signedIn.ok) this.#me = null
      else this.#problem = signedIn.problem
      return
    }
    const answer = await call<Me>('/api/v1/me')
    if (answer.ok) this.#me = answer.value
    else if (answer.problem.status === 401) this.#me = null
    else this.#problem = answer.problem
  }

  async signIn(email: string, password: string): Promise<Answer<unknown>> {
    const answer = await call('/api/auth/sign-in/email', { method: 'POST', body: { email, password } })
    if (answer.ok) await this.load()
    return answer
  }

  async signOut(): Promise<void> {
    await call('/api/auth/sign-out', { method: 'POST', body: {} })
    this.#me = null
  }
}

export const session = new Session()

import { type Answer, answerOf, api, auth, whenSignedOut } from './client.ts'
import type { Problem } from './problem.ts'

const readMe = () => answerOf(api.me.$get())
export type Me = Extract<Awaited<ReturnType<typeof readMe>>, { ok: true }>['value']

/** Who is signed in. Asked once; everything that shows it follows. */
class Session {
  #me = $state.raw<Me | null | undefined>(undefined)
  #problem = $state.raw<Problem>()

  constructor() {
    whenSignedOut(() => {
      this.#me = null
    })
  }

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
    const signedIn = await auth.session()
    if (!signedIn.ok || signedIn.value === null) {
      if (signedIn.ok) this.#me = null
      else this.#problem = signedIn.problem
      return
    }
    const answer = await readMe()
    if (answer.ok) this.#me = answer.value
    else if (answer.problem.status !== 401) this.#problem = answer.problem
  }

  async signIn(email: string, password: string): Promise<Answer<unknown>> {
    const answer = await auth.signIn(email, password)
    if (answer.ok) await this.load()
    return answer
  }

  async signOut(): Promise<void> {
    await auth.signOut()
    this.#me = null
  }
}

export const session = new Session()

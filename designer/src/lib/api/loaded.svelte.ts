import type { Answer } from './client.ts'
import type { Problem } from './problem.ts'

/** Something that comes from the API: not there yet, there, or refused; with a way to ask again. */
export class Loaded<T> {
  readonly #ask: () => Promise<Answer<T>>
  #value = $state.raw<T>()
  #problem = $state.raw<Problem>()
  #asked = 0

  constructor(ask: () => Promise<Answer<T>>) {
    this.#ask = ask
    void this.load()
  }

  get value(): T | undefined {
    return this.#value
  }
  get problem(): Problem | undefined {
    return this.#problem
  }

  /** Only the latest question's answer counts. */
  async load(): Promise<void> {
    const mine = ++this.#asked
    this.#problem = undefined
    const answer = await this.#ask()
    if (mine !== this.#asked) return
    if (answer.ok) this.#value = answer.value
    else this.#problem = answer.problem
  }
}

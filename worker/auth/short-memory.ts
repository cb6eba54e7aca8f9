/**
 * What this isolate knows for at most one second, so that a warm request needs no question to the directory and a
 * revocation still takes effect within that second.
 */
export class ShortMemory<T> {
  static readonly #LIFE_MS = 1_000
  static readonly #MOST = 1_000
  readonly #entries = new Map<string, { value: T; until: number }>()

  /** The remembered value, or what `load` answers; null is never remembered. */
  async get(key: string, now: number, load: () => Promise<T | null>): Promise<T | null> {
    const known = this.#entries.get(key)
    if (known !== undefined && now < known.until) return known.value
    const value = await load()
    if (value === null) {
      this.#entries.delete(key)
      return null
    }
    if (this.#entries.size >= ShortMemory.#MOST) this.#entries.clear()
    // Counted from before the question was asked: the answer is at least that old.
    this.#entries.set(key, { value, until: now + ShortMemory.#LIFE_MS })
    return value
  }
}

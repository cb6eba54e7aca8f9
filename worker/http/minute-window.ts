const MINUTE = 60_000
const KEPT = 50_000

/** Counts events by key in the current minute. Counted per isolate: a shield, not a ledger. */
export class MinuteWindow {
  readonly #windows = new Map<string, { minute: number; count: number }>()

  /** Adds to a key's count and answers what it is now. */
  add(key: string, count: number, now: number): number {
    const minute = Math.floor(now / MINUTE)
    const known = this.#windows.get(key)
    const total = (known?.minute === minute ? known.count : 0) + count
    if (this.#windows.size >= KEPT) this.#forget(minute)
    this.#windows.set(key, { minute, count: total })
    return total
  }

  /** Seconds until the next minute begins. */
  static secondsLeft(now: number): number {
    return Math.ceil((MINUTE - (now % MINUTE)) / 1000)
  }

  /** Past minutes first, so that nobody gets a fresh count by naming many keys; all of it only if this minute fills it. */
  #forget(minute: number): void {
    for (const [key, window] of this.#windows) if (window.minute !== minute) this.#windows.delete(key)
    if (this.#windows.size >= KEPT) this.#windows.clear()
  }
}

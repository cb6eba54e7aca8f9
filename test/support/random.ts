/** Numbers that look random and are the same at every run (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  oneOf<T>(list: readonly T[]): T {
    const found = list[this.whole(0, list.length - 1)]
    if (found === undefined) throw new Error('The list is empty.')
    return found
  }

  /** A decimal of up to four places; small and large ones alike, one in ten negative. */
  amount(most: number): string {
    const units = Math.floor(10_000 * most ** this.next())
    const decimals = String(units % 10_000)
      .padStart(4, '0')
      .slice(0, this.whole(0, 4))
    const text = `${Math.floor(units / 10_000)}${decimals === '' ? '' : `.${decimals}`}`
    return this.next() < 0.1 && !/^[0.]+$/.test(text) ? `-${text}` : text
  }

  /** A day from the first to the last, both included. */
  day(first: string, last: string): string {
    const [from, to] = [Date.parse(first), Date.parse(last)]
    return new Date(from + this.whole(0, (to - from) / 86_400_000) * 86_400_000).toISOString().slice(0, 10)
  }
}

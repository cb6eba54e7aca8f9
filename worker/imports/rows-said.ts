const FIRST_CAPACITY = 1 << 12

/** 53 bits of a text (cyrb53): far quicker than a cryptographic hash, and nobody gains from making rows collide. */
function hashOf(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/**
 * What the rows of one file have said of each transaction. A file of 100 MiB has a million rows; a Map of their keys
 * would take the memory that a Worker has, two flat arrays take a fifth of it.
 */
export class RowsSaid {
  #keys = new Float64Array(FIRST_CAPACITY)
  #contents = new Uint32Array(FIRST_CAPACITY)
  #count = 0

  /** Whether an earlier row said something else of the same transaction. */
  contradicts(transaction: string, content: string): boolean {
    if (this.#count * 10 > this.#keys.length * 7) this.#grow()
    // 0 marks an empty place.
    const key = hashOf(transaction) || 1
    const said = hashOf(content) >>> 0
    const at = this.#placeOf(key)
    if (this.#keys[at] === key) return this.#contents[at] !== said
    this.#keys[at] = key
    this.#contents[at] = said
    this.#count += 1
    return false
  }

  #placeOf(key: number): number {
    let at = key % this.#keys.length
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) % this.#keys.length
    return at
  }

  #grow(): void {
    const [keys, contents] = [this.#keys, this.#contents]
    this.#keys = new Float64Array(keys.length * 2)
    this.#contents = new Uint32Array(keys.length * 2)
    for (const [index, key] of keys.entries()) {
      if (key === 0) continue
      const at = this.#placeOf(key)
      this.#keys[at] = key
      this.#contents[at] = contents[index] ?? 0
    }
  }
}

/**
 * Which values have been seen, in the order in which they first were. Adding leaves what was there as it is: all of one
 * line share one map from value to place, and each sees the places before its own size. Only who adds to something that
 * has been added something else to since gets a map of its own, so that a line of n values costs n steps, and a branch as many.
 */
export class Distinct {
  static readonly NONE = new Distinct(new Map(), 0)
  readonly #places: Map<string, number>
  readonly size: number

  private constructor(places: Map<string, number>, size: number) {
    this.#places = places
    this.size = size
  }

  static of(values: Iterable<string>): Distinct {
    const places = new Map<string, number>()
    for (const value of values) if (!places.has(value)) places.set(value, places.size)
    return new Distinct(places, places.size)
  }

  with(value: string): Distinct {
    const place = this.#places.get(value)
    if (place !== undefined && place < this.size) return this
    if (place === this.size) return new Distinct(this.#places, this.size + 1)
    const isLast = this.#places.size === this.size && this !== Distinct.NONE
    const places = isLast ? this.#places : new Map(this.#own())
    places.set(value, this.size)
    return new Distinct(places, this.size + 1)
  }

  /** Those of this one, then what the other has besides. */
  and(other: Distinct): Distinct {
    let all: Distinct = this
    for (const value of other) all = all.with(value)
    return all
  }

  *#own(): Iterable<[string, number]> {
    for (const entry of this.#places) {
      if (entry[1] >= this.size) return
      yield entry
    }
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [value] of this.#own()) yield value
  }
}

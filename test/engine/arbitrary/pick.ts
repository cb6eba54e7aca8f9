import fc from 'fast-check'

/** Choices that a random case is built from; fast-check makes them, so that a seed and a path name a case. */
export class Pick {
  readonly #next: (max: number) => number

  constructor(next: (max: number) => number) {
    this.#next = next
  }

  int(min: number, max: number): number {
    return min + this.#next(max - min)
  }
  oneOf<T>(...list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!
  }
  /** True so often in a hundred. */
  chance(percent: number): boolean {
    return this.int(0, 99) < percent
  }
  maybe<K extends string, T>(percent: number, key: K, make: () => T): { [P in K]?: T } {
    return this.chance(percent) ? ({ [key]: make() } as { [P in K]?: T }) : {}
  }
  some<T>(min: number, max: number, make: (i: number) => T): T[] {
    return Array.from({ length: this.int(min, max) }, (_, i) => make(i))
  }
  /** A day of 2026 before the given month. */
  day(months = 7): string {
    return new Date(Date.UTC(2026, 0, 1 + this.int(0, months * 30))).toISOString().slice(0, 10)
  }
  /** A decimal with awkward places; `most` bounds its whole part. */
  decimal(most: number, negatives = 0): string {
    if (this.chance(8)) return '0'
    const places = this.oneOf(0, 0, 1, 2, 2, 2, 3, 4)
    const text = String(this.chance(30) ? this.int(0, most) : this.int(0, Math.ceil(most / 10)))
    const decimals = places === 0 ? '' : `.${String(this.int(0, 10 ** places - 1)).padStart(places, '0')}`
    const isZero = /^[0.]*$/.test(text + decimals)
    return `${!isZero && this.chance(negatives) ? '-' : ''}${text}${decimals}`
  }
  /** A rate or a share, such as 0.075. */
  share(): string {
    return this.oneOf('0', '1', '0.5', '0.1', '0.075', '0.333333', '0.0833', '0.25', '1.2', `0.${this.int(1, 9999)}`)
  }
  part(): string {
    return this.oneOf('0', '1', '0.5', '0.3', '0.333333', '0.25', '0.0001')
  }
}

/** One choice; always the same arbitrary, which fast-check then need not compare with those before. */
const choice = () => fc.noBias(fc.nat(0x3fffffff))

/** Cases made by one function of choices. */
export const built = <T>(make: (p: Pick) => T): fc.Arbitrary<T> =>
  fc.gen().map((g) => make(new Pick((max) => g(choice) % (max + 1))))

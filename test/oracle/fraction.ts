const MILLION = 1_000_000n

/**
 * An exact fraction of whole numbers, as one learns it at school. Decimals of up to six places stand over a million, so
 * that sums of them stay over a million; nothing is ever reduced or rounded before `toCents`.
 */
export class Fraction {
  readonly n: bigint
  readonly d: bigint

  constructor(n: bigint, d: bigint) {
    if (d <= 0n) throw new Error('A denominator is positive.')
    this.n = n
    this.d = d
  }

  static readonly zero = new Fraction(0n, MILLION)

  static of(text: string): Fraction {
    const [, sign, whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? []
    if (whole === '') throw new Error(`"${text}" is no decimal of up to six places.`)
    const n = BigInt(whole + decimals.padEnd(6, '0'))
    return new Fraction(sign === '-' ? -n : n, MILLION)
  }

  plus(other: Fraction): Fraction {
    if (this.d === other.d) return new Fraction(this.n + other.n, this.d)
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d)
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.n, other.d))
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.n * other.n, this.d * other.d)
  }

  /** −1, 0 or 1. */
  compare(other: Fraction): number {
    const difference = this.n * other.d - other.n * this.d
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }

  isAtLeast(other: Fraction): boolean {
    return this.compare(other) >= 0
  }

  atMost(other: Fraction): Fraction {
    return this.compare(other) > 0 ? other : this
  }

  atLeast(other: Fraction): Fraction {
    return this.compare(other) < 0 ? other : this
  }

  /** As a decimal of four places, which it must be. */
  toFourPlaces(): string {
    const units = (this.n * 10_000n) / this.d
    if (units * this.d !== this.n * 10_000n) throw new Error('It has more than four places.')
    const digits = String(units < 0n ? -units : units).padStart(5, '0')
    return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
  }

  /** Whole cents, half a cent away from zero. */
  toCents(): bigint {
    const hundredfold = this.n < 0n ? -this.n * 100n : this.n * 100n
    const cents = (2n * hundredfold + this.d) / (2n * this.d)
    return this.n < 0n ? -cents : cents
  }
}

export const fraction = Fraction.of

/** Cents as money is written: 1234 is "12.34". */
export function moneyText(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

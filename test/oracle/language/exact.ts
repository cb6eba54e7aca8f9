import type { RoundingMode } from '#engine'
import { Fraction } from '../fraction.ts'

/** What the whole language needs of fractions beyond sums and products; all of them in lowest terms, to stay readable. */

export const ZERO = new Fraction(0n, 1n)
export const ONE = new Fraction(1n, 1n)
export const whole = (n: number | bigint): Fraction => new Fraction(BigInt(n), 1n)

/** A decimal of any number of places. */
export function decimal(text: string): Fraction {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) throw new Error(`"${text}" is no decimal.`)
  const [, sign, integer = '', places = ''] = found
  const n = BigInt(integer + places)
  return lowest(new Fraction(sign === '-' ? -n : n, 10n ** BigInt(places.length)))
}

export function lowest(x: Fraction): Fraction {
  let [a, b] = [x.n < 0n ? -x.n : x.n, x.d]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 1n ? x : new Fraction(x.n / a, x.d / a)
}

export const plus = (a: Fraction, b: Fraction): Fraction => lowest(a.plus(b))
export const minus = (a: Fraction, b: Fraction): Fraction => lowest(a.minus(b))
export const times = (a: Fraction, b: Fraction): Fraction => lowest(a.times(b))
export const sum = (list: readonly Fraction[]): Fraction => list.reduce(plus, ZERO)
export const negative = (a: Fraction): Fraction => new Fraction(-a.n, a.d)
export const smaller = (a: Fraction, b: Fraction): Fraction => (a.compare(b) <= 0 ? a : b)
export const larger = (a: Fraction, b: Fraction): Fraction => (a.compare(b) >= 0 ? a : b)

/** a ÷ b, where b is not 0. */
export function over(a: Fraction, b: Fraction): Fraction {
  if (b.n === 0n) throw new Error('This divides by zero.')
  return lowest(b.n > 0n ? new Fraction(a.n * b.d, a.d * b.n) : new Fraction(-a.n * b.d, a.d * -b.n))
}

/** How many units of 10^-digits the value is, rounded as school teaches each mode. */
export function units(x: Fraction, digits: number, mode: RoundingMode): bigint {
  const scaled = (x.n < 0n ? -x.n : x.n) * 10n ** BigInt(digits)
  const towardsZero = scaled / x.d
  const twiceRest = 2n * (scaled - towardsZero * x.d)
  const away = awayFromZero(mode, x.n < 0n, towardsZero, twiceRest === 0n ? 'none' : compareHalf(twiceRest, x.d))
  const size = towardsZero + (away ? 1n : 0n)
  return x.n < 0n ? -size : size
}

type Rest = 'none' | 'less' | 'half' | 'more'
const compareHalf = (twiceRest: bigint, d: bigint): Rest => (twiceRest < d ? 'less' : twiceRest === d ? 'half' : 'more')

function awayFromZero(mode: RoundingMode, isNegative: boolean, size: bigint, rest: Rest): boolean {
  if (rest === 'none') return false
  if (mode === 'down') return false
  if (mode === 'up') return true
  if (mode === 'floor') return isNegative
  if (mode === 'ceiling') return !isNegative
  if (rest !== 'half') return rest === 'more'
  return mode === 'half-up' || (mode === 'half-even' && size % 2n === 1n)
}

export const rounded = (x: Fraction, digits: number, mode: RoundingMode): Fraction =>
  lowest(new Fraction(units(x, digits, mode), 10n ** BigInt(digits)))

/**
 * Exact parts cut to units of 10^-digits that add up to their sum, which is rounded half-up: every part is cut downwards,
 * and the units that are missing go to the largest remainders, the earlier part first. What is taken back is cut as it
 * was given, with the sign turned.
 */
export function shareOut(parts: readonly Fraction[], digits: number): bigint[] {
  const all = sum(parts)
  const first = parts.find((p) => p.n !== 0n)
  const isTakenBack = all.n < 0n || (all.n === 0n && first !== undefined && first.n < 0n)
  if (isTakenBack)
    return given(
      parts.map((p) => new Fraction(-p.n, p.d)),
      digits,
    ).map((units) => -units)
  return given(parts, digits)
}

function given(parts: readonly Fraction[], digits: number): bigint[] {
  const cut = parts.map((p) => units(p, digits, 'floor'))
  const remainders = parts.map((p, i) => p.minus(new Fraction(cut[i]!, 10n ** BigInt(digits))))
  let missing = units(sum(parts), digits, 'half-up') - cut.reduce((a, b) => a + b, 0n)
  while (missing > 0n) {
    let best = 0
    for (const [i, r] of remainders.entries()) if (r.compare(remainders[best]!) > 0) best = i
    cut[best]! += 1n
    remainders[best] = new Fraction(-1n, 1n)
    missing--
  }
  return cut
}

import { compare, divide, type Exact, ONE, reduce, sign, ZERO } from '../money/exact.ts'
import type { Polynomial } from './polynomial.ts'
import * as poly from './polynomial.ts'

/**
 * What a figure is over one stretch: p(x)/q(x), with q above 0 there. Most are lines (q = 1); a product of two measures is
 * a parabola, a share of two measures a proper ratio.
 */
export type Ratio = { readonly n: Polynomial; readonly d: Polynomial }

/** Beyond this degree a figure counts as unknown. */
const MOST = 6
const UNIT: Polynomial = [ONE]

export const fixed = (value: Exact): Ratio => ({ n: poly.constant(value), d: UNIT })
export const NOTHING: Ratio = fixed(ZERO)
export const VARIABLE: Ratio = { n: poly.IDENTITY, d: UNIT }

/** The value of a figure that does not depend on x; undefined if it does. */
export const fixedValue = (r: Ratio): Exact | undefined =>
  r.n.length <= 1 && r.d === UNIT ? (r.n[0] ?? ZERO) : undefined

export const at = (r: Ratio, x: Exact): Exact =>
  r.d === UNIT ? poly.valueAt(r.n, x) : reduce(divide(poly.valueAt(r.n, x), poly.valueAt(r.d, x)))

const bounded = (n: Polynomial, d: Polynomial): Ratio | undefined =>
  Math.max(n.length, d.length) > MOST + 1
    ? undefined
    : { n, d: d.length === 1 && compare(d[0] as Exact, ONE) === 0 ? UNIT : d }

export const sum = (a: Ratio, b: Ratio): Ratio | undefined =>
  a.d === UNIT && b.d === UNIT
    ? { n: poly.add(a.n, b.n), d: UNIT }
    : poly.equal(a.d, b.d)
      ? bounded(poly.add(a.n, b.n), a.d)
      : bounded(poly.add(poly.multiply(a.n, b.d), poly.multiply(b.n, a.d)), poly.multiply(a.d, b.d))
export const opposite = (a: Ratio): Ratio => ({ n: poly.negative(a.n), d: a.d })
export const difference = (a: Ratio, b: Ratio): Ratio | undefined => sum(a, opposite(b))
export const product = (a: Ratio, b: Ratio): Ratio | undefined =>
  a.d === UNIT && b.d === UNIT
    ? bounded(poly.multiply(a.n, b.n), UNIT)
    : bounded(poly.multiply(a.n, b.n), poly.multiply(a.d, b.d))

/** a ÷ b over a stretch in which b is not 0 and has the given sign. */
export function quotient(a: Ratio, b: Ratio, signOfB: 1 | -1): Ratio | undefined {
  const value = fixedValue(b)
  if (value) return { n: poly.scale(a.n, divide(ONE, value)), d: a.d }
  const [n, d] = signOfB > 0 ? [b.n, b.d] : [poly.negative(b.n), poly.negative(b.d)]
  if (a.d === UNIT && b.d === UNIT && poly.equal(a.n, b.n)) return fixed(ONE)
  return bounded(poly.multiply(a.n, d), poly.multiply(a.d, n))
}

/** The numerator of a − b over a common denominator that is above 0: it has the sign of the difference. */
export const signPolynomial = (a: Ratio, b: Ratio): Polynomial =>
  a.d === UNIT && b.d === UNIT ? poly.minus(a.n, b.n) : poly.minus(poly.multiply(a.n, b.d), poly.multiply(b.n, a.d))

/** The slope: p'q − pq' over q². */
export const slope = (r: Ratio): Ratio =>
  r.d === UNIT
    ? { n: poly.derivative(r.n), d: UNIT }
    : {
        n: poly.minus(poly.multiply(poly.derivative(r.n), r.d), poly.multiply(r.n, poly.derivative(r.d))),
        d: poly.multiply(r.d, r.d),
      }

export const equalRatios = (a: Ratio, b: Ratio): boolean =>
  a === b || (poly.equal(a.n, b.n) && poly.equal(a.d, b.d)) || poly.equal(signPolynomial(a, b), [])

/** The sign in the middle of a stretch. */
export const signWithin = (p: Polynomial, lo: Exact, hi: Exact): -1 | 0 | 1 => sign(poly.valueAt(p, between(lo, hi)))

/** A point strictly between two. */
export const between = (lo: Exact, hi: Exact): Exact => reduce({ n: lo.n * hi.d + hi.n * lo.d, d: 2n * lo.d * hi.d })

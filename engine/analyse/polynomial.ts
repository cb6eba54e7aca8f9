import {
  add as addExact,
  compare,
  divide,
  type Exact,
  isZero,
  negate,
  ONE,
  reduce,
  sign,
  subtract,
  multiply as times,
  ZERO,
} from '../money/exact.ts'

/** A polynomial by its coefficients, the constant first; the last is never 0, so that [] is 0. Exact. */
export type Polynomial = readonly Exact[]

/** Halvings after which a root that is not rational is known closely enough: a stretch of 10^13 to a 10^-5. */
const HALVINGS = 60

const trim = (p: Exact[]): Polynomial => {
  while (p.length > 0 && isZero(p[p.length - 1] as Exact)) p.pop()
  return p
}

export const constant = (value: Exact): Polynomial => (isZero(value) ? [] : [value])
export const IDENTITY: Polynomial = [ZERO, ONE]
export const degree = (p: Polynomial): number => p.length - 1

export function add(p: Polynomial, q: Polynomial): Polynomial {
  const sum: Exact[] = []
  for (let i = 0; i < Math.max(p.length, q.length); i++) {
    const [a, b] = [p[i], q[i]]
    sum.push(a && b ? addExact(a, b) : ((a ?? b) as Exact))
  }
  return trim(sum)
}

export function scale(p: Polynomial, by: Exact): Polynomial {
  return isZero(by) ? [] : p.map((a) => times(a, by))
}

export function multiply(p: Polynomial, q: Polynomial): Polynomial {
  if (p.length === 0 || q.length === 0) return []
  if (p.length === 1) return scale(q, p[0] as Exact)
  if (q.length === 1) return scale(p, q[0] as Exact)
  const product: Exact[] = new Array(p.length + q.length - 1).fill(ZERO)
  p.forEach((a, i) => {
    q.forEach((b, j) => {
      product[i + j] = addExact(product[i + j] as Exact, times(a, b))
    })
  })
  return trim(product)
}

export const negative = (p: Polynomial): Polynomial => p.map(negate)
export const minus = (p: Polynomial, q: Polynomial): Polynomial => (q.length === 0 ? p : add(p, negative(q)))
export const derivative = (p: Polynomial): Polynomial => p.slice(1).map((a, i) => times(a, { n: BigInt(i + 1), d: 1n }))

/** Horner's scheme. */
export function valueAt(p: Polynomial, x: Exact): Exact {
  let value = ZERO
  for (let i = p.length - 1; i >= 0; i--) value = addExact(times(value, x), p[i] as Exact)
  return reduce(value)
}

export const equal = (p: Polynomial, q: Polynomial): boolean =>
  p === q || (p.length === q.length && p.every((a, i) => compare(a, q[i] as Exact) === 0))

/**
 * Where the polynomial is 0 inside the open stretch, in order. Rational roots of lines and parabolas are exact; others lie
 * within (hi − lo)/2^60. Roots are isolated by Descartes' rule on the Bernstein form, halving (Vincent–Collins–Akritas; see
 * Rouillier and Zimmermann, "Efficient isolation of polynomial's real roots", 2004).
 */
export function rootsIn(p: Polynomial, lo: Exact, hi: Exact): Exact[] {
  if (p.length <= 1) return []
  const inside = (x: Exact) => compare(lo, x) < 0 && compare(x, hi) < 0
  if (p.length === 2) {
    const root = reduce(divide(negate(p[0] as Exact), p[1] as Exact))
    return inside(root) ? [root] : []
  }
  const exact = p.length === 3 ? rationalRoots(p) : undefined
  if (exact) return exact.filter(inside)
  const found: Exact[] = []
  isolate(p, lo, hi, HALVINGS, found)
  return found.filter((x, i) => i === 0 || compare(found[i - 1] as Exact, x) !== 0)
}

/** Both roots of a parabola if they are rational, none if there are none; undefined if they are irrational. */
function rationalRoots(p: Polynomial): Exact[] | undefined {
  const [c, b, a] = p as [Exact, Exact, Exact]
  const disc = reduce(subtract(times(b, b), times({ n: 4n, d: 1n }, times(a, c))))
  if (disc.n < 0n) return []
  const [n, d] = [squareRoot(disc.n), squareRoot(disc.d)]
  if (n * n !== disc.n || d * d !== disc.d) return undefined
  const twice = times({ n: 2n, d: 1n }, a)
  const roots = [
    { n: -n, d },
    { n, d },
  ].map((r) => reduce(divide(addExact(negate(b), r), twice)))
  roots.sort(compare)
  return n === 0n ? roots.slice(0, 1) : roots
}

/** The integer square root (Newton). */
function squareRoot(n: bigint): bigint {
  if (n < 2n) return n
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

function isolate(p: Polynomial, lo: Exact, hi: Exact, halvings: number, found: Exact[]): void {
  const changes = signChanges(bernstein(p, lo, hi))
  if (changes === 0) return
  const middle = reduce(divide(addExact(lo, hi), { n: 2n, d: 1n }))
  if (halvings === 0) {
    found.push(middle)
    return
  }
  if (changes === 1) {
    found.push(bisect(p, lo, hi, halvings))
    return
  }
  isolate(p, lo, middle, halvings - 1, found)
  if (isZero(valueAt(p, middle))) found.push(middle)
  isolate(p, middle, hi, halvings - 1, found)
}

/** The single root of a stretch in which the sign changes once. */
function bisect(p: Polynomial, from: Exact, to: Exact, halvings: number): Exact {
  let [lo, hi] = [from, to]
  const quarter = reduce(divide(addExact(addExact(lo, lo), addExact(lo, hi)), { n: 4n, d: 1n }))
  let left = sign(valueAt(p, lo)) || sign(valueAt(p, reduce(divide(addExact(lo, quarter), { n: 2n, d: 1n }))))
  for (let i = 0; i < halvings; i++) {
    const middle = reduce(divide(addExact(lo, hi), { n: 2n, d: 1n }))
    const here = sign(valueAt(p, middle))
    if (here === 0) return middle
    if (here === left) lo = middle
    else hi = middle
    left ||= here
  }
  return hi
}

const CHOOSE = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]]
const choose = (n: number, k: number): bigint => {
  const row = CHOOSE[n]
  if (row) return BigInt(row[k] ?? 0)
  let c = 1n
  for (let i = 0; i < k; i++) c = (c * BigInt(n - i)) / BigInt(i + 1)
  return c
}

/** The coefficients over a stretch in the Bernstein basis: the polynomial lies between the smallest and the largest. */
export function bernstein(p: Polynomial, lo: Exact, hi: Exact): Exact[] {
  const n = Math.max(degree(p), 0)
  const width = subtract(hi, lo)
  // p(lo + t·width) by its powers of t (Taylor's shift by repeated synthetic division).
  const a: Exact[] = p.length === 0 ? [ZERO] : [...p]
  for (let i = 0; i < n; i++)
    for (let j = n - 1; j >= i; j--) a[j] = addExact(a[j] as Exact, times(a[j + 1] as Exact, lo))
  let power = ONE
  for (let k = 1; k <= n; k++) {
    power = times(power, width)
    a[k] = reduce(times(a[k] as Exact, power))
  }
  return Array.from({ length: n + 1 }, (_, i) => {
    let b = ZERO
    for (let k = 0; k <= i; k++) b = addExact(b, times(a[k] as Exact, { n: choose(i, k), d: choose(n, k) }))
    return reduce(b)
  })
}

function signChanges(values: readonly Exact[]): number {
  let [changes, last] = [0, 0]
  for (const value of values) {
    const s = sign(value)
    if (s === 0) continue
    if (last !== 0 && s !== last) changes++
    last = s
  }
  return changes
}

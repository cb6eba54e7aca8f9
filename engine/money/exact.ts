import { assert } from '../lib/assert.ts'

/**
 * An exact rational number, n/d with d > 0. Every figure of a plan is one until a rounding that the plan names, so no
 * result can depend on binary fractions, and a quotient such as 17/31 of a quota stays itself.
 * Not always in lowest terms: `reduce` when it is written down or grows.
 */
export type Exact = { readonly n: bigint; readonly d: bigint }

/** A figure outgrew what any amount of pay can need: the caller turns it into a data exception at the node. */
export class NumberOverflow extends Error {
  override name = 'NumberOverflow'
}

const POWERS = Array.from({ length: 41 }, (_, i) => 10n ** BigInt(i))
export const powerOfTen = (digits: number): bigint => POWERS[digits] ?? 10n ** BigInt(digits)

export const ZERO: Exact = { n: 0n, d: 1n }
export const ONE: Exact = { n: 1n, d: 1n }

/** Beyond this, fractions are put in lowest terms; beyond LARGEST they are refused (reliability 4.1). */
const TIDY = 1n << 192n
const LARGEST = 1n << 512n

/** The largest count of smallest units that a database column and a JSON reader hold exactly, 2^53 - 1. */
const LARGEST_STORED = 9_007_199_254_740_991n
export const isStorable = (units: bigint): boolean => units <= LARGEST_STORED && units >= -LARGEST_STORED

const make = (n: bigint, d: bigint): Exact => {
  if (d < TIDY && n < TIDY && n > -TIDY) return { n, d }
  const r = reduce({ n, d })
  if (r.d > LARGEST || r.n > LARGEST || r.n < -LARGEST) throw new NumberOverflow('number-overflow')
  return r
}

const gcd = (a: bigint, b: bigint): bigint => {
  let x = a < 0n ? -a : a
  let y = b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export const reduce = (x: Exact): Exact => {
  const g = gcd(x.n, x.d)
  return g === 1n || g === 0n ? x : { n: x.n / g, d: x.d / g }
}

export const fromInteger = (n: bigint | number): Exact => ({ n: BigInt(n), d: 1n })
/** `units` counted in 10^-scale: 12345 at scale 2 is 123.45. */
export const fromScaled = (units: bigint, scale: number): Exact => ({ n: units, d: powerOfTen(scale) })

/** A decimal such as "-12.50", or undefined if the text is none. */
export function readExact(text: string): Exact | undefined {
  const negative = text.charCodeAt(0) === 45
  const start = negative ? 1 : 0
  let point = -1
  let units = 0
  for (let i = start; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 46 && point < 0) point = i
    else if (c >= 48 && c <= 57) units = units * 10 + (c - 48)
    else return undefined
  }
  const places = point < 0 ? 0 : text.length - point - 1
  // A digit stands on either side of the point.
  if (text.length === start || point === start || (point >= 0 && places === 0)) return undefined
  const isSmall = text.length - start <= 15
  const whole = isSmall ? BigInt(units) : BigInt(text.slice(start).replace('.', ''))
  return { n: negative ? -whole : whole, d: powerOfTen(places) }
}

export const add = (a: Exact, b: Exact): Exact => {
  if (a.d === b.d) return make(a.n + b.n, a.d)
  if (a.d > b.d ? a.d % b.d === 0n : b.d % a.d === 0n) {
    return a.d > b.d ? make(a.n + b.n * (a.d / b.d), a.d) : make(a.n * (b.d / a.d) + b.n, b.d)
  }
  return make(a.n * b.d + b.n * a.d, a.d * b.d)
}
export const negate = (a: Exact): Exact => ({ n: -a.n, d: a.d })
export const subtract = (a: Exact, b: Exact): Exact => add(a, negate(b))
export const multiply = (a: Exact, b: Exact): Exact => make(a.n * b.n, a.d * b.d)
/** @throws InvariantError for a zero divisor: callers turn that into a data exception first. */
export const divide = (a: Exact, b: Exact): Exact => {
  assert(b.n !== 0n, 'division by zero')
  return b.n < 0n ? make(-a.n * b.d, a.d * -b.n) : make(a.n * b.d, a.d * b.n)
}
export const absolute = (a: Exact): Exact => (a.n < 0n ? negate(a) : a)
export const isZero = (a: Exact): boolean => a.n === 0n
export const sign = (a: Exact): -1 | 0 | 1 => (a.n > 0n ? 1 : a.n < 0n ? -1 : 0)

export const compare = (a: Exact, b: Exact): -1 | 0 | 1 => {
  const left = a.d === b.d ? a.n : a.n * b.d
  const right = a.d === b.d ? b.n : b.n * a.d
  return left < right ? -1 : left > right ? 1 : 0
}
export const minimum = (a: Exact, b: Exact): Exact => (compare(a, b) <= 0 ? a : b)
export const maximum = (a: Exact, b: Exact): Exact => (compare(a, b) >= 0 ? a : b)

/** A decimal that was checked where it entered; anything else is a bug. */
export function parseExact(text: string): Exact {
  const value = readExact(text)
  assert(value, `not a decimal: ${text}`)
  return value
}

/** The canonical text of the exact value, "123.45" where it terminates and "185/6" where it does not: the form that is stored. */
export function exactToText(value: Exact): string {
  const x = reduce(value)
  let rest = x.d
  let twos = 0
  let fives = 0
  while (rest % 10n === 0n) {
    rest /= 10n
    twos++
    fives++
  }
  while (rest % 2n === 0n) {
    rest /= 2n
    twos++
  }
  while (rest % 5n === 0n) {
    rest /= 5n
    fives++
  }
  if (rest !== 1n) return `${x.n}/${x.d}`
  const digits = Math.max(twos, fives)
  return scaledToText((x.n * powerOfTen(digits)) / x.d, digits)
}

/** Reads what exactToText wrote. */
export function textToExact(text: string): Exact {
  const slash = text.indexOf('/')
  return slash < 0 ? parseExact(text) : { n: BigInt(text.slice(0, slash)), d: BigInt(text.slice(slash + 1)) }
}

/** An integer of 10^-digits as decimal text with exactly that many digits. */
export function scaledToText(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
  const minus = units < 0n ? '-' : ''
  return digits === 0 ? minus + text : `${minus}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

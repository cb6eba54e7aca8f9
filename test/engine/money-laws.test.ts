import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocate } from '#engine/money/allocate'
import {
  add,
  compare,
  divide,
  type Exact,
  exactToText,
  fromScaled,
  multiply,
  negate,
  parseExact,
  subtract,
  textToExact,
} from '#engine/money/exact'
import { roundToScaled } from '#engine/money/rounding'

/** R02 of shared/design/reliability.md: laws of money, shares and rounding, each on thousands of random figures. */
const isFull = process.env.DREIZACK_FULL === '1'
const numRuns = isFull ? 200_000 : 10_000
const options = { timeout: isFull ? 3_600_000 : 60_000 }

/** A decimal as a person writes it: up to 18 digits before the point and 16 behind, often small, often a tie. */
const decimal = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.bigInt(0n, 99n), fc.bigInt(0n, 10n ** 18n - 1n)),
    fc.oneof(fc.constantFrom('', '5', '25', '125', '005', '995'), fc.bigInt(0n, 10n ** 16n - 1n).map(String)),
  )
  .map(([sign, whole, places]) => `${sign}${whole}${places === '' ? '' : `.${places}`}`)
const quotient = fc
  .tuple(decimal, fc.bigInt(1n, 10_000n))
  .map(([n, d]): Exact => divide(parseExact(n), { n: d, d: 1n }))
const exact = fc.oneof(decimal.map(parseExact), quotient)
const digits = fc.integer({ min: 0, max: 6 })

const law = (name: string, ...property: Parameters<typeof fc.assert>): void => {
  test(name, options, () => {
    fc.assert(property[0], { numRuns, seed: 20_261_125 })
  })
}
const same = (a: Exact, b: Exact): void => {
  if (a.n * b.d !== b.n * a.d) expect.fail(`${exactToText(a)} is not ${exactToText(b)}`)
}
const text = ({ n, d }: Exact): string => `${n}/${d}`

law(
  'a decimal is read as its digits over a power of ten, and written back the same',
  fc.property(decimal, (t) => {
    const [whole = '', places = ''] = t.replace('-', '').split('.')
    const n = BigInt(whole + places)
    same(parseExact(t), { n: t.startsWith('-') ? -n : n, d: 10n ** BigInt(places.length) })
    same(textToExact(exactToText(parseExact(t))), parseExact(t))
  }),
)

law(
  'sums and products are those of fractions, in any order',
  fc.property(exact, exact, exact, (a, b, c) => {
    same(add(a, b), { n: a.n * b.d + b.n * a.d, d: a.d * b.d })
    same(multiply(a, b), { n: a.n * b.n, d: a.d * b.d })
    same(add(add(a, b), c), add(a, add(c, b)))
    same(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))
    same(subtract(add(a, b), b), a)
    if (b.n !== 0n) same(multiply(divide(a, b), b), a)
    expect(compare(a, b)).toBe(Math.sign(Number(a.n * b.d > b.n * a.d) - Number(a.n * b.d < b.n * a.d)))
  }),
)

const MODES = ['half-up', 'half-even', 'half-down', 'floor', 'ceiling', 'down', 'up'] as const

law(
  'a rounding is a neighbour, the nearest where the mode says so, and mirrors what is taken back',
  fc.property(exact, digits, fc.constantFrom(...MODES), (x, places, mode) => {
    const units = roundToScaled(x, places, mode)
    const off = subtract(fromScaled(units, places), x)
    const unit = fromScaled(1n, places)
    const size = off.n < 0n ? negate(off) : off
    expect(compare(size, unit)).toBe(-1)
    const toHalf = compare(add(size, size), unit)
    if (mode.startsWith('half')) expect(toHalf).toBeLessThanOrEqual(0)
    if (mode === 'floor') expect(off.n <= 0n).toBe(true)
    if (mode === 'ceiling') expect(off.n >= 0n).toBe(true)
    const isTie = toHalf === 0
    const away = off.n !== 0n && off.n > 0n === x.n > 0n
    if (mode === 'up') expect(off.n === 0n || away).toBe(true)
    if (mode === 'down') expect(off.n === 0n || !away).toBe(true)
    if (isTie && mode === 'half-up') expect(away).toBe(true)
    if (isTie && mode === 'half-down') expect(away).toBe(false)
    if (isTie && mode === 'half-even') expect(units % 2n).toBe(0n)
    if (mode !== 'floor' && mode !== 'ceiling') expect(roundToScaled(negate(x), places, mode)).toBe(-units)
  }),
)

/** Shares of one amount, as a deal states them, and what they make of it. */
const shared = fc
  .tuple(exact, fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 8 }), digits)
  .map(([whole, shares, places]) => ({
    whole,
    parts: shares.map((s) => multiply(whole, { n: BigInt(s), d: BigInt(shares.reduce((a, b) => a + b, 0) || 1) })),
    places,
    isWhole: shares.some((s) => s > 0),
  }))

law(
  'shares of one amount add up to it, each moved by less than a unit, the largest remainders first',
  fc.property(shared, ({ whole, parts, places, isWhole }) => {
    const cut = allocate(parts, places)
    const units = roundToScaled(isWhole ? whole : { n: 0n, d: 1n }, places, 'half-up')
    same(cut.reduce(add, { n: 0n, d: 1n }), fromScaled(units, places))
    const moved = cut.map((c, i) => subtract(c, parts[i] as Exact))
    const unit = fromScaled(1n, places)
    for (const m of moved) expect(compare(m.n < 0n ? negate(m) : m, unit), text(m)).toBe(-1)
    // Seen from the side on which the amount stands: who got a unit had no smaller remainder than who got none.
    const direction = whole.n < 0n ? negate : (x: Exact) => x
    const got = moved.map(direction).filter((m) => m.n > 0n)
    const none = moved.map(direction).filter((m) => m.n < 0n)
    for (const g of got) for (const o of none) expect(compare(subtract(unit, g), negate(o))).not.toBe(-1)
  }),
)

law(
  'what a reversal takes from each is what its original gave',
  fc.property(shared, ({ parts, places }) => {
    const given = allocate(parts, places)
    const taken = allocate(parts.map(negate), places)
    for (const [i, g] of given.entries()) same(add(g, taken[i] as Exact), { n: 0n, d: 1n })
  }),
)

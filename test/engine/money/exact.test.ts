import { describe, expect, test } from 'vitest'
import {
  absolute,
  add,
  compare,
  divide,
  type Exact,
  exactToText,
  fromInteger,
  fromScaled,
  isStorable,
  isZero,
  maximum,
  minimum,
  multiply,
  NumberOverflow,
  negate,
  parseExact,
  powerOfTen,
  readExact,
  reduce,
  scaledToText,
  sign,
  subtract,
  textToExact,
} from '#engine/money/exact'

const x = textToExact
const text = (value: Exact) => exactToText(value)

describe('exact arithmetic', () => {
  test('0.1 + 0.2 is 0.3, and a million credits of 0.07 are 70,000', () => {
    expect(text(add(x('0.1'), x('0.2')))).toBe('0.3')
    expect(text(multiply(x('1000000'), x('0.07')))).toBe('70000')
  })

  test('adds whatever the denominators, and takes away', () => {
    expect(text(add(x('1/3'), x('1/6')))).toBe('0.5')
    expect(text(add(x('1/6'), x('1/3')))).toBe('0.5')
    expect(text(add(x('1/4'), x('1/6')))).toBe('5/12')
    expect(text(add(x('1/6'), x('1/4')))).toBe('5/12')
    expect(text(subtract(x('1/4'), x('1/6')))).toBe('1/12')
    expect(text(subtract(x('1'), x('0.75')))).toBe('0.25')
  })

  test('adds cents to thousandths in thousandths, so that a long sum of decimals grows no denominator', () => {
    expect(add(x('0.01'), x('0.001'))).toEqual({ n: 11n, d: 1000n })
    expect(add(x('0.001'), x('0.01'))).toEqual({ n: 11n, d: 1000n })
    expect(add(x('0.02'), x('0.01'))).toEqual({ n: 3n, d: 100n })
    expect(add({ n: 1n, d: 4n }, { n: 1n, d: 6n })).toEqual({ n: 10n, d: 24n })
  })

  test('a quotient of a negative keeps a positive denominator', () => {
    expect(divide(x('1'), x('-3'))).toEqual({ n: -1n, d: 3n })
    expect(divide(x('-1'), x('-3'))).toEqual({ n: 1n, d: 3n })
    expect(divide(x('2'), x('3'))).toEqual({ n: 2n, d: 3n })
    expect(text(divide(x('0.5'), x('0.25')))).toBe('2')
    expect(text(divide(x('0.5'), x('-0.25')))).toBe('-2')
  })

  test('dividing by zero is a bug of the caller', () => {
    expect(() => divide(x('1'), x('0'))).toThrow('division by zero')
  })

  test('compares by value, not by how it is written', () => {
    expect([compare(x('1/3'), x('0.33')), compare(x('0.5'), x('1/2')), compare(x('-1'), x('0'))]).toEqual([1, 0, -1])
    expect([compare(x('3'), x('2')), compare(x('2'), x('2')), compare(x('2'), x('3'))]).toEqual([1, 0, -1])
    expect([compare(x('1/3'), x('1/2')), compare(x('1/2'), x('1/3'))]).toEqual([-1, 1])
    expect([text(minimum(x('0.2'), x('1/3'))), text(minimum(x('1/3'), x('0.2')))]).toEqual(['0.2', '0.2'])
    expect([text(maximum(x('0.2'), x('1/3'))), text(maximum(x('1/3'), x('0.2')))]).toEqual(['1/3', '1/3'])
  })

  test('tells signs and zero', () => {
    expect([sign(x('0.01')), sign(x('0')), sign(x('-0.01'))]).toEqual([1, 0, -1])
    expect([isZero(x('0.00')), isZero(x('0.01')), isZero(x('-0.01'))]).toEqual([true, false, false])
    expect([text(absolute(x('-3'))), text(absolute(x('3')))]).toEqual(['3', '3'])
    expect([text(negate(x('-3'))), text(negate(x('3')))]).toEqual(['3', '-3'])
  })

  test('lowest terms', () => {
    expect([reduce({ n: 6n, d: 4n }), reduce({ n: -6n, d: 4n }), reduce({ n: 5n, d: 3n })]).toEqual([
      { n: 3n, d: 2n },
      { n: -3n, d: 2n },
      { n: 5n, d: 3n },
    ])
    expect(reduce({ n: 0n, d: 7n })).toEqual({ n: 0n, d: 1n })
  })
})

describe('decimals as text', () => {
  test.each([
    ['12.50', 1250n, 100n],
    ['-12.50', -1250n, 100n],
    ['007', 7n, 1n],
    ['0', 0n, 1n],
    ['0.000001', 1n, 1_000_000n],
  ])('%s is read exactly', (decimal, n, d) => {
    expect(readExact(decimal)).toEqual({ n, d })
    expect(parseExact(decimal)).toEqual({ n, d })
  })

  test.each(['', '-', '.5', '5.', '1.2.3', '+1', '--1', '1e3', ' 1', '1 ', 'a1', '1a', '1.5a', '1,5', '1x5', '½'])(
    '"%s" is no decimal',
    (decimal) => {
      expect(readExact(decimal)).toBeUndefined()
      expect(() => parseExact(decimal)).toThrow(`not a decimal: ${decimal}`)
    },
  )

  test.each([
    [1n, 1n, '1'],
    [100n, 1n, '100'],
    [-1n, 20n, '-0.05'],
    [12345n, 100n, '123.45'],
    [10n, 4n, '2.5'],
    [1n, 8n, '0.125'],
    [1n, 5n, '0.2'],
    [1n, 25n, '0.04'],
    [1n, 40n, '0.025'],
    [1n, 250n, '0.004'],
    [0n, 7n, '0'],
    [185n, 6n, '185/6'],
    [-2n, 6n, '-1/3'],
    [1n, 30n, '1/30'],
  ])('%s over %s is written %s, and read again', (n, d, written) => {
    expect(exactToText({ n, d })).toBe(written)
    expect(compare(textToExact(written), { n, d })).toBe(0)
  })

  test.each([
    [12345n, 2, '123.45'],
    [5n, 2, '0.05'],
    [-5n, 2, '-0.05'],
    [0n, 2, '0.00'],
    [100n, 2, '1.00'],
    [7n, 0, '7'],
    [-7n, 0, '-7'],
    [1n, 3, '0.001'],
  ])('%s units of 10^-%s are %s', (units, digits, written) => {
    expect(scaledToText(units, digits)).toBe(written)
    expect(exactToText(fromScaled(units, digits))).toBe(exactToText(parseExact(written)))
  })

  test('integers and powers of ten, also those beyond the ready-made ones', () => {
    expect([fromInteger(3), fromInteger(-3n)]).toEqual([
      { n: 3n, d: 1n },
      { n: -3n, d: 1n },
    ])
    expect([powerOfTen(0), powerOfTen(2), powerOfTen(41)]).toEqual([1n, 100n, BigInt(`1${'0'.repeat(41)}`)])
  })
})

describe('bounds', () => {
  const largest = 2n ** 512n
  const half = { n: 2n ** 256n, d: 1n }

  test('512 bits are held, on both sides of 0 and below the line', () => {
    expect(multiply(half, half)).toEqual({ n: largest, d: 1n })
    expect(multiply(half, negate(half))).toEqual({ n: -largest, d: 1n })
    expect(divide(divide(fromInteger(1), half), half)).toEqual({ n: 1n, d: largest })
  })

  test('more is refused, not rounded', () => {
    const one = fromInteger(1)
    const top = { n: largest, d: 1n }
    expect(() => add(top, one)).toThrow(NumberOverflow)
    expect(() => subtract(negate(top), one)).toThrow(NumberOverflow)
    expect(() => multiply({ n: 1n, d: largest + 1n }, one)).toThrow(NumberOverflow)
    expect(() => divide(one, { n: largest + 1n, d: 1n })).toThrow('number-overflow')
    expect(() => add(top, one)).toThrow(expect.objectContaining({ name: 'NumberOverflow' }))
  })

  test('a figure that is only written long is put in lowest terms instead of being refused', () => {
    const long = 3n ** 200n
    let product = fromInteger(7)
    for (let i = 0; i < 20; i++) product = divide(multiply(product, { n: long, d: 1n }), { n: long, d: 1n })
    expect(text(product)).toBe('7')
    const [small, minus] = [
      multiply({ n: 1n, d: long }, { n: long, d: 1n }),
      multiply({ n: -long, d: 1n }, { n: 1n, d: long }),
    ]
    expect([small, minus]).toEqual([
      { n: 1n, d: 1n },
      { n: -1n, d: 1n },
    ])
  })

  test('what a database column holds: 2^53 - 1 units, on both sides of 0', () => {
    const most = 9_007_199_254_740_991n
    expect([most, -most, 0n].map(isStorable)).toEqual([true, true, true])
    expect([most + 1n, -most - 1n].map(isStorable)).toEqual([false, false])
  })
})

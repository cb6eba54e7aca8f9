import { describe, expect, test, vi } from 'vitest'
import type { Measure } from '#engine'
import { addTo, EMPTY, figure, join, restoreTally, storeTally, type Tally } from '#engine/calculate/tally'
import { exactToText, parseExact } from '#engine/money/exact'

type Aggregate = Measure['aggregate']
const numbers = (aggregate: Aggregate, ...values: string[]): Tally =>
  values.reduce((tally, value) => addTo(aggregate, tally, parseExact(value)), EMPTY)
const read = (aggregate: Aggregate, tally: Tally) => {
  const value = figure(aggregate, tally)
  return value && exactToText(value)
}
const of = (aggregate: Aggregate, ...values: string[]) => read(aggregate, numbers(aggregate, ...values))
const KINDS: readonly Aggregate[] = ['sum', 'count', 'distinctCount', 'average', 'minimum', 'maximum', 'latest']

describe('one figure over credits', () => {
  test('of each kind', () => {
    expect(KINDS.map((kind) => of(kind, '5', '-2', '5', '4'))).toEqual(['12', '4', '3', '3', '-2', '5', '4'])
    expect(KINDS.map((kind) => of(kind, '1'))).toEqual(['1', '1', '1', '1', '1', '1', '1'])
  })

  test('of nothing is 0, or missing where nothing has none', () => {
    expect(KINDS.map((kind) => of(kind))).toEqual(['0', '0', '0', undefined, undefined, undefined, undefined])
  })

  test('counts credits without a value', () => {
    const two = addTo('count', addTo('count', EMPTY, undefined), undefined)
    expect(read('count', two)).toBe('2')
  })

  test('a count keeps no values', () => {
    expect(addTo('count', EMPTY, parseExact('5'))).toEqual({ ...EMPTY, count: 1 })
  })

  test('tells values apart by what they are, not how they are written', () => {
    expect(of('distinctCount', '1.5', '1.50', '2')).toBe('2')
    const seen = (...values: (string | boolean | string[])[]) =>
      read(
        'distinctCount',
        values.reduce<Tally>((tally, value) => addTo('distinctCount', tally, value), EMPTY),
      )
    expect([seen('a', 'b', 'a'), seen(true, false, true), seen(['a'], ['a', 'b'], ['a'])]).toEqual(['2', '2', '2'])
  })

  test('a kind that is none is a bug of the caller', () => {
    expect(() => addTo('median' as never, EMPTY, parseExact('1'))).toThrow('median')
    expect(() => figure('median' as never, EMPTY)).toThrow('median')
  })
})

describe('two stretches of one window', () => {
  test('read as if they had been one', () => {
    for (const kind of KINDS) {
      const joined = join(kind, numbers(kind, '5', '-2'), numbers(kind, '5', '4'))
      expect([kind, read(kind, joined)]).toEqual([kind, of(kind, '5', '-2', '5', '4')])
      expect([kind, read(kind, join(kind, numbers(kind, '7'), numbers(kind, '-9')))]).toEqual([
        kind,
        of(kind, '7', '-9'),
      ])
    }
  })

  test('of which one is empty are the other', () => {
    for (const kind of KINDS) {
      const some = numbers(kind, '5', '-2')
      expect([join(kind, some, EMPTY), join(kind, EMPTY, some), join(kind, EMPTY, EMPTY)]).toEqual([some, some, EMPTY])
    }
  })
})

describe('what has been seen', () => {
  const line = (from: Tally, ...values: string[]): Tally =>
    values.reduce<Tally>((tally, value) => addTo('distinctCount', tally, value), from)
  const seen = (tally: Tally) => storeTally(tally).d

  test('two futures of one state know nothing of each other', () => {
    const state = line(EMPTY, 'a', 'b')
    const one = line(state, 'c', 'd')
    const other = line(state, 'd', 'a', 'e', 'c')
    const again = line(state, 'c', 'e')
    expect([state, one, other, again].map(seen)).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'd', 'e', 'c'],
      ['a', 'b', 'c', 'e'],
    ])
    expect([state, one, other, again].map((t) => read('distinctCount', t))).toEqual(['2', '4', '5', '4'])
    expect(seen(line(one, 'b', 'e'))).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(seen(line(EMPTY, 'z'))).toEqual(['z'])
  })

  test('a joined window leaves both of its stretches as they are', () => {
    const [earlier, later] = [line(EMPTY, 'a', 'b'), line(EMPTY, 'b', 'c')]
    expect(seen(join('distinctCount', earlier, later))).toEqual(['a', 'b', 'c'])
    expect(seen(join('distinctCount', earlier, line(later, 'd')))).toEqual(['a', 'b', 'c', 'd'])
    expect([seen(earlier), seen(later)]).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ])
    expect(seen(line(earlier, 'x'))).toEqual(['a', 'b', 'x'])
    expect(seen(join('distinctCount', line(earlier, 'x'), later))).toEqual(['a', 'b', 'x', 'c'])
  })

  test('n values are n entries to make, after a branch too, and not n for each', () => {
    const entered = [vi.spyOn(Map.prototype, 'set'), vi.spyOn(Set.prototype, 'add')]
    const work = (of: () => void): number => {
      for (const spy of entered) spy.mockClear()
      of()
      return entered.reduce((n, spy) => n + spy.mock.calls.length, 0)
    }
    const values = (n: number) => Array.from({ length: n }, (_, i) => `v${i}`)
    try {
      const half = line(EMPTY, ...values(500))
      expect(work(() => line(EMPTY, ...values(1000)))).toBe(1000)
      expect(work(() => line(EMPTY, ...values(1000), ...values(1000)))).toBe(1000)
      expect(work(() => line(half, ...values(1000)))).toBe(500)
      expect(work(() => line(half, 'other', ...values(1000)))).toBe(500 + 501)
    } finally {
      for (const spy of entered) spy.mockRestore()
    }
  })
})

describe('as it is stored', () => {
  test('a tally comes back whole', () => {
    for (const kind of KINDS) {
      const tally = numbers(kind, '5', '-2.25', '5')
      expect(restoreTally(JSON.parse(JSON.stringify(storeTally(tally))))).toEqual(tally)
    }
    expect(restoreTally(storeTally(EMPTY))).toEqual(EMPTY)
  })

  test('it holds no more than its kind needs', () => {
    const stored = (kind: Aggregate) => storeTally(numbers(kind, '5', '-2.25', '5'))
    expect(KINDS.map(stored)).toEqual([
      { c: 3, s: '7.75' },
      { c: 3 },
      { c: 3, d: ['5', '-2.25'] },
      { c: 3, s: '7.75' },
      { c: 3, e: '-2.25' },
      { c: 3, e: '5' },
      { c: 3, e: '5' },
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { settle } from './settle.ts'

const cap = (id: string, over = {}) => ({ kind: 'CapTogether', id, excess: 'lost', ...over })
const draw = (over = {}) => ({ kind: 'Draw', id: 'draw', pays: 'upTo', ...over })
const hold = (over = {}) => ({ kind: 'Hold', id: 'hold', share: '0.25', periods: 2, ...over })
const recovery = (over = {}) => ({ recovery: { percent: '1', forgivenAtEnd: false, ...over } })
const owed = (minor: bigint) => ({ balances: new Map([['draw', minor]]) })

describe('a cap', () => {
  const capped = (of: bigint, excess: 'lost' | 'banked', banked = 0n) => {
    const { minor, entries, balances } = settle({
      earned: { a: of },
      rules: [cap('cap', { excess })],
      amounts: { cap: 100n },
      before: { balances: new Map([['cap', banked]]) },
    })
    return [minor, entries, balances.cap]
  }

  test('takes what exceeds it, and nothing at it or below it', () => {
    expect([99n, 100n, 101n].map((of) => capped(of, 'lost')[0])).toEqual([99n, 100n, 100n])
    expect(capped(101n, 'lost')[1]).toEqual([['cap', 'capped', -1n]])
    expect(capped(100n, 'lost')[1]).toEqual([])
  })

  test('banks the excess', () => {
    expect(capped(130n, 'banked')).toEqual([100n, [['cap', 'banked', -30n]], 30n])
    expect(capped(130n, 'banked', 5n)).toEqual([100n, [['cap', 'banked', -30n]], 35n])
    expect(capped(100n, 'banked', 5n)).toEqual([100n, [], 5n])
  })

  test('pays from the bank as far as there is room and something banked', () => {
    expect(capped(90n, 'banked', 25n)).toEqual([100n, [['cap', 'paid from bank', 10n]], 15n])
    expect(capped(90n, 'banked', 4n)).toEqual([94n, [['cap', 'paid from bank', 4n]], undefined])
    expect(capped(-20n, 'banked', 200n)).toEqual([100n, [['cap', 'paid from bank', 120n]], 80n])
  })

  test('that loses the excess pays nothing of what an earlier version of it banked', () => {
    expect(capped(90n, 'lost', 25n)[0]).toBe(90n)
  })

  test('bounds the earnings that it names, together, and no others', () => {
    const { minor, entries } = settle({
      earned: { a: 80n, b: 70n, c: 900n },
      rules: [cap('cap', { earnings: ['a', 'b', 'never'] })],
      amounts: { cap: 100n },
    })
    expect([minor, entries]).toEqual([1000n, [['cap', 'capped', -50n]]])
  })
})

describe('a rule finds what earlier rules did to no others than its earnings', () => {
  const second = (first: string[] | undefined, then: string[] | undefined) =>
    settle({
      earned: { a: 100n, b: 100n },
      rules: [cap('one', first ? { earnings: first } : {}), cap('two', then ? { earnings: then } : {})],
      amounts: { one: 60n, two: 50n },
    }).entries.find(([rule]) => rule === 'two')?.[2]

  test('what was taken from one of its earnings', () => {
    expect(second(['a'], ['a', 'b'])).toBe(-110n)
    expect(second(['a'], ['a'])).toBe(-10n)
    expect(second(['a'], undefined)).toBe(-110n)
  })

  test('not what was taken from others, or from others too', () => {
    expect(second(['b'], ['a'])).toBe(-50n)
    expect(second(['a', 'b'], ['a'])).toBe(-50n)
    expect(second(undefined, ['a', 'b'])).toBe(-150n)
  })

  test('everything, where it concerns all earnings', () => {
    expect(second(undefined, undefined)).toBe(-10n)
  })
})

/** One period of one earning under a draw of 100. */
function underDraw(of: bigint, over: object, before: object = {}, floors: Record<string, bigint> = {}) {
  return settle({ earned: { a: of }, rules: [draw(over)], amounts: { draw: 100n }, floors, before })
}

describe('a draw', () => {
  const drawn = (...given: Parameters<typeof underDraw>) => {
    const { minor, entries, balances } = underDraw(...given)
    return [minor, entries, balances.draw]
  }

  test('up to an amount pays what is missing from it, also below 0', () => {
    expect(drawn(30n, {})).toEqual([100n, [['draw', 'draw', 70n]], undefined])
    expect(drawn(100n, {})).toEqual([100n, [], undefined])
    expect(drawn(130n, {})).toEqual([130n, [], undefined])
    expect(drawn(-30n, {})).toEqual([100n, [['draw', 'draw', 130n]], undefined])
  })

  test('on top pays the amount whatever was earned', () => {
    expect(drawn(30n, { pays: 'onTop' })).toEqual([130n, [['draw', 'draw', 100n]], undefined])
  })

  test('of less than nothing draws nothing', () => {
    const below = (pays: string) =>
      settle({ earned: { a: 5n }, rules: [draw({ pays })], amounts: { draw: -50n } }).minor
    expect([below('onTop'), below('upTo')]).toEqual([5n, 5n])
  })

  test('runs for its periods and no longer', () => {
    const paid = [0, 1, 2].map((periods) => drawn(30n, { periods: 2 }, { periods })[0])
    expect(paid).toEqual([100n, 100n, 30n])
  })

  test('concerns the earnings that it names', () => {
    const { minor, entries } = settle({
      earned: { a: 30n, b: 500n },
      rules: [draw({ earnings: ['a'] }), cap('cap', { earnings: ['a'] })],
      amounts: { draw: 100n, cap: 90n },
    })
    expect(entries).toEqual([
      ['draw', 'draw', 70n],
      ['cap', 'capped', -10n],
    ])
    expect(minor).toBe(590n)
  })
})

describe('a recoverable draw', () => {
  const recovered = (...given: Parameters<typeof underDraw>) => {
    const { minor, entries, balances } = underDraw(...given)
    return [minor, entries.find(([, what]) => what === 'recovered')?.[2] ?? 0n, balances.draw ?? 0n]
  }

  test('is owed, and taken from what exceeds it while it runs', () => {
    expect(recovered(30n, recovery(), {})).toEqual([100n, 0n, 70n])
    expect(recovered(150n, recovery(), owed(70n))).toEqual([100n, -50n, 20n])
    expect(recovered(150n, recovery(), owed(20n))).toEqual([130n, -20n, 0n])
    expect(recovered(40n, recovery(), owed(20n))).toEqual([100n, 0n, 80n])
  })

  test('is taken from everything above 0 when it has ended, never from less than nothing', () => {
    const ended = { periods: 1, ...owed(70n) }
    expect(recovered(50n, { periods: 1, ...recovery() }, ended)).toEqual([0n, -50n, 20n])
    expect(recovered(-50n, { periods: 1, ...recovery() }, ended)).toEqual([-50n, 0n, 70n])
  })

  test('takes its percentage of what exceeds its floor, half-up', () => {
    const half = recovery({ percent: '0.5' })
    expect(recovered(151n, half, owed(70n))).toEqual([125n, -26n, 44n])
    expect(recovered(151n, half, owed(70n), { draw: 130n })).toEqual([140n, -11n, 59n])
    expect(recovered(151n, half, owed(70n), { draw: 0n })).toEqual([81n, -70n, 0n])
  })

  test('begins in the period that is stated', () => {
    const from = recovery({ from: 3 })
    expect([1, 2, 3].map((periods) => recovered(150n, from, { periods, ...owed(70n) })[1])).toEqual([0n, -50n, -50n])
    expect(recovered(150n, { pays: 'onTop', periods: 5, ...from }, { periods: 2, ...owed(70n) })[1]).toBe(-50n)
  })

  test('that is an advance begins when it has ended, or at once where it never ends', () => {
    const advance = { pays: 'onTop', periods: 2, ...recovery() }
    const by = [0, 1, 2].map((periods) => recovered(150n, advance, { periods, ...owed(70n) }))
    expect(by).toEqual([
      [250n, 0n, 170n],
      [250n, 0n, 170n],
      [80n, -70n, 0n],
    ])
    expect(recovered(150n, { pays: 'onTop', ...recovery() }, owed(70n))).toEqual([200n, -50n, 120n])
    expect(recovered(150n, { pays: 'upTo', periods: 2, ...recovery() }, owed(70n))).toEqual([100n, -50n, 20n])
  })

  test('is forgiven in its last period, and not before', () => {
    const forgiven = { periods: 2, ...recovery({ forgivenAtEnd: true }) }
    expect(recovered(30n, forgiven, owed(10n))).toEqual([100n, 0n, 80n])
    expect(recovered(30n, forgiven, { periods: 1, ...owed(10n) })).toEqual([100n, 0n, 0n])
    expect(recovered(30n, { periods: 2, ...recovery() }, { periods: 1, ...owed(10n) })).toEqual([100n, 0n, 80n])
    expect(recovered(30n, recovery({ forgivenAtEnd: true }), { periods: 9, ...owed(10n) })).toEqual([100n, 0n, 80n])
  })
})

describe('a hold', () => {
  test('keeps back a share of what is above 0, half-up, and releases it after its periods', () => {
    const { minor, entries, state } = settle({ earned: { a: 102n }, rules: [hold()], before: { periods: 3 } })
    expect([minor, entries]).toEqual([76n, [['hold', 'held', -26n]]])
    expect(state.due).toEqual([{ period: 6, earning: 'hold', minor: 26n, held: true }])
  })

  test('keeps nothing of nothing, or of less', () => {
    for (const of of [0n, -100n]) {
      const { minor, entries, state } = settle({ earned: { a: of }, rules: [hold()] })
      expect([minor, entries, state.due]).toEqual([of, [], []])
    }
  })

  test('concerns the earnings that it names, and what later rules find of them', () => {
    const rules = [hold({ earnings: ['a'] }), cap('cap', { earnings: ['a'] })]
    const { entries } = settle({ earned: { a: 100n, b: 100n }, rules, amounts: { cap: 70n } })
    expect(entries).toEqual([
      ['hold', 'held', -25n],
      ['cap', 'capped', -5n],
    ])
  })
})

describe('what is carried', () => {
  const carry = { kind: 'CarryNegative', id: 'carry' }
  const least = { kind: 'MinimumPayment', id: 'least' }
  const carried = (rule: object, of: bigint, balance = 0n) => {
    const { minor, entries, balances } = settle({
      earned: { a: of },
      rules: [rule],
      amounts: { least: 50n },
      before: {
        balances: new Map(
          [
            ['carry', balance],
            ['least', balance],
          ].filter(([, x]) => x !== 0n) as never,
        ),
      },
    })
    return [minor, entries, balances]
  }

  test('less than nothing is taken from later periods instead of being paid back', () => {
    expect(carried(carry, -30n)).toEqual([0n, [['carry', 'carried', 30n]], { carry: -30n }])
    expect(carried(carry, 0n)).toEqual([0n, [], {}])
    expect(carried(carry, 1n)).toEqual([1n, [], {}])
  })

  test('what was carried is brought forward first', () => {
    const forward = ['carry', 'brought forward', -30n]
    expect(carried(carry, 100n, -30n).slice(0, 2)).toEqual([70n, [forward]])
    expect(carried(carry, 10n, -30n).slice(0, 2)).toEqual([0n, [forward, ['carry', 'carried', 20n]]])
  })

  test('a payment below the minimum waits, one at it is paid, less than nothing is no payment', () => {
    expect(carried(least, 49n)).toEqual([0n, [['least', 'carried', -49n]], { least: 49n }])
    expect(carried(least, 50n)[0]).toBe(50n)
    expect(carried(least, 0n)).toEqual([0n, [], {}])
    expect(carried(least, -1n)).toEqual([-1n, [], {}])
    expect(carried(least, 2n, 48n)[0]).toBe(50n)
  })

  test('it is the whole payment that is carried, with what earlier rules did', () => {
    const { minor, balances, entries } = settle({
      earned: { a: 100n, b: -20n },
      rules: [cap('cap', { earnings: ['a'] }), least],
      amounts: { cap: 60n, least: 50n },
    })
    expect([minor, balances]).toEqual([0n, { least: 40n }])
    expect(entries).toEqual([
      ['cap', 'capped', -40n],
      ['least', 'carried', -40n],
    ])
  })

  test('a rule after it finds what it did, where it concerns all earnings', () => {
    const { entries } = settle({ earned: { a: -30n }, rules: [carry, draw()], amounts: { draw: 10n } })
    expect(entries).toEqual([
      ['carry', 'carried', 30n],
      ['draw', 'draw', 10n],
    ])
  })
})

test('a rule without an amount of its own reads none', () => {
  expect(settle({ earned: { a: 10n }, rules: [cap('cap')] }).minor).toBe(0n)
})

test('a kind of rule that is none is a bug of the caller', () => {
  expect(() => settle({ rules: [{ kind: 'Gift', id: 'gift' }] })).toThrow('Gift')
})

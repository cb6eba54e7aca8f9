import { describe, expect, test } from 'vitest'
import { settle } from './settle.ts'

const halves = {
  kind: 'Instalments',
  parts: [
    { share: '0.5', afterPeriods: 0 },
    { share: '0.25', afterPeriods: 1 },
    { share: '0.25', afterPeriods: 3 },
  ],
}
const thirds = { kind: 'Amortised', periods: 3 }
const onPayment = (atOnce: string) => ({ kind: 'OnEvent', event: 'payment', atOnce })
const line = (deal: string, minor: bigint, earning = 'a') => ({ earning, deal, minor, takesBack: false })
const taken = (deal: string, minor: bigint, earning = 'a') => ({ ...line(deal, minor, earning), takesBack: true })
const waits = (deal: string, minor: bigint, over = {}) => ({ earning: 'a', event: 'payment', deal, minor, ...over })
const paidFor = (deal: string) => ({ event: 'payment', deal })

describe('what was earned becomes payable', () => {
  test('at once, where the earning states no schedule', () => {
    const { payable, minor, state } = settle({ earned: { a: 500n, b: -20n } })
    expect([payable, minor, state]).toEqual([
      { a: 500n, b: -20n },
      480n,
      { periods: 1, balances: new Map(), due: [], waiting: [] },
    ])
  })

  test('in instalments, each in its period, counted from the one at hand', () => {
    const { payable, state } = settle({ earned: { a: 1000n }, schedules: { a: halves }, before: { periods: 4 } })
    expect(payable).toEqual({ a: 500n })
    expect(state.periods).toBe(5)
    expect(state.due).toEqual([
      { period: 6, earning: 'a', minor: 250n, held: false },
      { period: 8, earning: 'a', minor: 250n, held: false },
    ])
  })

  test('in equal parts that add up to it to the cent, the odd cent first', () => {
    const { payable, state } = settle({ earned: { a: 10_001n }, schedules: { a: thirds } })
    expect(payable).toEqual({ a: 3334n })
    expect(state.due.map((d) => [d.period, d.minor])).toEqual([
      [2, 3334n],
      [3, 3333n],
    ])
  })

  test('what is due now is paid beside what is earned now, what is due later stays', () => {
    const due = [
      { period: 2, earning: 'a', minor: 70n, held: false },
      { period: 3, earning: 'a', minor: 60n, held: false },
    ]
    const { payable, state } = settle({ earned: { a: 5n }, before: { periods: 1, due } })
    expect([payable, state.due]).toEqual([{ a: 75n }, [due[1]]])
    const last = settle({ before: { ...state } })
    expect([last.payable, last.minor, last.state.due]).toEqual([{ a: 60n }, 60n, []])
  })

  test('what was held is released past all rules that concern earnings', () => {
    const due = [{ period: 2, earning: 'hold', minor: 300n, held: true }]
    const cap = { kind: 'CapTogether', id: 'cap', excess: 'lost', earnings: ['a'] }
    const { payable, entries, minor } = settle({
      earned: { a: 100n },
      rules: [cap],
      amounts: { cap: 100n },
      before: { periods: 1, due },
    })
    expect([payable, entries, minor]).toEqual([{ a: 100n }, [['hold', 'released', 300n]], 400n])
  })
})

describe('what waits for an event of its deal', () => {
  test('a share of each line is payable at once, half-up, the rest waits', () => {
    const { payable, state } = settle({
      earned: { a: 1010n, b: 7n },
      schedules: { a: onPayment('0.5') },
      lines: [line('D1', 1001n), line('D2', 9n), line('D3', 7n, 'b')],
    })
    expect(payable).toEqual({ a: 506n, b: 7n })
    expect(state.waiting).toEqual([waits('D1', 500n), waits('D2', 4n)])
  })

  test('nothing waits of a line that is payable as a whole, or that is nothing', () => {
    const whole = settle({ earned: { a: 90n }, schedules: { a: onPayment('1') }, lines: [line('D1', 90n)] })
    expect([whole.payable, whole.state.waiting]).toEqual([{ a: 90n }, []])
    const none = settle({ earned: { a: 0n }, schedules: { a: onPayment('0') }, lines: [line('D1', 0n)] })
    expect([none.payable, none.state.waiting]).toEqual([{ a: 0n }, []])
  })

  test('what the earning has beside its lines, such as a floor, does not wait', () => {
    const { payable } = settle({ earned: { a: 130n }, schedules: { a: onPayment('0') }, lines: [line('D1', 100n)] })
    expect(payable).toEqual({ a: 30n })
  })

  test('is paid in the period of the event, also of a deal of that period', () => {
    const later = settle({ events: [paidFor('D1')], before: { waiting: [waits('D1', 40n), waits('D2', 50n)] } })
    expect([later.payable, later.minor, later.state.waiting]).toEqual([{ a: 40n }, 40n, [waits('D2', 50n)]])
    const same = settle({
      earned: { a: 80n },
      schedules: { a: onPayment('0.25') },
      lines: [line('D1', 80n)],
      events: [paidFor('D1')],
    })
    expect([same.payable, same.state.waiting]).toEqual([{ a: 80n }, []])
  })

  test('all lines of the deal are released together, each to its earning, and nothing twice', () => {
    const waiting = [waits('D1', 40n), waits('D1', 2n), waits('D9', 9n), waits('D1', 5n, { earning: 'b' })]
    const { payable, state } = settle({ events: [paidFor('D1'), paidFor('D1')], before: { waiting } })
    expect([payable, state.waiting]).toEqual([{ a: 42n, b: 5n }, [waits('D9', 9n)]])
  })

  test('another kind of event releases nothing', () => {
    const waiting = [waits('D1', 40n)]
    const { minor, state } = settle({ events: [{ event: 'invoice', deal: 'D1' }], before: { waiting } })
    expect([minor, state.waiting]).toEqual([0n, waiting])
  })

  test('a period leaves the state that it began with as it was', () => {
    const waiting = [waits('D1', 40n)]
    const balances = new Map([['cap', 5n]])
    settle({ events: [paidFor('D1')], before: { waiting, balances }, rules: [{ kind: 'CarryNegative', id: 'cap' }] })
    expect([waiting, balances]).toEqual([[waits('D1', 40n)], new Map([['cap', 5n]])])
  })
})

describe('what a clawback takes', () => {
  const take = (minor: bigint, waiting: ReturnType<typeof waits>[], over = {}) => {
    const { payable, state } = settle({
      earned: { a: minor },
      schedules: { a: onPayment('0.5') },
      lines: [taken('D1', minor)],
      before: { waiting },
      ...over,
    })
    return [payable.a, state.waiting]
  }

  test('comes first from what waits on the deal, the rest at once', () => {
    expect(take(-30n, [waits('D1', 50n)])).toEqual([0n, [waits('D1', 20n)]])
    expect(take(-80n, [waits('D1', 50n)])).toEqual([-30n, []])
    expect(take(-50n, [waits('D1', 50n)])).toEqual([0n, []])
  })

  test('comes from each that waits on the deal, in their order', () => {
    expect(take(-60n, [waits('D1', 50n), waits('D1', 40n)])).toEqual([0n, [waits('D1', 30n)]])
    expect(take(-45n, [waits('D1', 40n), waits('D1', 9n), waits('D1', 7n)])).toEqual([
      0n,
      [waits('D1', 4n), waits('D1', 7n)],
    ])
  })

  test('leaves alone what waits on other deals and of other earnings', () => {
    const others = [waits('D2', 50n), waits('D1', 50n, { earning: 'b' })]
    expect(take(-30n, others)).toEqual([-30n, others])
  })

  test('of a deal that earned less than nothing gives back, and takes nothing of the opposite sign', () => {
    expect(take(30n, [waits('D1', -50n)])).toEqual([0n, [waits('D1', -20n)]])
    expect(take(80n, [waits('D1', -50n)])).toEqual([30n, []])
    expect(take(50n, [waits('D1', -50n), waits('D1', -20n)])).toEqual([0n, [waits('D1', -20n)]])
    expect(take(30n, [waits('D1', 50n)])).toEqual([30n, [waits('D1', 50n)]])
    expect(take(-30n, [waits('D1', -50n)])).toEqual([-30n, [waits('D1', -50n)]])
  })

  test('leaves nothing to an event that comes after it', () => {
    const after = take(-50n, [waits('D1', 50n)], { events: [paidFor('D1')] })
    expect(after).toEqual([0n, []])
    const partly = take(-30n, [waits('D1', 50n)], { events: [paidFor('D1')] })
    expect(partly).toEqual([20n, []])
  })
})

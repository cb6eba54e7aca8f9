import { describe, expect, test } from 'vitest'
import { type Plan, scaledToText } from '#engine'
import { credit, deal, earning, facts, pct, plan, times, usd } from '../support/plans.ts'
import { earned } from '../support/run-plan.ts'

type Rules = NonNullable<Plan['payoutRules']>
const draw = (amount: string, over: object = {}) =>
  ({ kind: 'Draw', id: 'draw', title: 'Draw', amount: usd(amount), pays: 'upTo', ...over }) as Rules[number]
const recoverable = { recovery: { percent: '1', forgivenAtEnd: false } }

/** Runs monthly earnings of exactly these amounts through payout rules; gives paid and owed (or banked, carried) per month. */
function paid(months: readonly string[], rules: Rules, id = 'draw', over: Partial<Plan> = {}) {
  const p = plan({
    period: 'month',
    payoutRules: rules,
    earnings: [earning(times(pct('1'), credit), { per: 'credit' })],
    ...over,
  })
  const list = months.map((amount, i) => deal(amount, { creditedOn: `2026-${String(i + 1).padStart(2, '0')}-10` }))
  const { result } = earned(p, facts(), list)
  const money = (minor: bigint) => scaledToText(minor, 2).replace(/\.00$/, '')
  const periods = result.periods.slice(0, months.length)
  return {
    paid: periods.map((x) => money(x.payment.minor)),
    balance: periods.map((x) => money(x.payment.state.balances.get(id) ?? 0n)),
    periods: result.periods,
  }
}

describe('draws', () => {
  test('a recoverable guarantee over six months (WE-27)', () => {
    const run = paid(['2750', '3000', '1500', '2375', '3000', '2750'], [draw('2000', recoverable)])
    expect(run.paid).toEqual(['2750', '3000', '2000', '2000', '2875', '2750'])
    expect(run.balance).toEqual(['0', '0', '500', '125', '0', '0'])
  })

  test('recoverable and not, two months (WE-29)', () => {
    expect(paid(['500', '3000'], [draw('1500', recoverable)])).toMatchObject({
      paid: ['1500', '2000'],
      balance: ['1000', '0'],
    })
    expect(paid(['500', '3000'], [draw('1500')])).toMatchObject({ paid: ['1500', '3000'], balance: ['0', '0'] })
  })

  test('a draw taken as an extra advance (WE-30)', () => {
    expect(paid(['1000', '3000'], [draw('1000', { pays: 'onTop', periods: 1, ...recoverable })])).toMatchObject({
      paid: ['2000', '2000'],
      balance: ['1000', '0'],
    })
    expect(paid(['1000', '4000'], [draw('2000')]).paid).toEqual(['2000', '4000'])
  })

  test('the four kinds of draw (WE-34), and the fifth, forgiven at the end', () => {
    const kinds = [
      draw('1500'),
      draw('1500', { pays: 'onTop' }),
      draw('1500', recoverable),
      draw('1500', { pays: 'onTop', ...recoverable }),
    ]
    expect(kinds.map((rule) => paid(['500'], [rule])).map((r) => [r.paid[0], r.balance[0]])).toEqual([
      ['1500', '0'],
      ['2000', '0'],
      ['1500', '1000'],
      ['2000', '1500'],
    ])
    const forgiven = draw('1500', { periods: 1, recovery: { percent: '1', forgivenAtEnd: true } })
    expect(paid(['500', '3000'], [forgiven])).toMatchObject({ paid: ['1500', '3000'], balance: ['0', '0'] })
  })

  test('a ramp guarantee tops up (WE-35)', () => {
    const run = paid(['100'], [draw('4000')])
    expect(run.paid).toEqual(['4000'])
    expect(run.periods[0]?.payment.entries).toEqual([{ rule: 'draw', what: 'draw', minor: 390_000n }])
  })

  test('recovery takes a percentage, from a period on, and never breaks its floor', () => {
    const rule = draw('1000', {
      periods: 1,
      recovery: { percent: '0.5', from: 3, floor: usd('600'), forgivenAtEnd: false },
    })
    expect(paid(['0', '5000', '1000', '2000'], [rule])).toMatchObject({
      paid: ['1000', '5000', '800', '1300'],
      balance: ['1000', '1000', '800', '100'],
    })
  })

  test('while a draw runs: what is paid less what was earned is what is owed, always', () => {
    const run = paid(['120', '3500', '0', '1999.99', '2000.01', '7000'], [draw('2000', recoverable)])
    let difference = 0n
    for (const p of run.periods.slice(0, 6)) {
      difference += p.payment.minor - (p.earnings[0]?.minor ?? 0n)
      expect(p.payment.state.balances.get('draw') ?? 0n).toBe(difference)
    }
  })
})

describe('caps over several earnings', () => {
  const two: Partial<Plan> = {
    earnings: [
      earning(times(pct('1'), credit), { per: 'credit' }),
      earning(times(pct('0.5'), credit), { id: 'extra', per: 'credit' }),
    ],
  }
  const cap = (excess: 'lost' | 'banked'): Rules => [
    { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('1500'), excess },
  ]

  test('the excess is lost, or banked and paid when room appears', () => {
    expect(paid(['2000', '600'], cap('lost'), 'cap', two).paid).toEqual(['1500', '900'])
    expect(paid(['2000', '600', '600', '600'], cap('banked'), 'cap', two)).toMatchObject({
      paid: ['1500', '1500', '1500', '1200'],
      balance: ['1500', '900', '300', '0'],
    })
  })
})

describe('schedules, holds and what is carried', () => {
  test('a split payout: half now, a quarter in each of the next two periods (WE-52)', () => {
    const parts = ['0.5', '0.25', '0.25'].map((share, afterPeriods) => ({ share, afterPeriods }))
    const over = {
      earnings: [earning(times(pct('1'), credit), { per: 'credit', payable: { kind: 'Instalments', parts } })],
    }
    expect(paid(['1000', '0', '0', '0'], [], 'x', over).paid).toEqual(['500', '250', '250', '0'])
  })

  test('instalments of an odd amount add up to it to the cent', () => {
    const over = {
      earnings: [earning(times(pct('1'), credit), { per: 'credit', payable: { kind: 'Amortised', periods: 3 } })],
    }
    expect(paid(['100', '0', '0'], [], 'x', over).paid).toEqual(['33.34', '33.33', '33.33'])
  })

  test('a holdback is released after its periods (WE-56, 70/30)', () => {
    expect(
      paid(['1200', '0', '0'], [{ kind: 'Hold', id: 'hold', title: 'Holdback', share: '0.3', periods: 2 }], 'hold')
        .paid,
    ).toEqual(['840', '0', '360'])
  })

  test('a negative payment is carried and taken from the next', () => {
    const rule: Rules = [{ kind: 'CarryNegative', id: 'carry', title: 'Carry' }]
    expect(paid(['-300', '100', '500'], rule, 'carry')).toMatchObject({
      paid: ['0', '0', '300'],
      balance: ['-300', '-200', '0'],
    })
  })

  test('less than the minimum waits', () => {
    const rule: Rules = [{ kind: 'MinimumPayment', id: 'min', title: 'Minimum', amount: usd('50') }]
    expect(paid(['20', '29.99', '10'], rule, 'min')).toMatchObject({
      paid: ['0', '0', '59.99'],
      balance: ['20', '49.99', '0'],
    })
  })
})

describe('rules in their order', () => {
  test('a cap before a draw bounds what the draw sees', () => {
    const rules: Rules = [
      { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('1000'), excess: 'lost' },
      draw('500', recoverable),
    ]
    expect(paid(['0', '3000'], rules)).toMatchObject({ paid: ['500', '500'], balance: ['500', '0'] })
  })
})

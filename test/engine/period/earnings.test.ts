import { describe, expect, test } from 'vitest'
import type { Earning, Expression, Plan } from '#engine'
import { credit, deal, earning, facts, field, measure, num, pct, plan, sumOf, times, usd } from '../../support/plans.ts'
import { earned } from '../../support/run-plan.ts'

const yes = (value: boolean): Expression => ({ kind: 'YesNo', value })
const missing: Expression = { kind: 'Parameter', parameter: 'none' }
const none: Plan['parameters'] = [{ kind: 'Parameter', id: 'none', title: 'None', type: 'money', default: null }]
/** The first quarter of one earning over deals of these amounts. */
function first(amount: Expression, over: Partial<Earning> = {}, deals = ['100'], parts: Partial<Plan> = {}) {
  const p = plan({ measures: [sumOf()], parameters: none, earnings: [earning(amount, over)], ...parts })
  const run = earned(
    p,
    facts(),
    deals.map((of) => deal(of)),
  )
  const [period] = run.result.periods
  return { run, period, figure: run.of('2026-Q1'), result: period?.earnings[0] }
}

describe('what bounds an earning', () => {
  const half = times(pct('0.5'), measure('revenue'))
  const each = times(pct('0.5'), credit)

  test('a floor lifts it, a cap lowers it, and the cap comes after the floor', () => {
    for (const [amount, per] of [
      [half, 'period'],
      [each, 'credit'],
    ] as const) {
      const figure = (over: Partial<Earning>) => first(amount, { per, ...over }).figure
      expect([figure({}), figure({ floor: usd('60') }), figure({ floor: usd('40') })]).toEqual([
        '50.00',
        '60.00',
        '50.00',
      ])
      expect([figure({ cap: usd('40') }), figure({ cap: usd('60') })]).toEqual(['40.00', '50.00'])
      expect(figure({ floor: usd('60'), cap: usd('40') })).toBe('40.00')
    }
  })

  test('a gate that is closed pays nothing, not even the floor; open, it changes nothing', () => {
    for (const [amount, per] of [
      [half, 'period'],
      [each, 'credit'],
    ] as const) {
      const closed = first(amount, { per, gate: yes(false), floor: usd('60'), cap: usd('-5') })
      expect([closed.figure, closed.result?.gateOpen, closed.result?.uncapped]).toEqual(['0.00', false, '50'])
      const open = first(amount, { per, gate: yes(true), floor: usd('60') })
      expect([open.figure, open.result?.gateOpen, open.result?.uncapped]).toEqual(['60.00', true, '50'])
    }
  })

  test('its figure is known before the rounding, and rounded in its mode', () => {
    const third: Expression = { kind: 'Divide', left: measure('revenue'), right: num('3') }
    const of = (mode: Earning['rounding']['mode'], over: Partial<Earning> = {}) => {
      const { figure, result } = first(third, { rounding: { mode, basis: 'running' }, ...over })
      return [figure, result?.uncapped, result?.exact]
    }
    expect(of('down').slice(0, 2)).toEqual(['33.33', '100/3'])
    expect(of('up').slice(0, 2)).toEqual(['33.34', '100/3'])
    expect(of('up', { cap: usd('30.005') })).toEqual(['30.01', '100/3', { n: 30_005n, d: 1000n }])
  })

  test('it is rounded to the minor unit of the plan’s currency', () => {
    const p = plan({
      currency: 'JPY',
      earnings: [earning({ kind: 'Money', value: '99.6', currency: 'JPY' })],
    })
    const { result } = earned(p, facts(), [])
    expect(result.periods[0]?.earnings[0]?.minor).toBe(100n)
  })
})

describe('an earning without a value', () => {
  test('is left open and listed; what does not read it stands', () => {
    const { run, period, result } = first(missing, {}, ['100'], {
      earnings: [earning(missing), earning(usd('5'), { id: 'other' })],
    })
    expect([run.of('2026-Q1'), run.of('2026-Q1', 'other')]).toEqual([null, '5.00'])
    expect(result).toEqual({
      earning: 'commission',
      title: 'Commission',
      minor: null,
      uncapped: null,
      exact: null,
      gateOpen: true,
      steps: [],
    })
    expect(period?.exceptions).toMatchObject([
      { code: 'missing-value', path: '/earnings/0/amount', participant: 'ann', transaction: null, period: '2026-Q1' },
    ])
  })

  test('has none for earnings and payout rules that read it either', () => {
    const read: Expression = { kind: 'Earned', earning: 'commission' }
    const { run, period } = first(missing, {}, ['100'], {
      earnings: [earning(missing), earning(read, { id: 'other' }), earning(usd('50'), { id: 'third' })],
      payoutRules: [{ kind: 'CapTogether', id: 'cap', title: 'Cap', cap: read, excess: 'lost' }],
    })
    expect(run.of('2026-Q1', 'other')).toBeNull()
    expect(period?.exceptions.map((x) => [x.code, x.path])).toEqual([
      ['missing-value', '/earnings/0/amount'],
      ['missing-value', '/earnings/1/amount'],
      ['missing-value', '/payoutRules/0/cap'],
    ])
    expect(period?.payment.minor).toBe(5000n)
  })

  test('too large to be stored says so at its part', () => {
    const { period } = first(times(usd('1'), num('9007199254740991')), { at: 'block-1' })
    expect(period?.exceptions).toMatchObject([
      { code: 'number-overflow', message: 'The earning has more than 15 digits.', at: 'block-1', path: '/earnings/0' },
    ])
  })

  test('a gate that is closed stands before it', () => {
    const closed = first(missing, { gate: yes(false) })
    expect([closed.figure, closed.period?.exceptions]).toEqual(['0.00', []])
  })
})

test('earnings are listed as the plan states them, whichever is calculated first', () => {
  const earn = (id: string): Expression => ({ kind: 'Earned', earning: id })
  const { period } = first(usd('0'), {}, [], {
    earnings: [
      earning(earn('d'), { id: 'a' }),
      earning(usd('2'), { id: 'b' }),
      earning(earn('b'), { id: 'c' }),
      earning(usd('4'), { id: 'd' }),
    ],
  })
  expect(period?.earnings.map((e) => [e.earning, e.minor])).toEqual([
    ['a', 400n],
    ['b', 200n],
    ['c', 200n],
    ['d', 400n],
  ])
})

describe('figures that outgrow every bound', () => {
  // (9 × 10^14)^10 × 10^4 is about 3.5 × 10^153; 2^512 is about 1.3 × 10^154: three such credits fit, four do not.
  const huge = times(credit, ...Array.from({ length: 9 }, () => num('900000000000000')), num('10000'))
  const withCredits = (count: number) =>
    first(
      measure('revenue'),
      {},
      Array.from({ length: count }, () => '900000000000000'),
      {
        measures: [sumOf({ value: huge })],
        compositeMeasures: [
          { kind: 'CompositeMeasure', id: 'mix', title: 'Mix', of: [{ measure: 'revenue', weight: '2' }] },
        ],
        earnings: [earning(usd('1'))],
      },
    )

  test('stop the credit that made them, at the measure', () => {
    expect(withCredits(3).period?.exceptions).toEqual([])
    expect(withCredits(4).period?.exceptions).toMatchObject([
      { code: 'number-overflow', at: null, path: '/measures/0' },
    ])
  })

  test('are shown as missing beside earnings that do not need them', () => {
    const { period, figure } = withCredits(3)
    expect([figure, period?.measures.map((m) => m.value === null)]).toEqual(['1.00', [false, true]])
  })
})

describe('the day on which a period’s parameters are read', () => {
  const p = (period: Plan['period']) =>
    plan({
      period,
      parameters: [{ kind: 'Parameter', id: 'bonus', title: 'Bonus', type: 'money', default: null }],
      earnings: [earning({ kind: 'Parameter', parameter: 'bonus' })],
    })
  const dated = [
    ['2026-01-01', '2026-03-09', '1'],
    ['2026-03-09', '2026-03-10', '2'],
    ['2026-03-10', '2026-03-30', '3'],
    ['2026-03-30', '2026-03-31', '4'],
    ['2026-03-31', '2026-04-01', '5'],
    ['2026-04-01', null, '6'],
  ].map(([from, to, value]) => ({ parameter: 'bonus', scope: 'all' as const, from: from!, to: to!, value: value! }))
  const on = (...assigned: [from: string, to: string | null][]) => {
    const assignments = assigned.map(([from, to]) => ({ plan: 'plan', participant: 'ann', from, to }))
    const run = earned(p('quarter'), facts({ assignments, parameters: dated }), [])
    return [run.of('2026-Q1'), run.of('2026-Q2')]
  }

  test('is its last day, or the last on which the plan is assigned', () => {
    expect(on(['2026-01-01', null])).toEqual(['5.00', '6.00'])
    expect(on(['2026-01-01', '2026-03-10'])).toEqual(['2.00', null])
    expect(on(['2026-01-01', '2026-03-11'])).toEqual(['3.00', null])
    expect(on(['2026-01-01', '2026-03-31'])).toEqual(['4.00', null])
    expect(on(['2026-01-01', '2026-04-01'])).toEqual(['5.00', null])
    expect(on(['2026-01-01', '2026-06-01'])).toEqual(['5.00', '6.00'])
  })

  test('is the last of several stretches, in whatever order they stand, and of those in the period', () => {
    expect(on(['2026-01-01', '2026-02-01'], ['2026-03-01', '2026-03-10'])[0]).toBe('2.00')
    expect(on(['2026-03-01', '2026-03-10'], ['2026-01-01', '2026-02-01'])[0]).toBe('2.00')
    expect(on(['2026-01-01', '2026-03-10'], ['2026-04-01', null])).toEqual(['2.00', '6.00'])
    expect(on(['2026-04-01', null], ['2026-01-01', '2026-03-10'])).toEqual(['2.00', '6.00'])
  })
})

test('a plan without composite or handed-in measures shows its own and no others', () => {
  const p = plan({ measures: [sumOf()], earnings: [earning(times(usd('1'), field('quantity')), { per: 'credit' })] })
  const [period] = earned(p, facts(), [deal('5', { quantity: '1' })]).result.periods
  expect(period?.measures).toEqual([{ measure: 'revenue', title: 'Revenue', value: { type: 'number', text: '5' } }])
})

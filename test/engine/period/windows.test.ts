import { describe, expect, test } from 'vitest'
import type { Expression, Measure } from '#engine'
import {
  countOf,
  credit,
  deal,
  earning,
  facts,
  field,
  is,
  measure,
  num,
  plan,
  sumOf,
  times,
  usd,
} from '../../support/plans.ts'
import { earned } from '../../support/run-plan.ts'

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05']
const deals = [
  deal('100', { creditedOn: '2026-01-19' }),
  deal('20', { creditedOn: '2026-02-20' }),
  deal('3', { creditedOn: '2026-04-02' }),
  deal('0.5', { creditedOn: '2026-05-03' }),
]

/** What the measure is at the end of each month. */
function byMonth(window: Measure['window']) {
  const p = plan({
    period: 'month',
    measures: [sumOf({ window })],
    earnings: [earning(measure('revenue'))],
  })
  const run = earned(p, facts(), deals)
  return MONTHS.map((month) => run.of(month)?.replace(/\.?0+$/, ''))
}

describe('a window', () => {
  test.each([
    ['of the period starts anew in each', { kind: 'Period' }, ['100', '20', '0', '3', '0.5']],
    ['of the quarter to date', { kind: 'QuarterToDate' }, ['100', '120', '120', '3', '3.5']],
    ['of the year to date', { kind: 'YearToDate' }, ['100', '120', '120', '123', '123.5']],
    ['of the plan to date', { kind: 'PlanToDate' }, ['100', '120', '120', '123', '123.5']],
    ['that trails by two periods', { kind: 'Trailing', periods: 2 }, ['100', '120', '20', '3', '3.5']],
    ['that trails by three', { kind: 'Trailing', periods: 3 }, ['100', '120', '120', '23', '3.5']],
    ['that trails by one is the period', { kind: 'Trailing', periods: 1 }, ['100', '20', '0', '3', '0.5']],
    [
      'of dates takes its first day and leaves out its last',
      { kind: 'Dates', from: '2026-01-19', to: '2026-05-03' },
      ['100', '120', '120', '123', '123'],
    ],
    [
      'of dates leaves out what lies before it',
      { kind: 'Dates', from: '2026-01-20', to: '2026-04-02' },
      ['0', '20', '20', '20', '20'],
    ],
  ] as const)('%s', (_, window, expected) => {
    expect(byMonth(window as never)).toEqual(expected)
  })

  test('of the plan to date begins with the participant’s first period under it', () => {
    const assignments = [{ plan: 'plan', participant: 'ann', from: '2026-02-10', to: null }]
    const run = earned(
      plan({
        period: 'month',
        measures: [sumOf({ window: { kind: 'PlanToDate' } })],
        earnings: [earning(measure('revenue'))],
      }),
      facts({ assignments }),
      deals,
    )
    expect([run.of('2026-01'), run.of('2026-02'), run.of('2026-04')]).toEqual([null, '20.00', '23.00'])
    expect(run.result.state?.planFrom).toBe('2026-02-01')
  })

  test('that the calendar does not state has no figure, and says so in each period', () => {
    const p = plan({
      period: 'month',
      measures: [countOf(), sumOf({ id: 'half', title: 'Half', window: { kind: 'HalfYearToDate' } })],
      earnings: [earning(measure('half')), earning(times(usd('1'), measure('revenue')), { id: 'fine' })],
    })
    const run = earned(p, facts(), deals)
    expect([run.of('2026-01'), run.of('2026-01', 'fine')]).toEqual([null, '1.00'])
    const [january, february] = run.result.periods
    expect(january?.measures).toMatchObject([
      { measure: 'revenue', value: { type: 'number', text: '1' } },
      { measure: 'half', title: 'Half', value: null },
    ])
    expect(january?.exceptions[0]).toEqual({
      code: 'calendar-gap',
      message: 'The calendar lacks what the window of "Half" needs in 2026-01.',
      at: null,
      path: '/measures/1',
      participant: 'ann',
      transaction: null,
      period: '2026-01',
    })
    expect(january?.exceptions.map((x) => x.code)).toEqual(['calendar-gap', 'missing-value'])
    expect(february?.exceptions[0]?.message).toContain('2026-02')
  })
})

describe('what a measure counts', () => {
  const first = (over: Partial<Measure>, list = deals) => {
    const p = plan({ measures: [sumOf(over)], earnings: [earning(measure('revenue'))] })
    return earned(p, facts(), list).of('2026-Q1')
  }

  test('credits that match its condition, each with its value', () => {
    expect(first({ when: is('kind', 'booking') })).toBe('120.00')
    expect(first({ when: is('kind', 'renewal') })).toBe('0.00')
    expect(first({ value: times(credit, num('2')) })).toBe('240.00')
  })

  test('a credit without a value in it is listed by the deal, and the others are counted', () => {
    const list = [deal('5', { quantity: '2' }), deal('7', { id: 'txn_7', externalId: 'NONE' })]
    const p = plan({
      measures: [sumOf({ value: times(credit, field('quantity')) })],
      earnings: [earning(measure('revenue'))],
    })
    const run = earned(p, facts(), list)
    expect(run.of('2026-Q1')).toBe('10.00')
    expect(run.result.periods[0]?.exceptions).toMatchObject([
      {
        code: 'missing-value',
        path: '/measures/0/value/of/1',
        participant: 'ann',
        transaction: 'txn_7',
        period: '2026-Q1',
      },
    ])
  })
})

describe('composite and input measures', () => {
  const composite = (of: readonly (readonly [string, string])[]) => ({
    compositeMeasures: [
      {
        kind: 'CompositeMeasure' as const,
        id: 'mix',
        title: 'Mix',
        of: of.map(([id, weight]) => ({ measure: id, weight })),
      },
    ],
  })
  const latest = sumOf({ id: 'last', title: 'Last', aggregate: 'latest', when: is('kind', 'renewal') })

  test('are shown beside the others, each as it stands', () => {
    const p = plan({
      measures: [sumOf(), countOf({ id: 'deals' })],
      ...composite([
        ['deals', '0.5'],
        ['deals', '2'],
      ]),
      inputMeasures: [{ kind: 'InputMeasure', id: 'nps', title: 'NPS', type: 'number' }],
      earnings: [earning(times(usd('1'), measure('mix')))],
    })
    const inputs = [{ measure: 'nps', participant: 'ann', from: '2026-01-01', to: '2026-04-01', value: '61.5' }]
    const run = earned(p, facts({ inputs }), deals)
    expect(run.of('2026-Q1')).toBe('5.00')
    expect(run.result.periods[0]?.measures.map((m) => [m.measure, m.title, m.value?.text])).toEqual([
      ['revenue', 'Revenue', '120'],
      ['deals', 'Deals', '2'],
      ['mix', 'Mix', '5'],
      ['nps', 'NPS', '61.5'],
    ])
    expect(run.result.periods[1]?.measures.at(-1)?.value).toBeNull()
  })

  test('a composite has no figure where one of its parts has none', () => {
    const parts = [
      ['revenue', '1'],
      ['last', '1'],
    ] as const
    for (const of of [parts, parts.toReversed()]) {
      const p = plan({ measures: [sumOf(), latest], ...composite(of), earnings: [earning(measure('mix'))] })
      const run = earned(p, facts(), deals)
      expect([run.of('2026-Q1'), run.result.periods[0]?.measures.at(-1)?.value]).toEqual([null, null])
    }
  })

  test('a table may read the running total of one measure among several', () => {
    const amount: Expression = measure('deals')
    const p = plan({ measures: [sumOf(), countOf({ id: 'deals' })], earnings: [earning(times(usd('1'), amount))] })
    expect(earned(p, facts(), deals).of('2026-Q1')).toBe('2.00')
  })
})

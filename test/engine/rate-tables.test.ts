import { describe, expect, test } from 'vitest'
import {
  countOf,
  credit,
  deal,
  earning,
  facts,
  measure,
  onWindow,
  ownerRule,
  pct,
  plan,
  quota,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'
import { earned } from '../support/run-plan.ts'

describe('rate tables', () => {
  test('each transaction on its own starts again at the first band (WE-01)', () => {
    const p = plan({
      tables: [
        table('marginal', 'money', [
          ['0', pct('0.01')],
          ['1000', pct('0.02')],
          ['3000', pct('0.03')],
          ['8000', pct('0.05')],
        ]),
      ],
      earnings: [
        earning({ kind: 'ApplyTable', table: 'rates', reads: { kind: 'Transaction', of: credit } }, { per: 'credit' }),
      ],
    })
    const run = earned(
      p,
      facts(),
      ['200', '300', '1500', '1200', '2000', '4500'].map((a) => deal(a)),
    )
    expect(run.lines('2026-Q1')).toEqual(['2.00', '3.00', '20.00', '14.00', '30.00', '95.00'])
    expect(run.of('2026-Q1')).toBe('164.00')
  })

  test('a deal that crosses a tier pays each slice at its own rate (WE-09)', () => {
    const p = plan({
      measures: [sumOf({ window: { kind: 'YearToDate' } })],
      tables: [
        table('marginal', 'money', [
          ['0', pct('0.04')],
          ['150000', pct('0.06')],
          ['250000', pct('0.08')],
        ]),
      ],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })
    const run = earned(p, facts(), [
      deal('145000', { creditedOn: '2026-02-01' }),
      deal('20000', { creditedOn: '2026-05-01' }),
    ])
    expect(run.lines('2026-Q2')).toEqual(['1100.00'])
  })

  test('a value equal to an edge takes the higher band, or the lower where the table says so (WE-06)', () => {
    const bands = [
      ['0', pct('0.01')],
      ['25000', pct('0.02')],
      ['50000', pct('0.03')],
      ['75000', pct('0.04')],
    ] as [string, ReturnType<typeof pct>][]
    const at = (amount: string, edgeBelongsTo: 'higher' | 'lower') =>
      earned(
        plan({
          measures: [sumOf()],
          tables: [table('whole', 'money', bands, { edgeBelongsTo })],
          earnings: [
            earning(
              times(
                { kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of: measure('revenue') } },
                usd('100'),
              ),
            ),
          ],
        }),
        facts(),
        [deal(amount)],
      ).of('2026-Q1')
    expect([at('50000', 'higher'), at('49999.99', 'higher'), at('25000', 'higher')]).toEqual(['3.00', '2.00', '2.00'])
    expect([at('50000', 'lower'), at('50000.01', 'lower')]).toEqual(['2.00', '3.00'])
  })

  test('a retroactive unit price pays the increment when the count reaches it (WE-16)', () => {
    const p = plan({
      measures: [countOf()],
      tables: [
        table('whole', 'number', [
          ['0', usd('250')],
          ['3', usd('275')],
          ['5', usd('300')],
        ]),
      ],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })
    const run = earned(
      p,
      facts(),
      [1, 2, 3, 4, 5].map(() => deal('1')),
    )
    expect(run.lines('2026-Q1')).toEqual(['250.00', '250.00', '325.00', '275.00', '400.00'])
    expect(run.of('2026-Q1')).toBe('1500.00')
  })

  test('units decide the rate, revenue is paid (WE-19)', () => {
    const p = plan({
      measures: [sumOf({ value: { kind: 'Field', field: 'quantity' } })],
      tables: [
        table('marginal', 'number', [
          ['0', pct('0.05')],
          ['500', pct('0.10')],
          ['1000', pct('0.15')],
        ]),
      ],
      earnings: [
        earning(running('slice', { pays: credit }), { per: 'credit', rounding: { mode: 'half-up', basis: 'each' } }),
      ],
    })
    const run = earned(p, facts(), [deal('500', { quantity: '40' }), deal('500', { quantity: '600' })])
    expect(run.lines('2026-Q1')).toEqual(['25.00', '30.83'])
  })

  test('attainment bands per quota, marginal and whole (WE-08, WE-14)', () => {
    const per = { per: { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' } }
    const pay = (mode: 'marginal' | 'whole', bands: [string, ReturnType<typeof pct>][], amount: string) =>
      earned(
        plan({
          measures: [sumOf()],
          tables: [table(mode, 'share', bands)],
          earnings: [earning(onWindow(measure('revenue'), per))],
        }),
        facts({ quotas: [quota('100000')] as never }),
        [deal(amount)],
      ).of('2026-Q1')
    expect(
      pay(
        'marginal',
        [
          ['0', pct('0.03')],
          ['1', pct('0.05')],
        ],
        '104000',
      ),
    ).toBe('3200.00')
    expect(
      pay(
        'whole',
        [
          ['0', pct('0.03')],
          ['1', pct('0.05')],
        ],
        '104000',
      ),
    ).toBe('5200.00')
    expect([
      pay(
        'whole',
        [
          ['0', pct('0')],
          ['0.6', pct('0.1')],
        ],
        '59999',
      ),
      pay(
        'whole',
        [
          ['0', pct('0')],
          ['0.6', pct('0.1')],
        ],
        '60000',
      ),
    ]).toEqual(['0.00', '6000.00'])
  })

  test('a step table pays the reached step once', () => {
    const p = plan({
      measures: [sumOf()],
      tables: [
        table('step', 'money', [
          ['0', usd('0')],
          ['1000', usd('50')],
        ]),
      ],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })
    expect(earned(p, facts(), [deal('600'), deal('600'), deal('600')]).lines('2026-Q1')).toEqual([
      '0.00',
      '50.00',
      '0.00',
    ])
  })

  test('a reversal and its original net to nothing, through the bands and below zero', () => {
    const p = plan({
      credits: [ownerRule()],
      measures: [sumOf()],
      tables: [
        table('marginal', 'money', [
          ['0', pct('0.04')],
          ['100', pct('0.07')],
        ]),
      ],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })
    expect(earned(p, facts(), [deal('-33.33'), deal('150.01'), deal('33.33'), deal('-150.01')]).of('2026-Q1')).toBe(
      '0.00',
    )
  })
})

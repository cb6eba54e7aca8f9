import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  calculate,
  checkExamples,
  compilePlan,
  FactIndex,
  type Facts,
  type Plan,
  scaledToText,
  type Transaction,
  versionOn,
} from '#engine'
import {
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
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

/** Runs two versions of a plan, the second from a day on. */
function twoVersions(first: Plan, second: Plan, from: string, list: readonly Transaction[], given: Facts = facts()) {
  const index = new FactIndex(given)
  const versions = [
    { program: programOf(first), effectiveFrom: '2026-01-01' },
    { program: programOf(second), effectiveFrom: from },
  ]
  const credits = list.flatMap((t) => {
    const version = versionOn(versions, index, t.creditedOn)
    return version ? assignCredits(version.program.plain, 'plan', index, t).credits : []
  })
  const run = calculate({ plan: 'plan', versions, facts: index, participant: 'ann', credits, through: '2026-12-31' })
  return (period: string, id = 'commission') => {
    const minor = run.periods.find((p) => p.period.id === period)?.earnings.find((e) => e.earning === id)?.minor
    return minor === undefined || minor === null ? null : scaledToText(minor, 2)
  }
}

describe('a new version inside a period', () => {
  const perCredit = (rate: string, change?: 'transaction date' | 'prorated' | 'period start') =>
    plan({
      period: 'month',
      earnings: [earning(times(pct(rate), credit), { per: 'credit' })],
      ...(change ? { changes: { plan: change } } : {}),
    })
  const orders = [deal('1000', { creditedOn: '2026-01-14' }), deal('1000', { creditedOn: '2026-01-15' })]

  test('rules by transaction date, or from the next period on (WE-25)', () => {
    expect(twoVersions(perCredit('0.1'), perCredit('0.2', 'transaction date'), '2026-01-15', orders)('2026-01')).toBe(
      '300.00',
    )
    expect(twoVersions(perCredit('0.1'), perCredit('0.2', 'period start'), '2026-01-15', orders)('2026-01')).toBe(
      '200.00',
    )
    expect(twoVersions(perCredit('0.1'), perCredit('0.2'), '2026-01-01', orders)('2026-01')).toBe('400.00')
  })

  test('what is earned per period is prorated by days, to exactly the whole', () => {
    const bonus = (amount: string, change?: 'prorated') =>
      plan({ period: 'month', earnings: [earning(usd(amount))], ...(change ? { changes: { plan: change } } : {}) })
    const run = twoVersions(bonus('310'), bonus('620', 'prorated'), '2026-01-15', [])
    expect([run('2026-01'), run('2026-02')]).toEqual(['480.00', '620.00'])
    expect(twoVersions(bonus('100'), bonus('100', 'prorated'), '2026-01-15', [])('2026-01')).toBe('100.00')
  })

  test('running totals count the whole period, each version pays its own stretch', () => {
    const tiers = (high: string, change?: 'transaction date') =>
      plan({
        measures: [sumOf()],
        tables: [
          table('marginal', 'money', [
            ['0', pct('0.1')],
            ['1000', pct(high)],
          ]),
        ],
        earnings: [
          earning(
            { kind: 'ApplyTable', table: 'rates', reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' } },
            { per: 'credit' },
          ),
        ],
        ...(change ? { changes: { plan: change } } : {}),
      })
    const run = twoVersions(tiers('0.2'), tiers('0.5', 'transaction date'), '2026-02-01', [
      deal('1500', { creditedOn: '2026-01-31' }),
      deal('100', { creditedOn: '2026-02-01' }),
    ])
    expect(run('2026-Q1')).toBe('250.00')
  })
})

describe('a quota that changes inside a window', () => {
  const quotas = [quota('9000'), quota('18200', { from: '2026-04-01', to: '2026-07-01' })] as never
  const p = (change?: 'period start' | 'transaction date') =>
    plan({
      measures: [sumOf({ window: { kind: 'YearToDate' } })],
      earnings: [earning(times(usd('1000'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
      ...(change ? { changes: { quota: change } } : {}),
    })
  const at = (change?: 'period start' | 'transaction date') =>
    earned(p(change), facts({ quotas }), [deal('27200')]).of('2026-Q2')

  test('is prorated by days, or that of the first day counts, or that of the day', () => {
    expect(at()).toBe('1000.00')
    expect(at('period start')).toBe('1502.76')
    expect(at('transaction date')).toBe('751.38')
  })

  test('who is assigned for a part of the window has the quota in proportion (WE-23)', () => {
    const p = (assignment?: 'days' | 'months' | 'none') =>
      plan({
        period: 'quarter',
        measures: [sumOf()],
        earnings: [
          earning(times(usd('1'), { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'number' })),
        ],
        ...(assignment ? { changes: { assignment } } : {}),
      })
    const assigned = [{ plan: 'plan', participant: 'ann', from: '2026-01-15', to: '2026-03-31' }]
    const at = (assignment?: 'days' | 'months' | 'none') =>
      earned(p(assignment), facts({ quotas: [quota('9000')] as never, assignments: assigned }), []).of('2026-Q1')
    expect([at(), at('days'), at('months'), at('none')]).toEqual(['7500.00', '7500.00', '6000.00', '9000.00'])
    const january = plan({
      period: 'month',
      measures: [sumOf()],
      earnings: [earning(times(usd('1000000'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    })
    const monthly = [quota('10000', { to: '2026-02-01' })] as never
    expect(earned(january, facts({ quotas: monthly, assignments: assigned }), [deal('6000')]).of('2026-01')).toBe(
      '1094117.65',
    )
  })

  test('a stretch that covers part of the window counts with its days', () => {
    const month = plan({
      period: 'month',
      measures: [sumOf()],
      earnings: [earning(times(usd('1000000'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    })
    const days = [
      quota('0', { from: '2026-01-01', to: '2026-01-15' }),
      quota('10000', { from: '2026-01-15', to: '2026-02-15' }),
    ]
    expect(earned(month, facts({ quotas: days as never }), [deal('6000')]).of('2026-01')).toBe('1094117.65')
  })
})

describe('examples in the plan', () => {
  const examples = (amount: string): NonNullable<Plan['examples']> => [
    {
      kind: 'Example',
      id: 'over',
      at: 'block-9',
      title: 'Over quota',
      deals: [{ creditedOn: '2026-02-01', amount: '1200' }],
      quotas: [{ quota: 'revenue', from: '2026-01-01', to: '2026-04-01', value: '1000' }],
      expects: [{ kind: 'Earned', period: '2026-Q1', earning: 'commission', amount }],
    },
  ]
  const p = (amount: string) =>
    plan({
      measures: [sumOf()],
      tables: [
        table('marginal', 'share', [
          ['0', pct('0.1')],
          ['1', pct('0.2')],
        ]),
      ],
      earnings: [
        earning(
          onWindow(measure('revenue'), {
            per: { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' },
          }),
        ),
      ],
      examples: examples(amount),
    })

  test('hold to the cent, or say at their block what differs', () => {
    expect(checkExamples(p('140'))).toEqual([])
    expect(checkExamples(p('140.01'))).toMatchObject([
      {
        code: 'example-fails',
        at: 'block-9',
        path: '/examples/0/expects/0',
        message: expect.stringContaining('gives 140.00'),
      },
    ])
  })

  test('of managers name who made the deal', () => {
    const team = plan({
      credits: [ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 2 } })],
      earnings: [earning(times(pct('0.01'), credit), { per: 'credit' })],
      examples: [
        {
          kind: 'Example',
          id: 'team',
          title: 'Team',
          deals: [
            { creditedOn: '2026-02-01', amount: '1000', by: 'report' },
            { creditedOn: '2026-02-01', amount: '500' },
          ],
          expects: [
            { kind: 'Earned', period: '2026-Q1', earning: 'commission', amount: '10' },
            { kind: 'Paid', period: '2026-Q1', amount: '10' },
          ],
        },
      ],
    })
    expect(compilePlan(team).ok).toBe(true)
    expect(checkExamples(team)).toEqual([])
  })
})

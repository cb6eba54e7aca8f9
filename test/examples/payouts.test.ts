import { beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '#engine'
import { credit, earning, measure, ownerRule, pct, plan, sumOf, table, times, usd } from '../support/plans.ts'
import { type Example, rateType, WorkedExamples } from '../support/worked-examples.ts'

/** The published examples that need payout rules, contests, currencies, schedules and clawbacks. */

type Rules = NonNullable<Plan['payoutRules']>
const everything = earning(times(pct('1'), credit), { per: 'credit' })
const monthly = (title: string, over: Partial<Plan>): Plan =>
  plan({ title, period: 'month', earnings: [everything], ...over })
const inMonths = (...amounts: string[]) =>
  amounts.map((amount, i) => ({ amount, on: `2026-${String(i + 1).padStart(2, '0')}-10` }))
const draw = (amount: string, over: object = {}): Rules => [
  { kind: 'Draw', id: 'draw', title: 'Draw', amount: usd(amount), pays: 'upTo', ...over },
]
const recoverable = { recovery: { percent: '1', forgivenAtEnd: false } }
const onTop = { pays: 'onTop' as const }
const withDraw = (key: string, rules: Rules, ...amounts: string[]): Example => ({
  key,
  plan: monthly('Draw', { payoutRules: rules }),
  deals: inMonths(...amounts),
})

const contest: Plan = plan({
  title: 'Challenge',
  measures: [sumOf()],
  contests: [
    {
      kind: 'Contest',
      id: 'challenge',
      title: 'Challenge',
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['1500', '1000', '500'] },
    },
  ],
})

const inUsd = (key: string): Plan =>
  monthly('Paid in dollars', {
    conversion: { rateType: rateType(key), date: 'creditedOn' },
    earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
  })
const inGbp = (key: string, rate: string): Plan => {
  const base = monthly('In pounds', { currency: 'GBP', conversion: { rateType: rateType(key), date: 'creditedOn' } })
  return { ...base, earnings: [earning(times(pct(rate), credit), { per: 'credit' })] }
}
const clawback = (over: object): Partial<Plan> => ({
  credits: [
    ownerRule({
      when: {
        kind: 'OneOf',
        of: { kind: 'Field', field: 'kind' },
        list: { kind: 'TextList', values: ['booking', 'churn'] },
      },
    }),
  ],
  clawbacks: [
    {
      kind: 'Clawback',
      id: 'claw',
      title: 'Clawback',
      share: '1',
      manner: { kind: 'Full' },
      reducesAttainment: true,
      ...over,
    },
  ],
})

const flat = (rate: string): Plan =>
  monthly('Base rate', { earnings: [earning(times(pct(rate), credit), { per: 'credit' })] })

const EXAMPLES: readonly Example[] = [
  {
    key: 'WE-05b',
    plan: plan({
      title: 'Proportional rate',
      measures: [sumOf()],
      tables: [
        table('interpolated', 'money', [
          ['0', pct('0')],
          ['1000', pct('0.01')],
          ['5000', pct('0.03')],
          ['10000', pct('0.06')],
        ]),
      ],
      earnings: [
        earning(
          times({ kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of: measure('revenue') } }, usd('1000')),
        ),
      ],
    }),
    deals: [{ amount: '2000' }],
  },
  {
    key: 'WE-23',
    plan: plan({
      title: 'Active days',
      period: 'month',
      measures: [sumOf()],
      earnings: [earning(times(usd('100'), { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    }),
    from: '2025-01-15',
    quotas: [{ value: '10000', from: '2025-01-01', to: '2025-02-01' }],
    deals: [{ amount: '6000', on: '2025-01-20' }],
  },
  {
    key: 'WE-25 dated',
    plan: flat('0.1'),
    from: '2025-01-01',
    next: [['2025-01-15', { ...flat('0.2'), changes: { plan: 'transaction date' } }]],
    deals: [
      { amount: '1000', on: '2025-01-14' },
      { amount: '1000', on: '2025-01-15' },
    ],
  },
  {
    key: 'WE-26',
    plan: plan({
      title: 'Seasonal quota',
      parameters: [{ kind: 'Parameter', id: 'we26weight', title: 'Weight', type: 'percent', default: null }],
      earnings: [
        earning(
          times(
            { kind: 'Parameter', parameter: 'we26weight' },
            { kind: 'Quota', quota: 'annual', span: { kind: 'Year' }, unit: 'money' },
          ),
        ),
      ],
    }),
    quotas: [{ name: 'annual', value: '1000000' }],
    parameters: [
      { name: 'we26weight', value: '0.15', to: '2026-04-01' },
      { name: 'we26weight', value: '0.25', from: '2026-04-01', to: '2026-10-01' },
      { name: 'we26weight', value: '0.35', from: '2026-10-01' },
    ],
  },
  withDraw('WE-27', draw('2000', recoverable), '2750', '3000', '1500', '2375', '3000', '2750'),
  withDraw('WE-29r', draw('1500', recoverable), '500', '3000'),
  withDraw('WE-29n', draw('1500'), '500', '3000'),
  withDraw('WE-30r', draw('1000', { ...onTop, periods: 1, ...recoverable }), '1000', '3000'),
  withDraw('WE-30n', draw('2000'), '1000', '4000'),
  withDraw('WE-31a', draw('4000', recoverable), '6000'),
  withDraw('WE-31b', draw('3000', recoverable), '2000'),
  withDraw('WE-32', draw('3000', recoverable), '5000', '2000'),
  withDraw('WE-34a', draw('1500'), '500'),
  withDraw('WE-34b', draw('1500', onTop), '500'),
  withDraw('WE-34c', draw('1500', recoverable), '500'),
  withDraw('WE-34d', draw('1500', { ...onTop, ...recoverable }), '500'),
  {
    key: 'WE-35',
    plan: monthly('Ramp guarantee', {
      payoutRules: draw('4000'),
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    }),
    deals: [{ amount: '1000' }],
  },
  {
    key: 'WE-43',
    plan: contest,
    people: ['first', 'second', 'third', 'last'],
    deals: [
      { amount: '900', owner: 'first' },
      { amount: '700', owner: 'second' },
      { amount: '700', owner: 'third' },
      { amount: '100', owner: 'last' },
    ],
  },
  {
    key: 'WE-50',
    plan: inUsd('WE-50'),
    rates: [{ from: 'GBP', to: 'USD', on: '2026-01-01', rate: '1.22' }],
    deals: [{ amount: '1000', currency: 'GBP' }],
  },
  { key: 'WE-50 pounds', plan: inGbp('WE-50 pounds', '0.1'), deals: [{ amount: '1000', currency: 'GBP' }] },
  {
    key: 'WE-51',
    plan: inGbp('WE-51', '1'),
    rates: [{ from: 'EUR', to: 'GBP', on: '2026-01-01', rate: '0.86' }],
    deals: [{ amount: '50000', currency: 'EUR' }],
  },
  {
    key: 'WE-52',
    plan: monthly('Split payout', {
      earnings: [
        {
          ...everything,
          payable: {
            kind: 'Instalments',
            parts: ['0.5', '0.25', '0.25'].map((share, afterPeriods) => ({ share, afterPeriods })),
          },
        },
      ],
    }),
    deals: [{ amount: '1000', on: '2026-09-10' }],
  },
  {
    key: 'WE-53',
    plan: monthly('Paid in part', {
      earnings: [
        {
          ...everything,
          payable: {
            kind: 'Instalments',
            parts: [
              { share: '0.2', afterPeriods: 0 },
              { share: '0.8', afterPeriods: 60 },
            ],
          },
        },
      ],
    }),
    deals: [{ amount: '100' }],
  },
  {
    key: 'WE-54',
    plan: monthly('Half clawback', {
      ...clawback({ share: '0.5' }),
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    }),
    deals: [{ amount: '100000' }, { amount: '-100000', kind: 'churn', on: '2026-03-10', reverses: 1 }],
  },
  {
    key: 'WE-56',
    plan: monthly('Pro-rata clawback', {
      ...clawback({ manner: { kind: 'ProRata', by: 'months', term: 12 } }),
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    }),
    deals: [
      { amount: '12000', on: '2026-01-15' },
      { amount: '-12000', kind: 'churn', on: '2026-07-15', reverses: 1 },
    ],
  },
  {
    key: 'WE-56 holdback',
    plan: monthly('Holdback', {
      payoutRules: [{ kind: 'Hold', id: 'hold', title: 'Holdback', share: '0.3', periods: 2 }],
    }),
    deals: [{ amount: '1200' }],
  },
  {
    key: 'WE-47 reorganised',
    plan: monthly('Override that reverses to those of the sale', {
      credits: [ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 1 } })],
      earnings: [earning(times(pct('0.02'), credit), { per: 'credit' })],
    }),
    people: ['seller', 'lead', 'newLead'],
    managers: [
      { person: 'seller', manager: 'lead', to: '2026-03-01' },
      { person: 'seller', manager: 'newLead', from: '2026-03-01' },
    ],
    deals: [
      { amount: '500000', owner: 'seller', on: '2026-02-10' },
      { amount: '-500000', owner: 'seller', kind: 'return', on: '2026-04-10', reverses: 1 },
    ],
  },
]

let examples: WorkedExamples
beforeAll(async () => {
  examples = await WorkedExamples.load(EXAMPLES)
})
const paidIn = async (key: string, months: number) =>
  Promise.all(
    Array.from(
      { length: months },
      async (_, i) => (await examples.payment(key, `2026-${String(i + 1).padStart(2, '0')}`)).amount,
    ),
  )
const owed = async (key: string, period: string) => (await examples.payment(key, period)).balances.draw ?? '0.00'

describe('rates and quotas', () => {
  test('WE-05b (Oracle 24B): proportional, 2,000 gives 1 % + (1,000/4,000) × 2 % = 1.5 %', async () => {
    expect(await examples.paid('WE-05b', '2026-Q1')).toBe('15.00')
  })

  test('WE-23 (theodortrampe): 17 of 31 days, attainment exactly 93/85', async () => {
    expect(await examples.paid('WE-23', '2025-01')).toBe('109.41')
  })

  test('WE-25 (theodortrampe): an engine that dates by transaction pays 100 before the 15th and 200 from then on', async () => {
    expect(await examples.paid('WE-25 dated', '2025-01')).toBe('300.00')
  })

  test('WE-26 (Earnest): seasonal weights 15/25/25/35 of 1,000,000', async () => {
    const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map((q) => examples.paid('WE-26', q))
    expect(await Promise.all(quarters)).toEqual(['150000.00', '250000.00', '250000.00', '350000.00'])
  })
})

describe('draws and guarantees', () => {
  test('WE-27 (Siebel): a recoverable guarantee over six months', async () => {
    expect(await paidIn('WE-27', 6)).toEqual(['2750.00', '3000.00', '2000.00', '2000.00', '2875.00', '2750.00'])
    const months = ['01', '02', '03', '04', '05', '06'].map((m) => owed('WE-27', `2026-${m}`))
    expect(await Promise.all(months)).toEqual(['0.00', '0.00', '500.00', '125.00', '0.00', '0.00'])
  })

  test('WE-29 (Xactly): recoverable and non-recoverable, two months', async () => {
    expect([await paidIn('WE-29r', 2), await paidIn('WE-29n', 2)]).toEqual([
      ['1500.00', '2000.00'],
      ['1500.00', '3000.00'],
    ])
    expect([await owed('WE-29r', '2026-01'), await owed('WE-29r', '2026-02')]).toEqual(['1000.00', '0.00'])
  })

  test('WE-30 (QCommission): a draw on top, repaid; and a guarantee', async () => {
    expect([await paidIn('WE-30r', 2), await paidIn('WE-30n', 2)]).toEqual([
      ['2000.00', '2000.00'],
      ['2000.00', '4000.00'],
    ])
  })

  test('WE-31 (Visdum) and WE-32 (LegalClarity): what remains after a draw paid at the start, and what is owed', async () => {
    const remains = async (key: string, period: string, drawn: number) =>
      Number((await examples.payment(key, period)).amount) - drawn
    expect([await remains('WE-31a', '2026-01', 4000), await owed('WE-31b', '2026-01')]).toEqual([2000, '1000.00'])
    expect([await remains('WE-32', '2026-01', 3000), await owed('WE-32', '2026-02')]).toEqual([2000, '1000.00'])
  })

  test('WE-34 (Xactly): the four kinds of draw on 500 earned', async () => {
    const kinds = ['WE-34a', 'WE-34b', 'WE-34c', 'WE-34d'].map(async (key) => [
      (await examples.payment(key, '2026-01')).amount,
      await owed(key, '2026-01'),
    ])
    expect(await Promise.all(kinds)).toEqual([
      ['1500.00', '0.00'],
      ['2000.00', '0.00'],
      ['1500.00', '1000.00'],
      ['2000.00', '1500.00'],
    ])
  })

  test('WE-35 (theodortrampe): a ramp guarantee tops 100 up to 4,000', async () => {
    expect([await examples.paid('WE-35', '2026-01'), (await examples.payment('WE-35', '2026-01')).amount]).toEqual([
      '100.00',
      '4000.00',
    ])
  })
})

describe('contests and currencies', () => {
  test('WE-43 (Amalia): two tie for second, (1,000 + 500) / 2 each', async () => {
    const prizes = ['first', 'second', 'third', 'last'].map((person) => examples.paid('WE-43', '2026-Q1', person))
    expect(await Promise.all(prizes)).toEqual(['1500.00', '750.00', '750.00', '0.00'])
  })

  test('WE-50 (iDynamics): £100 are $122 if settled in dollars, and stay £100 if in pounds', async () => {
    expect([await examples.paid('WE-50', '2026-01'), await examples.paid('WE-50 pounds', '2026-01')]).toEqual([
      '122.00',
      '100.00',
    ])
  })

  test('WE-51 (Earnest): €50,000 count £43,000 at 0.86', async () => {
    expect(await examples.paid('WE-51', '2026-01')).toBe('43000.00')
  })
})

describe('holds, instalments and clawbacks', () => {
  test('WE-52 (Amalia): 1,000 in September pays 500, 250 and 250', async () => {
    const months = ['2026-09', '2026-10', '2026-11', '2026-12'].map(
      async (m) => (await examples.payment('WE-52', m)).amount,
    )
    expect(await Promise.all(months)).toEqual(['500.00', '250.00', '250.00', '0.00'])
  })

  test('WE-53 (Sales Cookie): 100 earned, 20 paid, 80 remain', async () => {
    expect([await examples.paid('WE-53', '2026-01'), (await examples.payment('WE-53', '2026-01')).amount]).toEqual([
      '100.00',
      '20.00',
    ])
  })

  test('WE-54 (Core8): half of 10,000 is taken back in the period of the clawback', async () => {
    expect([await examples.paid('WE-54', '2026-01'), await examples.paid('WE-54', '2026-03')]).toEqual([
      '10000.00',
      '-5000.00',
    ])
  })

  test('WE-56 (Zepys): cancelled after 6 of 12 months, 600 of 1,200; and a 70/30 holdback', async () => {
    expect([await examples.paid('WE-56', '2026-01'), await examples.paid('WE-56', '2026-07')]).toEqual([
      '1200.00',
      '-600.00',
    ])
    expect(await paidIn('WE-56 holdback', 3)).toEqual(['840.00', '0.00', '360.00'])
  })

  test('WE-47 (amant8183): after a reorganisation the reversal goes to the lead of the sale', async () => {
    expect([
      await examples.paid('WE-47 reorganised', '2026-04', 'lead'),
      await examples.paid('WE-47 reorganised', '2026-04', 'newLead'),
    ]).toEqual(['-10000.00', '0.00'])
  })
})

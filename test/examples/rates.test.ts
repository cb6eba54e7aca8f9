import { beforeAll, describe, expect, test } from 'vitest'
import type { Expression, RateTable } from '#engine'
import {
  atLeast,
  countOf,
  credit,
  earning,
  measure,
  onWindow,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  usd,
} from '../support/plans.ts'
import { type Example, WorkedExamples } from '../support/worked-examples.ts'

type Bands = readonly (readonly [from: string, rate: string])[]
const rates = (mode: RateTable['mode'], axis: RateTable['axis'], bands: Bands, over: Partial<RateTable> = {}) =>
  table(
    mode,
    axis,
    bands.map(([from, rate]): [string, Expression] => [from, pct(rate)]),
    over,
  )
const quota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
const onTransaction: Expression = { kind: 'ApplyTable', table: 'rates', reads: { kind: 'Transaction', of: credit } }

/** A plan that reads the quarter's amount at once. */
const onAmount = (mode: RateTable['mode'], bands: Bands) =>
  plan({
    measures: [sumOf()],
    tables: [rates(mode, 'money', bands)],
    earnings: [earning(onWindow(measure('revenue')))],
  })
/** A plan that reads the quarter's attainment of the quota at once. */
const onQuota = (mode: RateTable['mode'], bands: Bands) =>
  plan({
    measures: [sumOf()],
    tables: [rates(mode, 'share', bands)],
    earnings: [earning(onWindow(measure('revenue'), { per: quota }))],
  })
/** The same plan for several people, each with one amount and perhaps a quota. */
const each = (key: string, amounts: Readonly<Record<string, string>>, of: ReturnType<typeof plan>, value?: string) => ({
  key,
  plan: of,
  people: Object.keys(amounts),
  to: '2026-04-01',
  quotas: value === undefined ? [] : Object.keys(amounts).map((person) => ({ person, value, to: '2026-04-01' })),
  deals: Object.entries(amounts).map(([owner, amount]) => ({ owner, amount })),
})

const WE_03: Bands = [
  ['0', '0.01'],
  ['10000', '0.02'],
  ['50000', '0.03'],
  ['100000', '0.04'],
]
const WE_06: Bands = [
  ['0', '0.01'],
  ['25000', '0.02'],
  ['50000', '0.03'],
  ['75000', '0.04'],
]
const WE_09: Bands = [
  ['0', '0.04'],
  ['150000', '0.06'],
  ['250000', '0.08'],
]
const WE_11: Bands = [
  ['0', '0.05'],
  ['10000', '0.07'],
  ['25000', '0.1'],
]
const WE_12: Bands = [
  ['0', '0.06'],
  ['1', '0.08'],
  ['1.5', '0.1'],
]
const WE_01_DEALS = [
  ['2015-01-01', '200', '2.00'],
  ['2015-01-02', '300', '3.00'],
  ['2015-01-15', '1500', '20.00'],
  ['2015-02-01', '1200', '14.00'],
  ['2015-02-15', '2000', '30.00'],
  ['2015-03-01', '4500', '95.00'],
] as const

const EXAMPLES: readonly Example[] = [
  {
    key: 'WE-01',
    from: '2015-01-01',
    to: '2016-01-01',
    plan: plan({
      tables: [
        rates('marginal', 'money', [
          ['0', '0.01'],
          ['1000', '0.02'],
          ['3000', '0.03'],
          ['8000', '0.05'],
        ]),
      ],
      earnings: [earning(onTransaction, { per: 'credit' })],
    }),
    deals: WE_01_DEALS.map(([on, amount]) => ({ on, amount })),
  },
  each('WE-03 flat', { a: '5000', b: '15000', c: '60000' }, onAmount('whole', WE_03)),
  each('WE-03 step', { a: '5000', b: '15000', c: '60000' }, onAmount('marginal', WE_03)),
  each(
    'WE-04',
    { a: '12000', b: '40000', c: '100000' },
    plan({
      measures: [sumOf()],
      // The tier's amount over its width: linear inside the tier, full at its end.
      tables: [
        table('marginal', 'number', [
          ['0', usd('4000')],
          ['0.25', usd('8000')],
          ['0.5', usd('10000')],
        ]),
      ],
      earnings: [earning(onWindow({ kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    }),
    '100000',
  ),
  {
    key: 'WE-05',
    plan: onAmount('marginal', [
      ['0', '0.01'],
      ['1000', '0.02'],
      ['5000', '0.03'],
      ['10000', '0'],
    ]),
  },
  each('WE-06 higher', { a: '50000', b: '49999.99', c: '25000' }, onAmount('whole', WE_06)),
  each(
    'WE-06 lower',
    { a: '10000', b: '10000.50', c: '15000', d: '15000.01' },
    plan({
      measures: [sumOf()],
      tables: [
        rates(
          'whole',
          'money',
          [
            ['0', '0.1'],
            ['10000', '0.11'],
            ['15000', '0.12'],
          ],
          { edgeBelongsTo: 'lower' },
        ),
      ],
      earnings: [earning(onWindow(measure('revenue')))],
    }),
  ),
  ...(['marginal', 'whole'] as const).map((mode) => ({
    key: `WE-07 ${mode}`,
    plan: onAmount(mode, [
      ['0', '0.04'],
      ['1000', '0.1'],
    ]),
    deals: [{ amount: '1500' }],
  })),
  ...(['marginal', 'whole'] as const).map((mode) =>
    each(
      `WE-08 ${mode}`,
      { ann: '104000' },
      onQuota(mode, [
        ['0', '0.03'],
        ['1', '0.05'],
      ]),
      '100000',
    ),
  ),
  {
    key: 'WE-09',
    plan: plan({
      measures: [sumOf({ window: { kind: 'YearToDate' } })],
      tables: [rates('marginal', 'money', WE_09)],
      earnings: [earning(running('slice'), { per: 'credit' })],
    }),
    deals: [{ amount: '145000' }],
  },
  each('WE-11 marginal', { ann: '30000' }, onAmount('marginal', WE_11)),
  each('WE-11 whole', { ann: '30000' }, onAmount('whole', WE_11)),
  each('WE-12 marginal', { ann: '110000' }, onQuota('marginal', WE_12), '100000'),
  each('WE-12 whole', { ann: '110000' }, onQuota('whole', WE_12), '100000'),
  each(
    'WE-14',
    { a: '59999', b: '60000', c: '120000' },
    plan({
      measures: [sumOf()],
      tables: [
        rates('marginal', 'share', [
          ['0', '0.1'],
          ['1', '0.15'],
        ]),
      ],
      earnings: [
        earning(running('slice', { per: quota }), {
          per: 'credit',
          gate: atLeast({ kind: 'Attainment', measure: 'revenue', quota: 'revenue' }, pct('0.6')),
        }),
      ],
    }),
    '100000',
  ),
  {
    key: 'WE-15 sales',
    plan: {
      ...onQuota('marginal', [
        ['0', '0.05'],
        ['0.5', '0.1'],
        ['1', '0.12'],
        ['1.5', '0.15'],
      ]),
      period: 'month',
    },
    quotas: [{ value: '33000', to: '2026-02-01' }],
    to: '2026-02-01',
    deals: [{ amount: '66000' }],
  },
  each(
    'WE-15 insurance',
    { ann: '25000' },
    onQuota('marginal', [
      ['0', '0'],
      ['0.5', '0.1'],
      ['1', '0.15'],
    ]),
    '20000',
  ),
  {
    key: 'WE-16',
    people: ['two', 'three', 'four', 'five'],
    plan: plan({
      measures: [countOf()],
      tables: [
        table('whole', 'number', [
          ['0', usd('250')],
          ['3', usd('275')],
          ['5', usd('300')],
        ]),
      ],
      earnings: [earning(running('slice'), { per: 'credit' })],
    }),
    deals: ['two', 'three', 'four', 'five'].flatMap((owner, i) =>
      Array.from({ length: i + 2 }, () => ({ owner, amount: '1' })),
    ),
  },
  each(
    'WE-18a',
    { ann: '1300000' },
    onQuota('marginal', [
      ['0', '0.1'],
      ['1', '0.15'],
      ['1.2', '0.2'],
    ]),
    '1000000',
  ),
  each(
    'WE-18b',
    { ann: '120000' },
    onQuota('marginal', [
      ['0', '0.08'],
      ['0.8', '0.1'],
      ['1', '0.15'],
    ]),
    '100000',
  ),
  {
    key: 'WE-19',
    plan: plan({
      credits: [ownerRule()],
      measures: [sumOf({ value: { kind: 'Field', field: 'quantity' } })],
      tables: [
        rates('marginal', 'number', [
          ['0', '0.05'],
          ['500', '0.1'],
          ['1000', '0.15'],
        ]),
      ],
      earnings: [
        earning(running('slice', { pays: credit }), { per: 'credit', rounding: { mode: 'half-up', basis: 'each' } }),
      ],
    }),
    deals: [{ amount: '500', quantity: '40' }],
  },
]

describe('published examples of rates and tiers, as plans in the running product', () => {
  let examples: WorkedExamples
  const q1 = async (key: string, ...people: string[]) =>
    Promise.all((people.length === 0 ? ['ann'] : people).map((person) => examples.paid(key, '2026-Q1', person)))

  beforeAll(async () => {
    examples = await WorkedExamples.load(EXAMPLES)
  })

  test('WE-01 (Oracle, Calculating Earnings Using Step Rates): each transaction starts again at the first tier', async () => {
    expect(await examples.paid('WE-01', '2015-Q1')).toBe('164.00')
    for (const [on, amount, commission] of WE_01_DEALS)
      expect(await examples.quote('WE-01', { on, amount })).toEqual({ ann: commission })
  })

  test('WE-03 (Oracle, Options for Splitting Attainment Numbers): flat and step rates of one table', async () => {
    expect(await q1('WE-03 flat', 'a', 'b', 'c')).toEqual(['50.00', '300.00', '1800.00'])
    expect(await q1('WE-03 step', 'a', 'b', 'c')).toEqual(['50.00', '200.00', '1200.00'])
  })

  test('WE-04 (Oracle, same page): a tier pays the filled share of its amount, and the tiers below in full', async () => {
    expect(await q1('WE-04', 'a', 'b', 'c')).toEqual(['480.00', '2200.00', '8000.00'])
  })

  test('WE-05a (Oracle 24B, Report Split Rates): the derivation names each slice with its rate', async () => {
    const [recipient] = await examples.quoteInFull('WE-05', { amount: '2500' })
    expect(recipient?.amount?.amount).toBe('40.00')
    type Step = NonNullable<NonNullable<typeof recipient>['earnings'][number]['steps']>[number]
    const bandsIn = (steps: readonly Step[]): string[] =>
      steps.flatMap(({ band, steps: inner }) => [...(band ? [`${band.slice} at ${band.rate}`] : []), ...bandsIn(inner)])
    expect(bandsIn(recipient?.earnings[0]?.steps ?? [])).toEqual(['1000 at 0.01', '1500 at 0.02'])
  })

  test('WE-06 (Oracle, Equal Tier Values): an amount on an edge takes the higher tier', async () => {
    expect(await q1('WE-06 higher', 'a', 'b', 'c')).toEqual(['1500.00', '1000.00', '500.00'])
  })

  test('WE-06 (Marketron, broadcast billing help): with edges of the lower tier, half a dollar above falls into no gap', async () => {
    expect(await q1('WE-06 lower', 'a', 'b', 'c', 'd')).toEqual(['1000.00', '1100.06', '1650.00', '1800.00'])
  })

  test('WE-07 (Oracle Sales Compensation 11, Split and Non-Split Commissions): 1,500 across two tiers', async () => {
    expect(await q1('WE-07 marginal')).toEqual(['90.00'])
    expect(await q1('WE-07 whole')).toEqual(['150.00'])
  })

  test('WE-08 (SAP Learning, Managing Rate Tables): step and straight at 104 % of quota', async () => {
    expect(await q1('WE-08 marginal')).toEqual(['3200.00'])
    expect(await q1('WE-08 whole')).toEqual(['5200.00'])
  })

  test('WE-09 (Salesforce Trailhead, Marginal Payout Rule Functions): a deal that crosses a tier', async () => {
    expect(await examples.quote('WE-09', { amount: '20000', on: '2026-05-01' })).toEqual({ ann: '1100.00' })
  })

  test('WE-11 (salestool, Tiered Commission Calculator): marginal and whole-amount tiers', async () => {
    expect(await q1('WE-11 marginal')).toEqual(['2050.00'])
    expect(await q1('WE-11 whole')).toEqual(['3000.00'])
  })

  test('WE-12 (Sales Cookie, cumulative and non-cumulative tiers): 110 % of quota', async () => {
    expect(await q1('WE-12 marginal')).toEqual(['6800.00'])
    expect(await q1('WE-12 whole')).toEqual(['8800.00'])
  })

  test('WE-14 (QuotaPath, Accelerators & Cliff): nothing below the cliff, everything at it', async () => {
    expect(await q1('WE-14', 'a', 'b', 'c')).toEqual(['0.00', '6000.00', '13000.00'])
    expect(await examples.quote('WE-14', { owner: 'a', amount: '1' })).toEqual({ a: '6000.00' })
  })

  test('WE-15 (QuotaPath, Commission with Accelerators): four bands of a monthly quota, and the insurance sample', async () => {
    expect(await examples.paid('WE-15 sales', '2026-01')).toBe('6930.00')
    expect(await q1('WE-15 insurance')).toEqual(['1750.00'])
  })

  test('WE-16 (Intelitics, Agreement Tiers): a unit price that is raised for all customers', async () => {
    expect(await q1('WE-16', 'two', 'three', 'four', 'five')).toEqual(['500.00', '825.00', '1100.00', '1500.00'])
    expect(await examples.quote('WE-16', { owner: 'two', amount: '1' })).toEqual({ two: '325.00' })
  })

  test('WE-18 (revopsmasters; salescommissionscalc): three bands of a quota', async () => {
    expect(await q1('WE-18a')).toEqual(['150000.00'])
    expect(await q1('WE-18b')).toEqual(['11400.00'])
  })

  test('WE-19 (Oracle Sales Compensation 11, Unit Non Quota Compensation): units decide the rate, revenue is paid', async () => {
    expect(await q1('WE-19')).toEqual(['25.00'])
    const second = await examples.quote('WE-19', { amount: '500', quantity: '600' })
    expect(second).toEqual({ ann: '30.83' })
    // What a unit price rounded to 0.83 would make of it.
    expect(second).not.toEqual({ ann: '30.71' })
  })
})

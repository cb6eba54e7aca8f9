import { beforeAll, describe, expect, test } from 'vitest'
import type { Expression } from '#engine'
import {
  atLeast,
  credit,
  earning,
  field,
  is,
  measure,
  num,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'
import { type Example, WorkedExamples } from '../support/worked-examples.ts'

const quotaOf = (name: string, span: 'Period' | 'Year' = 'Period'): Expression => ({
  kind: 'Quota',
  quota: name,
  span: { kind: span },
  unit: 'money',
})
const attainment = (id: string, quota = id): Expression => ({ kind: 'Attainment', measure: id, quota })
const plus = (...of: Expression[]): Expression => ({ kind: 'Add', of })
const creditIs = (type: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: { kind: 'CreditType' },
  right: { kind: 'Text', value: type },
})
const present = (name: string): Expression => ({ kind: 'Not', of: { kind: 'IsMissing', of: field(name) } })

const WE_21 = plan({
  title: 'Revenue and bookings reach the tier, revenue is paid',
  period: 'month',
  fields: [
    { id: 'revenue', type: 'money' },
    { id: 'bookings', type: 'money' },
  ],
  credits: [
    ownerRule({ id: 'revenue', amount: field('revenue'), when: present('revenue') }),
    ownerRule({ id: 'bookings', creditType: 'bookings', amount: field('bookings'), when: present('bookings') }),
  ],
  measures: [sumOf({ window: { kind: 'YearToDate' } })],
  tables: [
    table('whole', 'money', [
      ['0', pct('0.01')],
      ['300', pct('0.02')],
    ]),
  ],
  earnings: [
    earning(
      times({ kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of: measure('revenue') } }, measure('paid')),
    ),
  ],
})
WE_21.measures.push(sumOf({ id: 'paid', title: 'Revenue that is paid', when: creditIs('revenue') }))
const JANUARY = { on: '2026-01-15', fields: { revenue: '100' } }
const FEBRUARY = { on: '2026-02-15', fields: { bookings: '50' } }
const ORDER_1 = { on: '2026-03-10', fields: { revenue: '50', bookings: '100' } }
const ORDER_2 = { on: '2026-03-11', fields: { revenue: '50' } }

const we22 = (lookup: 'slice' | 'after') =>
  plan({
    title: 'Rates by attainment of the year',
    measures: [sumOf({ window: { kind: 'YearToDate' } })],
    tables: [
      table(lookup === 'slice' ? 'marginal' : 'whole', 'share', [
        ['0', pct('0.02')],
        ['0.5', pct('0.03')],
        ['1', pct('0.04')],
        ['1.25', pct('0.05')],
      ]),
    ],
    earnings: [
      earning(
        lookup === 'slice'
          ? running('slice', { per: quotaOf('revenue', 'Year') })
          : times(
              {
                kind: 'TableCell',
                table: 'rates',
                reads: { kind: 'Running', measure: 'revenue', lookup: 'after' },
                per: quotaOf('revenue', 'Year'),
              },
              credit,
            ),
        { per: 'credit' },
      ),
    ],
  })

const flat = (rate: string) =>
  plan({
    title: `${rate} of everything`,
    period: 'month',
    earnings: [earning(times(pct(rate), credit), { per: 'credit' })],
  })

const LINES = [
  ['A', '0.02', '0.04'],
  ['B', '0.08', '0.12'],
  ['C', '0.05', '0.07'],
] as const
const hurdle = plan({
  title: 'Higher rates once every product is at 95 %',
  fields: [{ id: 'line', type: 'text' }],
  measures: LINES.map(([line]) => sumOf({ id: `sales${line}`, title: `Sales of ${line}`, when: is('line', line) })),
  tables: LINES.map(([line, base, high]) =>
    table(
      'marginal',
      'share',
      [
        ['0', pct(base)],
        ['1', pct(high)],
      ],
      { id: `rates${line}`, title: `Rates of ${line}` },
    ),
  ),
  earnings: [
    earning({
      kind: 'If',
      when: {
        kind: 'And',
        of: LINES.map(([line]) => atLeast(attainment(`sales${line}`, `quota${line}`), pct('0.95'))),
      },
      // biome-ignore lint/suspicious/noThenProperty: an expression is data and its `then` is never a function
      then: plus(
        ...LINES.map(
          ([line]): Expression => ({
            kind: 'ApplyTable',
            table: `rates${line}`,
            reads: { kind: 'Window', of: measure(`sales${line}`) },
            per: quotaOf(`quota${line}`),
          }),
        ),
      ),
      otherwise: plus(...LINES.map(([line, base]) => times(pct(base), measure(`sales${line}`)))),
    }),
  ],
})
const hurdleDeals = (owner: string, c: string) => [
  { owner, amount: '110000', fields: { line: 'A' } },
  { owner, amount: '105000', fields: { line: 'B' } },
  { owner, amount: c, fields: { line: 'C' } },
]

const modifier = plan({
  title: 'Commission modified by margin',
  fields: [{ id: 'profit', type: 'money' }],
  credits: [ownerRule(), ownerRule({ id: 'profit', creditType: 'profit', amount: field('profit') })],
  measures: [sumOf({ when: creditIs('revenue') }), sumOf({ id: 'profit', title: 'Profit', when: creditIs('profit') })],
  tables: [
    table('marginal', 'money', [
      ['0', pct('0.02')],
      ['3000000', pct('0.03')],
    ]),
    table(
      'whole',
      'number',
      [
        ['0', num('0.5')],
        ['0.05', num('0.75')],
        ['0.1', num('1')],
        ['0.2', num('1.15')],
        ['0.3', num('1.25')],
      ],
      { id: 'modifiers', title: 'Modifiers' },
    ),
  ],
  earnings: [
    earning(
      times(
        { kind: 'ApplyTable', table: 'rates', reads: { kind: 'Window', of: measure('revenue') } },
        {
          kind: 'TableCell',
          table: 'modifiers',
          reads: { kind: 'Window', of: { kind: 'Divide', left: measure('profit'), right: measure('revenue') } },
        },
      ),
    ),
  ],
})

const EXAMPLES: readonly Example[] = [
  { key: 'WE-21', plan: WE_21, people: ['inOrder', 'outOfOrder'], deals: [] },
  ...(['slice', 'after'] as const).map((lookup) => ({
    key: `WE-22 ${lookup}`,
    plan: we22(lookup),
    quotas: [{ value: '150000' }],
    deals: [{ amount: '74000', on: '2026-02-01' }],
  })),
  {
    key: 'WE-25 one version',
    from: '2024-01-01',
    plan: flat('0.1'),
    deals: [{ on: '2025-01-10', amount: '1000' }],
  },
  {
    key: 'WE-25 from the 1st',
    from: '2024-01-01',
    plan: flat('0.1'),
    next: [['2025-01-01', flat('0.2')]],
    deals: [
      { on: '2024-12-31', amount: '1000' },
      { on: '2025-01-10', amount: '1000' },
    ],
  },
  {
    key: 'WE-25 from the 15th',
    from: '2024-01-01',
    plan: flat('0.1'),
    next: [['2025-01-15', flat('0.2')]],
    deals: [
      { on: '2025-01-10', amount: '1000' },
      { on: '2025-02-01', amount: '1000' },
    ],
  },
  {
    key: 'WE-35',
    from: '2025-01-01',
    to: '2025-02-01',
    plan: { ...flat('0.1'), earnings: [earning(times(pct('0.1'), credit), { per: 'credit', floor: usd('4000') })] },
    deals: [{ on: '2025-01-10', amount: '1000' }],
  },
  {
    key: 'WE-37',
    plan: hurdle,
    people: ['short', 'open'],
    to: '2026-04-01',
    quotas: ['short', 'open'].flatMap((person) =>
      LINES.map(([line]) => ({ person, name: `quota${line}`, value: '100000', to: '2026-04-01' })),
    ),
    deals: [...hurdleDeals('short', '80000'), ...hurdleDeals('open', '95000')],
  },
  {
    key: 'WE-38',
    plan: modifier,
    people: ['at22', 'at30', 'below30'],
    to: '2026-04-01',
    deals: [
      { owner: 'at22', amount: '4000000', fields: { profit: '880000' } },
      { owner: 'at30', amount: '4000000', fields: { profit: '1200000' } },
      { owner: 'below30', amount: '4000000', fields: { profit: '1199600' } },
    ],
  },
  {
    key: 'WE-41',
    plan: plan({
      title: 'Target incentive by rating',
      credits: [ownerRule({ amount: usd('0') })],
      measures: [sumOf({ id: 'rating', title: 'Rating', aggregate: 'latest', value: field('quantity') })],
      // 70 % at 2 and 30 % more for each point above, of a target of 1,313.
      tables: [
        table('marginal', 'number', [
          ['0', times(usd('1313'), num('0.35'))],
          ['2', times(usd('1313'), num('0.3'))],
        ]),
      ],
      earnings: [earning({ kind: 'ApplyTable', table: 'rates', reads: { kind: 'Window', of: measure('rating') } })],
    }),
    people: ['two', 'three', 'four', 'between'],
    to: '2026-04-01',
    deals: [
      ['two', '2'],
      ['three', '3'],
      ['four', '4'],
      ['between', '2.8'],
    ].map(([owner = '', quantity = '']) => ({ owner, quantity, kind: 'other' })),
  },
  {
    key: 'WE-42',
    from: '2006-01-01',
    to: '2007-01-01',
    plan: plan({
      title: 'Scanner 400 SPIF',
      credits: [
        ownerRule({
          amount: usd('250'),
          when: {
            kind: 'And',
            of: [is('product', 'Scanner 400'), atLeast(field('quantity'), num('10'))],
          },
        }),
      ],
      earnings: [earning(credit, { per: 'credit' })],
    }),
    deals: [
      ...['9', '10', '25'].map((quantity) => ({ on: '2006-11-15', amount: '100', quantity, product: 'Scanner 400' })),
      { on: '2006-11-15', amount: '100', quantity: '25', product: 'Scanner 200' },
      { on: '2026-01-15', amount: '100', quantity: '25', product: 'Scanner 400' },
    ],
  },
  {
    key: 'WE-44',
    plan: plan({
      title: 'Two weighted measures',
      fields: [{ id: 'line', type: 'text' }],
      parameters: [
        { kind: 'Parameter', id: 'targetIncentive', title: 'Target incentive', type: 'money', default: null },
      ],
      measures: ['A', 'B'].map((line) =>
        sumOf({ id: `sales${line}`, title: `Sales of ${line}`, when: is('line', line) }),
      ),
      earnings: [
        earning(
          times(
            { kind: 'Parameter', parameter: 'targetIncentive' },
            plus(times(pct('0.6'), attainment('salesA', 'quotaA')), times(pct('0.4'), attainment('salesB', 'quotaB'))),
          ),
        ),
      ],
    }),
    to: '2026-04-01',
    parameters: [{ name: 'targetIncentive', value: '10000' }],
    quotas: [
      { name: 'quotaA', value: '50000', to: '2026-04-01' },
      { name: 'quotaB', value: '70000', to: '2026-04-01' },
    ],
    deals: [
      { amount: '55000', fields: { line: 'A' } },
      { amount: '56000', fields: { line: 'B' } },
    ],
  },
]

describe('published examples of attainment, versions, guarantees and bonuses, as plans in the running product', () => {
  let examples: WorkedExamples
  const paid = (key: string, period: string, ...people: string[]) =>
    Promise.all((people.length === 0 ? ['ann'] : people).map((person) => examples.paid(key, period, person)))

  beforeAll(async () => {
    examples = await WorkedExamples.load(EXAMPLES)
  })

  test('WE-21 (Xactly, How Credit Attainments are Calculated): attainment never falls out of step, whatever the order', async () => {
    for (const [i, deal] of [JANUARY, FEBRUARY].entries())
      await examples.record('WE-21', `in${i}`, { ...deal, owner: 'inOrder' })
    const [first] = await examples.quoteInFull('WE-21', { ...ORDER_1, owner: 'inOrder' })
    expect(first?.measures.find(({ measure: id }) => id === 'revenue')).toMatchObject({ before: '150', after: '300' })
    await examples.record('WE-21', 'in2', { ...ORDER_1, owner: 'inOrder' })
    const [second] = await examples.quoteInFull('WE-21', { ...ORDER_2, owner: 'inOrder' })
    expect(second?.measures.find(({ measure: id }) => id === 'revenue')).toMatchObject({ before: '300', after: '350' })
    await examples.record('WE-21', 'in3', { ...ORDER_2, owner: 'inOrder' })
    for (const [i, deal] of [ORDER_2, FEBRUARY, ORDER_1, JANUARY].entries())
      await examples.record('WE-21', `out${i}`, { ...deal, owner: 'outOfOrder' })
    // 2 % of March's 100, as the year stands at 350; the published 250 would pay 1 %.
    expect(await paid('WE-21', '2026-03', 'inOrder', 'outOfOrder')).toEqual(['2.00', '2.00'])
  })

  test('WE-22 (Xactly, How Commissions are Evaluated): an order up to 50 % of a quota of 150,000, by slice and after it', async () => {
    const order = { amount: '1000', on: '2026-03-01' }
    expect(await examples.quote('WE-22 slice', order)).toEqual({ ann: '20.00' })
    const after = await examples.quote('WE-22 after', order)
    expect(after).toEqual({ ann: '30.00' })
    // What the quota as printed, ten times as much, would make of it.
    expect(after).not.toEqual({ ann: '20.00' })
  })

  test('WE-25 (theodortrampe/commission-calculator): the version of a plan is picked by its effective date', async () => {
    expect(await paid('WE-25 one version', '2025-01')).toEqual(['100.00'])
    expect(await paid('WE-25 from the 1st', '2024-12')).toEqual(['100.00'])
    expect(await paid('WE-25 from the 1st', '2025-01')).toEqual(['200.00'])
  })

  test('WE-25 (theodortrampe/commission-calculator): a version from the 15th holds from the next period, picked by period start', async () => {
    expect(await paid('WE-25 from the 15th', '2025-01')).toEqual(['100.00'])
    expect(await paid('WE-25 from the 15th', '2025-02')).toEqual(['200.00'])
  })

  test('WE-35 (theodortrampe/commission-calculator): a guarantee tops 100 up to 4,000', async () => {
    expect(await paid('WE-35', '2025-01')).toEqual(['4000.00'])
    expect(await examples.quote('WE-35', { amount: '38999', on: '2025-01-20' })).toEqual({ ann: '0.00' })
    expect(await examples.quote('WE-35', { amount: '39001', on: '2025-01-20' })).toEqual({ ann: '0.10' })
  })

  test('WE-37 (Cichelli in HR Daily Advisor): a hurdle between products', async () => {
    expect(await paid('WE-37', '2026-Q1', 'short', 'open')).toEqual(['14600.00', '15750.00'])
    expect(await examples.quote('WE-37', { owner: 'short', amount: '15000', fields: { line: 'C' } })).toEqual({
      short: '1150.00',
    })
  })

  test('WE-38 (Cichelli in HR Daily Advisor): commission modified by margin, exact at the edge', async () => {
    expect(await paid('WE-38', '2026-Q1', 'at22', 'at30', 'below30')).toEqual(['103500.00', '112500.00', '103500.00'])
  })

  test('WE-41 (ExcelForum 895987): a rating of 2.8 between 70 % and 100 % pays 94 %, not the 1,247 of the thread', async () => {
    const [two, three, four, between] = await paid('WE-41', '2026-Q1', 'two', 'three', 'four', 'between')
    expect([two, three, four]).toEqual(['919.10', '1313.00', '1706.90'])
    expect(between).toBe('1234.22')
    expect(between).not.toBe('1247.00')
  })

  test('WE-42 (Xactly, Scanner 400 SPIF): 250 for every order of ten or more of one product, within the year', async () => {
    expect(await paid('WE-42', '2006-Q4')).toEqual(['500.00'])
    await expect(paid('WE-42', '2026-Q1')).rejects.toThrow('nothing is said')
  })

  test('WE-44 (Oracle, Measure Weights): two measures weigh 60 and 40', async () => {
    expect(await paid('WE-44', '2026-Q1')).toEqual(['9800.00'])
  })
})

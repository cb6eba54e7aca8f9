import type { Expression, Plan } from '#engine'

const usd = (value: string): Expression => ({ kind: 'Money', value, currency: 'USD' })
const pct = (value: string): Expression => ({ kind: 'Percent', value })
const num = (value: string): Expression => ({ kind: 'Number', value })
const field = (name: string): Expression => ({ kind: 'Field', field: name })
const text = (value: string): Expression => ({ kind: 'Text', value })
const oneOf = (name: string, ...values: string[]): Expression => ({
  kind: 'OneOf',
  of: field(name),
  list: { kind: 'TextList', values },
})
const compare = (op: '=' | '<>' | '<' | '>=', left: Expression, right: Expression): Expression => ({
  kind: 'Compare',
  op,
  left,
  right,
})
const both = (...of: Expression[]): Expression => ({ kind: 'And', of })
const times = (...of: Expression[]): Expression => ({ kind: 'Multiply', of })
const isType = (type: string): Expression => compare('=', { kind: 'CreditType' }, text(type))

/** Rates of a quota's slices, from 50, 100 and 150 % of it. */
export type Rates = readonly [string, string, string, string]
const RATES: Rates = ['0.03', '0.05', '0.08', '0.10']
const tiers = (rates: Rates): Plan['tables'][number] => ({
  kind: 'RateTable',
  id: 'tiers',
  title: 'Rates by attainment',
  mode: 'marginal',
  axis: 'share',
  edgeBelongsTo: 'higher',
  bands: ['0', '0.5', '1.0', '1.5'].map((from, i) => ({ from, value: pct(rates[i] as string) })),
})
const quota = (span: 'Year' | 'Period'): Expression => ({
  kind: 'Quota',
  quota: 'revenue',
  span: { kind: span },
  unit: 'money',
})

/** W1 in the plan language (`cap` in dollars): a share of the deal walks up a marginal table, times product, gate and cap. */
export const quotePlan = (rates: Rates = RATES, cap = '50000.00'): Plan => ({
  language: 'dreizack/1',
  title: 'A deal at a time',
  currency: 'USD',
  period: 'month',
  fields: [{ id: 'margin', type: 'percent' }],
  parameters: [],
  credits: [
    {
      kind: 'CreditRule',
      id: 'share',
      title: 'Share of the deal',
      to: { kind: 'DealTeam', role: null },
      creditType: 'revenue',
      amount: field('amount'),
      digits: 2,
    },
  ],
  measures: [
    {
      kind: 'Measure',
      id: 'ytd',
      title: 'Revenue this year',
      aggregate: 'sum',
      value: { kind: 'CreditAmount' },
      window: { kind: 'YearToDate' },
    },
  ],
  tables: [tiers(rates)],
  matrices: [
    {
      kind: 'Matrix',
      id: 'products',
      title: 'Product weights',
      axes: [{ kind: 'Keys', keys: ['core', 'addon', 'services'] }],
      cells: [num('1.00'), num('1.25'), num('0.80')],
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'commission',
      title: 'Commission',
      per: 'credit',
      amount: {
        kind: 'Min',
        of: [
          {
            kind: 'Round',
            digits: 2,
            mode: 'half-up',
            of: times(
              {
                kind: 'ApplyTable',
                table: 'tiers',
                reads: { kind: 'Running', measure: 'ytd', lookup: 'slice' },
                per: quota('Year'),
              },
              { kind: 'MatrixCell', matrix: 'products', of: [field('product')] },
              {
                kind: 'If',
                when: compare('<', field('margin'), pct('0.20')),
                // biome-ignore lint/suspicious/noThenProperty: the language's own word
                then: num('0.5'),
                otherwise: num('1'),
              },
            ),
          },
          usd(cap),
        ],
      },
      rounding: { mode: 'half-up', basis: 'each' },
    },
  ],
})

/** What a variant of the second workload changes. */
export type BatchRates = {
  readonly tiers: Rates
  readonly clawback: string
  readonly spiff: string
  readonly spiffFrom: string
  readonly families: readonly string[]
  readonly regions: readonly string[]
}
export const BATCH_RATES: BatchRates = {
  tiers: RATES,
  clawback: '0.03',
  spiff: '50.00',
  spiffFrom: '10000.00',
  families: ['0', '1', '2'],
  regions: ['0', '1', '3'],
}

/** W2 in the plan language. Cancellations are credits that only pay: each takes its rounded share back. */
export function batchPlan(rates: BatchRates = BATCH_RATES): Plan {
  const picked = [oneOf('family', ...rates.families), oneOf('region', ...rates.regions)]
  const booked = compare('<>', field('kind'), text('cancellation'))
  const team = { kind: 'DealTeam', role: null } as const
  const rule = {
    kind: 'CreditRule',
    amount: field('amount'),
    digits: 2,
  } as const
  return {
    language: 'dreizack/1',
    title: 'A population and its transactions',
    currency: 'USD',
    period: 'month',
    fields: [
      { id: 'family', type: 'choice' },
      { id: 'region', type: 'choice' },
    ],
    parameters: [
      { kind: 'Parameter', id: 'roleFactor', title: 'Factor of the role', type: 'number', default: '1' },
      { kind: 'Parameter', id: 'draw', title: 'Draw', type: 'money', default: '0' },
    ],
    credits: [
      { ...rule, id: 'own', title: 'Own deals', to: team, creditType: 'revenue', when: both(...picked, booked) },
      {
        ...rule,
        id: 'team',
        title: 'Deals of reports',
        to: { kind: 'Managers', of: team, fromLevel: 1, toLevel: 2 },
        creditType: 'revenue',
        when: both(...picked, booked),
      },
      {
        ...rule,
        id: 'spiffs',
        title: 'Deals that carry a SPIFF',
        to: { kind: 'DealTeam', role: 'lead' },
        creditType: 'spiff',
        when: both(
          ...picked,
          booked,
          compare('=', field('family'), text('1')),
          compare('>=', field('amount'), usd(rates.spiffFrom)),
        ),
      },
      {
        ...rule,
        id: 'cancelled',
        title: 'Cancelled deals',
        to: team,
        creditType: 'cancelled',
        when: both(...picked, compare('=', field('kind'), text('cancellation'))),
        counts: 'pay only',
      },
    ],
    measures: [
      {
        kind: 'Measure',
        id: 'revenue',
        title: 'Revenue',
        aggregate: 'sum',
        value: { kind: 'CreditAmount' },
        when: isType('revenue'),
        window: { kind: 'Period' },
      },
      {
        kind: 'Measure',
        id: 'spiffs',
        title: 'SPIFF deals',
        aggregate: 'count',
        when: isType('spiff'),
        window: { kind: 'Period' },
      },
    ],
    tables: [tiers(rates.tiers)],
    earnings: [
      {
        kind: 'Earning',
        id: 'commission',
        title: 'Commission',
        per: 'period',
        amount: times(
          {
            kind: 'ApplyTable',
            table: 'tiers',
            reads: { kind: 'Window', of: { kind: 'Measure', measure: 'revenue' } },
            per: quota('Period'),
          },
          { kind: 'Parameter', parameter: 'roleFactor' },
        ),
        rounding: { mode: 'half-up', basis: 'each' },
      },
      {
        kind: 'Earning',
        id: 'spiff',
        title: 'SPIFF',
        per: 'period',
        amount: times({ kind: 'Measure', measure: 'spiffs' }, usd(rates.spiff)),
        rounding: { mode: 'half-up', basis: 'each' },
      },
      {
        kind: 'Earning',
        id: 'clawback',
        title: 'Cancellations',
        per: 'credit',
        when: isType('cancelled'),
        amount: { kind: 'Negate', of: times({ kind: 'CreditAmount' }, pct(rates.clawback)) },
        rounding: { mode: 'half-up', basis: 'each' },
      },
    ],
    payoutRules: [
      {
        kind: 'Draw',
        id: 'draw',
        title: 'Recoverable draw',
        amount: { kind: 'Parameter', parameter: 'draw' },
        pays: 'upTo',
        recovery: { percent: '1', forgivenAtEnd: false },
      },
    ],
  }
}

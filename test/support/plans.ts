import type { CreditRule, Earning, Expression, Facts, Measure, Plan, RateTable, Transaction } from '#engine'

/** Short ways to write plans and inputs in tests; each returns plain data. */

export const CALENDAR = [
  { id: '2026', kind: 'year' as const, from: '2026-01-01', to: '2027-01-01' },
  ...[1, 2, 3, 4].map((q) => ({
    id: `2026-Q${q}`,
    kind: 'quarter' as const,
    from: `2026-${String(q * 3 - 2).padStart(2, '0')}-01`,
    to: q === 4 ? '2027-01-01' : `2026-${String(q * 3 + 1).padStart(2, '0')}-01`,
  })),
  ...Array.from({ length: 12 }, (_, i) => ({
    id: `2026-${String(i + 1).padStart(2, '0')}`,
    kind: 'month' as const,
    from: `2026-${String(i + 1).padStart(2, '0')}-01`,
    to: i === 11 ? '2027-01-01' : `2026-${String(i + 2).padStart(2, '0')}-01`,
  })),
]

export const usd = (value: string): Expression => ({ kind: 'Money', value, currency: 'USD' })
export const num = (value: string): Expression => ({ kind: 'Number', value })
export const pct = (value: string): Expression => ({ kind: 'Percent', value })
export const field = (name: string): Expression => ({ kind: 'Field', field: name })
export const times = (...of: Expression[]): Expression => ({ kind: 'Multiply', of })
export const measure = (id: string): Expression => ({ kind: 'Measure', measure: id })
export const credit: Expression = { kind: 'CreditAmount' }
export const is = (name: string, value: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: field(name),
  right: { kind: 'Text', value },
})
export const atLeast = (left: Expression, right: Expression): Expression => ({ kind: 'Compare', op: '>=', left, right })

export const ownerRule = (over: Partial<CreditRule> = {}): CreditRule => ({
  kind: 'CreditRule',
  id: 'owner',
  title: 'Owner',
  to: { kind: 'Owner' },
  creditType: 'revenue',
  amount: field('amount'),
  ...over,
})
export const sumOf = (over: Partial<Measure> = {}): Measure => ({
  kind: 'Measure',
  id: 'revenue',
  title: 'Revenue',
  aggregate: 'sum',
  value: credit,
  window: { kind: 'Period' },
  ...over,
})
export const countOf = (over: Partial<Measure> = {}): Measure => ({
  kind: 'Measure',
  id: 'revenue',
  title: 'Deals',
  aggregate: 'count',
  window: { kind: 'Period' },
  ...over,
})
export const table = (
  mode: RateTable['mode'],
  axis: RateTable['axis'],
  bands: [string, Expression][],
  over: Partial<RateTable> = {},
): RateTable => ({
  kind: 'RateTable',
  id: 'rates',
  title: 'Rates',
  mode,
  axis,
  edgeBelongsTo: 'higher',
  bands: bands.map(([from, value]) => ({ from, value })),
  ...over,
})
export const earning = (amount: Expression, over: Partial<Earning> = {}): Earning => ({
  kind: 'Earning',
  id: 'commission',
  title: 'Commission',
  per: 'period',
  amount,
  rounding: { mode: 'half-up', basis: 'running' },
  ...over,
})
export const running = (lookup: 'slice' | 'after' | 'before', over: object = {}): Expression => ({
  kind: 'ApplyTable',
  table: 'rates',
  reads: { kind: 'Running', measure: 'revenue', lookup },
  ...over,
})
export const onWindow = (of: Expression, over: object = {}): Expression => ({
  kind: 'ApplyTable',
  table: 'rates',
  reads: { kind: 'Window', of },
  ...over,
})
export const plan = (over: Partial<Plan>): Plan => ({
  language: 'dreizack/1',
  title: 'Plan',
  currency: 'USD',
  period: 'quarter',
  fields: [],
  parameters: [],
  credits: [ownerRule()],
  measures: [],
  tables: [],
  earnings: [],
  ...over,
})

let serial = 0
export const deal = (amount: string | null, over: Partial<Transaction> = {}): Transaction => {
  const externalId = over.externalId ?? `T${String(++serial).padStart(6, '0')}`
  return {
    id: `txn_${externalId}`,
    source: 'test',
    externalId,
    kind: 'booking',
    occurredOn: over.creditedOn ?? '2026-01-15',
    creditedOn: '2026-01-15',
    owner: 'ann',
    team: [],
    account: null,
    product: null,
    amount,
    currency: 'USD',
    quantity: null,
    fields: {},
    ...over,
  }
}

export const facts = (over: Partial<Facts> = {}): Facts => ({
  calendar: CALENDAR,
  titles: [],
  reportingLines: [],
  territories: [],
  quotas: [],
  parameters: [],
  assignments: [{ plan: 'plan', participant: 'ann', from: '2026-01-01', to: null }],
  ...over,
})
export const quota = (value: string, over: object = {}) => ({
  quota: 'revenue',
  participant: 'ann',
  title: null,
  from: '2026-01-01',
  to: '2026-04-01',
  value,
  ...over,
})

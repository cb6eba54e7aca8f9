import type { Expression, Plan } from '../../../engine/index.ts'

const money = (value: string): Expression => ({ kind: 'Money', value, currency: 'USD' })
const percent = (value: string): Expression => ({ kind: 'Percent', value })
const measure = (id: string): Expression => ({ kind: 'Measure', measure: id })
const field = (id: string): Expression => ({ kind: 'Field', field: id })
const quarterQuota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
const running = { mode: 'half-up', basis: 'running' } as const
const base = { language: 'dreizack/1' as const, currency: 'USD', fields: [], parameters: [], measures: [], tables: [] }

const territoryRevenue = {
  kind: 'CreditRule',
  id: 'territory',
  title: 'Orders of the territory',
  explanation: 'Whoever owns the territory on the day of the order is credited with its amount.',
  to: { kind: 'TerritoryOwners' },
  creditType: 'revenue',
  amount: field('amount'),
} as const
const revenue = {
  kind: 'Measure',
  id: 'revenue',
  title: 'Revenue',
  aggregate: 'sum',
  value: { kind: 'CreditAmount' },
  window: { kind: 'Period' },
} as const

const commission: Plan = {
  ...base,
  title: 'Field sales commission',
  explanation: 'Commission on the revenue of the own territory, at rates that rise with the quarter’s quota.',
  period: 'quarter',
  credits: [territoryRevenue],
  measures: [revenue],
  tables: [
    {
      kind: 'RateTable',
      id: 'rates',
      title: 'Commission rates',
      mode: 'marginal',
      axis: 'share',
      edgeBelongsTo: 'higher',
      bands: [
        { from: '0', value: percent('0.04') },
        { from: '1', value: percent('0.06') },
        { from: '1.25', value: percent('0.08') },
      ],
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'commission',
      title: 'Commission',
      explanation:
        '4 % of revenue up to the quota, 6 % on the part above it, and 8 % on what exceeds 125 % of the quota.',
      per: 'credit',
      amount: {
        kind: 'ApplyTable',
        table: 'rates',
        reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
        per: quarterQuota,
      },
      rounding: running,
    },
  ],
}

const profitShare: Plan = {
  ...base,
  title: 'Profit share',
  explanation: 'A share of the territory’s profit in quarters with a healthy margin.',
  period: 'quarter',
  fields: [{ id: 'profit', type: 'money' }],
  credits: [
    territoryRevenue,
    {
      ...territoryRevenue,
      id: 'profit',
      title: 'Profit of the territory',
      creditType: 'profit',
      amount: field('profit'),
    },
  ],
  measures: [
    {
      ...revenue,
      when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'revenue' } },
    },
    {
      ...revenue,
      id: 'profit',
      title: 'Profit',
      when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'profit' } },
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'share',
      title: 'Profit share',
      explanation:
        '3 % of the quarter’s profit if it is at least 8 % of the quarter’s revenue; at most 1,500.00 a quarter.',
      per: 'period',
      gate: {
        kind: 'Compare',
        op: '>=',
        left: measure('profit'),
        right: { kind: 'Multiply', of: [percent('0.08'), measure('revenue')] },
      },
      amount: { kind: 'Multiply', of: [percent('0.03'), measure('profit')] },
      floor: money('0'),
      cap: money('1500'),
      rounding: running,
    },
  ],
}

const bonus: Plan = {
  ...base,
  title: 'Quarterly quota bonus',
  explanation: 'A bonus for reaching the quarter’s quota.',
  period: 'quarter',
  credits: [territoryRevenue],
  measures: [revenue],
  tables: [
    {
      kind: 'RateTable',
      id: 'steps',
      title: 'Bonus steps',
      mode: 'step',
      axis: 'share',
      edgeBelongsTo: 'higher',
      bands: [
        { from: '0', value: money('0') },
        { from: '0.8', value: money('400') },
        { from: '1', value: money('1000') },
        { from: '1.2', value: money('1800') },
      ],
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'bonus',
      title: 'Quota bonus',
      explanation: '400.00 from 80 % of the quota, 1,000.00 from 100 %, 1,800.00 from 120 %.',
      per: 'period',
      amount: {
        kind: 'ApplyTable',
        table: 'steps',
        reads: { kind: 'Window', of: { kind: 'Attainment', measure: 'revenue', quota: 'revenue' } },
      },
      rounding: running,
    },
  ],
}

const override: Plan = {
  ...base,
  title: 'Manager override',
  explanation: 'Managers and the vice president share in what their teams sell.',
  period: 'quarter',
  parameters: [{ kind: 'Parameter', id: 'overrideRate', title: 'Override rate', type: 'percent', default: null }],
  credits: [
    {
      ...territoryRevenue,
      id: 'team',
      title: 'Orders of the team',
      explanation: 'Each order reaches the managers above the territory’s owner, up to two levels, once each.',
      to: { kind: 'Managers', of: { kind: 'TerritoryOwners' }, fromLevel: 1, toLevel: 2 },
      creditType: 'team revenue',
      when: {
        kind: 'Compare',
        op: '<>',
        left: { kind: 'Recipient', attribute: 'title' },
        right: { kind: 'Text', value: 'success' },
      },
    },
  ],
  measures: [{ ...revenue, id: 'team', title: 'Team revenue' }],
  earnings: [
    {
      kind: 'Earning',
      id: 'override',
      title: 'Override',
      explanation: '0.8 % of the team’s revenue for regional managers, 0.25 % for the vice president.',
      per: 'period',
      amount: { kind: 'Multiply', of: [{ kind: 'Parameter', parameter: 'overrideRate' }, measure('team')] },
      rounding: running,
    },
  ],
}

const success: Plan = {
  ...base,
  title: 'Customer success',
  explanation: 'Customer success managers are paid on orders of customers who come back.',
  period: 'month',
  fields: [{ id: 'repeatCustomer', type: 'yes/no' }],
  credits: [
    {
      ...territoryRevenue,
      id: 'repeat',
      title: 'Orders of repeat customers',
      explanation: 'Orders of customers who ordered on an earlier day, in the regions that the manager looks after.',
      creditType: 'repeat revenue',
      when: field('repeatCustomer'),
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'success',
      title: 'Repeat revenue commission',
      explanation: '1.25 % of the month’s repeat revenue, at most 900.00 a month.',
      per: 'credit',
      amount: { kind: 'Multiply', of: [percent('0.0125'), { kind: 'CreditAmount' }] },
      cap: money('900'),
      rounding: running,
    },
  ],
}

/** The demo's plans, with the titles to whose people each is assigned. */
export const PLANS: readonly { externalId: string; plan: Plan; titles: readonly string[] }[] = [
  { externalId: 'commission', plan: commission, titles: ['executive'] },
  { externalId: 'profit-share', plan: profitShare, titles: ['executive'] },
  { externalId: 'quota-bonus', plan: bonus, titles: ['executive'] },
  { externalId: 'override', plan: override, titles: ['manager', 'vp'] },
  { externalId: 'customer-success', plan: success, titles: ['success'] },
]

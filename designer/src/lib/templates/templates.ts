import type { Expression, Plan } from '#engine'

export type Template = {
  readonly id: string
  readonly en: readonly [string, string]
  readonly de: readonly [string, string]
  readonly plan: Plan
}

const rate = (value: string): Expression => ({ kind: 'Percent', value })
const times = (...of: Expression[]): Expression => ({ kind: 'Multiply', of })
const parameter = (name: string): Expression => ({ kind: 'Parameter', parameter: name })
const rounding = { mode: 'half-up', basis: 'running' } as const
const revenue: Expression = { kind: 'Field', field: 'amount' }
const credit: Expression = { kind: 'CreditAmount' }

type Parts = Partial<Omit<Plan, 'language' | 'currency'>> & Pick<Plan, 'title'>
const plan = (parts: Parts): Plan => ({
  language: 'dreizack/1',
  currency: 'EUR',
  period: 'quarter',
  fields: [],
  parameters: [],
  credits: [],
  measures: [],
  tables: [],
  earnings: [],
  ...parts,
})
const toOwner = (title: string): Plan['credits'][number] => ({
  kind: 'CreditRule',
  id: 'ownDeals',
  title,
  to: { kind: 'Owner' },
  creditType: 'sales',
  amount: revenue,
})
const sum = (id: string, title: string, window: Plan['measures'][number]['window']): Plan['measures'][number] => ({
  kind: 'Measure',
  id,
  title,
  aggregate: 'sum',
  value: credit,
  window,
})

/** Plans to start from. Each is valid as it stands, and all but the empty one pay something on the sample deal. */
export const TEMPLATES: readonly Template[] = [
  {
    id: 'empty',
    en: ['Empty plan', 'Nothing but the plan itself; drag blocks into it.'],
    de: ['Leerer Plan', 'Nichts als der Plan selbst; ziehen Sie Blöcke hinein.'],
    plan: plan({ title: 'Empty plan' }),
  },
  {
    id: 'flat',
    en: ['Flat rate', 'The same share of every deal.'],
    de: ['Fester Satz', 'Von jedem Deal derselbe Anteil.'],
    plan: plan({
      title: 'Flat rate',
      period: 'month',
      parameters: [{ kind: 'Parameter', id: 'rate', title: 'Commission rate', type: 'percent', default: '0.05' }],
      credits: [toOwner('Own deals')],
      earnings: [
        {
          kind: 'Earning',
          id: 'commission',
          title: 'Commission',
          per: 'credit',
          amount: times(credit, parameter('rate')),
          rounding,
        },
      ],
    }),
  },
  {
    id: 'tiers',
    en: ['Marginal tiers', 'A quarter’s revenue earns more the further it gets; each slice at its own rate.'],
    de: ['Stufen', 'Der Umsatz eines Quartals bringt mehr, je weiter er kommt; jede Scheibe mit ihrem Satz.'],
    plan: plan({
      title: 'Marginal tiers on revenue',
      credits: [toOwner('Own deals')],
      measures: [sum('revenue', 'Revenue of the quarter', { kind: 'QuarterToDate' })],
      tables: [
        {
          kind: 'RateTable',
          id: 'rates',
          title: 'Rates',
          mode: 'marginal',
          axis: 'money',
          edgeBelongsTo: 'higher',
          bands: [
            { from: '0', value: rate('0.04') },
            { from: '20000', value: rate('0.06') },
            { from: '50000', value: rate('0.08') },
          ],
        },
      ],
      earnings: [
        {
          kind: 'Earning',
          id: 'commission',
          title: 'Commission',
          per: 'credit',
          amount: {
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
          },
          rounding,
        },
      ],
    }),
  },
  {
    id: 'profit',
    en: ['Profit with a gate', 'A share of profit, once the quarter’s revenue has passed a threshold; capped.'],
    de: [
      'Gewinn mit Schwelle',
      'Ein Anteil am Gewinn, sobald der Umsatz des Quartals eine Schwelle erreicht; gedeckelt.',
    ],
    plan: plan({
      title: 'Share of profit',
      fields: [{ id: 'profit', type: 'money' }],
      parameters: [
        { kind: 'Parameter', id: 'share', title: 'Share of profit', type: 'percent', default: '0.1' },
        { kind: 'Parameter', id: 'threshold', title: 'Revenue that opens the gate', type: 'money', default: '10000' },
      ],
      credits: [
        toOwner('Own deals'),
        {
          kind: 'CreditRule',
          id: 'ownProfit',
          title: 'Profit of own deals',
          to: { kind: 'Owner' },
          creditType: 'profit',
          amount: {
            kind: 'Default',
            of: { kind: 'Field', field: 'profit' },
            otherwise: { kind: 'Money', value: '0', currency: 'EUR' },
          },
        },
      ],
      measures: [
        {
          ...sum('revenue', 'Revenue of the quarter', { kind: 'QuarterToDate' }),
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'sales' } },
        },
      ],
      earnings: [
        {
          kind: 'Earning',
          id: 'profitShare',
          title: 'Profit share',
          per: 'credit',
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'profit' } },
          amount: times(credit, parameter('share')),
          gate: {
            kind: 'Compare',
            op: '>=',
            left: { kind: 'Measure', measure: 'revenue' },
            right: parameter('threshold'),
          },
          cap: { kind: 'Money', value: '25000', currency: 'EUR' },
          rounding,
        },
      ],
    }),
  },
  {
    id: 'bonus',
    en: ['Quarterly bonus', 'A target bonus times what the attainment of quota is worth.'],
    de: ['Quartalsbonus', 'Ein Zielbonus mal dem, was die Zielerreichung wert ist.'],
    plan: plan({
      title: 'Quarterly bonus on attainment',
      parameters: [{ kind: 'Parameter', id: 'target', title: 'Target bonus', type: 'money', default: '5000' }],
      credits: [toOwner('Own deals')],
      measures: [sum('revenue', 'Revenue of the quarter', { kind: 'QuarterToDate' })],
      tables: [
        {
          kind: 'RateTable',
          id: 'factor',
          title: 'Bonus factor',
          mode: 'step',
          axis: 'share',
          edgeBelongsTo: 'higher',
          bands: [
            { from: '0', value: rate('0') },
            { from: '0.8', value: rate('0.5') },
            { from: '1', value: rate('1') },
            { from: '1.2', value: rate('1.5') },
          ],
        },
      ],
      earnings: [
        {
          kind: 'Earning',
          id: 'bonus',
          title: 'Bonus',
          per: 'period',
          amount: times(parameter('target'), {
            kind: 'ApplyTable',
            table: 'factor',
            reads: { kind: 'Window', of: { kind: 'Attainment', measure: 'revenue', quota: 'revenue' } },
          }),
          rounding,
        },
      ],
    }),
  },
  {
    id: 'override',
    en: ['Manager override', 'A manager earns a small share of what the team sells, two levels up.'],
    de: [
      'Beteiligung für Vorgesetzte',
      'Vorgesetzte erhalten einen kleinen Anteil am Umsatz des Teams, zwei Stufen hoch.',
    ],
    plan: plan({
      title: 'Manager override',
      period: 'month',
      credits: [
        {
          kind: 'CreditRule',
          id: 'teamDeals',
          title: 'Deals of the team',
          to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 2 },
          creditType: 'override',
          amount: revenue,
        },
      ],
      earnings: [
        {
          kind: 'Earning',
          id: 'override',
          title: 'Override',
          per: 'credit',
          amount: times(credit, rate('0.005')),
          rounding,
        },
      ],
    }),
  },
]

/** A template in another currency: its amounts stay as they are. */
export function inCurrency(plan: Plan, currency: string): Plan {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, key === 'currency' ? currency : visit(child)]),
    )
  }
  return visit(plan) as Plan
}

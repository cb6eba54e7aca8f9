import type { Diagnostic } from '../diagnostic.ts'

/** Where a code comes from: reading the JSON, checking the plan, running its examples, or the organisation's own fields. */
export type Stage = 'reading' | 'checking' | 'examples' | 'organisation'

/** What a code means, for the person who meets it. */
export type CatalogueEntry = {
  readonly code: string
  readonly stage: Stage
  readonly severity: Diagnostic['severity']
  readonly title: string
  readonly what: string
  readonly fix: string
  /**
   * Something that raises this code and no other: properties to put into the plan `BASE`, or, where that would be too
   * long to read, words for what is made and how to make it.
   */
  readonly example:
    | { readonly parts: Readonly<Record<string, unknown>> }
    | { readonly words: string; readonly make: () => unknown }
}

const credit = { kind: 'CreditAmount' }
const percent = (value: string) => ({ kind: 'Percent', value })
const eur = (value: string) => ({ kind: 'Money', value, currency: 'EUR' })
const rounding = { mode: 'half-up', basis: 'running' }

/** The plan that the examples change: it raises nothing. */
export const BASE: Readonly<Record<string, unknown>> = {
  language: 'dreizack/1',
  title: 'Five percent',
  currency: 'EUR',
  period: 'month',
  fields: [],
  parameters: [],
  credits: [
    {
      kind: 'CreditRule',
      id: 'own',
      title: 'Own deals',
      to: { kind: 'Owner' },
      creditType: 'revenue',
      amount: { kind: 'Field', field: 'amount' },
    },
  ],
  measures: [],
  tables: [],
  earnings: [
    {
      kind: 'Earning',
      id: 'commission',
      title: 'Commission',
      per: 'credit',
      amount: { kind: 'Multiply', of: [percent('0.05'), credit] },
      cap: eur('1000'),
      rounding,
    },
  ],
}

/** The plan of an example. */
export const planOf = ({ example }: CatalogueEntry): unknown =>
  'parts' in example ? { ...BASE, ...example.parts } : example.make()

/** Short ways to write examples; each is plain data. */
export const short = {
  credit,
  percent,
  eur,
  number: (value: string) => ({ kind: 'Number', value }),
  text: (value: string) => ({ kind: 'Text', value }),
  field: (field: string) => ({ kind: 'Field', field }),
  measure: (measure: string) => ({ kind: 'Measure', measure }),
  rule: (over: Readonly<Record<string, unknown>>) => ({
    kind: 'CreditRule',
    id: 'own',
    title: 'Own deals',
    to: { kind: 'Owner' },
    creditType: 'revenue',
    amount: { kind: 'Field', field: 'amount' },
    ...over,
  }),
  revenue: (over: Readonly<Record<string, unknown>> = {}) => ({
    kind: 'Measure',
    id: 'revenue',
    title: 'Revenue',
    aggregate: 'sum',
    value: credit,
    window: { kind: 'Period' },
    ...over,
  }),
  table: (over: Readonly<Record<string, unknown>>) => ({
    kind: 'RateTable',
    id: 'rates',
    title: 'Rates',
    mode: 'whole',
    axis: 'money',
    edgeBelongsTo: 'higher',
    bands: [
      { from: '0', value: percent('0.05') },
      { from: '1000', value: percent('0.1') },
    ],
    ...over,
  }),
  /** An earning per period. */
  bonus: (amount: unknown, over: Readonly<Record<string, unknown>> = {}) => ({
    kind: 'Earning',
    id: 'bonus',
    title: 'Bonus',
    per: 'period',
    amount,
    cap: eur('1000'),
    rounding,
    ...over,
  }),
  /** An earning per credit. */
  commission: (amount: unknown, over: Readonly<Record<string, unknown>> = {}) => ({
    kind: 'Earning',
    id: 'commission',
    title: 'Commission',
    per: 'credit',
    amount,
    cap: eur('1000'),
    rounding,
    ...over,
  }),
  /** The whole window read by the table "rates". */
  whole: (over: Readonly<Record<string, unknown>> = {}) => ({
    kind: 'ApplyTable',
    table: 'rates',
    reads: { kind: 'Window', of: { kind: 'Measure', measure: 'revenue' } },
    ...over,
  }),
}

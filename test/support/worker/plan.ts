/** The smallest plan that pays something: a tenth of every deal to its owner. */
export const SMALL_PLAN = {
  language: 'dreizack/1',
  title: 'A tenth of everything',
  currency: 'EUR',
  period: 'quarter',
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
      amount: { kind: 'Multiply', of: [{ kind: 'CreditAmount' }, { kind: 'Percent', value: '0.1' }] },
      rounding: { mode: 'half-up', basis: 'each' },
    },
  ],
}

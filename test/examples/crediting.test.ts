import { beforeAll, describe, expect, test } from 'vitest'
import type { CreditRule, Expression } from '#engine'
import {
  credit,
  earning,
  field,
  measure,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
} from '../support/plans.ts'
import { type Example, WorkedExamples } from '../support/worked-examples.ts'

const half = (role: string) => [
  { role, participant: 'a', share: '0.5' },
  { role, participant: 'b', share: '0.5' },
]
const teamRule = (role: string, amount: Expression, over: Partial<CreditRule> = {}) =>
  ownerRule({ id: role, title: role, to: { kind: 'DealTeam', role }, creditType: role, amount, ...over })
const typeIs = (type: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: { kind: 'CreditType' },
  right: { kind: 'Text', value: type },
})

const CHAIN = [
  ['seller', '0.5'],
  ['team lead', '0.02'],
  ['manager', '0.015'],
  ['director', '0.01'],
] as const
const override = plan({
  title: 'Seller, team lead, manager and director share in a policy',
  credits: CHAIN.map(([creditType], level) =>
    ownerRule({
      id: `level${level}`,
      title: creditType,
      creditType,
      to:
        level === 0 ? { kind: 'Owner' } : { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: level, toLevel: level },
    }),
  ),
  earnings: CHAIN.map(([type, rate], level) =>
    earning(times(pct(rate), credit), { id: `pay${level}`, title: type, per: 'credit', when: typeIs(type) }),
  ),
})
const ALL = ['seller', 'lead', 'manager', 'director', 'newLead'] as const

const mirror = plan({
  title: 'Accelerated commission, and an override above it',
  period: 'month',
  credits: [
    ownerRule(),
    ownerRule({
      id: 'team',
      title: 'Team',
      creditType: 'team',
      to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 1 },
    }),
  ],
  measures: [sumOf({ when: typeIs('revenue') }), sumOf({ id: 'team', title: 'Team', when: typeIs('team') })],
  tables: [
    table('marginal', 'money', [
      ['0', pct('0.033')],
      ['1000', pct('0.077')],
    ]),
  ],
  earnings: [
    earning(running('slice'), { per: 'credit', when: typeIs('revenue') }),
    earning(times(pct('0.0123'), measure('team')), { id: 'override', title: 'Override' }),
  ],
})

const EXAMPLES: readonly Example[] = [
  {
    key: 'WE-45',
    people: ['a', 'b'],
    plan: plan({
      title: 'Revenue and overlay splits',
      credits: [teamRule('revenue', field('amount')), teamRule('overlay', field('amount'))],
      earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
    }),
    deals: [
      {
        owner: null,
        amount: '100000',
        team: [...half('revenue'), { role: 'overlay', participant: 'a', share: '0.2' }],
      },
    ],
  },
  {
    key: 'WE-46',
    people: ['a', 'b'],
    plan: plan({
      title: 'A line is split in two',
      fields: [{ id: 'grossCommission', type: 'money' }],
      credits: [
        teamRule('net', field('amount'), { to: { kind: 'DealTeam', role: null } }),
        teamRule('gross', field('grossCommission'), { to: { kind: 'DealTeam', role: null } }),
      ],
      earnings: [earning(credit, { per: 'credit', when: typeIs('gross') })],
    }),
    deals: [{ owner: null, amount: '100', fields: { grossCommission: '30' }, team: half('seller') }],
  },
  {
    key: 'WE-47',
    people: ALL,
    plan: override,
    managers: [
      { person: 'seller', manager: 'lead', to: '2026-06-01' },
      { person: 'seller', manager: 'newLead', from: '2026-06-01' },
      { person: 'lead', manager: 'manager' },
      { person: 'newLead', manager: 'manager' },
      { person: 'manager', manager: 'director' },
    ],
    deals: [{ owner: 'seller', amount: '500000', on: '2026-02-10' }],
  },
  {
    key: 'WE-49',
    plan: plan({
      title: 'Credited at 90 %, with a ramp guarantee',
      period: 'month',
      parameters: [{ kind: 'Parameter', id: 'guarantee', title: 'Guarantee', type: 'money', default: '0' }],
      credits: [ownerRule({ share: pct('0.9') })],
      earnings: [
        earning(times(pct('0.045'), credit), { per: 'credit', floor: { kind: 'Parameter', parameter: 'guarantee' } }),
      ],
    }),
    // 14,000 a month of which 8,750 are base salary.
    parameters: [{ name: 'guarantee', value: '5250', to: '2026-04-01' }],
    deals: Array.from({ length: 12 }, (_, m) => ({
      amount: '100000',
      on: `2026-${String(m + 1).padStart(2, '0')}-20`,
    })),
  },
  {
    key: 'WE-58',
    people: ['seller', 'manager'],
    plan: mirror,
    managers: [{ person: 'seller', manager: 'manager' }],
    deals: [
      { owner: 'seller', amount: '1234.5678', kind: 'invoice', on: '2026-01-10' },
      { owner: 'seller', amount: '987.65', kind: 'invoice', on: '2026-02-10' },
      { owner: 'seller', amount: '1234.5678', kind: 'invoice', on: '2026-02-11' },
      { owner: 'seller', amount: '-1234.5678', kind: 'return', on: '2026-01-20' },
    ],
  },
]

describe('published examples of crediting, splits and reversals, as plans in the running product', () => {
  let examples: WorkedExamples
  const paid = (key: string, period: string, people: readonly string[]) =>
    Promise.all(people.map((person) => examples.paid(key, period, person)))

  beforeAll(async () => {
    examples = await WorkedExamples.load(EXAMPLES)
  })

  test('WE-45 (Salesforce, Opportunity Splits): revenue splits to 100 %, overlay comes on top', async () => {
    expect(await examples.credits('WE-45')).toEqual(['a overlay 20000', 'a revenue 50000', 'b revenue 50000'])
    expect(await paid('WE-45', '2026-Q1', ['a', 'b'])).toEqual(['7000.00', '5000.00'])
  })

  test('WE-46 (RPM Software, Split): a line becomes two of 50 net and 15 gross commission', async () => {
    expect(await examples.credits('WE-46')).toEqual(['a gross 15', 'a net 50', 'b gross 15', 'b net 50'])
    expect(await paid('WE-46', '2026-Q1', ['a', 'b'])).toEqual(['15.00', '15.00'])
  })

  test('WE-47 (amant8183/commission-calculation-system): a chain of overrides, reversed to those who held the positions', async () => {
    const earned = ['250000.00', '10000.00', '7500.00', '5000.00', '0.00']
    expect(await paid('WE-47', '2026-Q1', ALL)).toEqual(earned)
    // After the re-organisation the cancellation is credited on the day of the sale.
    const cancellation = {
      owner: 'seller',
      amount: '-500000',
      kind: 'churn',
      on: '2026-02-10',
      occurredOn: '2026-09-01',
    }
    expect(await examples.quote('WE-47', cancellation)).toEqual({
      seller: '-250000.00',
      lead: '-10000.00',
      manager: '-7500.00',
      director: '-5000.00',
    })
    await examples.record('WE-47', 'cancellation', cancellation)
    expect(await paid('WE-47', '2026-Q1', ALL)).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00'])
    // Voiding the cancellation brings the four amounts back; a sale of after the re-organisation pays the new lead.
    await examples.record('WE-47', 'cancellation', cancellation, { voided: true, version: 2 })
    expect(await paid('WE-47', '2026-Q1', ALL)).toEqual(earned)
    const later = { owner: 'seller', amount: '500000', on: '2026-09-01' }
    expect(await examples.quote('WE-47', later)).toEqual({
      seller: '250000.00',
      newLead: '10000.00',
      manager: '7500.00',
      director: '5000.00',
    })
  })

  test('WE-49 (Med Sales Network, Offer comparison): 90 % credited, and a guarantee that tops up three months', async () => {
    const months = Array.from({ length: 12 }, (_, m) => `2026-${String(m + 1).padStart(2, '0')}`)
    const amounts = await Promise.all(months.map((month) => examples.paid('WE-49', month)))
    expect(amounts).toEqual([...Array<string>(3).fill('5250.00'), ...Array<string>(9).fill('4050.00')])
    // 48,600 of commission and 3,600 of top-up.
    expect(amounts.reduce((sum, amount) => sum + Number(amount), 0)).toBe(52_200)
    expect((await examples.credits('WE-49')).every((line) => line === 'ann revenue 90000')).toBe(true)
  })

  test('WE-58 (OCA/commission issue 555): an invoice and its credit note settle to nothing at every level', async () => {
    const both = ['seller', 'manager']
    expect(await paid('WE-58', '2026-01', both)).toEqual(['0.00', '0.00'])
    const before = await paid('WE-58', '2026-02', both)
    const note = { owner: 'seller', amount: '-1234.5678', kind: 'return', on: '2026-02-20' }
    const alone = { owner: 'seller', amount: '-987.65', kind: 'return', on: '2026-02-21' }
    await examples.record('WE-58', 'note', note)
    // 3.3 % of 987.65 and 1.23 % above it are left.
    expect(await paid('WE-58', '2026-02', both)).toEqual(['32.59', '12.15'])
    await examples.record('WE-58', 'alone', alone)
    expect(await paid('WE-58', '2026-02', both)).toEqual(['0.00', '0.00'])
    await examples.record('WE-58', 'note', note, { voided: true, version: 2 })
    await examples.record('WE-58', 'alone', alone, { voided: true, version: 2 })
    expect(await paid('WE-58', '2026-02', both)).toEqual(before)
  })
})

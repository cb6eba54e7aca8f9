import { expect, test } from 'vitest'
import { compilePlan, type Plan } from '#engine'
import { SampleQuoter } from '#lib/preview/preview.ts'
import { freshSample, type Sample } from '#lib/preview/sample-facts.ts'
import { TEMPLATES } from '#lib/templates/templates.ts'

const found = TEMPLATES.find((each) => each.id === 'flat')
if (!found) throw new Error('There is no flat template.')
/** 5 % of every deal, each month. */
const flat = found.plan
const [rule] = flat.credits
if (!rule) throw new Error('The flat template credits nobody.')
const sample: Sample = { ...freshSample('2027-02-15'), amount: '10000', before: '0' }

function preview(over: Partial<Plan>, given: Partial<Sample> = {}) {
  const compiled = compilePlan({ ...flat, ...over })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error))
  const { pay, exceptions } = new SampleQuoter(compiled.value, { ...sample, ...given }).quote()
  expect(exceptions).toEqual([])
  return Object.fromEntries(pay.map(({ participant, pays, paid }) => [participant, [pays, paid]]))
}
const money = (value: string) => ({ kind: 'Money', value, currency: 'EUR' }) as const

test('what is paid stands beside what is earned: a cap, and a guarantee that was paid anyway', () => {
  const cap = { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: money('300'), excess: 'lost' } as const
  expect(preview({ payoutRules: [cap] })).toEqual({ owner: ['500.00', '300.00'] })
  const draw = { kind: 'Draw', id: 'draw', title: 'Draw', amount: money('200'), pays: 'upTo' } as const
  expect(preview({ payoutRules: [draw] })).toEqual({ owner: ['500.00', '300.00'] })
})

test('a contest is won by the only one who takes part', () => {
  const contest: NonNullable<Plan['contests']>[number] = {
    kind: 'Contest',
    id: 'contest',
    title: 'Contest',
    measure: 'revenue',
    best: 'highest',
    ties: { kind: 'Pooled' },
    prizes: { kind: 'ByRank', prizes: ['1000', '500'] },
  }
  const revenue: Plan['measures'][number] = {
    kind: 'Measure',
    id: 'revenue',
    title: 'Revenue',
    aggregate: 'sum',
    value: { kind: 'CreditAmount' },
    window: { kind: 'Period' },
  }
  const spiff = { ...contest, prizes: { kind: 'PerUnit', amount: '0.01' } } as const
  // The first prize is there without the deal too; the SPIFF is not.
  expect(preview({ measures: [revenue], contests: [contest] })).toEqual({ owner: ['500.00', '500.00'] })
  expect(preview({ measures: [revenue], contests: [spiff] })).toEqual({ owner: ['600.00', '600.00'] })
})

test('a figure that is handed in counts as it is typed in', () => {
  const [commission] = flat.earnings
  if (!commission) throw new Error('The flat template pays nothing.')
  const over: Partial<Plan> = {
    inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
    earnings: [
      {
        ...commission,
        gate: {
          kind: 'Compare',
          op: '>=',
          left: { kind: 'Measure', measure: 'score' },
          right: { kind: 'Percent', value: '0.8' },
        },
      },
    ],
  }
  expect(preview(over)).toEqual({ owner: ['500.00', '500.00'] })
  expect(preview(over, { inputs: { score: '0.5' } })).toEqual({ owner: ['0.00', '0.00'] })
})

test('a deal in another currency is converted by the rate beside it', () => {
  const conversion = { rateType: 'average', date: 'creditedOn' } as const
  expect(preview({ conversion }, { currency: 'USD', rate: '0.9' })).toEqual({ owner: ['450.00', '450.00'] })
})

test('a split and an overlay team have people', () => {
  const shares = [
    { participant: 'ann', share: '0.6' },
    { participant: 'bob', share: '0.4' },
  ]
  expect(preview({ credits: [{ ...rule, to: { kind: 'Split', shares } }] })).toEqual({
    'name:ann': ['300.00', '300.00'],
    'name:bob': ['200.00', '200.00'],
  })
  expect(preview({ credits: [{ ...rule, to: { kind: 'OverlayTeam', team: 'cloud' } }] })).toEqual({
    'team:cloud': ['500.00', '500.00'],
  })
})

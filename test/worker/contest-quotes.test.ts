import { expect, test } from 'vitest'
import { createPayingOrganisation } from '../support/worker/paying-organisation.ts'
import { publishPlan, SMALL_PLAN } from '../support/worker/plan.ts'

/** A prize for the best seller of the quarter, of deals that a team shares. */
const CONTEST = {
  ...SMALL_PLAN,
  credits: [{ ...SMALL_PLAN.credits[0], to: { kind: 'DealTeam', role: null } }],
  measures: [
    {
      kind: 'Measure',
      id: 'revenue',
      title: 'Revenue',
      aggregate: 'sum',
      value: { kind: 'CreditAmount' },
      window: { kind: 'Period' },
    },
  ],
  earnings: [],
  contests: [
    {
      kind: 'Contest',
      id: 'prize',
      title: 'Prize',
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['100'] },
    },
  ],
}

test('a quote in a contest moves all recipients of the deal together: only one of them wins by it', async () => {
  const acme = await createPayingOrganisation()
  const plan = await publishPlan(acme, CONTEST)
  const assigned = ['ann', 'bob'].map((externalId) => ({ plan, participant: { externalId }, from: '2024-01-01' }))
  await acme.put('plan-assignments', ...assigned)
  const key = await acme.key('quotes:participant')
  const team = [
    { role: 'a', participant: { externalId: 'ann' }, share: '0.6' },
    { role: 'b', participant: { externalId: 'bob' }, share: '0.4' },
  ]
  const answer = await key('/api/v1/quotes', {
    method: 'POST',
    body: { deal: { creditedOn: '2024-06-01', amount: '1000.00', team } },
  })
  type Recipient = { participant: { externalId: string }; plan: { id: string }; amount: { amount: string } }
  const recipients: Recipient[] = answer.json.data[0].recipients
  const wins = recipients
    .filter((r) => r.plan.id === plan)
    .map((r) => [r.participant.externalId, r.amount.amount] as const)
  // Before the deal nobody has sold anything, and both share the prize.
  expect(wins).toEqual([
    ['ann', '50.00'],
    ['bob', '-50.00'],
  ])
})

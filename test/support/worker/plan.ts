import { type createTestOrganisation, once } from './organisation.ts'

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

const quarter = (q: number) => ({
  id: `2024-Q${q}`,
  kind: 'quarter',
  from: `2024-${String(q * 3 - 2).padStart(2, '0')}-01`,
  to: q === 4 ? '2025-01-01' : `2024-${String(q * 3 + 1).padStart(2, '0')}-01`,
})

/** The quarters of 2024. */
export const CALENDAR_2024 = { externalId: 'main', name: 'Calendar', periods: [1, 2, 3, 4].map(quarter) }

/** Writes a plan as one person and publishes it as another; answers its id. */
export async function publishPlan(
  organisation: Awaited<ReturnType<typeof createTestOrganisation>>,
  ast: object,
  effectiveFrom = '2024-01-01',
): Promise<string> {
  const [author, approver] = [await organisation.person(['analyst']), await organisation.person(['approver'])]
  const body = { name: 'Plan', ast }
  const { id } = (await author('/api/v1/plans', { method: 'POST', body, headers: once() })).json
  const published = await approver(`/api/v1/plans/${id}/versions`, {
    method: 'POST',
    body: { effectiveFrom },
    headers: { ...once(), 'if-match': '"r1"' },
  })
  if (published.status !== 201) throw new Error(published.text)
  return id
}

import { createTestOrganisation } from './organisation.ts'
import { CALENDAR_2024, publishPlan, SMALL_PLAN } from './plan.ts'

const HOSTILE_NAME = `<img src=x onerror=alert(1)>"'{{7*7}}=HYPERLINK("http://evil")`

/**
 * An organisation in June 2024 that pays: Ann and Bob each a tenth of their deals, Cid managing Ann, Dan managing Cid.
 * Ann has sold 1,000.00 in the second quarter, Bob 2,000.00; Bob's name, and his deal's, are an attack.
 */
export async function createPayingOrganisation() {
  const clock = { now: new Date('2024-06-15T12:00:00Z') }
  const acme = await createTestOrganisation({ now: () => clock.now })
  const api = await acme.key('data:write', 'transactions:read', 'transactions:write', 'earnings:read')
  const put = async (path: string, ...data: unknown[]) => {
    const answer = await api(`/api/v1/${path}`, { method: 'PUT', body: { data } })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.json
  }
  const people = [
    ['ann', 'Ann'],
    ['bob', HOSTILE_NAME],
    ['cid', 'Cid'],
    ['dan', 'Dan'],
  ]
  await put('participants', ...people.map(([externalId, name]) => ({ externalId, name })))
  const line = (participant: string, manager: string) => ({
    participant: { externalId: participant },
    manager: { externalId: manager },
    from: '2024-01-01',
  })
  await put('reporting-lines', line('ann', 'cid'), line('cid', 'dan'))
  await put('calendars', CALENDAR_2024)
  const plan = await publishPlan(acme, SMALL_PLAN)
  const assigned = ['ann', 'bob'].map((externalId) => ({ plan, participant: { externalId }, from: '2024-01-01' }))
  await put('plan-assignments', ...assigned)
  const deal = (externalId: string, owner: string, amount: string) => ({
    source: 'crm',
    externalId,
    occurredOn: '2024-05-01',
    amount,
    owner: { externalId: owner },
  })
  await put('transactions', deal('A1', 'ann', '1000.00'), deal(HOSTILE_NAME, 'bob', '2000.00'))
  const { data } = (await api('/api/v1/participants')).json
  const ids: Record<string, string> = Object.fromEntries(
    data.map(({ id, externalId }: { id: string; externalId: string }) => [externalId, id]),
  )
  const id = (externalId: string): string => ids[externalId] ?? ''
  return { ...acme, api, put, plan, id, clock }
}

export type PayingOrganisation = Awaited<ReturnType<typeof createPayingOrganisation>>

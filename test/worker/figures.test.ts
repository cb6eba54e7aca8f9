import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, once } from '../support/worker/organisation.ts'
import { CALENDAR_2024, publishPlan, SMALL_PLAN } from '../support/worker/plan.ts'

// Figures follow what is stored, in whatever order it arrived and however many ask at once.

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let api: Caller

type Earning = { participantExternalId: string; amount: { amount: string } | null }

const deal = (externalId: string, amount: string, more: Record<string, unknown> = {}) => ({
  source: 'crm',
  externalId,
  occurredOn: '2024-05-01',
  amount,
  owner: { externalId: 'ann' },
  ...more,
})
const put = (...data: unknown[]) => api('/api/v1/transactions', { method: 'PUT', body: { data } })

/** What Ann earned in the second quarter of 2024, and what she would if everything were calculated anew. */
async function earned(): Promise<{ now: string | null | undefined; anew: string | null | undefined }> {
  const read = async () => {
    const answer = await api('/api/v1/earnings?periodId=2024-Q2')
    expect(answer.status).toBe(200)
    const ann = answer.json.data.find((e: Earning) => e.participantExternalId === 'ann')
    return ann?.amount?.amount
  }
  const now = await read()
  await acme.client.execute('UPDATE organisation_state SET configuration_revision = configuration_revision + 1')
  return { now, anew: await read() }
}

beforeAll(async () => {
  acme = await createTestOrganisation({ now: () => new Date('2024-06-15T12:00:00Z') })
  api = await acme.key('data:write', 'transactions:read', 'transactions:write', 'earnings:read', 'quotes:participant')
  await api('/api/v1/participants', {
    method: 'PUT',
    body: {
      data: [
        { externalId: 'ann', name: 'Ann' },
        { externalId: 'bob', name: 'Bob' },
      ],
    },
  })
  await api('/api/v1/calendars', { method: 'PUT', body: { data: [CALENDAR_2024] } })
  const plan = await publishPlan(acme, SMALL_PLAN)
  const assigned = await api('/api/v1/plan-assignments', {
    method: 'PUT',
    body: { data: ['ann', 'bob'].map((externalId) => ({ plan, participant: { externalId }, from: '2024-01-01' })) },
  })
  expect(assigned.status).toBe(200)
})

beforeEach(async () => {
  // Every test starts from nothing credited, with figures up to date.
  const { json } = await api('/api/v1/transactions?limit=1000')
  const standing = json.data.filter((t: { voided: boolean }) => !t.voided)
  if (standing.length > 0)
    await put(
      ...standing.map((t: { externalId: string }) => deal(t.externalId, '0', { voided: true, version: undefined })),
    )
  await api('/api/v1/earnings')
})

describe('corrections', () => {
  test('a correction takes the place of what it corrects, a voided one takes it away, sent again nothing moves', async () => {
    await put(deal('C1', '100.00'))
    expect(await earned()).toEqual({ now: '10.00', anew: '10.00' })
    await put(deal('C1', '250.00'))
    expect(await earned()).toEqual({ now: '25.00', anew: '25.00' })
    await put(deal('C1', '250.00'))
    expect(await earned()).toEqual({ now: '25.00', anew: '25.00' })
    await put(deal('C1', '250.00', { voided: true }))
    expect(await earned()).toEqual({ now: '0.00', anew: '0.00' })
    await put(deal('C1', '250.00', { owner: { externalId: 'bob' } }))
    expect(
      (await api('/api/v1/earnings?periodId=2024-Q2')).json.data
        .map((e: { participantExternalId: string; amount: { amount: string } }) => [
          e.participantExternalId,
          e.amount.amount,
        ])
        .sort(),
    ).toEqual([
      ['ann', '0.00'],
      ['bob', '25.00'],
    ])
  })

  test('that arrive out of order: the highest version counts, whenever it came', async () => {
    await put(deal('O1', '100.00', { version: 10 }))
    expect((await earned()).now).toBe('10.00')
    await put(deal('O1', '300.00', { version: 30 }))
    expect((await earned()).now).toBe('30.00')
    await put(deal('O1', '200.00', { version: 20 }))
    expect(await earned()).toEqual({ now: '30.00', anew: '30.00' })
    await put(
      deal('O1', '50.00', { version: 5, voided: true }),
      deal('O1', '400.00', { version: 40 }),
      deal('O1', '350.00', { version: 35 }),
    )
    expect(await earned()).toEqual({ now: '40.00', anew: '40.00' })
  })
})

test('a deal too large to credit is one data exception; everybody else is paid and read', async () => {
  await put(deal('L1', '100.00'), deal('L2', '999999999999999', { owner: { externalId: 'bob' }, team: [] }))
  expect(await earned()).toEqual({ now: '10.00', anew: '10.00' })
  const { data } = (await api('/api/v1/earnings?periodId=2024-Q2')).json
  expect(data.find((e: Earning) => e.participantExternalId === 'bob').amount).toBeNull()
  const exceptions = (await api('/api/v1/data-exceptions')).json.data
  expect(exceptions).toMatchObject([{ code: 'number-overflow', periodId: '2024-Q2' }])
})

describe('at once', () => {
  test('the same report sent by five at once is stored once, and all five are told so', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => deal(`P${i}`, '10.00'))
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => put(...lines)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(answers.reduce((sum, { json }) => sum + json.stored, 0)).toBe(20)
    expect(await earned()).toEqual({ now: '20.00', anew: '20.00' })
  })

  test('readings and writes together end where a calculation of everything does', async () => {
    const writes = Array.from({ length: 12 }, (_, i) => put(deal(`W${i % 4}`, `${i + 1}0.00`), deal(`X${i}`, '5.00')))
    const reads = Array.from({ length: 8 }, () => api('/api/v1/earnings'))
    const quotes = Array.from({ length: 8 }, () =>
      api('/api/v1/quotes', {
        method: 'POST',
        body: { deal: { creditedOn: '2024-06-01', amount: '100.00', owner: { externalId: 'ann' } } },
      }),
    )
    const answers = await Promise.all([...writes, ...reads, ...quotes])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    for (const quote of answers.slice(-8)) expect(quote.json.data[0].recipients[0].amount.amount).toBe('10.00')
    const { now, anew } = await earned()
    expect(now).toBe(anew)
  })

  test('one command sent by six at once is done once, and answered to all alike', async () => {
    const person = await acme.person(['administrator'])
    const headers = once()
    const ask = { method: 'POST', body: { name: 'At once' }, headers }
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => person('/api/v1/titles', ask)))
    expect(answers.map(({ status, json }) => [status, json.id])).toEqual(answers.map(() => [201, answers[0]?.json.id]))

    const key = { method: 'POST', body: { name: 'At once', scopes: ['data:read'] }, headers: once() }
    const keys = await Promise.all([1, 2, 3, 4, 5, 6].map(() => person('/api/v1/api-keys', key)))
    expect(keys.map(({ status, json }) => [status, json.id])).toEqual(keys.map(() => [201, keys[0]?.json.id]))
    expect(keys.filter(({ json }) => json.key !== null)).toHaveLength(1)
  })
  test('a plan published by six at once with one key is published once, and answered to all alike', async () => {
    const [author, approver] = [await acme.person(['analyst']), await acme.person(['approver'])]
    const draft = { name: 'Race', ast: SMALL_PLAN }
    const { id } = (await author('/api/v1/plans', { method: 'POST', body: draft, headers: once() })).json
    const headers = { ...once(), 'if-match': '"r1"' }
    const ask = { method: 'POST', body: { effectiveFrom: '2024-01-01' }, headers }
    const path = `/api/v1/plans/${id}/versions`
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => approver(path, ask)))
    expect(answers.map(({ status, json }) => [status, json.version])).toEqual(answers.map(() => [201, 1]))

    // With keys of their own, one of them publishes; nobody makes a second version out of the same draft.
    await author(`/api/v1/plans/${id}/draft`, {
      method: 'PUT',
      body: { name: 'Again', ast: { ...SMALL_PLAN, explanation: 'Again.' } },
      headers: { 'if-match': '"r1"' },
    })
    const others = await Promise.all(
      [1, 2, 3].map(() => approver(path, { ...ask, headers: { ...once(), 'if-match': '"r2"' } })),
    )
    expect(others.filter(({ status }) => status === 201)).toHaveLength(1)
    expect((await approver(path)).json.data).toHaveLength(2)
  })
})

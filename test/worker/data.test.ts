import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let api: Caller

beforeAll(async () => {
  acme = await createTestOrganisation()
  api = await acme.key('data:write', 'transactions:read', 'transactions:write')
})

describe('entities', () => {
  test('are created once for one Idempotency-Key, and answered the same again', async () => {
    const headers = once()
    const ask = { method: 'POST', body: { name: 'Account executive', externalId: 'AE' }, headers }
    const first = await api('/api/v1/titles', ask)
    const again = await api('/api/v1/titles', ask)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await api('/api/v1/titles')).json.data).toHaveLength(1)
  })

  test('refuse the same key with another body, and a missing, empty or too long one', async () => {
    const headers = once()
    await api('/api/v1/titles', { method: 'POST', body: { name: 'One' }, headers })
    const other = await api('/api/v1/titles', { method: 'POST', body: { name: 'Two' }, headers })
    expect([other.status, other.json.type]).toEqual([422, '/problems/idempotency-key-reused'])
    for (const key of [undefined, '', 'x'.repeat(300)]) {
      const answer = await api('/api/v1/titles', {
        method: 'POST',
        body: { name: 'Three' },
        headers: key === undefined ? {} : { 'idempotency-key': key },
      })
      expect(answer.status).toBe(400)
    }
  })

  test('are upserted in bulk by external id, and unchanged ones are left alone', async () => {
    const body = {
      data: [
        { externalId: 'A1', name: 'Meyer' },
        { externalId: 'A2', name: 'Müller', attributes: { segment: 'SMB' } },
      ],
    }
    const first = await api('/api/v1/accounts', { method: 'PUT', body })
    expect(first.json.data.map((line: { status: string }) => line.status)).toEqual(['created', 'created'])
    const before = await dumpHash(acme.client)
    const again = await api('/api/v1/accounts', { method: 'PUT', body })
    expect(again.json.data.map((line: { status: string }) => line.status)).toEqual(['unchanged', 'unchanged'])
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('come in pages, each one once', async () => {
    const data = Array.from({ length: 25 }, (_, i) => ({ externalId: `P${i}`, name: `Product ${i}` }))
    await api('/api/v1/products', { method: 'PUT', body: { data } })
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { data: { externalId: string }[]; nextCursor: string | null } = (
        await api(`/api/v1/products?limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).json
      seen.push(...page.data.map(({ externalId }) => externalId))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(data.map(({ externalId }) => externalId))
  })
})

describe('dated facts', () => {
  beforeAll(async () => {
    const people = ['ann', 'bob', 'cid'].map((externalId) => ({ externalId, name: externalId }))
    await api('/api/v1/participants', { method: 'PUT', body: { data: people } })
    await api('/api/v1/titles', {
      method: 'PUT',
      body: {
        data: [
          { externalId: 'junior', name: 'Junior' },
          { externalId: 'senior', name: 'Senior' },
        ],
      },
    })
  })

  test('a later title takes the place of the earlier one from its first day on', async () => {
    const title = (name: string, from: string, to: string | null = null) => ({
      participant: { externalId: 'ann' },
      title: { externalId: name },
      from,
      to,
    })
    await api('/api/v1/participant-titles', { method: 'PUT', body: { data: [title('junior', '2024-01-01')] } })
    const stored = await api('/api/v1/participant-titles', {
      method: 'PUT',
      body: { data: [title('senior', '2024-07-01')] },
    })
    expect(stored.status).toBe(200)
    const { rows } = await acme.client.execute(
      'SELECT t.external_id AS title, effective_from, effective_to FROM participant_titles p JOIN titles t ON t.id = p.title_id ORDER BY effective_from',
    )
    expect(rows.map((row) => [row.title, row.effective_from, row.effective_to])).toEqual([
      ['junior', '2024-01-01', '2024-07-01'],
      ['senior', '2024-07-01', null],
    ])
  })

  test('nobody is above themselves in the hierarchy', async () => {
    const line = (participant: string, manager: string) => ({
      participant: { externalId: participant },
      manager: { externalId: manager },
      from: '2024-01-01',
    })
    const data = [line('ann', 'bob'), line('bob', 'cid')]
    expect((await api('/api/v1/reporting-lines', { method: 'PUT', body: { data } })).status).toBe(200)
    const before = await dumpHash(acme.client)
    const cycle = await api('/api/v1/reporting-lines', { method: 'PUT', body: { data: [line('cid', 'ann')] } })
    expect([cycle.status, cycle.json.errors[0].code]).toEqual([422, 'cycle'])
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('a quota is of exactly its stretch: a partial overlap is refused', async () => {
    const quota = (from: string, to: string) => ({
      participant: { externalId: 'ann' },
      name: 'revenue',
      from,
      to,
      value: '100000',
    })
    await api('/api/v1/quotas', { method: 'PUT', body: { data: [quota('2024-01-01', '2024-04-01')] } })
    const overlapping = await api('/api/v1/quotas', {
      method: 'PUT',
      body: { data: [quota('2024-03-01', '2024-06-01')] },
    })
    expect([overlapping.status, overlapping.json.errors[0].pointer]).toEqual([422, '/data/0/from'])
  })

  test('an unknown reference is a fault with its pointer', async () => {
    const answer = await api('/api/v1/participant-titles', {
      method: 'PUT',
      body: { data: [{ participant: { externalId: 'nobody' }, title: { externalId: 'junior' }, from: '2024-01-01' }] },
    })
    expect([answer.status, answer.json.errors[0].pointer, answer.json.errors[0].code]).toEqual([
      422,
      '/data/0/participant',
      'unknown-reference',
    ])
  })

  test('each change of the configuration raises its revision and is kept in its history', async () => {
    const revision = async () =>
      Number((await acme.client.execute('SELECT configuration_revision AS r FROM organisation_state')).rows[0]?.r)
    const before = await revision()
    await api('/api/v1/parameters', {
      method: 'PUT',
      body: { data: [{ name: 'baseRate', from: '2024-01-01', value: '0.05' }] },
    })
    expect(await revision()).toBe(before + 1)
    const history = await acme.client.execute({
      sql: "SELECT after FROM configuration_history WHERE revision = ? AND table_name = 'parameters'",
      args: [BigInt(before + 1)],
    })
    expect(JSON.parse(String(history.rows[0]?.after))).toMatchObject({ name: 'baseRate', value: '0.05' })
  })
})

describe('calendars', () => {
  const period = (id: string, kind: string, from: string, to: string) => ({ id, kind, from, to })
  test.each([
    ['overlap', [period('a', 'month', '2024-01-01', '2024-02-01'), period('b', 'month', '2024-01-31', '2024-03-01')]],
    [
      'cross the edge of a larger one',
      [period('q', 'quarter', '2024-01-01', '2024-04-01'), period('m', 'month', '2024-03-15', '2024-04-15')],
    ],
    [
      'share an id',
      [period('a', 'month', '2024-01-01', '2024-02-01'), period('a', 'month', '2024-02-01', '2024-03-01')],
    ],
    ['end before they begin', [period('a', 'month', '2024-02-01', '2024-01-01')]],
  ])('periods that %s are refused', async (_, periods) => {
    const answer = await api('/api/v1/calendars', { method: 'POST', body: { name: 'Bad', periods }, headers: once() })
    expect([answer.status, answer.json.errors[0].pointer.startsWith('/periods/')]).toEqual([422, true])
  })

  test('months inside quarters inside a year are accepted', async () => {
    const periods = [
      period('2024', 'year', '2024-01-01', '2025-01-01'),
      period('2024-Q1', 'quarter', '2024-01-01', '2024-04-01'),
      period('2024-01', 'month', '2024-01-01', '2024-02-01'),
    ]
    const answer = await api('/api/v1/calendars', { method: 'POST', body: { name: 'Good', periods }, headers: once() })
    expect(answer.status).toBe(201)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { eachMinute } from '../../worker/each-minute.ts'
import { requireBindings } from '../../worker/env.ts'
import { createTestOrganisation } from '../support/worker/organisation.ts'
import { CALENDAR_2024, publishPlan, SMALL_PLAN } from '../support/worker/plan.ts'

const NOW = new Date('2024-06-15T12:00:00Z')
let acme: Awaited<ReturnType<typeof createTestOrganisation>>

beforeAll(async () => {
  acme = await createTestOrganisation({ now: () => NOW })
  const api = await acme.key('data:write', 'transactions:write')
  const people = [{ externalId: 'ann', name: 'Ann' }]
  await api('/api/v1/participants', { method: 'PUT', body: { data: people } })
  await api('/api/v1/calendars', { method: 'PUT', body: { data: [CALENDAR_2024] } })
  const plan = await publishPlan(acme, SMALL_PLAN)
  const assignment = { plan, participant: { externalId: 'ann' }, from: '2024-01-01' }
  await api('/api/v1/plan-assignments', { method: 'PUT', body: { data: [assignment] } })
  const deal = { source: 'crm', externalId: 'D', occurredOn: '2024-05-01', amount: '100', owner: { externalId: 'ann' } }
  await api('/api/v1/transactions', { method: 'PUT', body: { data: [deal] } })
})

const amounts = async () =>
  (await acme.client.execute('SELECT amount_minor FROM earnings ORDER BY period_id')).rows.map((r) => r.amount_minor)

describe('each minute', () => {
  test('figures are brought up to date and old answers forgotten, and once more changes nothing', async () => {
    const old = BigInt(NOW.getTime() - 31 * 86_400_000)
    const insert =
      "INSERT INTO commands (principal, key, fingerprint, status, body, created_at) VALUES ('p', ?, 'f', 201, '{}', ?)"
    await acme.client.batch(
      [
        { sql: insert, args: ['old', old] },
        { sql: insert, args: ['new', old + 172_800_000n] },
      ],
      'write',
    )
    await acme.directory.batch(
      ['tried', 'just'].map((id, i) => ({
        sql: 'INSERT INTO rate_limits (id, key, count, last_request) VALUES (?, ?, 1, ?)',
        args: [id, id, i === 0 ? old : BigInt(NOW.getTime())],
      })),
      'write',
    )
    await acme.directory.execute('UPDATE sessions SET expires_at = 1')
    for (const _ of [1, 2]) {
      await eachMinute(acme.deps)
      expect(await amounts()).toEqual([0, 1000])
      const { rows } = await acme.client.execute("SELECT key FROM commands WHERE principal = 'p'")
      expect(rows.map(({ key }) => key)).toEqual(['new'])
      expect((await acme.directory.execute('SELECT * FROM sessions')).rows).toEqual([])
      const tries = await acme.directory.execute("SELECT id FROM rate_limits WHERE id IN ('tried', 'just')")
      expect(tries.rows.map(({ id }) => id)).toEqual(['just'])
    }
  })

  test('an organisation whose database is away is named, and holds up nobody else', async () => {
    await acme.directory.execute(
      "INSERT INTO organisations (id, slug, name, database_url, created_at) VALUES ('org_0', 'aaa-first', 'A', 'http://127.0.0.1:9/', 1)",
    )
    await acme.client.batch(['DELETE FROM earnings', 'DELETE FROM calculations'], 'write')
    await expect(eachMinute(acme.deps)).rejects.toThrow('aaa-first')
    expect(await amounts()).toEqual([0, 1000])
  })
})

test('a deployment without its own secret does not start', () => {
  expect(() => requireBindings({ LIBSQL_URL: 'http://x/' })).toThrow('AUTH_SECRET')
  expect(() => requireBindings({ LIBSQL_URL: 'http://x/', AUTH_SECRET: 'short' })).toThrow('AUTH_SECRET')
  expect(() => requireBindings({ AUTH_SECRET: 'x'.repeat(32) })).toThrow('LIBSQL_URL')
  expect(() => requireBindings({ LIBSQL_URL: 'http://x/', AUTH_SECRET: 'x'.repeat(32) })).not.toThrow()
})

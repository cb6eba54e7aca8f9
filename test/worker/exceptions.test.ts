import { beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../worker/db/migrate.ts'
import { organisationMigrations } from '../../worker/db/migrations.ts'
import { type Caller, dumpHash, freshDatabase, once } from '../support/worker/organisation.ts'
import { createPayingOrganisation, type PayingOrganisation } from '../support/worker/paying-organisation.ts'

let acme: PayingOrganisation
let analyst: Caller & { id: string }

const TOO_LARGE = '999999999999999'
const report = (externalId: string, owner: string, amount: string) =>
  acme.put('transactions', {
    source: 'crm',
    externalId,
    occurredOn: '2024-05-02',
    amount,
    owner: { externalId: owner },
  })
const list = async (query = '') => (await analyst(`/api/v1/data-exceptions?${query}`)).json.data
const handle = (id: string, body: unknown, headers = once()) =>
  analyst(`/api/v1/data-exceptions/${id}`, { method: 'PATCH', body, headers })

beforeAll(async () => {
  acme = await createPayingOrganisation()
  analyst = await acme.person(['analyst'])
})

describe('a data exception', () => {
  test('is open once it was calculated, and keeps its owner and reason when figures are calculated anew', async () => {
    expect(await list()).toEqual([])
    await report('L1', 'bob', TOO_LARGE)
    const [one, ...others] = await list()
    expect(others).toEqual([])
    expect(one).toMatchObject({
      code: 'number-overflow',
      state: 'open',
      participantId: acme.id('bob'),
      periodId: '2024-Q2',
      planId: acme.plan,
      ownerId: null,
      firstSeenAt: '2024-06-15T12:00:00.000Z',
    })
    const changed = await handle(one.id, { ownerId: analyst.id, reason: 'A test deal in the CRM' })
    expect([changed.status, changed.json]).toMatchObject([200, { ownerId: analyst.id, state: 'open' }])
    await report('L2', 'bob', '5.00')
    expect(await list(`ownerId=${analyst.id}`)).toMatchObject([
      { id: one.id, reason: 'A test deal in the CRM', handledBy: `user:${analyst.id}` },
    ])
    expect(await list('ownerId=nobody')).toEqual([])
  })

  test('that is resolved leaves the queue; cleared and occurring again, it is open again', async () => {
    const [{ id }] = await list()
    const without = await handle(id, { state: 'resolved' })
    expect([without.status, without.json.errors[0]]).toMatchObject([
      422,
      { pointer: '/resolution', code: 'resolution-missing' },
    ])
    expect((await handle(id, { state: 'resolved', resolution: 'Deal voided in the CRM' })).json.state).toBe('resolved')
    expect(await list()).toEqual([])
    // It still occurs: resolved it stays, also when figures are calculated anew.
    await report('L3', 'bob', '5.00')
    expect(await list('state=resolved')).toMatchObject([{ id, clearedAt: null }])

    await report('L1', 'bob', '10.00')
    expect(await list('state=resolved')).toEqual([])
    expect(await list('state=cleared')).toMatchObject([{ id, state: 'cleared', clearedAt: '2024-06-15T12:00:00.000Z' }])
    await report('L1', 'bob', TOO_LARGE)
    expect(await list()).toMatchObject([
      { id, state: 'open', clearedAt: null, ownerId: analyst.id, resolution: 'Deal voided in the CRM' },
    ])
    expect(await list('state=all')).toHaveLength(1)
  })

  test('is changed once for one key; not by who may not, nor for somebody unknown', async () => {
    const [{ id }] = await list()
    const headers = once()
    const first = await handle(id, { reason: 'One' }, headers)
    await handle(id, { reason: 'Two' })
    const again = await handle(id, { reason: 'One' }, headers)
    expect([again.json, again.headers.get('idempotent-replayed')]).toEqual([first.json, 'true'])
    expect((await list())[0].reason).toBe('Two')

    const before = await dumpHash(acme.client)
    const unknown = await handle(id, { ownerId: `usr_${'0'.repeat(32)}` })
    expect([unknown.status, unknown.json.errors[0].pointer]).toEqual([422, '/ownerId'])
    expect((await handle(id, {})).status).toBe(422)
    expect((await handle(`exc_${'0'.repeat(32)}`, { reason: 'x' })).status).toBe(404)
    const approver = await acme.person(['approver'])
    const ask = { method: 'PATCH', body: { reason: 'x' }, headers: once() }
    expect((await approver(`/api/v1/data-exceptions/${id}`, ask)).status).toBe(403)
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('is seen by whom it concerns, and by nobody beside them', async () => {
    const bob = await acme.person(['participant'], acme.id('bob'))
    const ann = await acme.person(['participant'], acme.id('ann'))
    expect((await bob('/api/v1/data-exceptions')).json.data).toHaveLength(1)
    expect((await ann('/api/v1/data-exceptions')).json.data).toEqual([])
  })

  test('can be given to anybody of the organisation', async () => {
    const { data } = (await analyst('/api/v1/members')).json
    expect(data).toContainEqual({ id: analyst.id, name: 'Person 3', roles: ['analyst'] })
  })

  test('leaves a trail of who did what', async () => {
    const { rows } = await acme.client.execute(
      "SELECT actor, object, detail FROM audit_entries WHERE action = 'DataException.handle' ORDER BY seq LIMIT 1",
    )
    expect(rows[0]).toMatchObject({ actor: `user:${analyst.id}`, object: expect.stringMatching(/^exc_/) })
    expect(JSON.parse(String(rows[0]?.detail))).toEqual({ ownerId: analyst.id, reason: 'A test deal in the CRM' })
  })
})

test('exceptions that were calculated before there were cases are cases after the migration, each once', async () => {
  const { client } = await freshDatabase()
  const now = new Date('2026-01-01T00:00:00Z')
  const before = organisationMigrations.filter(({ name }) => name < '0006')
  await migrate(client, before, now)
  await client.batch(
    [
      `INSERT INTO plans (id, name, draft_ast, draft_revision, draft_authors, created_at, updated_at) VALUES ('plan_1', 'Plan', '{}', 1, '[]', 1, 1)`,
      ...[1, 2].map(
        (id) =>
          `INSERT INTO data_exceptions (id, plan_id, period_id, code, message, path) VALUES (${id}, 'plan_1', '2024-Q${id}', 'no-rate', 'No rate.', '/x')`,
      ),
      `INSERT INTO data_exceptions (id, plan_id, period_id, code, message, path) VALUES (3, 'plan_1', '2024-Q1', 'no-rate', 'No rate.', '/x')`,
    ],
    'write',
  )
  await migrate(client, organisationMigrations, now)
  const { rows } = await client.execute(
    'SELECT id, period_id, state, cleared_at FROM exception_cases ORDER BY period_id',
  )
  expect(rows).toMatchObject([
    { id: expect.stringMatching(/^exc_[0-9a-f]{32}$/), period_id: '2024-Q1', state: 'open', cleared_at: null },
    { period_id: '2024-Q2', state: 'open' },
  ])
})

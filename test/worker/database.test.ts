import { createClient } from '@libsql/client/web'
import { describe, expect, test } from 'vitest'
import { MigrationMismatch, migrate } from '../../worker/db/migrate.ts'
import { organisationMigrations } from '../../worker/db/migrations.ts'
import { createTestOrganisation, freshDatabase } from '../support/worker/organisation.ts'

const now = new Date()

describe('migrations', () => {
  test('two that start at once apply each file once', async () => {
    const { url, client } = await freshDatabase()
    const runs = await Promise.all([1, 2, 3].map(() => migrate(createClient({ url }), organisationMigrations, now)))
    expect(runs.flat().sort()).toEqual(organisationMigrations.map(({ name }) => name))
    expect(await migrate(client, organisationMigrations, now)).toEqual([])
  })

  test('one that breaks half-way leaves nothing of its file, and goes on after the cause is gone', async () => {
    const { client } = await freshDatabase()
    const good = { name: '0000_a', sha256: 'a', sql: 'CREATE TABLE a (x)' }
    const bad = {
      name: '0001_b',
      sha256: 'b',
      sql: 'CREATE TABLE b (x)--> statement-breakpoint\nINSERT INTO missing VALUES (1)',
    }
    await expect(migrate(client, [good, bad], now)).rejects.toThrow('missing')
    const tables = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('a', 'b')")
    expect(tables.rows.map((row) => row.name)).toEqual(['a'])
    await client.execute('CREATE TABLE missing (x)')
    expect(await migrate(client, [good, bad], now)).toEqual(['0001_b'])
  })

  test('a file that was changed after it had been applied, or is unknown, stops everything', async () => {
    const { client } = await freshDatabase()
    const file = { name: '0000_a', sha256: 'a', sql: 'CREATE TABLE a (x)' }
    await migrate(client, [file], now)
    await expect(migrate(client, [{ ...file, sha256: 'other' }], now)).rejects.toThrow(MigrationMismatch)
    await expect(migrate(client, [], now)).rejects.toThrow(MigrationMismatch)
  })

  test('a file merged late is applied, not skipped', async () => {
    const { client } = await freshDatabase()
    const first = { name: '0000_a', sha256: 'a', sql: 'CREATE TABLE a (x)' }
    const third = { name: '0002_c', sha256: 'c', sql: 'CREATE TABLE c (x)' }
    await migrate(client, [first, third], now)
    const late = { name: '0001_b', sha256: 'b', sql: 'CREATE TABLE b (x)' }
    expect(await migrate(client, [first, late, third], now)).toEqual(['0001_b'])
  })

  test('none drops a table or cascades', () => {
    for (const { name, sql } of organisationMigrations)
      expect(`${name} ${sql}`).not.toMatch(/drop table|on delete cascade/i)
  })
})

describe('append-only tables', () => {
  const rows = {
    transactions: `INSERT %s INTO transactions (seq, source, external_id, version, content_hash, voided, kind, occurred_on, credited_on, team, fields, recorded_at)
      VALUES (1, 'crm', 'D', 1, 'h', 0, 'booking', '2024-01-01', '2024-01-01', '[]', '{}', 1)`,
    audit_entries:
      "INSERT %s INTO audit_entries (seq, at, actor, action, object, request_id) VALUES (1000, 1, 'a', 'b', 'c', 'd')",
    configuration_history: "INSERT %s INTO configuration_history (seq, revision, table_name) VALUES (1000, 1, 'x')",
  }
  test.each(Object.entries(rows))('%s takes no change of a row, by whatever verb', async (table, insert) => {
    const { client } = await createTestOrganisation()
    await client.execute(insert.replace('%s', ''))
    const before = (await client.execute(`SELECT * FROM ${table}`)).rows
    for (const verb of ['', 'OR REPLACE', 'OR IGNORE', 'OR ROLLBACK']) {
      await expect(client.execute(insert.replace('%s', verb))).rejects.toThrow()
    }
    await expect(client.execute(`${insert.replace('%s', '')} ON CONFLICT DO NOTHING`)).rejects.toThrow('append-only')
    await expect(client.execute(`DELETE FROM ${table}`)).rejects.toThrow('append-only')
    const column = table === 'transactions' ? 'amount' : 'revision'
    const set = table === 'audit_entries' ? 'actor' : column
    await expect(client.execute(`UPDATE ${table} SET ${set} = 1`)).rejects.toThrow('append-only')
    expect((await client.execute(`SELECT * FROM ${table}`)).rows).toEqual(before)
  })

  test('money that is no integer is refused by the database itself', async () => {
    const { client } = await createTestOrganisation()
    const insert = `INSERT INTO transactions (source, external_id, version, content_hash, voided, kind, occurred_on, credited_on, team, fields, recorded_at, amount, amount_scale, currency)
      VALUES ('crm', 'D', 1, 'h', 0, 'booking', '2024-01-01', '2024-01-01', '[]', '{}', 1, ?, 2, 'EUR')`
    for (const amount of [1.5, 'twelve', 9_007_199_254_740_993n]) {
      await expect(client.execute({ sql: insert, args: [amount] })).rejects.toThrow('transactions_amount_ck')
    }
  })
})

test('a database that is away is 503 with Retry-After', async () => {
  const acme = await createTestOrganisation()
  acme.deps.directory.url = 'http://127.0.0.1:9/'
  const answer = await acme.anonymous('/api/v1/me', { headers: { authorization: `Bearer dz_${'A'.repeat(43)}` } })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
})

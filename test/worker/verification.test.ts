import type { Client } from '@libsql/client/web'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Verification, verifyLedger } from '../../worker/ledger/verify.ts'
import { type ClosingOrganisation, createClosingOrganisation, post } from '../support/worker/closing.ts'
import { copyDatabase, withoutTriggers } from '../support/worker/copy-database.ts'
import { dumpHash } from '../support/worker/organisation.ts'

// Whatever is done to the stored rows behind the product's back, verification finds it.

let acme: ClosingOrganisation

const deal = (externalId: string, owner: string, occurredOn: string, amount: string) => ({
  source: 'crm',
  externalId,
  occurredOn,
  amount,
  owner: { externalId: owner },
})

beforeAll(async () => {
  acme = await createClosingOrganisation()
  acme.clock.now = new Date('2024-07-03T12:00:00Z')
  await acme.lock('2024-Q2')
  await acme.put('transactions', deal('LATE', 'ann', '2024-06-01', '50.00'), deal('B3', 'bob', '2024-08-01', '90.00'))
  acme.clock.now = new Date('2024-10-03T12:00:00Z')
  const run = await acme.lock('2024-Q3')
  const { id: batch } = await acme.need(post(acme.finance, 'payment-batches', { currency: 'EUR' }), 201)
  await acme.need(post(acme.approver, `payment-batches/${batch}/approval`), 200)
  await acme.need(post(acme.finance, `payment-batches/${batch}/exports`, {}), 201)
  await acme.need(post(acme.finance, `payment-batches/${batch}/payment`), 200)
  const lines = [
    { reference: 'ann', amount: '100.00' },
    { reference: 'eve', amount: '1.00' },
  ]
  await acme.need(post(acme.finance, `payment-batches/${batch}/payroll-reports`, { lines }), 201)
  await acme.need(post(acme.finance, `payment-batches/${batch}/settlement`), 200)
  const { id: reversal } = await acme.need(post(acme.finance, `runs/${run}/reversals`, { reason: 'Wrong.' }), 201)
  await acme.need(post(acme.approver, `reversals/${reversal}/approval`), 200)
  await acme.need(post(acme.second, `reversals/${reversal}/approval`), 200)
  await acme.put('participants', { externalId: 'ann', name: 'Ann Other' })
  await acme.put('reporting-lines', {
    participant: { externalId: 'bob' },
    manager: { externalId: 'cid' },
    from: '2024-11-01',
  })
})

test('an honest ledger is proven, and nothing is stored by it', async () => {
  const before = await dumpHash(acme.client)
  const answer = await acme.auditor('/api/v1/ledger/verification')
  expect(answer.json).toMatchObject({ ok: true, runs: 2, faults: [] })
  expect(answer.json.journals).toBeGreaterThan(8)
  expect(await dumpHash(acme.client)).toBe(before)
  expect((await acme.analyst('/api/v1/ledger/verification')).status).toBe(403)
})

test('so is a copy of it: copying is no tampering', async () => {
  expect(await verifyLedger(await copyDatabase(acme.client))).toMatchObject({ ok: true, faults: [] })
})

/** Columns that say nothing of money, of who did what, or of what figures follow from. */
const SILENT: Readonly<Record<string, readonly string[]>> = {
  runs: ['version'],
  run_plans: [],
  run_results: [],
  locked_periods: ['locked_at'],
  journals: [],
  postings: [],
  workflow_events: ['seq'],
  reversals: ['version', 'created_at'],
  payment_batches: ['version', 'created_at', 'through_seq'],
  payment_lines: [],
  payroll_exports: ['layout', 'actor', 'at'],
  payroll_reports: ['actor', 'at'],
  payroll_report_lines: [],
  transactions: [],
  plan_versions: ['layout', 'published_at'],
  plan_assignments: [],
  participants: ['name', 'email'],
  // Which later revision a change belongs to is all the same to what was before it.
  configuration_history: ['seq', 'revision'],
}

/** Where the first row was changed after the runs, so that its history is what they saw. */
const LATER = new Set(['participants', 'configuration_history'])

/** The same value with something else in it, of the same kind. */
const changed = (value: unknown): string | bigint =>
  typeof value === 'number' ? BigInt(value + 1_000) : value === null ? 'x' : `${String(value)}x`

async function proven(client: Client): Promise<Verification> {
  return verifyLedger(client)
}

describe('a changed row is found', () => {
  test.each(Object.keys(SILENT))('in %s, whatever the column', { timeout: 120_000 }, async (table) => {
    const copy = await copyDatabase(acme.client)
    const { rows, columns } = await copy.execute(
      `SELECT rowid AS _rowid, * FROM ${table} ORDER BY rowid ${LATER.has(table) ? 'DESC' : ''} LIMIT 1`,
    )
    const row = rows[0]
    if (row === undefined) throw new Error(`${table} is empty`)
    const unseen: string[] = []
    for (const column of columns.filter((c) => c !== '_rowid')) {
      const set = (value: string | bigint | null) => ({
        sql: `UPDATE ${table} SET ${column} = ? WHERE rowid = ?`,
        args: [value, BigInt(Number(row._rowid))],
      })
      const old = row[column]
      const tampered = changed(old)
      await withoutTriggers(copy, table, [set(tampered)])
      const found = await proven(copy)
      if (found.ok) unseen.push(column)
      // A primary key that is the row's number moves the row.
      const isRowid = column === 'seq' && typeof old === 'number'
      await withoutTriggers(copy, table, [
        {
          sql: `UPDATE ${table} SET ${column} = ? WHERE rowid = ?`,
          args: [
            typeof old === 'number' ? BigInt(old) : (old as string | null),
            isRowid ? (tampered as bigint) : BigInt(Number(row._rowid)),
          ],
        },
      ])
    }
    expect(unseen.sort()).toEqual([...(SILENT[table] ?? [])].sort())
    expect((await proven(copy)).ok).toBe(true)
  })

  test('with the first bad number of the ledger', async () => {
    const copy = await copyDatabase(acme.client)
    await withoutTriggers(copy, 'postings', [
      { sql: 'UPDATE postings SET amount_minor = amount_minor * 2 WHERE journal_seq IN (3, 5)', args: [] },
    ])
    const { faults } = await proven(copy)
    expect(faults.filter(({ check }) => check === 'chain')).toMatchObject([{ seq: 3 }])
  })
})

describe('what else can be done to a ledger', () => {
  const tampered = async (table: string, ...sql: string[]) => {
    const copy = await copyDatabase(acme.client)
    await withoutTriggers(
      copy,
      table,
      sql.map((statement) => ({ sql: statement, args: [] })),
    )
    return proven(copy)
  }

  test('a journal that is taken out, two that change places, and a tail that is cut are found', async () => {
    const out = await tampered('journals', 'DELETE FROM journals WHERE seq = 2')
    expect(out.faults).toContainEqual(expect.objectContaining({ check: 'chain', seq: 3 }))
    const places = await tampered(
      'journals',
      'UPDATE journals SET seq = 900 WHERE seq = 2',
      'UPDATE journals SET seq = 2 WHERE seq = 3',
      'UPDATE journals SET seq = 3 WHERE seq = 900',
    )
    expect(places.faults[0]).toMatchObject({ check: 'chain', seq: 2 })
    const last = Number((await acme.client.execute('SELECT max(seq) AS n FROM journals')).rows[0]?.n)
    const cut = await tampered('journals', `DELETE FROM journals WHERE seq >= ${last - 1}`)
    expect(cut.faults.map(({ check }) => check)).toContain('anchor')
    expect(cut.faults.find(({ check }) => check === 'anchor')).toMatchObject({ seq: last })
  })

  test('a result that is taken out or put in, and a lock that is lifted, are found', async () => {
    expect((await tampered('run_results', 'DELETE FROM run_results WHERE rowid = 1')).ok).toBe(false)
    expect((await tampered('locked_periods', 'DELETE FROM locked_periods WHERE rowid = 1')).ok).toBe(false)
    expect((await tampered('runs', "UPDATE runs SET state = 'voided' WHERE rowid = 1")).ok).toBe(false)
    expect((await tampered('payment_lines', 'DELETE FROM payment_lines WHERE rowid = 1')).ok).toBe(false)
  })

  test('a trigger that is gone, is another, or was never ours is found by its name', async () => {
    const copy = await copyDatabase(acme.client)
    await copy.execute('DROP TRIGGER journals_no_update')
    await copy.execute('DROP TRIGGER postings_no_delete')
    await copy.execute('CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings WHEN 0 BEGIN SELECT 1; END')
    await copy.execute('CREATE TRIGGER extra AFTER INSERT ON postings BEGIN SELECT 1; END')
    await copy.execute('DROP INDEX journals_previous_hash_uq')
    const { faults } = await proven(copy)
    expect(faults.map(({ check, object }) => `${check} ${object}`).sort()).toEqual([
      'schema extra',
      'schema journals_no_update',
      'schema journals_previous_hash_uq',
      'schema postings_no_delete',
    ])
  })
})

describe('the tables themselves', () => {
  const FIXED = [
    'run_plans',
    'run_results',
    'workflow_events',
    'locked_periods',
    'journals',
    'postings',
    'payment_lines',
    'payroll_exports',
    'payroll_reports',
    'payroll_report_lines',
    'runs',
    'reversals',
    'payment_batches',
  ]
  test.each(FIXED)('%s takes no change of what was written, by whatever verb', async (table) => {
    const before = await dumpHash(acme.client)
    const { rows, columns } = await acme.client.execute(`SELECT * FROM ${table} LIMIT 1`)
    expect(rows).toHaveLength(1)
    const values = columns.map((c) => {
      const value = rows[0]?.[c] ?? null
      return typeof value === 'number' ? BigInt(value) : (value as string | null)
    })
    for (const verb of ['', 'OR REPLACE', 'OR IGNORE', 'OR ROLLBACK']) {
      const sql = `INSERT ${verb} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      await expect(acme.client.execute({ sql, args: values })).rejects.toThrow('append-only')
      const upsert = `${sql} ON CONFLICT DO NOTHING`
      if (verb === '') await expect(acme.client.execute({ sql: upsert, args: values })).rejects.toThrow('append-only')
    }
    await expect(acme.client.execute(`DELETE FROM ${table}`)).rejects.toThrow('append-only')
    for (const column of columns)
      await expect(acme.client.execute(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow('append-only')
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('hold money as integers only', async () => {
    for (const amount of [1.5, 'twelve', 9_007_199_254_740_993n, 0n]) {
      const sql =
        "INSERT INTO postings (journal_seq, line, account, item, currency, amount_minor) VALUES (1, 99, 'asset:bank', '', 'EUR', ?)"
      await expect(acme.client.execute({ sql, args: [amount] })).rejects.toThrow(/amount|INTEGER/)
    }
  })
})

describe('finance and participants', () => {
  test('journals are exported under the codes of finance, and not before every account has one', async () => {
    const codes = (list: unknown[], who = acme.finance) =>
      who('/api/v1/account-codes', { method: 'PUT', body: { data: list } })
    const missing = await acme.finance('/api/v1/ledger/export')
    expect([missing.status, missing.json.accounts]).toEqual([
      422,
      ['asset:bank', 'clearing:payroll', 'expense:commission', 'liability:participant'],
    ])
    const list = [
      { account: 'expense:commission', code: '6020', name: 'Commissions' },
      { account: 'expense:commission', planId: acme.plan, code: '=6021' },
      { account: 'liability:participant', code: '3790' },
      { account: 'clearing:payroll', code: '3795' },
      { account: 'asset:bank', code: '1800' },
    ]
    expect((await codes(list, acme.analyst)).status).toBe(403)
    expect((await codes(list)).status).toBe(200)
    const file = await acme.finance('/api/v1/ledger/export')
    expect(file.status).toBe(200)
    const [header, ...lines] = file.text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    const column = (name: string) => header?.indexOf(name) ?? -1
    const cents = (side: string) =>
      lines.reduce((sum, cells) => sum + BigInt((cells[column(side)] || '0').replace('.', '')), 0n)
    expect(cents('debit')).toBe(cents('credit'))
    expect(cents('debit')).toBeGreaterThan(0n)
    expect(new Set(lines.map((cells) => cells[column('account')]))).toEqual(new Set(["'=6021", '3790', '3795', '1800']))
    const through = Number(file.headers.get('ledger-through'))
    const rest = await acme.finance(`/api/v1/ledger/export?after=${through}`)
    expect(rest.text.trim().split('\r\n')).toHaveLength(1)
  })

  test('a participant sees their own accounts, and nobody else’s', async () => {
    const ann = await acme.person(['participant'], acme.id('ann'))
    const own = (await ann('/api/v1/ledger/balances')).json.data
    expect(own.length).toBeGreaterThan(0)
    expect(new Set(own.map((b: { participantId: string }) => b.participantId))).toEqual(new Set([acme.id('ann')]))
    expect((await ann(`/api/v1/ledger/balances?participantId=${acme.id('bob')}`)).json.data).toEqual([])
    const journals = (await ann('/api/v1/ledger/journals')).json.data
    expect(new Set(journals.map((j: { participantId: string }) => j.participantId))).toEqual(new Set([acme.id('ann')]))
    expect((await ann(`/api/v1/ledger/journals?participantId=${acme.id('bob')}`)).json.data).toEqual([])
    expect((await ann('/api/v1/ledger/export')).status).toBe(404)
    expect((await ann('/api/v1/account-codes')).status).toBe(200)
    for (const role of ['administrator', 'analyst', 'manager'] as const)
      expect([role, (await (await acme.person([role]))('/api/v1/ledger/balances')).status]).toEqual([role, 403])
  })
})

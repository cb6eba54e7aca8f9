import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openClient } from '../../worker/db/client.ts'
import { runCommand } from '../../worker/db/command.ts'
import { migrate } from '../../worker/db/migrate.ts'
import { organisationMigrations } from '../../worker/db/migrations.ts'
import { type Database, startDatabase } from '../../worker/dev/database.ts'

let folder: string
let database: Database

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dreizack-kill-'))
  database = await startDatabase(folder)
  await database.createNamespace('acme')
  await migrate(openClient({ url: `${database.origin}acme/` }), organisationMigrations, new Date())
})

afterAll(async () => {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ROUNDS = 8

test('kill -9 of the server loses no acknowledged command, and none is done twice', async () => {
  const client = openClient({ url: `${database.origin}acme/` })
  const acknowledged: string[] = []
  let writing = true
  let number = 0
  const writer = async () => {
    while (writing) {
      number += 1
      const id = `ttl_${number}`
      const done = await runCommand(client, {
        by: { actor: 'test', requestId: 'r', now: new Date() },
        action: 'Title.create',
        object: id,
        idempotency: { key: id, fingerprint: id },
        raisesRevision: true,
        statements: [{ sql: 'INSERT INTO titles (id, name) VALUES (?, ?)', args: [id, id] }],
        answer: { status: 201, body: { id } },
      }).catch(() => null)
      if (done?.ok) acknowledged.push(id)
    }
  }
  const writers = [writer(), writer(), writer()]
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(100 + Math.random() * 300)
    const pid = database.pid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }
  await sleep(1_000)
  writing = false
  await Promise.all(writers)

  const [titles, commands, audit, integrity] = await client.batch(
    ['SELECT id FROM titles', 'SELECT key FROM commands', 'SELECT object FROM audit_entries', 'PRAGMA integrity_check'],
    'read',
  )
  const ids = (result: typeof titles, column: string) => (result?.rows ?? []).map((row) => String(row[column])).sort()
  const stored = ids(titles, 'id')
  expect(acknowledged.length).toBeGreaterThan(20)
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([])
  expect(ids(commands, 'key')).toEqual(stored)
  expect(ids(audit, 'object')).toEqual(stored)
  expect(integrity?.rows[0]?.integrity_check).toBe('ok')
})

test('an sqld that a killed parent left behind is ended by the next start, with its data kept', async () => {
  const { spawn } = await import('node:child_process')
  const own = mkdtempSync(join(tmpdir(), 'dreizack-stale-'))
  const script = `const { startDatabase } = await import(${JSON.stringify(new URL('../../worker/dev/database.ts', import.meta.url).href)})
    const database = await startDatabase(${JSON.stringify(own)}); await database.createNamespace('acme'); console.log(database.origin + ' ' + database.pid())`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [origin = '', pid = ''] = (
    await new Promise<string>((done) => parent.stdout.once('data', (chunk) => done(String(chunk))))
  )
    .trim()
    .split(' ')
  await openClient({ url: `${origin}acme/` }).batch(['CREATE TABLE t (x)', 'INSERT INTO t VALUES (7)'], 'write')
  await expect(startDatabase(own)).rejects.toThrow('already runs')

  const ended = new Promise((done) => parent.once('exit', done))
  parent.kill('SIGKILL')
  await ended
  const next = await startDatabase(own)
  try {
    expect(next.pid()).not.toBe(Number(pid))
    const { rows } = await openClient({ url: `${next.origin}acme/` }).execute('SELECT x FROM t')
    expect(rows[0]?.x).toBe(7)
  } finally {
    await next.stop()
    rmSync(own, { recursive: true, force: true })
  }
})

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@libsql/client/web'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatabaseUnavailable, openClient } from '../../worker/db/client.ts'
import { migrate } from '../../worker/db/migrate.ts'
import { organisationMigrations } from '../../worker/db/migrations.ts'
import { type Database, startDatabase } from '../../worker/dev/database.ts'

let folder: string
let database: Database
let whole: string

const clientOf = (name: string): Client => openClient({ url: `${database.origin}${name}/` })

/** The whole schema, and what is known of it: the same for every database that is up to date. */
async function shapeOf(client: Client): Promise<string> {
  const [schema, applied, integrity] = await client.batch(
    [
      'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name',
      'SELECT name, sha256 FROM _migrations ORDER BY name',
      'PRAGMA integrity_check',
    ],
    'read',
  )
  return JSON.stringify([schema?.rows, applied?.rows, integrity?.rows])
}

/** Again until the database is there: what a start does that was begun again. */
async function migrateUntilDone(client: Client): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await migrate(client, organisationMigrations, new Date())
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || attempt === 50) throw error
      await sleep(50)
    }
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dreizack-migrate-'))
  database = await startDatabase(folder)
  await database.createNamespace('whole')
  await migrate(clientOf('whole'), organisationMigrations, new Date())
  whole = await shapeOf(clientOf('whole'))
})
afterAll(async () => {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ROUNDS = 12

test('migrations cut off by kill -9 of the server leave each file applied wholly or not at all', async () => {
  const broken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `server-${round}`
    await database.createNamespace(name)
    const client = clientOf(name)
    const first = migrate(client, organisationMigrations, new Date()).catch(() => null)
    await sleep(2 + round * 4)
    const pid = database.pid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    if ((await first) === null) broken.push(round)
    await migrateUntilDone(client)
    expect(await shapeOf(client)).toBe(whole)
  }
  expect(broken.length).toBeGreaterThan(0)
})

test('migrations cut off by kill -9 of whoever runs them are gone on with by the next', async () => {
  const module = (path: string) => JSON.stringify(new URL(`../../worker/db/${path}`, import.meta.url).href)
  const script = (url: string) => `
    const { openClient } = await import(${module('client.ts')}); const { migrate } = await import(${module('migrate.ts')})
    const { organisationMigrations } = await import(${module('migrations.ts')})
    console.log('begins'); await migrate(openClient({ url: ${JSON.stringify(url)} }), organisationMigrations, new Date()); console.log('ends')`
  const cutOff: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `runner-${round}`
    await database.createNamespace(name)
    const child = spawn(process.execPath, ['--input-type=module', '-e', script(`${database.origin}${name}/`)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((done) => child.once('exit', done))
    let said = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    while (!said.includes('begins')) await sleep(1)
    await sleep(round * 4)
    child.kill('SIGKILL')
    await ended
    if (!said.includes('ends')) cutOff.push(round)
    await migrateUntilDone(clientOf(name))
    expect(await shapeOf(clientOf(name))).toBe(whole)
  }
  expect(cutOff.length).toBeGreaterThan(0)
})

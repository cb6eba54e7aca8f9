import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openClient } from '../../worker/db/client.ts'
import { type Database, startDatabase } from '../../worker/dev/database.ts'

// `npm run organisations`, as an operator uses and mistypes it.

let folder: string
let database: Database

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dreizack-operator-'))
  database = await startDatabase(folder)
  await database.createNamespace('directory')
  await database.createNamespace('acme')
})
afterAll(async () => {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function run(args: string[], input = '', url = `${database.origin}directory/`) {
  const script = new URL('../../worker/dev/organisations.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, LIBSQL_URL: url } })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  child.stdin.end(input)
  const code = await new Promise((done) => child.once('exit', done))
  return { code, said }
}

const create = (over: Record<string, string> = {}) => {
  const options = {
    slug: 'acme',
    name: 'Acme',
    currency: 'EUR',
    'time-zone': 'Europe/Berlin',
    'database-url': `${database.origin}acme/`,
    ...over,
  }
  return run(['create', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])])
}
const user = (over: Record<string, string> = {}, password = 'a long enough password\n') => {
  const options = { slug: 'acme', email: 'you@acme.example', name: 'You', roles: 'administrator,analyst', ...over }
  return run(['user', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])], password)
}
const counts = async () => {
  const directory = openClient({ url: `${database.origin}directory/` })
  const tables = ['organisations', 'users', 'memberships']
  const results = await directory.batch(
    tables.map((table) => `SELECT count(*) AS n FROM ${table}`),
    'read',
  )
  return results.map(({ rows }) => Number(rows[0]?.n))
}

test('enters the first organisation and its administrator, and may be repeated', async () => {
  expect((await run(['migrate'])).said).toContain('0 organisations are up to date')
  const [first, again] = [await create(), await create()]
  expect([first.code, again.said]).toEqual([0, first.said])
  expect((await user()).code).toBe(0)
  expect((await user()).code).toBe(0)
  expect(await counts()).toEqual([1, 1, 2])
  expect((await run(['migrate'])).said).toContain('1 organisations are up to date')
})

test('refuses what the product could not work with, in a sentence, and enters nothing', async () => {
  const before = await counts()
  for (const [answer, sentence] of [
    [await create({ slug: 'Not A Slug' }), 'slug: '],
    [await create({ slug: 'other', currency: 'EURO' }), 'currency: '],
    [await create({ slug: 'other', 'time-zone': 'Mars' }), 'timeZone: '],
    [await user({ email: 'nobody' }), 'email: '],
    [await user({ roles: 'boss' }), '"boss" is no role'],
    [await user({ slug: 'other' }), 'no organisation "other"'],
    [await user({}, 'short\n'), '12 characters'],
    [await run(['bogus']), 'Usage'],
    [await run(['migrate'], '', 'http://127.0.0.1:9/'), 'The database did not answer.'],
  ] as const) {
    expect([sentence, answer.code]).toEqual([sentence, 1])
    expect(answer.said).toContain(sentence)
    expect(answer.said).not.toMatch(/^\s+at /m)
  }
  expect(await counts()).toEqual(before)
})

test('proves the ledgers of all organisations, or says which is not as it was written, with an error', async () => {
  const own = openClient({ url: `${database.origin}acme/` })
  const proven = await run(['verify'])
  expect([proven.code, proven.said.trim()]).toEqual([
    0,
    `acme: ok, 0 journals, 0 runs calculated again, head 0 ${'0'.repeat(64)}`,
  ])
  await own.execute('DROP TRIGGER journals_no_delete')
  const refused = await run(['verify', '--slug', 'acme'])
  expect(refused.code).toBe(1)
  expect(refused.said).toContain('acme: NOT OK')
  expect(refused.said).toContain('schema journals_no_delete: It is missing.')
  expect((await run(['verify', '--slug', 'nobody'])).said).toContain('no organisation "nobody"')
})

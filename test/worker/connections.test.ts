import { createClient } from '@libsql/client/web'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { digestOf } from '../../worker/auth/directory-lookups.ts'
import { openClient, organisationConnection } from '../../worker/db/client.ts'
import { migrate } from '../../worker/db/migrate.ts'
import { directoryMigrations } from '../../worker/db/migrations.ts'
import { createOrganisation } from '../../worker/organisations/create-organisation.ts'
import { freshDatabase } from '../support/worker/organisation.ts'
import { createPayingOrganisation } from '../support/worker/paying-organisation.ts'

// How the Worker speaks to its databases: how often, to which host, and with whose token.

type Asked = { url: string; authorization: string | null }
const realFetch = globalThis.fetch
let asked: Asked[] = []
/** Hosts of this test's "cloud", and where they really are. */
let hosts: Record<string, string> = {}

beforeEach(() => {
  asked = []
  hosts = {}
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input))
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    asked.push({ url: url.href, authorization: headers.get('authorization') })
    const place = hosts[url.host]
    if (place === undefined) return realFetch(input, init)
    const there = new URL(url.pathname.slice(1) + url.search, place)
    return input instanceof Request ? realFetch(new Request(there, input), init) : realFetch(there, init)
  })
})
afterEach(() => vi.restoreAllMocks())

describe('a warm quote', () => {
  const deal = (owner: string, creditedOn = '2024-06-01') => ({
    creditedOn,
    amount: '100.00',
    owner: { externalId: owner },
  })

  test('asks the database once, for one deal and for fifty', async () => {
    const acme = await createPayingOrganisation()
    const key = await acme.key('quotes:participant')
    const quote = (body: object) => key('/api/v1/quotes', { method: 'POST', body })
    await quote({ deal: deal('ann') })
    for (const body of [
      { deal: deal('ann') },
      { deal: deal('bob'), explain: 'full' },
      { deals: Array(50).fill(deal('ann')) },
    ]) {
      asked = []
      const answer = await quote(body)
      expect(answer.json.data[0].recipients[0].amount.amount).toBe('10.00')
      expect(asked).toHaveLength(1)
    }
  })

  test('that finds a new deal has the figures brought up to date first, and then asks once again', async () => {
    const acme = await createPayingOrganisation()
    const key = await acme.key('quotes:participant')
    const quote = () => key('/api/v1/quotes', { method: 'POST', body: { deal: deal('ann') } })
    const { throughSeq } = (await quote()).json
    await acme.put('transactions', {
      source: 'crm',
      externalId: 'NEW',
      occurredOn: '2024-05-02',
      amount: '7',
      owner: { externalId: 'ann' },
    })
    expect((await quote()).json.throughSeq).toBe(throughSeq + 1)
    asked = []
    await quote()
    expect(asked).toHaveLength(1)
  })
})

describe('databases in the cloud', () => {
  test('each is opened over https with its own token, the directory’s and every organisation’s', async () => {
    const [directory, own] = [await freshDatabase(), await freshDatabase()]
    hosts = { 'directory.turso.example': directory.url, 'acme.turso.example': own.url }
    const deps = {
      directory: { url: 'libsql://directory.turso.example/', authToken: 'token-of-the-directory' },
      authSecret: 'a secret for tests only, of more than 32 characters',
      now: () => new Date(),
    }
    await migrate(openClient(deps.directory), directoryMigrations, new Date())
    const settings = { name: 'Acme', currency: 'EUR', timeZone: 'UTC', fourEyes: true, today: null }
    const place = { slug: 'acme', databaseUrl: 'libsql://acme.turso.example', databaseToken: 'token-of-acme' }
    const organisationId = await createOrganisation(deps, { ...place, settings })
    const secret = `dz_${'k'.repeat(43)}`
    await createClient({ url: directory.url }).execute({
      sql: "INSERT INTO api_keys (id, organisation_id, name, digest, scopes, created_at, created_by) VALUES ('key_1', ?, 'k', ?, ?, 1, 'user:x')",
      args: [organisationId, digestOf(secret), '["data:read"]'],
    })
    const app = createApp(deps)
    const request = new Request('https://app.example/api/v1/me', { headers: { authorization: `Bearer ${secret}` } })
    const answer = await app.fetch(request)
    expect([answer.status, (await answer.json<{ organisation: { name: string } }>()).organisation.name]).toEqual([
      200,
      'Acme',
    ])

    const tokens = new Map<string, Set<string | null>>()
    for (const { url, authorization } of asked) {
      const { protocol, host } = new URL(url)
      if (!host.endsWith('turso.example')) continue
      expect(protocol).toBe('https:')
      tokens.set(host, new Set([...(tokens.get(host) ?? []), authorization]))
    }
    expect(tokens).toEqual(
      new Map([
        ['directory.turso.example', new Set(['Bearer token-of-the-directory'])],
        ['acme.turso.example', new Set(['Bearer token-of-acme'])],
      ]),
    )
  })

  test('the directory’s token goes to its own server only', () => {
    const directory = { url: 'https://db.example/directory/', authToken: 'secret' }
    const place = (databaseUrl: string) => organisationConnection(directory, { databaseUrl, databaseToken: null })
    expect(place('../acme/')).toEqual({ url: 'https://db.example/acme/', authToken: 'secret' })
    expect(place('libsql://elsewhere.example')).toEqual({ url: 'libsql://elsewhere.example', authToken: undefined })
    for (const url of ['//elsewhere.example/', '\\\\elsewhere.example/', 'HTTPS://elsewhere.example/'])
      expect([url, place(url).authToken]).toEqual([url, undefined])
  })
})

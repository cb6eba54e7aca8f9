import { env } from 'cloudflare:workers'
import { type Client, createClient } from '@libsql/client/web'
import { createApp } from '../../../worker/app.ts'
import { digestOf } from '../../../worker/auth/directory-lookups.ts'
import type { Role, Scope } from '../../../worker/auth/principal.ts'
import { migrate } from '../../../worker/db/migrate.ts'
import { directoryMigrations } from '../../../worker/db/migrations.ts'
import type { Deps } from '../../../worker/env.ts'
import { createOrganisation } from '../../../worker/organisations/create-organisation.ts'
import { createUser } from '../../../worker/organisations/create-user.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      LIBSQL_URL: string
      NAMESPACES_URL: string
      AUTH_SECRET: string
    }
  }
}

/** What a test says of a request besides its path. */
export type Ask = {
  method?: string
  body?: unknown
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** Somebody who calls the API, and gets the status, headers and JSON of the answer. */
export type Caller = (
  path: string,
  ask?: Ask,
) => Promise<{ status: number; headers: Headers; json: Json; text: string }>

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of many shapes, and fails where one is missing.
type Json = any

export const ORIGIN = 'http://dreizack.test'
export const PASSWORD = 'correct horse battery'

/** Makes an empty database of its own for a test; answers its URL. */
export async function freshDatabase(): Promise<{ url: string; client: Client }> {
  const name = `t${crypto.randomUUID().replaceAll('-', '')}`
  const answer = await fetch(`${env.NAMESPACES_URL}/${name}/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!answer.ok) throw new Error(`namespace ${name}: ${answer.status}`)
  const url = `${env.LIBSQL_URL}${name}/`
  return { url, client: createClient({ url }) }
}

/** An organisation of its own for a test: real migrations, the real app, an own directory. */
export async function createTestOrganisation(settings: { fourEyes?: boolean; now?: () => Date } = {}) {
  const [directory, own] = await Promise.all([freshDatabase(), freshDatabase()])
  const now = settings.now ?? (() => new Date())
  const deps: Deps = { directory: { url: directory.url }, authSecret: env.AUTH_SECRET, now }
  await migrate(directory.client, directoryMigrations, now())
  const organisationId = await createOrganisation(deps, {
    slug: 'acme',
    databaseUrl: own.url,
    databaseToken: null,
    settings: {
      name: 'Acme',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      fourEyes: settings.fourEyes ?? true,
      today: null,
    },
  })
  const app = createApp(deps)

  const callerWith =
    (fixed: Record<string, string>): Caller =>
    async (path, ask = {}) => {
      const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body))
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...fixed,
        ...ask.headers,
      }
      const init = { method: ask.method ?? 'GET', headers, ...(body === undefined ? {} : { body }) }
      const answer = await app.fetch(new Request(`${ORIGIN}${path}`, init))
      const text = new TextDecoder().decode(await answer.arrayBuffer())
      const isJson =
        answer.headers.get('content-type')?.includes('json') === true &&
        !answer.headers.get('content-type')?.includes('ndjson')
      return { status: answer.status, headers: answer.headers, json: isJson ? JSON.parse(text) : undefined, text }
    }

  let people = 0
  return {
    app,
    deps,
    organisationId,
    client: own.client,
    directory: directory.client,
    anonymous: callerWith({}),
    /** A program with a key of these scopes. */
    key: async (...scopes: Scope[]): Promise<Caller> => {
      const secret = `dz_${crypto.randomUUID().replaceAll('-', '')}${'x'.repeat(11)}`
      await directory.client.execute({
        sql: `INSERT INTO api_keys (id, organisation_id, name, digest, scopes, created_at, created_by)
          VALUES (?, ?, 'test', ?, ?, ?, 'user:nobody')`,
        args: [
          `key_${crypto.randomUUID().replaceAll('-', '')}`,
          organisationId,
          digestOf(secret),
          JSON.stringify(scopes),
          BigInt(Date.now()),
        ],
      })
      return callerWith({ authorization: `Bearer ${secret}` })
    },
    /** A person of these roles, signed in by password. */
    person: async (roles: Role[], participantId: string | null = null): Promise<Caller & { id: string }> => {
      people += 1
      const email = `person${people}@acme.example`
      const id = await createUser(
        directory.client,
        { name: `Person ${people}`, email, password: PASSWORD, organisationId, roles, participantId },
        now(),
      )
      const signedIn = await callerWith({ origin: ORIGIN })('/api/auth/sign-in/email', {
        method: 'POST',
        body: { email, password: PASSWORD },
      })
      if (signedIn.status !== 200) throw new Error(`sign-in: ${signedIn.status} ${signedIn.text}`)
      const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      return Object.assign(callerWith({ cookie, origin: ORIGIN }), { id })
    },
  }
}

/** A hash over every table, to show that something stored nothing. */
export async function dumpHash(client: Client): Promise<string> {
  const tables = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
  const names = tables.rows.map((row) => String(row.name))
  const results = await client.batch(
    names.map((name) => `SELECT * FROM "${name}"`),
    'read',
  )
  return digestOf(
    JSON.stringify(results.map((result, index) => [names[index], result.rows.map((row) => Object.values(row))])),
  )
}

/** A new idempotency key as header. */
export function once(): Record<string, string> {
  return { 'idempotency-key': crypto.randomUUID() }
}

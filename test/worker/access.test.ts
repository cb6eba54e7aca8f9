import { beforeAll, describe, expect, test } from 'vitest'
import { authorize, reachOf } from '../../worker/auth/authorize.ts'
import { ROLES, SCOPES, type Scope } from '../../worker/auth/principal.ts'
import {
  type Caller,
  createTestOrganisation,
  dumpHash,
  freshDatabase,
  ORIGIN,
  once,
  PASSWORD,
} from '../support/worker/organisation.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let administrator: Caller

beforeAll(async () => {
  acme = await createTestOrganisation()
  administrator = await acme.person(['administrator'])
})

describe('sign-in', () => {
  test('nobody signs up', async () => {
    const body = { name: 'Eve', email: 'eve@acme.example', password: PASSWORD }
    const answer = await acme.anonymous('/api/auth/sign-up/email', {
      method: 'POST',
      body,
      headers: { origin: ORIGIN },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect((await acme.directory.execute("SELECT * FROM users WHERE email = 'eve@acme.example'")).rows).toHaveLength(0)
  })

  test('a body that no sign-in needs is refused', async () => {
    const body = { email: 'x'.repeat(20_000), password: PASSWORD }
    const answer = await acme.anonymous('/api/auth/sign-in/email', {
      method: 'POST',
      body,
      headers: { origin: ORIGIN },
    })
    expect(answer.status).toBe(413)
  })

  test('a wrong password is refused', async () => {
    const body = { email: 'person1@acme.example', password: 'wrong wrong wrong' }
    const answer = await acme.anonymous('/api/auth/sign-in/email', {
      method: 'POST',
      body,
      headers: { origin: ORIGIN },
    })
    expect(answer.status).toBe(401)
  })

  test('a session ends with its sign-out, within a second', async () => {
    const person = await acme.person(['analyst'])
    expect((await person('/api/v1/me')).status).toBe(200)
    await person('/api/auth/sign-out', { method: 'POST', body: {} })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await person('/api/v1/me')).status).toBe(401)
  })

  test('a session ends after half an hour without a call, and twelve hours after its sign-in whatever is called', async () => {
    const hours = (n: number) => n * 3_600_000
    const shift = (column: string, by: number, id: string) =>
      acme.directory.execute({
        sql: `UPDATE sessions SET ${column} = ${column} + ? WHERE user_id = ?`,
        args: [BigInt(by), id],
      })
    const idle = await acme.person(['analyst'])
    await shift('expires_at', hours(-0.51), idle.id)
    expect((await idle('/api/v1/me')).status).toBe(401)

    const long = await acme.person(['analyst'])
    await shift('created_at', hours(-11.9), long.id)
    expect((await long('/api/v1/me')).status).toBe(200)
    await shift('created_at', hours(-0.2), long.id)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await long('/api/v1/me')).status).toBe(401)
    const left = await acme.directory.execute({ sql: 'SELECT id FROM sessions WHERE user_id = ?', args: [long.id] })
    expect(left.rows).toEqual([])
  })

  test('a call within the half hour renews the session, in the directory and in the cookie', async () => {
    const person = await acme.person(['analyst'])
    const expiry = async () => {
      const sql = 'SELECT expires_at FROM sessions WHERE user_id = ?'
      return Number((await acme.directory.execute({ sql, args: [person.id] })).rows[0]?.expires_at)
    }
    await acme.directory.execute({
      sql: 'UPDATE sessions SET expires_at = expires_at - 1200000 WHERE user_id = ?',
      args: [person.id],
    })
    const before = await expiry()
    const answer = await person('/api/v1/me')
    expect(answer.status).toBe(200)
    expect(await expiry()).toBeGreaterThan(before + 1_100_000)
    expect(answer.headers.get('set-cookie')).toMatch(/session_token=.*Max-Age=1800/i)
  })

  test('a copy of the directory signs nobody in: session tokens are stored as digests', async () => {
    const body = { email: 'person1@acme.example', password: PASSWORD }
    const answer = await acme.anonymous('/api/auth/sign-in/email', {
      method: 'POST',
      body,
      headers: { origin: ORIGIN },
    })
    expect(answer.status).toBe(200)
    const cookie = decodeURIComponent(/session_token=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '')
    const [token = ''] = cookie.split('.')
    expect(token.length).toBeGreaterThan(30)
    const { rows } = await acme.directory.execute('SELECT token FROM sessions')
    expect(rows.map((row) => String(row.token))).not.toContain(token)
    for (const { token } of rows) expect(token).toMatch(/^[0-9a-f]{64}$/)
  })

  test('no answer shows the session’s token to a script: it is in the cookie, which no script can read', async () => {
    const body = { email: 'person1@acme.example', password: PASSWORD }
    const ask = { method: 'POST', body, headers: { origin: ORIGIN } }
    const answer = await acme.anonymous('/api/auth/sign-in/email', ask)
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    const session = await acme.anonymous('/api/auth/get-session', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(session.json.user.email).toBe('person1@acme.example')
    const token = decodeURIComponent(/session_token=([^;]+)/.exec(cookie)?.[1] ?? '').split('.')[0] ?? ''
    for (const { text } of [answer, session]) expect(text).not.toContain(token)
  })

  test('of the sign-in library only what is needed can be called', async () => {
    const person = await acme.person(['participant'])
    const others = ['update-user', 'sign-up/email', 'sign-in/social', 'reset-password', 'link-social', 'delete-user']
    for (const path of others) {
      const answer = await person(`/api/auth/${path}`, { method: 'POST', body: { name: 'Ben Approver' } })
      expect([path, answer.status]).toEqual([path, 404])
    }
    for (const path of ['list-sessions', 'list-accounts', 'error', 'ok', 'callback/x']) {
      expect([path, (await person(`/api/auth/${path}`)).status]).toEqual([path, 404])
    }
    expect((await person('/api/v1/me')).json.name).toMatch(/^Person/)
  })

  test('an account is not guessed at from many addresses; others, and later, it opens', async () => {
    let now = new Date()
    const own = await createTestOrganisation({ now: () => now })
    await own.person(['analyst'])
    await own.person(['analyst'])
    const attempt = (email: string, password: string, address: string) =>
      own.anonymous('/api/auth/sign-in/email', {
        method: 'POST',
        body: { email, password },
        headers: { origin: ORIGIN, 'cf-connecting-ip': address },
      })
    for (let i = 0; i < 20; i += 1) {
      const guess = await attempt(
        i % 2 === 0 ? 'person1@acme.example' : 'PERSON1@acme.example',
        `guess ${i} guess`,
        `192.0.2.${i}`,
      )
      expect(guess.status).toBe(401)
    }
    const refused = await attempt('person1@acme.example', PASSWORD, '198.51.100.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600'])
    expect((await attempt('person2@acme.example', PASSWORD, '198.51.100.1')).status).toBe(200)
    now = new Date(now.getTime() + 601_000)
    expect((await attempt('person1@acme.example', PASSWORD, '198.51.100.1')).status).toBe(200)
    const { rows } = await own.directory.execute("SELECT count(*) AS n FROM rate_limits WHERE key LIKE 'account%'")
    expect(Number(rows[0]?.n)).toBe(0)
  })

  test('another site cannot write with the visitor’s cookie', async () => {
    const body = { name: 'x' }
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await administrator('/api/v1/titles', { method: 'POST', body, headers: { ...once(), ...headers } })
      expect([answer.status, answer.json.type]).toEqual([403, '/problems/cross-site'])
    }
  })
})

describe('API keys', () => {
  test('are shown once, stored as a digest, and gone within a second of their revocation', async () => {
    const headers = once()
    const ask = { method: 'POST', body: { name: 'CRM', scopes: ['data:read'] }, headers }
    const created = await administrator('/api/v1/api-keys', ask)
    expect(created.json.key).toMatch(/^dz_[A-Za-z0-9_-]{43}$/)
    const again = await administrator('/api/v1/api-keys', ask)
    expect([again.status, again.json.id, again.json.key]).toEqual([201, created.json.id, null])
    const stored = JSON.stringify((await acme.directory.execute('SELECT * FROM api_keys')).rows)
    expect(stored).not.toContain(created.json.key)

    const call = () => acme.anonymous('/api/v1/titles', { headers: { authorization: `Bearer ${created.json.key}` } })
    expect((await call()).status).toBe(200)
    await administrator(`/api/v1/api-keys/${created.json.id}`, { method: 'DELETE' })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await call()).status).toBe(401)
  })

  test('do no more than who makes them: an administrator cannot read pay by a key', async () => {
    const make = (by: Caller, scopes: Scope[]) =>
      by('/api/v1/api-keys', { method: 'POST', body: { name: 'Beyond', scopes }, headers: once() })
    const before = await dumpHash(acme.directory)
    for (const scope of SCOPES.filter((one) => !['data:read', 'data:write', 'plans:read'].includes(one))) {
      const answer = await make(administrator, ['data:read', scope])
      expect([scope, answer.status, answer.json.type]).toEqual([scope, 403, '/problems/scope-beyond-yours'])
      expect(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/scopes/1'])
    }
    expect(await dumpHash(acme.directory)).toBe(before)
    expect((await make(administrator, ['data:read', 'data:write', 'plans:read'])).status).toBe(201)
    expect((await make(await acme.person(['analyst']), [...SCOPES])).status).toBe(201)
    for (const role of ROLES.filter((one) => one !== 'administrator' && one !== 'analyst'))
      expect([role, (await make(await acme.person([role]), ['data:read'])).status]).toEqual([role, 403])
  })

  test('do only what their scopes say', async () => {
    const reader = await acme.key('data:read')
    expect((await reader('/api/v1/titles')).status).toBe(200)
    expect((await reader('/api/v1/titles', { method: 'POST', body: { name: 'x' }, headers: once() })).status).toBe(403)
    expect((await reader('/api/v1/transactions')).status).toBe(403)
    expect((await reader('/api/v1/api-keys')).status).toBe(403)
  })
})

describe('roles', () => {
  const user = (
    roles: Parameters<typeof reachOf>[0] extends infer P ? (P extends { roles: infer R } ? R : never) : never,
    participantId: string | null = null,
  ) => ({ kind: 'user', userId: 'u', organisationId: 'o', roles, participantId, name: '', email: '' }) as const

  test('pay is apart from administration', () => {
    expect(reachOf(user(['administrator']), 'earnings:read')).toBeNull()
    expect(reachOf(user(['analyst']), 'earnings:read')).toBe('all')
  })

  test('a participant sees own pay, a manager that of people below, nobody that of peers', () => {
    const pay = (participantId: string, ...managers: string[]) => ({ participantId, managerIds: new Set(managers) })
    const ann = user(['participant'], 'ann')
    const boss = user(['manager'], 'boss')
    expect(authorize(ann, 'earnings:read', pay('ann', 'boss'))).toBe(true)
    expect(authorize(ann, 'earnings:read', pay('bob', 'ann'))).toBe(false)
    expect(authorize(boss, 'earnings:read', pay('ann', 'boss'))).toBe(true)
    expect(authorize(boss, 'earnings:read', pay('peer', 'chief'))).toBe(false)
    expect(authorize(boss, 'earnings:read')).toBe(false)
  })

  test('the auditor writes nothing', async () => {
    const auditor = await acme.person(['auditor'])
    expect((await auditor('/api/v1/titles')).status).toBe(200)
    expect((await auditor('/api/v1/titles', { method: 'POST', body: { name: 'x' }, headers: once() })).status).toBe(403)
  })
})

describe('organisations', () => {
  test('a foreign id is answered as one that does not exist', async () => {
    const other = await createTestOrganisation()
    const key = await other.key('data:write')
    const foreign = (await key('/api/v1/titles', { method: 'POST', body: { name: 'Theirs' }, headers: once() })).json.id
    const mine = await acme.key('data:read')
    const answers = await Promise.all([mine(`/api/v1/titles/${foreign}`), mine(`/api/v1/titles/ttl_${'0'.repeat(32)}`)])
    const bodies = answers.map(({ status, json: { instance, requestId, ...rest } }) => ({ status, rest }))
    expect(bodies[0]).toEqual(bodies[1])
    expect(answers[0].status).toBe(404)
  })

  test('a user of several names the one that is meant', async () => {
    const person = await acme.person(['analyst'])
    const { url } = await freshDatabase()
    await acme.directory.batch(
      [
        {
          sql: "INSERT INTO organisations (id, slug, name, database_url, created_at) VALUES ('org_2', 'second', 'Second', ?, 1)",
          args: [url],
        },
        {
          sql: "INSERT INTO memberships (user_id, organisation_id, role, created_at) VALUES (?, 'org_2', 'analyst', 1)",
          args: [person.id],
        },
      ],
      'write',
    )
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await person('/api/v1/me')).status).toBe(403)
    expect((await person('/api/v1/me', { headers: { 'dreizack-organisation': 'acme' } })).status).toBe(200)
  })
})

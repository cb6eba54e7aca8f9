import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'

// Made from the API's own document, so that a new route is under test from its first day.

type Schema = {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  allOf?: Schema[]
}
type Operation = {
  security?: unknown[]
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let everybody: Caller
let operations: { method: string; path: string; operation: Operation; body: Schema | undefined }[] = []

const UNKNOWN_ID = `ttl_${'0'.repeat(32)}`
const fill = (path: string) =>
  path
    .replace('{version}', '1')
    .replace('{source}', 'crm')
    .replace(/\{[^}]+\}/g, UNKNOWN_ID)

beforeAll(async () => {
  acme = await createTestOrganisation()
  everybody = await acme.person(['administrator', 'analyst', 'approver', 'finance', 'auditor'])
  const document: Document = (await acme.anonymous('/openapi.json')).json
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = operation.requestBody?.content['application/json']?.schema
      return {
        method: method.toUpperCase(),
        path,
        operation,
        body: content === undefined ? undefined : resolve(content),
      }
    }),
  )
})

const headersFor = ({ method, operation }: { method: string; operation: Operation }) => ({
  ...(method === 'POST' || method === 'PATCH' ? once() : {}),
  ...(operation.parameters?.some(({ name }) => name === 'if-match') ? { 'if-match': '"r1"' } : {}),
})

/** Runs one bad call on every operation that it fits; afterwards nothing may be stored. */
async function onEach(
  fits: (one: (typeof operations)[number]) => boolean,
  call: (one: (typeof operations)[number]) => Promise<void>,
): Promise<void> {
  const before = [
    await dumpHash(acme.client),
    (await acme.directory.execute('SELECT count(*) AS n FROM api_keys')).rows[0]?.n,
  ]
  const fitting = operations.filter(fits)
  expect(fitting.length).toBeGreaterThan(5)
  for (const one of fitting) await call(one)
  expect([
    await dumpHash(acme.client),
    (await acme.directory.execute('SELECT count(*) AS n FROM api_keys')).rows[0]?.n,
  ]).toEqual(before)
}

const name = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

function expectProblem(
  one: { method: string; path: string },
  answer: Awaited<ReturnType<Caller>>,
  statuses: number[],
  pointers = true,
) {
  const isExpected = statuses.includes(answer.status)
  expect({ route: name(one), status: answer.status, isExpected }).toEqual({
    route: name(one),
    status: answer.status,
    isExpected: true,
  })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.json).toMatchObject({
    type: expect.stringMatching(/^\/problems\//),
    title: expect.any(String),
    status: answer.status,
    detail: expect.any(String),
    instance: expect.any(String),
    requestId: answer.headers.get('request-id'),
  })
  if (!pointers) return
  const fault = { pointer: expect.any(String), code: expect.any(String), detail: expect.any(String) }
  expect({ route: name(one), first: answer.json.errors?.[0] }).toEqual({ route: name(one), first: fault })
}

describe('every route', () => {
  test('asks who calls', () =>
    onEach(
      ({ path }) => path.startsWith('/api/v1'),
      async (one) => {
        const body = one.body === undefined ? {} : { body: {} }
        const answer = await acme.anonymous(fill(one.path), { method: one.method, ...body })
        expectProblem(one, answer, [401], false)
        const forged = await acme.anonymous(fill(one.path), {
          method: one.method,
          headers: { authorization: `Bearer dz_${'A'.repeat(43)}` },
        })
        expectProblem(one, forged, [401], false)
      },
    ))

  test('refuses a body of the wrong type', () =>
    onEach(
      ({ body }) => body !== undefined,
      async (one) => {
        for (const raw of ['[]', '"text"', '7', 'null']) {
          const answer = await everybody(fill(one.path), { method: one.method, raw, headers: headersFor(one) })
          expectProblem(one, answer, [422])
        }
      },
    ))

  test('refuses a field of the wrong type', () =>
    onEach(
      ({ body }) => body?.properties !== undefined,
      async (one) => {
        for (const field of Object.keys(one.body?.properties ?? {})) {
          const answer = await everybody(fill(one.path), {
            method: one.method,
            body: { [field]: [[1]] },
            headers: headersFor(one),
          })
          expectProblem(one, answer, [422])
        }
      },
    ))

  test('refuses a body without its fields', () =>
    onEach(
      ({ body }) => (body?.required?.length ?? 0) > 0,
      async (one) => {
        const answer = await everybody(fill(one.path), { method: one.method, body: {}, headers: headersFor(one) })
        expectProblem(one, answer, [422])
        const missing = answer.json.errors
          .filter(({ code }: { code: string }) => code === 'missing')
          .map(({ pointer }: { pointer: string }) => pointer)
        expect({ route: name(one), missing }).toEqual({
          route: name(one),
          missing: one.body?.required?.map((field) => `/${field}`),
        })
      },
    ))

  test('refuses a field that it does not know', () =>
    onEach(
      ({ body }) => body?.properties !== undefined,
      async (one) => {
        const answer = await everybody(fill(one.path), {
          method: one.method,
          body: { organisationId: 'x' },
          headers: headersFor(one),
        })
        expectProblem(one, answer, [422])
        expect(answer.json.errors).toContainEqual(
          expect.objectContaining({ pointer: '/organisationId', code: 'unknown-field' }),
        )
      },
    ))

  test('does not know an unknown id', () =>
    onEach(
      ({ path, method }) => path.includes('{') && method === 'GET',
      async (one) => expectProblem(one, await everybody(fill(one.path)), [404], false),
    ))

  test('refuses a body that is too large', () =>
    onEach(
      ({ body }) => body !== undefined,
      async (one) => {
        const raw = JSON.stringify({ data: 'x'.repeat(1_100_000) })
        expectProblem(
          one,
          await everybody(fill(one.path), { method: one.method, raw, headers: headersFor(one) }),
          [413],
        )
      },
    ))

  test.each([
    ['broken JSON', '{"a":', 400],
    ['JSON of 65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 400],
    ['JSON of 100,000 levels', '['.repeat(100_000), 400],
    ['a key twice', '{"name":"a","name":"b"}', 400],
    ['__proto__', '{"__proto__":{"polluted":true}}', 422],
    ['an escaped __proto__', '{"\\u005f_proto__":{"polluted":true}}', 422],
    ['constructor, deep inside', '{"name":{"constructor":1}}', 422],
  ])('refuses %s', (_, raw, status) =>
    onEach(
      ({ body }) => body !== undefined,
      async (one) =>
        expectProblem(one, await everybody(fill(one.path), { method: one.method, raw, headers: headersFor(one) }), [
          status,
        ]),
    ),
  )

  test('refuses another content type', () =>
    onEach(
      ({ body }) => body !== undefined,
      async (one) => {
        const streamed = one.path === '/api/v1/transactions' ? [] : ['text/csv', 'application/x-ndjson']
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/xml', ...streamed]) {
          const answer = await everybody(fill(one.path), {
            method: one.method,
            raw: 'a=1',
            headers: { ...headersFor(one), 'content-type': type },
          })
          expectProblem(one, answer, [415])
        }
      },
    ))

  test('that stores something without a natural key asks for an Idempotency-Key', () => {
    const lacking = operations
      .filter(({ method, path }) => method === 'POST' && !/check|analysis|quotes|calculations/.test(path))
      .filter(({ operation }) => !operation.parameters?.some(({ name: header }) => header === 'idempotency-key'))
    expect(lacking.map(name)).toEqual([])
  })

  test('refuses a cursor and a limit that are none', async () => {
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'cursor=%27%3B%20DROP']) {
      const answer = await everybody(`/api/v1/titles?${query}`)
      expect([answer.status, answer.json.errors[0].pointer.startsWith('/query/')]).toEqual([422, true])
    }
  })

  test('is described, with its refusals', () => {
    for (const { path, operation } of operations.filter(({ path }) => path.startsWith('/api/v1'))) {
      expect({ path, codes: Object.keys(operation.responses) }).toMatchObject({
        codes: expect.arrayContaining(['401', '403', '422']),
      })
    }
  })

  test('says which methods it answers, when asked with another', () =>
    onEach(
      // To another method, "check" and "analysis" are ids of plans.
      ({ path }) => path !== '/api/v1/plans/check' && path !== '/api/v1/plans/analysis',
      async (one) => {
        const answered = operations.filter(({ path }) => path === one.path).map(({ method }) => method)
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
          (m) => !answered.includes(m),
        )) {
          const answer = await everybody(fill(one.path), { method })
          expectProblem(one, answer, [405], false)
          expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(answered.sort())
        }
      },
    ))

  test('refuses a body that is compressed or not in UTF-8', () =>
    onEach(
      ({ body }) => body !== undefined,
      async (one) => {
        for (const bytes of [new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), new Uint8Array([0xff, 0xfe, 0x7b, 0])]) {
          const headers = { ...headersFor(one), 'content-encoding': 'gzip' }
          const answer = await everybody(fill(one.path), { method: one.method, raw: bytes, headers })
          expectProblem(one, answer, [400], false)
        }
      },
    ))

  test('an address of nothing is a problem, too', async () => {
    const answer = await acme.anonymous('/api/nothing')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})

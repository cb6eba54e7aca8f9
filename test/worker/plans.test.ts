import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'
import { SMALL_PLAN } from '../support/worker/plan.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let analyst: Caller
let approver: Caller

beforeAll(async () => {
  acme = await createTestOrganisation()
  ;[analyst, approver] = [await acme.person(['analyst']), await acme.person(['approver', 'analyst'])]
})

const start = async (ast: unknown = SMALL_PLAN) =>
  (await analyst('/api/v1/plans', { method: 'POST', body: { name: 'Small', ast }, headers: once() })).json
const publish = (who: Caller, id: string, revision: number, key = once()) =>
  who(`/api/v1/plans/${id}/versions`, {
    method: 'POST',
    body: { effectiveFrom: '2024-01-01' },
    headers: { ...key, 'if-match': `"r${revision}"` },
  })

describe('a draft', () => {
  test('is saved over the revision that was read; two editors do not overwrite each other', async () => {
    const plan = await start()
    const save = (revision: number, name: string) =>
      analyst(`/api/v1/plans/${plan.id}/draft`, {
        method: 'PUT',
        body: { name, ast: SMALL_PLAN, layout: { x: 1 } },
        headers: { 'if-match': `"r${revision}"` },
      })
    const first = await save(1, 'Mine')
    expect([first.status, first.headers.get('etag'), first.json.layout]).toEqual([200, '"r2"', { x: 1 }])
    const second = await save(1, 'Theirs')
    expect([second.status, second.json.current.name]).toEqual([412, 'Mine'])
  })

  test('without If-Match is refused', async () => {
    const plan = await start()
    const answer = await analyst(`/api/v1/plans/${plan.id}/draft`, { method: 'PUT', body: { name: 'x', ast: {} } })
    expect(answer.status).toBe(428)
  })

  test('may have faults, and says which', async () => {
    const plan = await start({ ...SMALL_PLAN, currency: 'euro' })
    const checked = await analyst(`/api/v1/plans/${plan.id}/check`, { method: 'POST' })
    expect([checked.status, checked.json.ok, checked.json.diagnostics[0].path]).toEqual([200, false, '/currency'])
  })
})

test('checking speaks the language that is asked for', async () => {
  const said = async (query: string) =>
    (await analyst(`/api/v1/plans/check${query}`, { method: 'POST', body: { ast: SMALL_PLAN } })).json.diagnostics.map(
      (d: { message: string }) => d.message,
    )
  expect(await said('')).toEqual(['"Commission" has no cap.'])
  expect(await said('?language=de')).toEqual(['„Commission“ hat keine Obergrenze.'])
})

describe('publishing', () => {
  test('is for somebody who did not write the draft', async () => {
    const plan = await start()
    const before = await dumpHash(acme.client)
    const own = await publish(analyst, plan.id, 1)
    expect([own.status, own.json.type]).toEqual([403, '/problems/own-work'])
    expect(await dumpHash(acme.client)).toBe(before)
    const other = await publish(approver, plan.id, 1)
    expect([other.status, other.json.version, other.json.hash]).toEqual([
      201,
      1,
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ])
  })

  test('is refused to everybody who had a hand in it, also to who saved last', async () => {
    const plan = await start()
    await approver(`/api/v1/plans/${plan.id}/draft`, {
      method: 'PUT',
      body: { name: 'Small', ast: SMALL_PLAN },
      headers: { 'if-match': '"r1"' },
    })
    expect((await publish(approver, plan.id, 2)).status).toBe(403)
    expect((await publish(analyst, plan.id, 2)).status).toBe(403)
  })

  test('the same command sent again publishes once', async () => {
    const plan = await start()
    const key = once()
    const first = await publish(approver, plan.id, 1, key)
    const again = await publish(approver, plan.id, 1, key)
    expect(again.json).toEqual(first.json)
    expect((await analyst(`/api/v1/plans/${plan.id}/versions`)).json.data).toHaveLength(1)
  })

  test('a plan with errors is not published', async () => {
    const plan = await start({ ...SMALL_PLAN, earnings: [{ kind: 'Nonsense' }] })
    const answer = await publish(approver, plan.id, 1)
    expect([answer.status, answer.json.type, answer.json.diagnostics.length > 0]).toEqual([
      422,
      '/problems/plan-invalid',
      true,
    ])
  })

  test('an API key never publishes, and what a key wrote counts as its maker’s work', async () => {
    const key = await acme.key('plans:write')
    const plan = (await key('/api/v1/plans', { method: 'POST', body: { name: 'K', ast: SMALL_PLAN }, headers: once() }))
      .json
    expect(plan.authors).toContain('user:nobody')
    expect((await publish(key, plan.id, 1)).status).toBe(403)
  })

  test('layout and titles do not change the hash', async () => {
    const one = await start()
    const two = await start({ ...SMALL_PLAN, title: 'Another title' })
    const hashes = [(await publish(approver, one.id, 1)).json.hash, (await publish(approver, two.id, 1)).json.hash]
    expect(hashes[0]).toBe(hashes[1])
  })
})

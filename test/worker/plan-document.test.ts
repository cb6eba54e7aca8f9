import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, once } from '../support/worker/organisation.ts'
import { SMALL_PLAN } from '../support/worker/plan.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let analyst: Caller
let reader: Caller
let planId: string

const twelfth = structuredClone(SMALL_PLAN)
twelfth.earnings[0]!.amount.of[1] = { kind: 'Percent', value: '0.12' }

beforeAll(async () => {
  acme = await createTestOrganisation({ fourEyes: false })
  ;[analyst, reader] = [await acme.person(['analyst', 'approver']), await acme.key('plans:read')]
  const made = await analyst('/api/v1/plans', {
    method: 'POST',
    body: { name: 'Small', ast: SMALL_PLAN },
    headers: once(),
  })
  planId = made.json.id
  const publish = (revision: number, effectiveFrom: string) =>
    analyst(`/api/v1/plans/${planId}/versions`, {
      method: 'POST',
      body: { effectiveFrom },
      headers: { ...once(), 'if-match': `"r${revision}"` },
    })
  expect((await publish(1, '2024-01-01')).status).toBe(201)
  await analyst(`/api/v1/plans/${planId}/draft`, {
    method: 'PUT',
    body: { name: 'Small', ast: twelfth },
    headers: { 'if-match': '"r1"' },
  })
  expect((await publish(2, '2024-04-01')).status).toBe(201)
})

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('the plan document', () => {
  test('says a published version clause by clause, in English unless asked otherwise', async () => {
    const answer = await reader(`/api/v1/plans/${planId}/versions/1/document`)
    expect([answer.status, answer.json.language, answer.json.version]).toEqual([200, 'en', 1])
    const earnings = answer.json.clauses.find((c: { path: string }) => c.path === '/earnings')
    expect(plain(earnings.clauses[0].text)).toBe('Earned for each credit: 10 % of the credited amount.')
  })

  test('speaks German, and of the version that is asked for', async () => {
    const answer = await reader(`/api/v1/plans/${planId}/versions/2/document?language=de`)
    const earnings = answer.json.clauses.find((c: { path: string }) => c.path === '/earnings')
    expect(plain(earnings.clauses[0].text)).toBe('Verdient wird je Gutschrift: 12 % des gutgeschriebenen Betrags.')
  })

  test('is for who may read plans, in a language that it speaks, of a version that there is', async () => {
    const stranger = await acme.key('transactions:write')
    const path = `/api/v1/plans/${planId}/versions/1/document`
    expect((await stranger(path)).status).toBe(403)
    expect((await acme.anonymous(path)).status).toBe(401)
    expect((await reader(`${path}?language=fr`)).status).toBe(422)
    expect((await reader(`/api/v1/plans/${planId}/versions/9/document`)).status).toBe(404)
  })
})

describe('the diff of two versions', () => {
  test('tells in the words of the document what a version changes', async () => {
    const answer = await reader(`/api/v1/plans/${planId}/versions/2/diff?against=1&language=en`)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ version: 2, against: 1, language: 'en' })
    expect(answer.json.changes.map((c: { text: string }) => plain(c.text))).toEqual([
      'Commission: Amount: 12 % of the credited amount instead of 10 % of the credited amount',
    ])
    expect(answer.json.changes[0]).toMatchObject({ kind: 'changed', path: '/earnings/0/amount', isPresentation: false })
  })

  test('of a version with itself is empty; against none it is against the one before; another must exist', async () => {
    const path = `/api/v1/plans/${planId}/versions/2/diff`
    expect((await reader(`${path}?against=2`)).json.changes).toEqual([])
    expect((await reader(path)).json).toEqual((await reader(`${path}?against=1`)).json)
    expect((await reader(path)).json.changes.length).toBeGreaterThan(0)
    expect((await reader(`/api/v1/plans/${planId}/versions/1/diff`)).status).toBe(404)
    expect((await reader(`${path}?against=7`)).status).toBe(404)
  })
})

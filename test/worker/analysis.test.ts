import { beforeAll, describe, expect, test } from 'vitest'
import { type Plan, replayWitness } from '#engine'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'
import { SMALL_PLAN } from '../support/worker/plan.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let analyst: Caller
let approver: Caller

beforeAll(async () => {
  acme = await createTestOrganisation()
  ;[analyst, approver] = [await acme.person(['analyst']), await acme.person(['approver'])]
})

const revenue = {
  kind: 'Measure',
  id: 'revenue',
  title: 'Revenue',
  aggregate: 'sum',
  value: { kind: 'CreditAmount' },
  window: { kind: 'Period' },
}
const attained = { kind: 'Attainment', measure: 'revenue', quota: 'target' }
/** 1,000 at quota, and nothing below. */
const STEP = {
  ...SMALL_PLAN,
  measures: [revenue],
  earnings: [
    {
      ...SMALL_PLAN.earnings[0],
      per: 'period',
      amount: {
        kind: 'If',
        when: { kind: 'Compare', op: '>=', left: attained, right: { kind: 'Percent', value: '1' } },
        // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word
        then: { kind: 'Money', value: '1000', currency: 'EUR' },
        otherwise: { kind: 'Money', value: '0', currency: 'EUR' },
      },
      rounding: { mode: 'half-up', basis: 'running' },
    },
  ],
}
const analyse = (body: unknown, who = analyst) => who('/api/v1/plans/analysis', { method: 'POST', body })

describe('analysing a plan', () => {
  test('names each loophole with its block, its money, and two situations that the engine replays', async () => {
    const before = await dumpHash(acme.client)
    const { status, json } = await analyse({ ast: STEP })
    const cliff = json.findings.find((f: { code: string }) => f.code === 'cliff')
    expect([status, json.ok, cliff.severity, cliff.path, cliff.replay]).toEqual([
      200,
      false,
      'warning',
      '/earnings/0/amount/when',
      { before: '0.00', after: '1000.00', gain: '1000.00' },
    ])
    expect(replayWitness(STEP as unknown as Plan, cliff.witness)).toEqual(cliff.replay)
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('of a plan that has none says so', async () => {
    const { json } = await analyse({ ast: SMALL_PLAN })
    expect(json).toEqual({ ok: true, findings: [], notExcluded: [] })
  })

  test('is asked with quotas of the asker’s own, and answers in German', async () => {
    const { json } = await analyse({ ast: STEP, quotas: { target: '2500' }, language: 'de' })
    const cliff = json.findings.find((f: { code: string }) => f.code === 'cliff')
    expect(cliff.message).toBe(
      'Bei einem Deal von 2500 springt die Auszahlung von 0.00 auf 1000.00: Die Schwelle zu überschreiten bringt 1000.00.',
    )
  })

  test('says what it costs where much is sold', async () => {
    const quantiles = [
      { probability: '0.5', attainment: '0.5' },
      { probability: '1', attainment: '1.5' },
    ]
    const { json } = await analyse({ ast: STEP, attainment: { quota: 'target', quantiles, participants: 7 } })
    const costs = json.findings.filter((f: { code: string }) => f.code === 'exposure')
    expect(costs.map((f: { path: string; replay: unknown }) => [f.path, f.replay])).toEqual([
      ['/exposure/0.99', { before: '0.00', after: '1000.00', gain: '1000.00' }],
      ['/exposure/0.95', { before: '0.00', after: '1000.00', gain: '1000.00' }],
    ])
    expect(costs[0].message).toContain('7 such participants cost 7000')
  })

  test('finds that another published plan pays the same deal', async () => {
    const start = async () =>
      (await analyst('/api/v1/plans', { method: 'POST', body: { name: 'Other', ast: SMALL_PLAN }, headers: once() }))
        .json
    const [other, draft] = [await start(), await start()]
    await approver(`/api/v1/plans/${other.id}/versions`, {
      method: 'POST',
      body: { effectiveFrom: '2024-01-01' },
      headers: { ...once(), 'if-match': '"r1"' },
    })
    const { json } = await analyse({ ast: SMALL_PLAN, together: [other.id] })
    expect(json.findings.map((f: { code: string; path: string }) => [f.code, f.path])).toContainEqual([
      'double-pay',
      '/together/0',
    ])
    const unpublished = await analyse({ ast: SMALL_PLAN, together: [other.id, draft.id] })
    expect([unpublished.status, unpublished.json.type, unpublished.json.errors[0].pointer]).toEqual([
      422,
      '/problems/invalid-request',
      '/together/1',
    ])
  })

  test('of the stored draft is the same', async () => {
    const body = { name: 'Step', ast: STEP }
    const { json: plan } = await analyst('/api/v1/plans', { method: 'POST', body, headers: once() })
    const stored = await analyst(`/api/v1/plans/${plan.id}/analysis`, { method: 'POST', body: {} })
    expect([stored.status, stored.json]).toEqual([200, (await analyse({ ast: STEP })).json])
    const unknown = await analyst(`/api/v1/plans/${plan.id.slice(0, -1)}x/analysis`, { method: 'POST', body: {} })
    expect(unknown.status).toBe(404)
  })
})

describe('what cannot be analysed is refused as problem+json', () => {
  test('a plan with errors, at the blocks that have them', async () => {
    const answer = await analyse({ ast: { ...STEP, currency: 'euro' } })
    expect([answer.status, answer.headers.get('content-type'), answer.json.type]).toEqual([
      422,
      'application/problem+json',
      '/problems/plan-invalid',
    ])
    expect(answer.json.errors[0].pointer).toBe('/ast/currency')
  })

  test.each([
    ['a quota of nothing', { quotas: { target: '0' } }, '/quotas/target'],
    ['a quota that is no number', { quotas: { target: '1e5' } }, '/quotas/target'],
    ['a limit beyond everything', { marginalLimit: '1.5' }, '/marginalLimit'],
    [
      'a chance above one',
      { attainment: { quota: 'target', quantiles: [{ probability: '2', attainment: '1' }] } },
      '/attainment/quantiles/0/probability',
    ],
    ['a language that nobody speaks here', { language: 'fr' }, '/language'],
    ['steps of the asker’s own', { steps: 5 }, '/steps'],
  ])('%s', async (_, question, pointer) => {
    const answer = await analyse({ ast: STEP, ...question })
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, pointer])
  })

  test('from somebody who may not read plans', async () => {
    expect((await acme.anonymous('/api/v1/plans/analysis', { method: 'POST', body: { ast: STEP } })).status).toBe(401)
    const participant = await acme.person(['participant'])
    expect((await analyse({ ast: STEP }, participant)).status).toBe(403)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { type ClosingOrganisation, createClosingOrganisation, post } from '../support/worker/closing.ts'
import { dumpHash, once } from '../support/worker/organisation.ts'

// A period from its calculation to its lock, over HTTP.

let acme: ClosingOrganisation
let run: string

beforeAll(async () => {
  acme = await createClosingOrganisation()
  acme.clock.now = new Date('2024-07-03T12:00:00Z')
})

const figure = (amount: string) => ({ amount, currency: 'EUR' })

describe('a run', () => {
  test('names the moment that it reads, and finds what everybody earned', async () => {
    const answer = await post(acme.analyst, 'runs', { periodId: '2024-Q2' })
    expect(answer.status).toBe(201)
    run = answer.json.id
    expect(answer.json).toMatchObject({
      periodId: '2024-Q2',
      planIds: [acme.plan],
      state: 'calculated',
      snapshot: { throughSeq: 2 },
      participants: 2,
      totals: [{ currency: 'EUR', participants: 2, earned: '300.00', trueUp: '0.00', payable: '300.00' }],
      exceptions: [],
    })
    const results = (await acme.analyst(`/api/v1/runs/${run}/results`)).json.data
    const ann = results.find((r: { participantId: string }) => r.participantId === acme.id('ann'))
    expect(ann).toMatchObject({
      earned: figure('100.00'),
      payable: figure('100.00'),
      earnings: [{ earning: 'commission', title: 'Commission', amount: '100.00' }],
      payment: { amount: '100.00', entries: [] },
      trueUps: [],
    })
  })

  test('shows how a result came about, from the data that it saw', async () => {
    const path = `/api/v1/runs/${run}/results/${acme.plan}/${acme.id('ann')}`
    const before = (await acme.analyst(path)).json
    expect(before.derivations[0]).toMatchObject({ label: 'Commission', value: { text: '100.00' } })
    expect(before.derivations[0].steps[0].transaction.externalId).toBe('A1')
    await acme.put('transactions', {
      source: 'crm',
      externalId: 'A1',
      occurredOn: '2024-05-01',
      amount: '1500.00',
      owner: { externalId: 'ann' },
    })
    await acme.put('participants', { externalId: 'ann', name: 'Ann Other' })
    expect((await acme.analyst(path)).json).toEqual(before)
  })

  test('is compared with the one before: whose figures moved, by earning', async () => {
    const again = await acme.calculate('2024-Q2')
    expect(again.totals[0].payable).toBe('350.00')
    const { against, data } = (await acme.analyst(`/api/v1/runs/${again.id}/differences`)).json
    expect(against).toBe(run)
    expect(data).toEqual([
      {
        planId: acme.plan,
        participantId: acme.id('ann'),
        currency: 'EUR',
        before: { earned: '100.00', trueUp: '0.00', payable: '100.00' },
        after: { earned: '150.00', trueUp: '0.00', payable: '150.00' },
        earnings: [{ earning: 'commission', before: '100.00', after: '150.00' }],
      },
    ])
    await acme.need(post(acme.analyst, `runs/${again.id}/voiding`, { reason: 'Only to compare.' }), 200)
  })

  test('is one for one key, however many send it at once', async () => {
    const ask = { method: 'POST', body: { periodId: '2024-Q2' }, headers: once() }
    const answers = await Promise.all([1, 2, 3, 4].map(() => acme.analyst('/api/v1/runs', ask)))
    expect(answers.map(({ status, json }) => [status, json.id, json.resultHash])).toEqual(
      answers.map(() => [201, answers[0]?.json.id, answers[0]?.json.resultHash]),
    )
    await acme.need(post(acme.analyst, `runs/${answers[0]?.json.id}/voiding`, { reason: 'A test.' }), 200)
  })

  test('is refused where it cannot be', async () => {
    const refused = async (body: unknown) => {
      const { status, json } = await post(acme.analyst, 'runs', body)
      return [status, json.type.replace('/problems/', ''), json.errors?.map((e: { pointer: string }) => e.pointer)]
    }
    expect(await refused({ periodId: '2024-Q9' })).toEqual([422, 'invalid-request', ['/periodId']])
    expect(await refused({ periodId: '2024-Q2', planIds: [`plan_${'0'.repeat(32)}`] })).toEqual([
      422,
      'invalid-request',
      ['/planIds/0'],
    ])
    expect(await refused({ periodId: '2024-Q4' })).toEqual([409, 'period-not-begun', undefined])
    expect(await refused({ periodId: '2024-Q2', status: 'posted' })).toEqual([422, 'invalid-request', ['/status']])
    expect((await acme.analyst('/api/v1/runs', { method: 'POST', body: { periodId: '2024-Q2' } })).status).toBe(400)
  })

  test('of a period that is not over is not handed over', async () => {
    const open = await acme.calculate('2024-Q3')
    const answer = await post(acme.analyst, `runs/${open.id}/submission`)
    expect([answer.status, answer.json.type]).toEqual([409, '/problems/period-not-over'])
  })

  test('goes its way step by step, and no other', async () => {
    const wrong = async (who: typeof acme.analyst, step: string) => {
      const { status, json } = await post(who, `runs/${run}/${step}`)
      return [status, json.type]
    }
    expect(await wrong(acme.approver, 'approval')).toEqual([409, '/problems/wrong-state'])
    expect(await wrong(acme.finance, 'posting')).toEqual([409, '/problems/wrong-state'])
    await acme.close(run)
    for (const [who, step] of [
      [acme.analyst, 'submission'],
      [acme.approver, 'approval'],
      [acme.finance, 'posting'],
    ] as const)
      expect(await wrong(who, step)).toEqual([409, '/problems/wrong-state'])
    const { state, events } = (await acme.auditor(`/api/v1/runs/${run}`)).json
    expect([state, ...events.map((e: { what: string }) => e.what)]).toEqual([
      'posted',
      'created',
      'submitted',
      'approved',
      'posted',
    ])
  })

  test('posts what it found, and not what came after it', async () => {
    const ledger = (await acme.finance('/api/v1/earnings?periodId=2024-Q2')).json.data
    expect(ledger.map((e: { amount: unknown }) => e.amount).sort()).toEqual([figure('100.00'), figure('200.00')])
    const { rows } = await acme.client.execute(
      'SELECT j.participant_id, p.account, p.amount_minor FROM journals j JOIN postings p ON p.journal_seq = j.seq ORDER BY 1, 2',
    )
    const of = (name: string) =>
      rows.filter((r) => r.participant_id === acme.id(name)).map((r) => [r.account, r.amount_minor])
    expect(of('ann')).toEqual([
      ['expense:commission', 10_000],
      ['liability:participant', -10_000],
    ])
    expect(of('bob')).toEqual([
      ['expense:commission', 20_000],
      ['liability:participant', -20_000],
    ])
  })

  test('of a locked period is refused, and periods close in their order', async () => {
    const refused = async (periodId: string) => (await post(acme.analyst, 'runs', { periodId })).json.type
    expect(await refused('2024-Q2')).toBe('/problems/period-locked')
    acme.clock.now = new Date('2024-12-03T12:00:00Z')
    expect(await refused('2024-Q4')).toBe('/problems/earlier-period-open')
    const periods = (await acme.auditor('/api/v1/periods')).json.data
    expect(periods.map((p: { periodId: string; state: string }) => [p.periodId, p.state])).toEqual([
      ['2024-Q1', 'open'],
      ['2024-Q2', 'locked'],
      ['2024-Q3', 'open'],
      ['2024-Q4', 'open'],
    ])
  })
})

describe('what is missing', () => {
  test('a figure without a value stops the run, names itself, and leaves the others', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    await own.put('transactions', {
      source: 'crm',
      externalId: 'HUGE',
      occurredOn: '2024-05-01',
      amount: '999999999999999',
      owner: { externalId: 'bob' },
    })
    const made = await own.calculate('2024-Q2')
    expect(made.exceptions).toMatchObject([{ code: 'number-overflow', participantId: own.id('bob') }])
    expect(made.totals).toMatchObject([{ participants: 1, payable: '100.00' }])
    const answer = await post(own.analyst, `runs/${made.id}/submission`)
    expect([answer.status, answer.json.type]).toEqual([409, '/problems/run-has-exceptions'])
    expect(answer.json.exceptions).toHaveLength(1)
  })
})

describe('four eyes', () => {
  test('nobody approves what they made, whatever roles they hold', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const both = await own.person(['analyst', 'approver', 'finance'])
    const { id } = (await post(both, 'runs', { periodId: '2024-Q2' })).json
    await own.need(post(own.analyst, `runs/${id}/submission`), 200)
    const before = await dumpHash(own.client)
    const answer = await post(both, `runs/${id}/approval`)
    expect([answer.status, answer.json.type]).toEqual([403, '/problems/own-work'])
    expect(await dumpHash(own.client)).toBe(before)
    expect((await post(own.approver, `runs/${id}/approval`)).status).toBe(200)
  })

  test('nobody approves a run that holds what they wrote, in person or by a key of theirs', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const writer = await own.person(['analyst', 'approver'])
    const keeper = await own.person(['analyst', 'approver'])
    const author = await own.person(['analyst', 'approver'])
    const deal = (externalId: string) => ({
      source: 'crm',
      externalId,
      occurredOn: '2024-05-01',
      amount: '10.00',
      owner: { externalId: 'ann' },
    })
    await writer('/api/v1/transactions', { method: 'PUT', body: { data: [deal('W1')] } })
    const made = await post(keeper, 'api-keys', { name: 'CRM', scopes: ['transactions:write'] })
    const byKey = await own.anonymous('/api/v1/transactions', {
      method: 'PUT',
      body: { data: [deal('K1')] },
      headers: { authorization: `Bearer ${made.json.key}` },
    })
    expect(byKey.status).toBe(200)
    const draft = (await author(`/api/v1/plans/${own.plan}`)).json
    await author(`/api/v1/plans/${own.plan}/draft`, {
      method: 'PUT',
      body: { name: 'Plan', ast: { ...draft.ast, explanation: 'Anew.' } },
      headers: { 'if-match': '"r1"' },
    })
    const published = await own.approver(`/api/v1/plans/${own.plan}/versions`, {
      method: 'POST',
      body: { effectiveFrom: '2024-04-01' },
      headers: { ...once(), 'if-match': '"r2"' },
    })
    expect(published.status).toBe(201)

    const run = await own.calculate('2024-Q2')
    await own.need(post(own.analyst, `runs/${run.id}/submission`), 200)
    for (const person of [writer, keeper, author]) {
      const answer = await post(person, `runs/${run.id}/approval`)
      expect([answer.status, answer.json.type]).toEqual([403, '/problems/own-work'])
    }
    // Publishing what somebody else wrote was an approval itself.
    expect((await post(own.approver, `runs/${run.id}/approval`)).status).toBe(200)
    await own.need(post(own.finance, `runs/${run.id}/posting`), 200)

    // What was approved with one run is no part of the next.
    own.clock.now = new Date('2024-10-03T12:00:00Z')
    const next = await own.calculate('2024-Q3')
    await own.need(post(own.analyst, `runs/${next.id}/submission`), 200)
    expect((await post(writer, `runs/${next.id}/approval`)).status).toBe(200)
  })

  test('only roles that may take a step, and no key takes any', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const run = await own.calculate('2024-Q2')
    const everything = await own.key(
      'data:write',
      'transactions:write',
      'plans:write',
      'earnings:read',
      'statements:read',
    )
    const administrator = await own.person(['administrator'])
    const ann = await own.person(['participant'], own.id('ann'))
    const cid = await own.person(['manager'], own.id('cid'))
    for (const who of [everything, administrator, ann, cid]) {
      for (const path of ['runs', `runs/${run.id}`, `runs/${run.id}/results`, 'periods'])
        expect([path, (await who(`/api/v1/${path}`)).status]).toEqual([path, 403])
      for (const step of ['submission', 'approval', 'posting'])
        expect([step, (await post(who, `runs/${run.id}/${step}`)).status]).toEqual([step, 403])
    }
    expect((await post(own.analyst, `runs/${run.id}/approval`)).status).toBe(403)
    expect((await post(own.analyst, `runs/${run.id}/posting`)).status).toBe(403)
    expect((await post(own.approver, `runs/${run.id}/submission`)).status).toBe(403)
    expect((await post(own.auditor, `runs/${run.id}/submission`)).status).toBe(403)
    expect((await own.auditor(`/api/v1/runs/${run.id}/results`)).status).toBe(200)
    expect((await own.auditor(`/api/v1/runs/run_${'0'.repeat(32)}`)).status).toBe(404)
  })
})

describe('posting', () => {
  test('by twenty at once happens once', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const run = await own.calculate('2024-Q2')
    await own.need(post(own.analyst, `runs/${run.id}/submission`), 200)
    await own.need(post(own.approver, `runs/${run.id}/approval`), 200)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => post(i % 2 ? own.finance : own.approver, `runs/${run.id}/posting`)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    const { rows } = await own.client.execute(
      'SELECT count(*) AS n, max(seq) AS last, (SELECT sum(amount_minor) FROM postings) AS sum FROM journals',
    )
    expect(rows[0]).toMatchObject({ n: 2, last: 2, sum: 0 })
  })

  test('of two runs of one period, one is posted and the other is outdated', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const [one, other] = [await own.calculate('2024-Q2'), await own.calculate('2024-Q2')]
    for (const run of [one, other]) {
      await own.need(post(own.analyst, `runs/${run.id}/submission`), 200)
      await own.need(post(own.approver, `runs/${run.id}/approval`), 200)
    }
    const answers = await Promise.all([one, other].map((run) => post(own.finance, `runs/${run.id}/posting`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.json.type).toBe('/problems/run-is-outdated')
    const { rows } = await own.client.execute('SELECT count(DISTINCT source) AS runs, count(*) AS n FROM journals')
    expect(rows[0]).toMatchObject({ runs: 1, n: 2 })
  })

  test('of two plans at once leaves one chain without gaps', async () => {
    const own = await createClosingOrganisation()
    own.clock.now = new Date('2024-07-03T12:00:00Z')
    const { publishPlan, SMALL_PLAN } = await import('../support/worker/plan.ts')
    const other = await publishPlan(own, { ...SMALL_PLAN, title: 'Another tenth' })
    await own.put('plan-assignments', { plan: other, participant: { externalId: 'ann' }, from: '2024-01-01' })
    const runs = [await own.calculate('2024-Q2', [own.plan]), await own.calculate('2024-Q2', [other])]
    for (const run of runs) {
      await own.need(post(own.analyst, `runs/${run.id}/submission`), 200)
      await own.need(post(own.approver, `runs/${run.id}/approval`), 200)
    }
    const answers = await Promise.all(runs.map((run) => post(own.finance, `runs/${run.id}/posting`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { rows } = await own.client.execute('SELECT seq, previous_hash, hash FROM journals ORDER BY seq')
    expect(rows.map((r) => r.seq)).toEqual([1, 2, 3])
    expect(rows.slice(1).map((r) => r.previous_hash)).toEqual(rows.slice(0, -1).map((r) => r.hash))
  })
})

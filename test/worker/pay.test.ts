import { beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../support/worker/organisation.ts'
import { once } from '../support/worker/organisation.ts'
import { createPayingOrganisation, type PayingOrganisation } from '../support/worker/paying-organisation.ts'

// Who may read whose pay, over every route that shows some.

let acme: PayingOrganisation
let callers: Record<string, Caller>

beforeAll(async () => {
  acme = await createPayingOrganisation()
  callers = {
    ann: await acme.person(['participant'], acme.id('ann')),
    bob: await acme.person(['participant'], acme.id('bob')),
    cid: await acme.person(['manager', 'participant'], acme.id('cid')),
    dan: await acme.person(['manager', 'participant'], acme.id('dan')),
    nobody: await acme.person(['manager', 'participant'], null),
    administrator: await acme.person(['administrator']),
    analyst: await acme.person(['analyst']),
    auditor: await acme.person(['auditor']),
    data: await acme.key('data:write', 'transactions:write', 'plans:write', 'quotes:participant'),
    payroll: await acme.key('earnings:read'),
  }
})

const as = (who: string): Caller => {
  const caller = callers[who]
  if (caller === undefined) throw new Error(`nobody is called ${who}`)
  return caller
}
const seen = async (who: string, path: string): Promise<string | number> => {
  const answer = await as(who)(`/api/v1/${path}`)
  if (answer.status !== 200) return answer.status
  const found = new Set<string>(answer.json.data.map((row: { participantId: string }) => row.participantId))
  return ['ann', 'bob', 'cid', 'dan'].filter((name) => found.has(acme.id(name))).join(' ')
}

describe('lists of pay', () => {
  test.each([
    ['ann', 'ann'],
    ['bob', 'bob'],
    ['cid', 'ann'],
    ['dan', 'ann'],
    ['nobody', ''],
    ['administrator', 403],
    ['analyst', 'ann bob'],
    ['auditor', 'ann bob'],
    ['data', 403],
    ['payroll', 'ann bob'],
  ])('%s sees: %s', async (who, whom) => {
    expect(await seen(who, 'earnings?periodId=2024-Q2')).toBe(whom)
    expect(await seen(who, 'credits')).toBe(whom)
  })

  test('asking for somebody by id shows no more', async () => {
    expect(await seen('ann', `earnings?participantId=${acme.id('bob')}`)).toBe('')
    expect(await seen('cid', `credits?participantId=${acme.id('bob')}`)).toBe('')
    expect(await seen('cid', `earnings?participantId=${encodeURIComponent("x' OR '1'='1")}`)).toBe('')
  })

  test('pages tell nothing of what is left out', async () => {
    const page = (await as('ann')('/api/v1/earnings?limit=1')).json
    expect(page.data).toHaveLength(1)
    const rest = (await as('ann')(`/api/v1/earnings?limit=1000&cursor=${page.nextCursor}`)).json
    expect(rest.data.map((e: { participantId: string }) => e.participantId)).toEqual([acme.id('ann')])
    expect(rest.nextCursor).toBeNull()
  })
})

describe('an explanation', () => {
  const path = (whom: string) => `/api/v1/earnings/${acme.plan}/${acme.id(whom)}/2024-Q2/explanation`
  const nothing = `/api/v1/earnings/plan_${'0'.repeat(32)}/${'x'.repeat(20)}/2024-Q2/explanation`

  test('is for those who may see the pay; to others it is not there', async () => {
    for (const [who, whom, status] of [
      ['ann', 'ann', 200],
      ['ann', 'bob', 404],
      ['bob', 'ann', 404],
      ['cid', 'ann', 200],
      ['cid', 'bob', 404],
      ['dan', 'ann', 200],
      ['auditor', 'bob', 200],
      ['administrator', 'ann', 403],
      ['data', 'ann', 403],
    ] as const) {
      expect([who, whom, (await as(who)(path(whom))).status]).toEqual([who, whom, status])
    }
    const strip = ({ json: { instance, requestId, ...rest } }: Awaited<ReturnType<Caller>>) => rest
    expect(strip(await as('ann')(path('bob')))).toEqual(strip(await as('ann')(nothing)))
  })
})

describe('a quote', () => {
  const quote = async (who: string, owner: string, more: object = {}) =>
    (
      await as(who)('/api/v1/quotes', {
        method: 'POST',
        body: {
          deal: { creditedOn: '2024-06-01', amount: '100.00', owner: { externalId: owner }, ...more },
          explain: 'full',
        },
      })
    ).json

  test('shows what somebody stands at only to who may see their pay', async () => {
    const own = (await quote('ann', 'ann')).data[0].recipients
    expect(own[0].earnings[0]).toMatchObject({ before: { amount: '100.00' }, after: { amount: '110.00' } })
    const byKey = (await quote('data', 'ann')).data[0].recipients
    expect(byKey[0]).toMatchObject({ amount: { amount: '10.00' }, measures: [] })
    expect(byKey[0].earnings[0]).toMatchObject({ before: null, after: null })
    expect(JSON.stringify(byKey)).not.toMatch(/steps|110\.00/)
  })

  test('names nobody whose pay the caller may not see', async () => {
    for (const who of ['ann', 'cid', 'dan', 'nobody']) {
      const answer = await quote(who, 'bob')
      expect([who, answer.data[0]]).toEqual([who, { status: 'quoted', recipients: [], exceptions: [] }])
      expect(JSON.stringify(answer)).not.toContain(acme.id('bob'))
    }
  })

  test('tells of what stands in the way of a credit only who may see it', async () => {
    const foreign = { currency: 'USD' }
    expect((await quote('bob', 'bob', foreign)).data[0].exceptions).toHaveLength(1)
    expect((await quote('ann', 'bob', foreign)).data[0].exceptions).toEqual([])
  })

  test('is for those who may ask', async () => {
    for (const who of ['administrator', 'auditor', 'payroll']) expect((await quote(who, 'ann')).status).toBe(403)
  })

  test('of 1,000 deals at once is answered deal by deal; 1,001 are too many', async () => {
    const key = await acme.key('quotes:participant')
    const deals = (n: number) => Array.from({ length: n }, () => ({ creditedOn: '2024-06-01', amount: '1.00' }))
    const ask = (n: number) => key('/api/v1/quotes', { method: 'POST', body: { deals: deals(n) } })
    const answer = await ask(1_000)
    expect([answer.status, answer.json.data.length]).toEqual([200, 1_000])
    expect((await ask(1_001)).status).toBe(422)
    expect((await ask(0)).status).toBe(422)
  })

  test('of a thousand deals of one person does not find out their tiers: the key may ask sixty a minute', async () => {
    const key = await acme.key('quotes:participant')
    const deal = { creditedOn: '2024-06-01', amount: '1.00', owner: { externalId: 'ann' } }
    const ask = (n: number) => key('/api/v1/quotes', { method: 'POST', body: { deals: Array(n).fill(deal) } })
    expect((await ask(60)).status).toBe(200)
    const refused = await ask(1)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  })
})

describe('a link to a statement', () => {
  const make = (who: string, whom: string) =>
    as(who)('/api/v1/statement-links', {
      method: 'POST',
      body: { participantId: acme.id(whom) || whom, periodId: '2024-Q2' },
      headers: once(),
    })

  test('is made for oneself, or by an analyst; another’s id is as one that does not exist', async () => {
    expect((await make('ann', 'ann')).status).toBe(201)
    expect((await make('analyst', 'bob')).status).toBe(201)
    const strip = ({ status, json: { requestId, ...rest } }: Awaited<ReturnType<Caller>>) => ({ status, rest })
    const foreign = strip(await make('ann', 'bob'))
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(strip(await make('ann', `par_${'0'.repeat(32)}`)))
    for (const who of ['administrator', 'auditor', 'data', 'payroll']) expect((await make(who, 'ann')).status).toBe(403)
  })

  test('is listed, its openings read, and revoked only by who may share that statement', async () => {
    const { id } = (await make('bob', 'bob')).json
    const ids = async (who: string) =>
      (await as(who)('/api/v1/statement-links?limit=1000')).json.data.map((link: { id: string }) => link.id)
    expect(await ids('bob')).toContain(id)
    expect(await ids('ann')).not.toContain(id)
    expect((await as('ann')(`/api/v1/statement-links/${id}/views`)).status).toBe(404)
    expect((await as('ann')(`/api/v1/statement-links/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await as('bob')(`/api/v1/statement-links/${id}/views`)).json.data).toEqual([])
    expect((await as('bob')(`/api/v1/statement-links/${id}`, { method: 'DELETE' })).status).toBe(204)
  })
})

describe('a manager of a time', () => {
  test('sees the days on which they managed somebody, and only while they still do', async () => {
    const own = await createPayingOrganisation()
    const cid = await own.person(['manager'], own.id('cid'))
    const dan = await own.person(['manager'], own.id('dan'))
    const whom = async (who: Caller) => (await who('/api/v1/earnings?periodId=2024-Q2')).json.data.length
    const explained = async (who: Caller) =>
      (await who(`/api/v1/earnings/${own.plan}/${own.id('ann')}/2024-Q2/explanation`)).status
    const quoted = async (who: Caller) => {
      const deal = { creditedOn: '2024-06-20', amount: '1.00', owner: { externalId: 'ann' } }
      return (await who('/api/v1/quotes', { method: 'POST', body: { deal } })).json.data[0].recipients.length
    }
    const all = async (who: Caller) => [await whom(who), await explained(who), await quoted(who)]
    expect([await all(cid), await all(dan)]).toEqual([
      [1, 200, 1],
      [1, 200, 1],
    ])

    // From July on Ann is Bob's; Dan, whom Cid still reports to, is no longer above her either.
    const ref = (externalId: string) => ({ externalId })
    await own.put(
      'reporting-lines',
      { participant: ref('ann'), manager: ref('cid'), from: '2024-01-01', to: '2024-07-01' },
      { participant: ref('ann'), manager: ref('bob'), from: '2024-07-01' },
    )
    expect(await all(cid)).toEqual([1, 200, 1])
    own.clock.now = new Date('2024-07-02T12:00:00Z')
    const bob = await own.person(['manager'], own.id('bob'))
    expect([await all(cid), await all(dan)]).toEqual([
      [0, 404, 0],
      [0, 404, 0],
    ])
    expect(
      (await bob('/api/v1/earnings?periodId=2024-Q2')).json.data.map((e: { participantId: string }) => e.participantId),
    ).toEqual([own.id('bob')])
    expect(await explained(bob)).toBe(404)
  })
})

import { describe, expect, test } from 'vitest'
import { addedUp, calculate, participantMovements } from '#engine'
import { creditsOf, readInputs } from '../../worker/calculation/inputs-at.ts'
import { type ClosingOrganisation, createClosingOrganisation, post } from '../support/worker/closing.ts'
import { CALENDAR_2024, publishPlan, SMALL_PLAN } from '../support/worker/plan.ts'

// After a lock: figures of the past stand, and what they would be now is paid in the next open period.

type Row = {
  participantId: string
  periodId: string
  earning: string
  amount: { amount: string } | null
  correctsPeriodId: string | null
}

const deal = (externalId: string, owner: string, on: string, amount: string, more: object = {}) => ({
  source: 'crm',
  externalId,
  occurredOn: on,
  amount,
  owner: { externalId: owner },
  ...more,
})

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''))

async function earnings(acme: ClosingOrganisation): Promise<Row[]> {
  const answer = await acme.auditor('/api/v1/earnings?limit=1000')
  expect(answer.status).toBe(200)
  return answer.json.data
}
const shown = (rows: readonly Row[], who: string) =>
  rows
    .filter((r) => r.participantId === who)
    .map((r) => `${r.periodId}${r.correctsPeriodId ? ` for ${r.correctsPeriodId}` : ''} ${r.amount?.amount}`)
    .sort()

/** What is posted, by participant: the sum of all journals on what is payable. */
async function payable(acme: ClosingOrganisation): Promise<Map<string, bigint>> {
  const { rows } = await acme.client.execute(
    `SELECT j.participant_id, sum(p.amount_minor) AS sum FROM journals j JOIN postings p ON p.journal_seq = j.seq
     WHERE p.account = 'liability:participant' GROUP BY 1`,
  )
  return new Map(rows.map((r) => [String(r.participant_id), -BigInt(Number(r.sum))]))
}

async function closing(): Promise<ClosingOrganisation> {
  const acme = await createClosingOrganisation()
  acme.clock.now = new Date('2024-07-03T12:00:00Z')
  return acme
}

describe('a late deal', () => {
  test('changes nothing of a locked period, and is paid once, in the next one, with its reason', async () => {
    const acme = await closing()
    const run = await acme.lock('2024-Q2')
    const [ann, bob] = [acme.id('ann'), acme.id('bob')]
    expect(shown(await earnings(acme), ann)).toEqual(['2024-Q1 0.00', '2024-Q2 100.00', '2024-Q3 0.00'])
    const locked = (await acme.auditor(`/api/v1/runs/${run}/results`)).json

    await acme.put(
      'transactions',
      deal('LATE', 'ann', '2024-06-01', '300.00'),
      deal('A1', 'ann', '2024-05-01', '900.00'),
      deal('NEW', 'ann', '2024-08-01', '50.00'),
    )
    acme.clock.now = new Date('2024-10-02T12:00:00Z')
    expect(shown(await earnings(acme), ann)).toEqual([
      '2024-Q1 0.00',
      '2024-Q2 100.00',
      '2024-Q3 5.00',
      '2024-Q3 for 2024-Q2 20.00',
      '2024-Q4 0.00',
    ])
    expect((await acme.auditor(`/api/v1/runs/${run}/results`)).json).toEqual(locked)
    const payment = (await acme.auditor(`/api/v1/payments?participantId=${ann}&periodId=2024-Q3`)).json.data
    expect(payment).toMatchObject([
      { amount: { amount: '25.00' }, entries: [{ rule: '2024-Q2', what: 'true-up', amount: '20.00' }] },
    ])

    const second = await acme.lock('2024-Q3')
    const results = (await acme.auditor(`/api/v1/runs/${second}/results?participantId=${ann}`)).json.data
    expect(results).toMatchObject([
      {
        earned: { amount: '5.00' },
        trueUp: { amount: '20.00' },
        payable: { amount: '25.00' },
        trueUps: [
          {
            periodId: '2024-Q2',
            payable: '20.00',
            reasons: [
              { amount: '-10.00', reason: { kind: 'transaction', change: 'corrected', externalId: 'A1' } },
              { amount: '30.00', reason: { kind: 'transaction', change: 'late', externalId: 'LATE' } },
            ],
          },
        ],
      },
    ])
    // Posted, it stands where it was paid; nothing is left to be paid again.
    expect(shown(await earnings(acme), ann)).toEqual([
      '2024-Q1 0.00',
      '2024-Q2 100.00',
      '2024-Q3 5.00',
      '2024-Q3 for 2024-Q2 20.00',
      '2024-Q4 0.00',
    ])
    expect(await payable(acme)).toEqual(
      new Map([
        [ann, 12_500n],
        [bob, 20_000n],
      ]),
    )
    const { rows } = await acme.client.execute(
      "SELECT kind, period_id, posted_in FROM journals WHERE posted_in = '2024-Q3' ORDER BY seq",
    )
    expect(rows.map((r) => [r.kind, r.period_id, r.posted_in])).toEqual([
      ['true-up', '2024-Q2', '2024-Q3'],
      ['period', '2024-Q3', '2024-Q3'],
    ])
  })

  test('before the next period has begun waits for it', async () => {
    const acme = await closing()
    acme.clock.now = new Date('2024-07-01T00:00:00Z')
    await acme.lock('2024-Q2')
    await acme.put('transactions', deal('LATE', 'bob', '2024-04-01', '10.00'))
    expect(shown(await earnings(acme), acme.id('bob'))).toContain('2024-Q3 for 2024-Q2 1.00')
  })
})

describe('configuration that is changed for the past', () => {
  test('a participant taken out of a locked period pays back what was posted', async () => {
    const acme = await closing()
    await acme.lock('2024-Q2')
    const bob = acme.id('bob')
    await acme.put('plan-assignments', {
      plan: acme.plan,
      participant: { externalId: 'bob' },
      from: '2024-01-01',
      removed: true,
    })
    expect(shown(await earnings(acme), bob)).toEqual(['2024-Q2 200.00', '2024-Q3 for 2024-Q2 -200.00'])
    acme.clock.now = new Date('2024-10-02T12:00:00Z')
    await acme.lock('2024-Q3')
    expect((await payable(acme)).get(bob)).toBe(0n)
    expect(shown(await earnings(acme), bob)).toEqual(['2024-Q2 200.00', '2024-Q3 for 2024-Q2 -200.00'])
  })

  test('one who is put into it is paid in the next', async () => {
    const acme = await closing()
    await acme.put('transactions', deal('C1', 'cid', '2024-05-05', '70.00'))
    await acme.lock('2024-Q2')
    await acme.put('plan-assignments', { plan: acme.plan, participant: { externalId: 'cid' }, from: '2024-05-01' })
    expect(shown(await earnings(acme), acme.id('cid'))).toEqual(['2024-Q3 0.00', '2024-Q3 for 2024-Q2 7.00'])
    acme.clock.now = new Date('2024-10-02T12:00:00Z')
    const run = await acme.lock('2024-Q3')
    const [result] = (await acme.auditor(`/api/v1/runs/${run}/results?participantId=${acme.id('cid')}`)).json.data
    expect(result.trueUps[0].reasons).toEqual([
      { earning: 'commission', amount: '7.00', reason: { kind: 'assignment' } },
    ])
    expect((await payable(acme)).get(acme.id('cid'))).toBe(700n)
  })

  test('the calendar keeps its locked periods', async () => {
    const acme = await closing()
    await acme.lock('2024-Q2')
    const { json } = await acme.api('/api/v1/calendars')
    const [{ id, externalId, name, periods }] = json.data
    const replace = (list: unknown[]) =>
      acme.api('/api/v1/calendars', { method: 'PUT', body: { data: [{ externalId, name, periods: list }] } })
    expect(id).toBeDefined()
    const moved = periods.map((p: { id: string }) => (p.id === '2024-Q2' ? { ...p, to: '2024-06-30' } : p))
    expect((await replace(moved)).status).toBe(409)
    expect((await replace(periods.filter((p: { id: string }) => p.id !== '2024-Q2'))).status).toBe(409)
    const more = { id: '2025-Q1', kind: 'quarter', from: '2025-01-01', to: '2025-04-01' }
    expect((await replace([...periods, more])).status).toBe(200)
  })
})

describe('statements, explanations and quotes', () => {
  const page = async (acme: ClosingOrganisation, who: string, periodId: string): Promise<string> => {
    const link = await post(acme.analyst, 'statement-links', { participantId: acme.id(who), periodId })
    const opened = await acme.anonymous(new URL(link.json.url).pathname, {
      method: 'POST',
      raw: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return (await acme.anonymous('/statement/view', { headers: { cookie } })).text
  }

  test('a statement of a locked period stays as it is to the letter; the next one shows the correction', async () => {
    const acme = await closing()
    await acme.lock('2024-Q2')
    const withoutNonce = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '')
    const before = withoutNonce(await page(acme, 'ann', '2024-Q2'))
    expect(before).toContain('€100.00')
    const path = `/api/v1/earnings/${acme.plan}/${acme.id('ann')}/2024-Q2/explanation`
    const explained = (await acme.auditor(path)).json
    await acme.put(
      'transactions',
      deal('LATE', 'ann', '2024-06-01', '300.00'),
      deal('A1', 'ann', '2024-05-01', '900.00'),
    )
    expect(withoutNonce(await page(acme, 'ann', '2024-Q2'))).toBe(before)
    expect((await acme.auditor(path)).json).toEqual(explained)
    const next = await page(acme, 'ann', '2024-Q3')
    expect(next).toContain('Corrections of earlier periods')
    expect(next).toMatch(/2024-Q2 · Plan · Commission<\/span><span class="figure">€20\.00/)
    expect(next).toMatch(/class="total">€20\.00/)
    expect(await page(acme, 'bob', '2024-Q3')).not.toContain('Corrections of earlier periods')
  })

  test('a quote for a deal of a locked period says in which one it would be paid', async () => {
    const acme = await closing()
    const quote = async (creditedOn: string) => {
      const body = { deal: { creditedOn, amount: '100.00', owner: { externalId: 'ann' } } }
      return (await acme.analyst('/api/v1/quotes', { method: 'POST', body })).json.data[0].recipients[0]
    }
    expect(await quote('2024-06-01')).toMatchObject({ periodId: '2024-Q2', paidIn: '2024-Q2' })
    await acme.lock('2024-Q2')
    expect(await quote('2024-06-01')).toMatchObject({
      periodId: '2024-Q2',
      paidIn: '2024-Q3',
      amount: { amount: '10.00' },
    })
    expect(await quote('2024-07-02')).toMatchObject({ periodId: '2024-Q3', paidIn: '2024-Q3' })
  })
})

describe('a reversal', () => {
  test('needs two approvers besides whoever proposed it, takes everything back, and opens nothing', async () => {
    const acme = await closing()
    const run = await acme.lock('2024-Q2')
    const both = await acme.person(['approver', 'finance'])
    const proposed = await post(both, `runs/${run}/reversals`, { reason: 'Wrong rates.' })
    expect([proposed.status, proposed.json.state]).toEqual([201, 'proposed'])
    expect((await post(acme.finance, `runs/${run}/reversals`, { reason: 'Again.' })).status).toBe(409)
    const approve = (who: typeof acme.approver) => post(who, `reversals/${proposed.json.id}/approval`)
    expect((await approve(both)).json.type).toBe('/problems/own-work')
    expect((await approve(acme.analyst)).status).toBe(403)
    expect((await approve(acme.approver)).json.state).toBe('proposed')
    expect((await approve(acme.approver)).json.type).toBe('/problems/own-work')
    expect((await payable(acme)).get(acme.id('ann'))).toBe(10_000n)
    expect((await approve(acme.second)).json.state).toBe('posted')

    expect(await payable(acme)).toEqual(
      new Map([
        [acme.id('ann'), 0n],
        [acme.id('bob'), 0n],
      ]),
    )
    const { rows } = await acme.client.execute(
      "SELECT corrects, reason FROM journals WHERE kind = 'reversal' ORDER BY 1",
    )
    expect(rows.map((r) => [r.corrects, r.reason])).toEqual([
      [1, 'Wrong rates.'],
      [2, 'Wrong rates.'],
    ])
    const periods = (await acme.auditor('/api/v1/periods')).json.data
    expect(periods.find((p: { periodId: string }) => p.periodId === '2024-Q2').state).toBe('reversed')
    expect((await post(acme.analyst, 'runs', { periodId: '2024-Q2' })).json.type).toBe('/problems/period-locked')
    // What the period should have been comes whole in the next one.
    expect(shown(await earnings(acme), acme.id('ann'))).toEqual([
      '2024-Q1 0.00',
      '2024-Q3 0.00',
      '2024-Q3 for 2024-Q2 100.00',
    ])
    acme.clock.now = new Date('2024-10-02T12:00:00Z')
    await acme.lock('2024-Q3')
    expect((await payable(acme)).get(acme.id('ann'))).toBe(10_000n)
  })

  test('by two approvers at once is posted once', async () => {
    const acme = await closing()
    const run = await acme.lock('2024-Q2')
    const { id } = (await post(acme.finance, `runs/${run}/reversals`, { reason: 'Race.' })).json
    const third = await acme.person(['approver'])
    const answers = await Promise.all(
      [acme.approver, acme.second, third, acme.approver, acme.second].map((who) =>
        post(who, `reversals/${id}/approval`),
      ),
    )
    expect(answers.filter(({ json }) => json.state === 'posted')).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    const { rows } = await acme.client.execute("SELECT count(*) AS n FROM journals WHERE kind = 'reversal'")
    expect(rows[0]?.n).toBe(2)
  })

  test('a proposal that is withdrawn makes room for another', async () => {
    const acme = await closing()
    const run = await acme.lock('2024-Q2')
    const { id } = (await post(acme.finance, `runs/${run}/reversals`, { reason: 'One.' })).json
    expect((await post(acme.finance, `reversals/${id}/withdrawal`)).json.state).toBe('withdrawn')
    expect((await post(acme.approver, `reversals/${id}/approval`)).status).toBe(409)
    expect((await post(acme.finance, `runs/${run}/reversals`, { reason: 'Two.' })).status).toBe(201)
  })
})

/** A plan with what makes corrections hard: a year-to-date rate, a draw, a hold and what is carried. */
const HARD_PLAN = {
  ...SMALL_PLAN,
  measures: [
    {
      kind: 'Measure',
      id: 'sold',
      title: 'Sold',
      aggregate: 'sum',
      value: { kind: 'CreditAmount' },
      window: { kind: 'PlanToDate' },
    },
  ],
  tables: [
    {
      kind: 'RateTable',
      id: 'rates',
      title: 'Rates',
      mode: 'marginal',
      axis: 'money',
      edgeBelongsTo: 'higher',
      bands: [
        { from: '0', value: { kind: 'Percent', value: '0.07' } },
        { from: '1000', value: { kind: 'Percent', value: '0.113' } },
        { from: '5000', value: { kind: 'Percent', value: '0.171' } },
      ],
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'commission',
      title: 'Commission',
      per: 'credit',
      amount: { kind: 'ApplyTable', table: 'rates', reads: { kind: 'Running', measure: 'sold', lookup: 'slice' } },
      rounding: { mode: 'half-up', basis: 'each' },
    },
  ],
  payoutRules: [
    { kind: 'Hold', id: 'hold', title: 'Hold', share: '0.2', periods: 1 },
    {
      kind: 'Draw',
      id: 'draw',
      title: 'Draw',
      amount: { kind: 'Money', value: '120', currency: 'EUR' },
      pays: 'upTo',
      recovery: { percent: '0.5', forgivenAtEnd: false },
    },
    { kind: 'CarryNegative', id: 'carry', title: 'Carry' },
  ],
}

/** A small generator of its own, so that a failing run can be repeated. */
function randomly(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

/** Everybody's figures under a plan from nothing, as far as a moment: what was earned, and how the ledger should stand. */
async function afresh(acme: ClosingOrganisation, plan: string, moment: { revision: number; throughSeq: number }) {
  const inputs = await readInputs(acme.client, { ...moment, versions: new Map([[plan, 1]]) })
  const [published] = inputs.snapshot.plans
  if (!published) throw new Error('There is no plan.')
  const { credits } = creditsOf(inputs, published)
  return new Map(
    ['ann', 'bob', 'cid'].map((name) => {
      const who = acme.id(name)
      const input = { plan, versions: published.versions, facts: inputs.snapshot.facts, participant: who }
      const calculation = calculate({ ...input, credits: credits.get(who) ?? [], through: '2025-01-03' })
      const { opening, periods } = participantMovements(calculation, published.versions, {
        from: '2024-04-01',
        to: '2025-01-01',
      })
      const movements = addedUp([...opening, ...periods.flatMap((p) => p.movements)])
      return [
        who,
        {
          earned: calculation.periods.flatMap((p) => p.earnings).reduce((sum, e) => sum + (e.minor ?? 0n), 0n),
          movements: movements.map((m) => `${m.account} ${m.item} ${m.minor}`),
        },
      ] as const
    }),
  )
}

describe('law M8', () => {
  test.each([1, 2, 3])('locked figures and true-ups are a fresh calculation on the final data (%i)', async (seed) => {
    const pick = randomly(seed * 7_919)
    const acme = await closing()
    const plan = await publishPlan(acme, HARD_PLAN)
    const people = ['ann', 'bob', 'cid']
    const next = { id: '2025-Q1', kind: 'quarter', from: '2025-01-01', to: '2025-04-01' }
    await acme.put('calendars', { ...CALENDAR_2024, periods: [...CALENDAR_2024.periods, next] })
    await acme.put(
      'plan-assignments',
      ...people.map((externalId) => ({ plan, participant: { externalId }, from: '2024-01-01' })),
    )
    const sent = new Map<string, number>()
    const amount = () => `${pick(4) === 0 ? '-' : ''}${pick(3_000)}.${String(pick(100)).padStart(2, '0')}`
    const day = () => `2024-${String(1 + pick(12)).padStart(2, '0')}-${String(1 + pick(28)).padStart(2, '0')}`
    const change = async () => {
      const list = Array.from({ length: 6 }, () => {
        const name = `D${pick(25)}`
        const version = (sent.get(name) ?? 0) + 1
        sent.set(name, version)
        const voided = version > 1 && pick(5) === 0
        return { ...deal(name, people[pick(3)] ?? 'ann', day(), amount(), { version, voided }) }
      })
      // One version of a deal at a time: the last one stated is the one that counts.
      const last = new Map(list.map((d) => [d.externalId, d]))
      await acme.put('transactions', ...last.values())
      if (pick(3) === 0) {
        const who = people[pick(3)] ?? 'ann'
        const from = day()
        await acme.put('plan-assignments', {
          plan,
          participant: { externalId: who },
          from,
          ...(pick(2) === 0 ? { removed: true, to: '2025-01-01' } : {}),
        })
      }
    }
    await change()
    await change()
    for (const [period, now] of [
      ['2024-Q2', '2024-07-03'],
      ['2024-Q3', '2024-10-03'],
      ['2024-Q4', '2025-01-03'],
    ] as const) {
      acme.clock.now = new Date(`${now}T12:00:00Z`)
      await change()
      const run = await acme.lock(period, [plan])
      const { data } = (await acme.auditor(`/api/v1/runs/${run}/results`)).json
      for (const r of data) {
        for (const t of r.trueUps) {
          // Reasons, where they are told, add up to what they explain.
          const sum = (list: { amount: string }[]) => list.reduce((total, x) => total + cents(x.amount), 0n)
          expect(t.reasons === null || sum(t.reasons) === sum(t.earnings)).toBe(true)
        }
      }
      const lockedRows = async () =>
        (await acme.auditor(`/api/v1/earnings?limit=1000&planId=${plan}`)).json.data.filter(
          (r: Row) => r.periodId >= '2024-Q2' && r.periodId <= period,
        )
      const before = await lockedRows()
      await change()
      const byKey = (list: Row[]) => list.map((r) => JSON.stringify(r)).sort()
      expect(byKey(await lockedRows())).toEqual(byKey(before))
    }
    // What was posted is what was right at the moment of the last run.
    const { rows } = await acme.client.execute({
      sql: `SELECT j.participant_id AS who, p.account, p.item, sum(p.amount_minor) AS minor FROM journals j JOIN postings p ON p.journal_seq = j.seq
        WHERE j.plan_id = ? GROUP BY 1, 2, 3 HAVING sum(p.amount_minor) <> 0 ORDER BY 1, 2, 3`,
      args: [plan],
    })
    const posted = rows.map((r) => `${r.who} ${r.account} ${r.item} ${r.minor}`)
    expect(posted.length).toBeGreaterThan(5)
    const last = (await acme.client.execute('SELECT * FROM runs ORDER BY rowid DESC LIMIT 1')).rows[0]
    const then = await afresh(acme, plan, {
      revision: Number(last?.configuration_revision),
      throughSeq: Number(last?.through_seq),
    })
    expect(posted.sort()).toEqual(
      [...then].flatMap(([who, { movements }]) => movements.map((m) => `${who} ${m}`)).sort(),
    )

    // Everything was changed once more: what is shown, with the true-ups that wait in the open period, is what is right now.
    const state = (await acme.client.execute('SELECT configuration_revision AS r FROM organisation_state')).rows[0]
    const now = await afresh(acme, plan, { revision: Number(state?.r), throughSeq: 1_000_000 })
    const listed = (await acme.auditor(`/api/v1/earnings?limit=1000&planId=${plan}`)).json.data as Row[]
    expect(listed.filter((r) => r.periodId === '2025-Q1' && r.correctsPeriodId !== null).length).toBeGreaterThan(0)
    for (const name of people) {
      const own = listed.filter((r) => r.participantId === acme.id(name))
      expect([name, own.reduce((sum, r) => sum + cents(r.amount?.amount ?? ''), 0n)]).toEqual([
        name,
        now.get(acme.id(name))?.earned,
      ])
    }
  })
})

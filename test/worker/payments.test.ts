import { beforeAll, describe, expect, test } from 'vitest'
import { type ClosingOrganisation, createClosingOrganisation, post } from '../support/worker/closing.ts'
import { dumpHash, once } from '../support/worker/organisation.ts'

// What the ledger owes is paid out, once, and compared with what payroll says.

async function locked(): Promise<ClosingOrganisation> {
  const acme = await createClosingOrganisation()
  acme.clock.now = new Date('2024-07-03T12:00:00Z')
  await acme.lock('2024-Q2')
  return acme
}

/** The balances of accounts, by participant. */
async function balances(acme: ClosingOrganisation): Promise<string[]> {
  const { rows } = await acme.client.execute(
    `SELECT j.participant_id, p.account, sum(p.amount_minor) AS minor FROM journals j JOIN postings p ON p.journal_seq = j.seq
     GROUP BY 1, 2 HAVING sum(p.amount_minor) <> 0`,
  )
  const nameOf = (id: unknown) => ['ann', 'bob', 'cid'].find((name) => acme.id(name) === id)
  return rows.map((r) => `${nameOf(r.participant_id)} ${r.account} ${r.minor}`).sort()
}

const create = (acme: ClosingOrganisation, currency = 'EUR') => post(acme.finance, 'payment-batches', { currency })

async function approved(acme: ClosingOrganisation): Promise<string> {
  const { id } = await acme.need(create(acme), 201)
  await acme.need(post(acme.approver, `payment-batches/${id}/approval`), 200)
  return id
}

describe('a batch', () => {
  test('holds everything that is owed, of which no other batch takes anything', async () => {
    const acme = await locked()
    const made = await create(acme, ' eur ')
    expect(made.json).toMatchObject({ currency: 'EUR', state: 'draft', participants: 2, total: '300.00' })
    expect((await create(acme)).json.type).toBe('/problems/nothing-to-pay')
    expect((await create(acme, 'USD')).json.type).toBe('/problems/nothing-to-pay')
    const { lines } = (await acme.auditor(`/api/v1/payment-batches/${made.json.id}`)).json
    expect(lines.map((l: { externalId: string; amount: string }) => [l.externalId, l.amount]).sort()).toEqual([
      ['ann', '100.00'],
      ['bob', '200.00'],
    ])
    expect((await post(acme.finance, `payment-batches/${made.json.id}/cancellation`)).json.state).toBe('cancelled')
    expect((await create(acme)).json.total).toBe('300.00')
  })

  test('made by ten at once is made once', async () => {
    const acme = await locked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(acme)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const { rows } = await acme.client.execute('SELECT sum(amount_minor) AS sum FROM payment_lines')
    expect(rows[0]?.sum).toBe(30_000)
  })

  test('is approved by somebody else, and goes its way step by step', async () => {
    const acme = await locked()
    const both = await acme.person(['finance', 'approver'])
    const { id } = (await post(both, 'payment-batches', { currency: 'EUR' })).json
    expect((await post(acme.finance, `payment-batches/${id}/payment`)).json.type).toBe('/problems/wrong-state')
    expect((await post(acme.finance, `payment-batches/${id}/exports`, {})).json.type).toBe('/problems/wrong-state')
    const own = await post(both, `payment-batches/${id}/approval`)
    expect([own.status, own.json.type]).toEqual([403, '/problems/own-work'])
    expect((await post(acme.finance, `payment-batches/${id}/approval`)).status).toBe(403)
    expect((await post(acme.approver, `payment-batches/${id}/approval`)).json.state).toBe('approved')
    expect((await post(acme.approver, `payment-batches/${id}/payment`)).status).toBe(403)
  })

  test('is marked paid once, whoever and however many say so at once', async () => {
    const acme = await locked()
    const id = await approved(acme)
    const headers = once()
    const same = () => acme.finance(`/api/v1/payment-batches/${id}/payment`, { method: 'POST', headers })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? same() : post(acme.finance, `payment-batches/${id}/payment`))),
    )
    const done = answers.filter(({ status }) => status === 200)
    // The one that did it, and, where it was the shared key's, everybody with that key.
    expect([1, 10]).toContain(done.length)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(await balances(acme)).toEqual([
      'ann clearing:payroll -10000',
      'ann expense:commission 10000',
      'bob clearing:payroll -20000',
      'bob expense:commission 20000',
    ])
    const { rows } = await acme.client.execute("SELECT count(*) AS n FROM journals WHERE kind = 'payment'")
    expect(rows[0]?.n).toBe(2)
    const again = await post(acme.finance, `payment-batches/${id}/payment`)
    expect([again.status, again.json.state]).toEqual([409, 'paid'])
    expect((await post(acme.finance, `payment-batches/${id}/cancellation`)).status).toBe(409)
    const periods = (await acme.auditor('/api/v1/periods')).json.data
    expect(periods.find((p: { periodId: string }) => p.periodId === '2024-Q2').state).toBe('paid')
  })

  test('pays nobody who owes: later amounts make up for it first', async () => {
    const acme = await locked()
    await post(acme.finance, `payment-batches/${await approved(acme)}/payment`)
    const deal = (owner: string, externalId: string, occurredOn: string, amount: string) => ({
      source: 'crm',
      externalId,
      occurredOn,
      amount,
      owner: { externalId: owner },
    })
    // Ann's deal was smaller than it was said to be; Bob sells more.
    await acme.put('transactions', deal('ann', 'A1', '2024-05-01', '400.00'), deal('bob', 'B2', '2024-07-10', '500.00'))
    acme.clock.now = new Date('2024-10-03T12:00:00Z')
    await acme.lock('2024-Q3')
    const { id, total, participants } = (await create(acme)).json
    expect([participants, total]).toEqual([1, '50.00'])
    await acme.need(post(acme.approver, `payment-batches/${id}/approval`), 200)
    await acme.need(post(acme.finance, `payment-batches/${id}/payment`), 200)
    expect(await balances(acme)).toContain('ann liability:participant 6000')
    await acme.put('transactions', deal('ann', 'A3', '2024-11-01', '1000.00'))
    acme.clock.now = new Date('2025-01-03T12:00:00Z')
    await acme.lock('2024-Q4')
    expect((await create(acme)).json).toMatchObject({ participants: 1, total: '40.00' })
  })
})

describe('the file for payroll', () => {
  test('holds no formula, keeps numbers, and is kept as it was', async () => {
    const acme = await locked()
    const id = await approved(acme)
    const made = await post(acme.finance, `payment-batches/${id}/exports`, {})
    expect(made.status).toBe(201)
    const file = await acme.auditor(`/api/v1/payment-batches/${id}/exports/${made.json.id}`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    const lines = file.text.split('\r\n').sort()
    expect(lines).toContain('externalId,name,amount,currency,batchId')
    expect(lines).toContain(`ann,Ann,100.00,EUR,${id}`)
    await acme.put('participants', { externalId: 'ann', name: '=HYPERLINK("http://evil")' })
    expect((await acme.auditor(`/api/v1/payment-batches/${id}/exports/${made.json.id}`)).text).toBe(file.text)
    const again = await post(acme.finance, `payment-batches/${id}/exports`, {})
    const { text } = await acme.auditor(`/api/v1/payment-batches/${id}/exports/${again.json.id}`)
    expect(text).toContain(`ann,"'=HYPERLINK(""http://evil"")",100.00,EUR`)
    const other = await acme.auditor(`/api/v1/payment-batches/pay_${'0'.repeat(32)}/exports/${made.json.id}`)
    expect(other.status).toBe(404)
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '"=1', " '=1", '\r=1'])('shows %j as text', async (name) => {
    const { safeText } = await import('../../worker/ledger/csv.ts')
    expect(safeText(name)).toBe(`'${name}`)
    expect(safeText(`a${name}`)).toBe(`a${name}`)
  })

  test('has the columns that payroll wants', async () => {
    const acme = await locked()
    const id = await approved(acme)
    const layout = {
      columns: [
        { header: 'Personalnummer', field: 'externalId' },
        { header: 'Lohnart', field: 'constant', constant: '4711' },
        { header: 'Betrag', field: 'amount' },
        { header: 'Cent', field: 'amountMinor' },
      ],
      delimiter: ';',
      decimalMark: ',',
    }
    const put = (body: unknown, who = acme.finance) => who('/api/v1/payroll-layouts', { method: 'PUT', body })
    expect((await put({ externalId: 'datev', name: 'DATEV', layout })).status).toBe(200)
    expect((await put({ externalId: 'datev', name: 'DATEV', layout }, acme.analyst)).status).toBe(403)
    expect(
      (await put({ externalId: 'x', name: 'X', layout: { columns: [{ header: 'x', field: 'iban' }] } })).status,
    ).toBe(422)
    const made = await post(acme.finance, `payment-batches/${id}/exports`, { layout: 'datev' })
    const { text } = await acme.auditor(`/api/v1/payment-batches/${id}/exports/${made.json.id}`)
    const [header, ...rest] = text.split('\r\n')
    expect(header).toBe('Personalnummer;Lohnart;Betrag;Cent')
    expect(rest.sort()).toEqual(['', 'ann;4711;100,00;10000', 'bob;4711;200,00;20000'])
    expect((await post(acme.finance, `payment-batches/${id}/exports`, { layout: 'other' })).status).toBe(422)
  })
})

describe('what payroll reports', () => {
  let acme: ClosingOrganisation
  let id: string

  beforeAll(async () => {
    acme = await locked()
    await acme.put('transactions', {
      source: 'crm',
      externalId: 'C1',
      occurredOn: '2024-08-01',
      amount: '70.00',
      owner: { externalId: 'cid' },
    })
    await acme.put('plan-assignments', { plan: acme.plan, participant: { externalId: 'cid' }, from: '2024-01-01' })
    acme.clock.now = new Date('2024-10-03T12:00:00Z')
    await acme.lock('2024-Q3')
    id = await approved(acme)
  })

  const compared = async () => {
    const { difference, data } = (await acme.auditor(`/api/v1/payment-batches/${id}/reconciliation`)).json
    const of = (l: { reference: string; status: string; paid: string; reported: string }) =>
      `${l.reference} ${l.status} ${l.paid} ${l.reported}`
    return { difference, lines: data.map(of).sort() }
  }
  const report = (...lines: { reference: string; amount: string }[]) =>
    post(acme.finance, `payment-batches/${id}/payroll-reports`, { lines })

  test('is taken in once the batch was paid, line by line', async () => {
    expect((await report({ reference: 'ann', amount: '100.00' })).json.type).toBe('/problems/wrong-state')
    await acme.need(post(acme.finance, `payment-batches/${id}/payment`), 200)
    const before = await dumpHash(acme.client)
    const precise = await report({ reference: 'ann', amount: '1.001' })
    expect([precise.status, precise.json.errors[0].pointer]).toEqual([422, '/lines/0/amount'])
    expect(await dumpHash(acme.client)).toBe(before)
    expect(await compared()).toEqual({
      difference: '307.00',
      lines: ['ann missing 100.00 0.00', 'bob missing 200.00 0.00', 'cid missing 7.00 0.00'],
    })
    const headers = once()
    const body = {
      lines: [
        { reference: 'ann', amount: '100.00' },
        { reference: 'bob', amount: '150.00' },
        { reference: acme.id('cid'), amount: '7.5' },
        { reference: 'eve', amount: '1000.00' },
      ],
    }
    const ask = { method: 'POST', body, headers }
    const path = `/api/v1/payment-batches/${id}/payroll-reports`
    const answers = await Promise.all([1, 2, 3, 4].map(() => acme.finance(path, ask)))
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.id}`)).size).toBe(1)
    expect(await compared()).toEqual({
      difference: '49.50',
      lines: ['ann matched 100.00 100.00', 'bob short 200.00 150.00', 'cid over 7.00 7.50', 'eve unknown 0.00 1000.00'],
    })
  })

  test('moves money from the clearing account to the bank; a later report adds to it', async () => {
    expect((await balances(acme)).filter((b) => /clearing|bank/.test(b))).toEqual([
      'ann asset:bank -10000',
      'bob asset:bank -15000',
      'bob clearing:payroll -5000',
      'cid asset:bank -750',
      'cid clearing:payroll 50',
    ])
    await report({ reference: 'bob', amount: '20.00' })
    expect((await compared()).lines).toContain('bob short 200.00 170.00')
  })

  test('leaves nothing in the clearing account once it is settled: what is short is owed again, what is over owed back', async () => {
    await acme.need(post(acme.finance, `payment-batches/${id}/settlement`), 200)
    const left = await balances(acme)
    expect(left.filter((b) => b.includes('clearing'))).toEqual([])
    expect(left.filter((b) => b.includes('liability'))).toEqual([
      'bob liability:participant -3000',
      'cid liability:participant 50',
    ])
    expect((await report({ reference: 'bob', amount: '1.00' })).status).toBe(409)
    expect((await create(acme)).json).toMatchObject({ participants: 1, total: '30.00' })
  })
})

test('payments are nobody’s to see who has no part in them', async () => {
  const acme = await locked()
  const { id } = (await create(acme)).json
  const others = [
    acme.analyst,
    await acme.person(['administrator']),
    await acme.person(['participant'], acme.id('ann')),
    await acme.person(['manager'], acme.id('cid')),
    await acme.key('earnings:read', 'statements:read', 'data:write'),
  ]
  for (const who of others) {
    for (const path of ['payment-batches', `payment-batches/${id}`, `payment-batches/${id}/reconciliation`])
      expect([path, (await who(`/api/v1/${path}`)).status]).toEqual([path, 403])
    for (const step of ['approval', 'payment', 'cancellation', 'settlement'])
      expect([step, (await post(who, `payment-batches/${id}/${step}`)).status]).toEqual([step, 403])
  }
  expect((await acme.auditor(`/api/v1/payment-batches/${id}`)).status).toBe(200)
  expect((await post(acme.auditor, `payment-batches/${id}/approval`)).status).toBe(403)
})

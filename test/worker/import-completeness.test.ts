import { expect, test } from 'vitest'
import { createTestOrganisation, once } from '../support/worker/organisation.ts'

// Every row of a file is accounted for: in = accepted + rejected, with line, column and code of each rejected one.

const ROWS = 100_000
const BAD = 137
const EVERY = 700

const mapping = {
  name: 'Completeness',
  source: 'erp',
  columns: {
    externalId: { column: 'id' },
    occurredOn: { column: 'date' },
    amount: { column: 'amount' },
    currency: { column: 'currency', optional: true },
    owner: { column: 'owner', optional: true },
    account: { column: 'account', optional: true },
    kind: { column: 'kind', optional: true },
    quantity: { column: 'quantity', optional: true },
    'fields.segment': { column: 'segment', optional: true },
    'fields.strategic': { column: 'strategic', optional: true },
  },
  team: [{ role: 'se', column: 'engineer', share: { column: 'engineer share', isPercent: true } }],
  dates: 'iso',
  decimals: '.',
}
const HEADER = 'id,date,amount,currency,owner,account,kind,quantity,segment,strategic,engineer,engineer share'

type Cells = { [column: string]: string }
/** Twelve ways in which a row can be bad, each with the column and code that it must be rejected with. */
const FAULTS: readonly [spoil: (row: Cells) => Cells | string, column: string | null, code: string][] = [
  [(row) => ({ ...row, id: '' }), 'id', 'cell-empty'],
  [(row) => ({ ...row, date: '2024-02-30' }), 'date', 'date-invalid'],
  [(row) => ({ ...row, amount: '12.345.678' }), 'amount', 'number-invalid'],
  [(row) => ({ ...row, amount: '1.1234567' }), 'amount', 'custom'],
  [(row) => ({ ...row, currency: 'EURO' }), 'currency', 'invalid-format'],
  [(row) => ({ ...row, owner: 'nobody' }), 'owner', 'unknown-reference'],
  [(row) => ({ ...row, account: 'nowhere' }), 'account', 'unknown-reference'],
  [(row) => ({ ...row, kind: 'gift' }), 'kind', 'invalid-value'],
  [(row) => ({ ...row, segment: 'Tiny' }), 'segment', 'field-value'],
  [(row) => ({ ...row, strategic: 'maybe' }), 'strategic', 'yes-no-invalid'],
  [(row) => ({ ...row, 'engineer share': '0.5' }), 'engineer share', 'share-ambiguous'],
  [(row) => `${row.id},2024-01-01`, null, 'row-malformed'],
]

function fileOf() {
  const names = HEADER.split(',')
  const expected: { line: number; column: string | null; code: string }[] = []
  let good = 0n
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const cents = String((i * 7919) % 1_000_000).padStart(3, '0')
    const amount = `${cents.slice(0, -2)}.${cents.slice(-2)}`
    const row: Cells = {
      id: `D${i}`,
      date: `2024-${String((i % 12) + 1).padStart(2, '0')}-15`,
      amount,
      owner: 'ann',
      engineer: 'bob',
      'engineer share': '25',
    }
    const bad = i % EVERY === 13 ? Math.floor(i / EVERY) : BAD
    const fault = bad < BAD ? FAULTS[bad % FAULTS.length] : undefined
    const spoilt = fault === undefined ? row : fault[0](row)
    if (fault === undefined) good += BigInt(cents)
    else expected.push({ line: i + 2, column: fault[1], code: fault[2] })
    return typeof spoilt === 'string' ? spoilt : names.map((name) => spoilt[name] ?? '').join(',')
  })
  return { text: `${HEADER}\n${lines.join('\n')}\n`, expected, good }
}

test('of 100,000 rows each is accepted or rejected with its line, column and code; again it adds nothing', async () => {
  const acme = await createTestOrganisation()
  const api = await acme.key('data:write', 'transactions:read', 'transactions:write')
  const people = ['ann', 'bob'].map((externalId) => ({ externalId, name: externalId }))
  await api('/api/v1/participants', { method: 'PUT', body: { data: people } })
  await api('/api/v1/transaction-fields', {
    method: 'PUT',
    body: {
      data: [
        { id: 'segment', title: 'Segment', type: 'choice', choices: ['SMB'] },
        { id: 'strategic', title: 'Strategic', type: 'yes/no' },
      ],
    },
  })
  await api('/api/v1/import-mappings/erp', { method: 'PUT', body: mapping })
  const { text, expected, good } = fileOf()
  expect(expected).toHaveLength(BAD)
  const send = () =>
    api('/api/v1/imports?mapping=erp&mode=good', {
      method: 'POST',
      raw: text,
      headers: { 'content-type': 'text/csv', ...once() },
    })

  const first = await send()
  expect(first.json.import).toMatchObject({ rows: ROWS, stored: ROWS - BAD, unchanged: 0, skipped: 0, rejected: BAD })
  const rejects: { line: number; faults: { column: string | null; code: string }[] }[] = []
  for (let cursor = ''; ; ) {
    const page = (await api(`/api/v1/imports/${first.json.import.id}/rejects?limit=60${cursor}`)).json
    rejects.push(...page.data)
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(rejects.map(({ line, faults }) => ({ line, column: faults[0]?.column, code: faults[0]?.code }))).toEqual(
    expected,
  )

  const total = `${good / 100n}.${String(good % 100n).padStart(2, '0')}`
  expect(first.json.totals).toEqual([{ currency: 'EUR', amount: total }])
  const { rows } = await acme.client.execute(
    "SELECT count(*) AS n, sum(amount) AS cents FROM transactions WHERE amount_scale = 2 AND source = 'erp'",
  )
  expect([Number(rows[0]?.n), BigInt(Number(rows[0]?.cents))]).toEqual([ROWS - BAD, good])

  const again = await send()
  expect(again.json).toMatchObject({
    rows: ROWS,
    stored: 0,
    unchanged: ROWS - BAD,
    rejected: BAD,
    totals: first.json.totals,
  })
  const after = await acme.client.execute('SELECT count(*) AS n FROM transactions')
  expect(Number(after.rows[0]?.n)).toBe(ROWS - BAD)
}, 300_000)

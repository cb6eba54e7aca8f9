import { beforeAll, describe, expect, test } from 'vitest'
import { ImportMapping } from '../../worker/imports/mapping/import-mapping.ts'
import { runImport } from '../../worker/imports/run-import.ts'
import { readImportGround } from '../../worker/transactions/import-lines.ts'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let api: Caller
let analyst: Caller

const MAPPING = {
  name: 'CRM export',
  source: 'crm',
  columns: {
    externalId: { column: 'Deal' },
    occurredOn: { column: 'Won on' },
    amount: { column: 'Amount' },
    currency: { column: 'Currency', optional: true },
    owner: { column: 'Owner', optional: true },
    kind: { value: 'booking' },
    'fields.segment': { column: 'Segment', optional: true },
    'fields.strategic': { column: 'Strategic', optional: true },
    'fields.margin': { column: 'Margin', optional: true },
  },
  values: { 'fields.segment': { small: 'SMB' } },
  only: [{ column: 'Stage', in: ['Closed Won'] }],
  dates: 'dd.MM.yyyy',
  decimals: ',',
}
const HEADER = 'Deal;Won on;Amount;Owner;Segment;Strategic;Margin;Stage'

type Options = { mapping?: string; mode?: string; dryRun?: boolean; headers?: Record<string, string>; type?: string }
const post = (raw: string | Uint8Array<ArrayBuffer>, options: Options = {}) => {
  const { mapping = 'crm', mode = 'good', dryRun = false, type = 'text/csv' } = options
  const query = new URLSearchParams({ mapping, mode, dryRun: String(dryRun), fileName: 'deals.csv' })
  const headers = { 'content-type': type, ...(dryRun ? {} : once()), ...options.headers }
  return api(`/api/v1/imports?${query}`, { method: 'POST', raw, headers })
}
const lines = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`
const putMapping = (id: string, mapping: unknown) =>
  api(`/api/v1/import-mappings/${id}`, { method: 'PUT', body: mapping })

beforeAll(async () => {
  acme = await createTestOrganisation()
  api = await acme.key('data:write', 'transactions:read', 'transactions:write')
  analyst = await acme.person(['analyst'])
  const people = ['ann', 'bob'].map((externalId) => ({ externalId, name: externalId }))
  await api('/api/v1/participants', { method: 'PUT', body: { data: people } })
  await api('/api/v1/transaction-fields', {
    method: 'PUT',
    body: {
      data: [
        { id: 'segment', title: 'Segment', type: 'choice', choices: ['SMB', 'Enterprise'] },
        { id: 'strategic', title: 'Strategic', type: 'yes/no' },
        { id: 'margin', title: 'Margin', type: 'percent', scale: 4 },
      ],
    },
  })
  const stored = await putMapping('crm', MAPPING)
  expect([stored.status, stored.json.mapping.team]).toEqual([200, []])
})

describe('a mapping', () => {
  test('is remembered, replaced and forgotten, and unchanged it stays as it was', async () => {
    await putMapping('other', { ...MAPPING, name: 'Other' })
    const before = await dumpHash(acme.client)
    await putMapping('other', { ...MAPPING, name: 'Other' })
    expect(await dumpHash(acme.client)).toBe(before)
    expect((await api('/api/v1/import-mappings')).json.data.map(({ id }: { id: string }) => id)).toEqual([
      'crm',
      'other',
    ])
    await putMapping('other', { ...MAPPING, name: 'Another' })
    expect((await api('/api/v1/import-mappings/other')).json.mapping.name).toBe('Another')
    expect((await api('/api/v1/import-mappings/other', { method: 'DELETE' })).status).toBe(200)
    expect((await api('/api/v1/import-mappings/other')).status).toBe(404)
    expect((await post(lines(), { mapping: 'other' })).status).toBe(404)
  })

  test.each([
    ['without a column of ids', { columns: { occurredOn: { column: 'Won on' } } }, '/columns/externalId'],
    [
      'whose day is optional',
      { columns: { ...MAPPING.columns, occurredOn: { column: 'a', optional: true } } },
      '/columns/occurredOn',
    ],
    ['of an unknown part', { columns: { ...MAPPING.columns, colour: { value: 'red' } } }, '/columns/colour'],
    ['with a guessed format', { dates: 'auto' }, '/dates'],
  ])('%s is refused', async (_, more, pointer) => {
    const answer = await putMapping('bad', { ...MAPPING, ...more })
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, pointer])
  })
})

describe('an import', () => {
  test('stores what the mapping makes of each row, and leaves out what does not count', async () => {
    const file = lines(
      '1;01.05.2024;1.234,50 €;ann;small;ja;7,5%;Closed Won',
      '2;2.5.2024;(99,90);;Enterprise;no;;closed won',
      '3;2.5.2024;1;;;;;Prospecting',
    )
    const answer = await post(file)
    expect([answer.status, answer.json]).toMatchObject([
      201,
      { rows: 3, stored: 2, unchanged: 0, skipped: 1, rejected: 0, totals: [{ currency: 'EUR', amount: '1134.60' }] },
    ])
    expect(answer.json.import).toMatchObject({ fileName: 'deals.csv', mappingId: 'crm', outcome: 'imported' })
    expect(answer.json.preview.map(({ line, outcome }: { line: number; outcome: string }) => [line, outcome])).toEqual([
      [2, 'stored'],
      [3, 'stored'],
    ])
    const [one] = (await api('/api/v1/transactions/crm/1')).json.data
    expect(one).toMatchObject({
      amount: '1234.50',
      currency: 'EUR',
      occurredOn: '2024-05-01',
      ownerId: expect.stringMatching(/^par_/),
      fields: { segment: 'SMB', strategic: true, margin: '0.075' },
    })
    expect((await api('/api/v1/transactions/crm/2')).json.data[0]).toMatchObject({ amount: '-99.90' })
    expect((await api('/api/v1/transactions/crm/3')).status).toBe(404)

    const again = await post(file)
    expect(again.json).toMatchObject({ stored: 0, unchanged: 2 })
    const changed = await post(file.replace('99,90', '98,90'))
    expect(changed.json).toMatchObject({ stored: 1, unchanged: 1 })
    expect((await api('/api/v1/transactions/crm/2')).json.data).toHaveLength(2)
  })

  test('as a dry run says all of that and stores nothing', async () => {
    const before = await dumpHash(acme.client)
    const answer = await post(lines('dry;01.05.2024;1;nobody;;;;Closed Won', 'dry2;01.05.2024;1;ann;;;;Closed Won'), {
      dryRun: true,
    })
    expect([answer.status, answer.json]).toMatchObject([200, { import: null, stored: 1, rejected: 1 }])
    expect(answer.json.rejects).toEqual([
      {
        line: 2,
        cells: ['dry', '01.05.2024', '1', 'nobody', '', '', '', 'Closed Won'],
        faults: [{ column: 'Owner', code: 'unknown-reference', detail: expect.any(String) }],
      },
    ])
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('in mode whole stores nothing if a row is rejected, and is recorded as refused', async () => {
    const answer = await post(lines('w1;01.05.2024;1;;;;;Closed Won', 'w2;31.02.2024;1;;;;;Closed Won'), {
      mode: 'whole',
    })
    expect([answer.status, answer.json.import]).toMatchObject([
      201,
      { outcome: 'refused', rows: 2, stored: 0, rejected: 1, totals: [] },
    ])
    expect((await api('/api/v1/transactions/crm/w1')).status).toBe(404)
    expect((await acme.client.execute('SELECT count(*) AS n FROM staged_transactions')).rows[0]?.n).toBe(0)
  })

  test('is the same command under the same key, and another one with another file', async () => {
    const headers = once()
    const file = lines('k1;01.05.2024;1;;;;;Closed Won')
    const first = await post(file, { headers })
    const again = await post(file, { headers })
    expect(again.json).toEqual(first.json)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    const other = await post(lines('k2;01.05.2024;1;;;;;Closed Won'), { headers })
    expect([other.status, other.json.type]).toEqual([422, '/problems/idempotency-key-reused'])
    expect((await post(file, { headers: { 'idempotency-key': '' } })).status).toBe(400)
    const { data } = (await api('/api/v1/imports')).json
    expect(data.filter(({ id }: { id: string }) => id === first.json.import.id)).toHaveLength(1)
    expect(data[0].id).toBe(first.json.import.id)
  })

  test('of rows that say two things of one deal takes the first and rejects the other', async () => {
    const file = lines(
      'two;01.05.2024;1;;;;;Closed Won',
      'two;01.05.2024;1;;;;;Closed Won',
      'two;01.05.2024;2;;;;;Closed Won',
    )
    const answer = await post(file)
    expect(answer.json).toMatchObject({ stored: 1, unchanged: 1, rejected: 1 })
    expect(answer.json.rejects[0]).toMatchObject({ line: 4, faults: [{ column: 'Deal', code: 'row-contradicts' }] })
  })

  test('keeps formulas, markup and SQL in a cell as the text that they are', async () => {
    const nasty = [`<img src=x onerror=alert(1)>`, '{{7*7}}', `=HYPERLINK("http://x")`, `'; DROP TABLE imports --`]
    const rows = nasty.map((text) => `"${text.replaceAll('"', '""')}";01.05.2024;1;;;;;Closed Won`)
    expect((await post(lines(...rows))).json).toMatchObject({ stored: 4, rejected: 0 })
    for (const text of nasty)
      expect((await api(`/api/v1/transactions/crm/${encodeURIComponent(text)}`)).json.data[0].externalId).toBe(text)
  })

  test('is for who may write transactions, and to be read by who may read them', async () => {
    const auditor = await acme.person(['auditor'])
    const ask = { method: 'POST', raw: lines(), headers: { 'content-type': 'text/csv', ...once() } }
    expect((await auditor('/api/v1/imports?mapping=crm', ask)).status).toBe(403)
    expect((await auditor('/api/v1/imports')).status).toBe(200)
    const participant = await acme.person(['participant'])
    expect((await participant('/api/v1/imports')).status).toBe(403)
    expect((await analyst('/api/v1/imports?mapping=crm', ask)).status).toBe(201)
  })
})

describe('a file that makes no sense as a whole is refused, and nothing of it is stored', () => {
  const utf16 = (text: string, mark: number[] = []) =>
    Uint8Array.from([...mark, ...text.split('').flatMap((c) => [c.charCodeAt(0), 0])])
  test.each([
    ['empty', ''],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])],
    ['UTF-16 without its mark', utf16(lines('1;01.05.2024;1;;;;;Closed Won'))],
    [
      'Latin-1',
      Uint8Array.from(
        lines('M\u00fcller;01.05.2024;1;;;;;Closed Won')
          .split('')
          .map((c) => c.charCodeAt(0)),
      ),
    ],
    ['a column twice', `${HEADER};Deal\n`],
    ['a column less', `${HEADER.replace(';Amount', '')}\n1;01.05.2024;;;;;Closed Won\n`],
    ['a quote that does not close', lines('"1;01.05.2024;1;;;;;Closed Won', '2;01.05.2024;1;;;;;Closed Won')],
    ['a line without end', `${HEADER}\n${'x'.repeat(70_000)}`],
  ] as [string, string | Uint8Array<ArrayBuffer>][])('%s', async (_, raw) => {
    const before = await dumpHash(acme.client)
    const answer = await post(raw)
    expect([answer.status, answer.json.errors[0].detail.length > 10]).toEqual([422, true])
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('another type is refused before it is read', async () => {
    const answer = await post('{}', { type: 'application/json' })
    expect(answer.status).toBe(415)
  })

  test('UTF-16 with its mark, mixed line ends, a byte order mark and quoted line breaks are read', async () => {
    const text = `${HEADER}\r\nu1;01.05.2024;1;;;;;Closed Won\n"u\n2";01.05.2024;1;;;;;Closed Won\r\n`
    const answer = await post(utf16(text, [0xff, 0xfe]), { dryRun: true })
    expect(answer.json).toMatchObject({ rows: 2, stored: 1 })
    // A line break is no part of an id: the row says so, with its first line.
    expect(answer.json.rejects[0]).toMatchObject({ line: 3, faults: [{ column: 'Deal' }] })
    expect((await post(`\uFEFF${text}`, { dryRun: true })).json).toMatchObject({ rows: 2, stored: 1 })
  })

  test('a header again, and rows of another width, are rejected rows', async () => {
    const answer = await post(lines('h1;01.05.2024;1;;;;;Closed Won', HEADER, 'h2;01.05.2024', 'h3;;;;;;;;;;;;'), {
      dryRun: true,
    })
    expect(answer.json).toMatchObject({ rows: 4, stored: 1, rejected: 3 })
    expect(answer.json.rejects.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5])
  })
})

describe('rejected rows', () => {
  test('come as the file that they were, mended they go in with the same mapping', async () => {
    const file = `${HEADER};Note\n${[
      'r1;01.05.2024;10,50;ann;;;;Closed Won;fine',
      `"=r2";99.05.2024;-10,50;ann;;;;Closed Won;"=cmd|' /C calc'!A0"`,
      'r3;01.05.2024;-1.234,50;carl;;;;Closed Won;"one; two\n""three"""',
    ].join('\n')}\n`
    const first = await post(file)
    expect(first.json).toMatchObject({ stored: 1, rejected: 2 })
    const { id } = first.json.import
    const csv = await api(`/api/v1/imports/${id}/rejected.csv`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const rows = csv.text.split('\r\n')
    expect(rows[0]).toBe(`${HEADER};Note;error`)
    expect(rows[1]).toBe(
      `'=r2;99.05.2024;-10,50;ann;;;;Closed Won;'=cmd|' /C calc'!A0;"Won on: ""99.05.2024"" is no day written dd.MM.yyyy."`,
    )
    const unmended = await post(csv.text)
    expect(unmended.json).toMatchObject({ rows: 2, stored: 0, rejected: 2 })
    expect(unmended.json.header).toEqual([...HEADER.split(';'), 'Note'])
    const again = await api(`/api/v1/imports/${unmended.json.import.id}/rejected.csv`)
    expect(again.text).toBe(csv.text)

    const mended = csv.text.replace('99.05.2024', '09.05.2024').replace('carl', 'bob')
    expect((await post(mended)).json).toMatchObject({
      stored: 2,
      rejected: 0,
      totals: [{ currency: 'EUR', amount: '-1245.00' }],
    })
    expect((await api(`/api/v1/transactions/crm/${encodeURIComponent('=r2')}`)).json.data[0].occurredOn).toBe(
      '2024-05-09',
    )
  })

  test('stay as they were once the import is recorded', async () => {
    await expect(acme.client.execute('DELETE FROM import_rejects')).rejects.toThrow(/append-only/)
    await expect(acme.client.execute('UPDATE imports SET rejected = 0')).rejects.toThrow(/append-only/)
    await expect(
      acme.client.execute(
        `INSERT INTO import_rejects SELECT import_id, 99, cells, faults, recorded_at FROM import_rejects LIMIT 1`,
      ),
    ).rejects.toThrow(/append-only/)
  })
})

test('a file with more rows than a batch can hold is refused, and leaves nothing behind', async () => {
  const file = lines(...[1, 2, 3].map((n) => `many${n};01.05.2024;1;;;;;Closed Won`))
  const [ground, stored] = await Promise.all([readImportGround(acme.client), api('/api/v1/import-mappings/crm')])
  const request = {
    fileType: 'text/csv' as const,
    fileName: 'many.csv',
    mappingId: 'crm',
    mapping: ImportMapping.parse(stored.json.mapping),
    mode: 'good' as const,
    idempotency: (sha256: string) => ({ key: 'many', fingerprint: sha256 }),
    ground,
    timeZone: 'Europe/Berlin',
  }
  const by = { actor: 'user:test', requestId: 'test', now: new Date() }
  const body = () => new Response(file).body as ReadableStream<Uint8Array>
  const before = await dumpHash(acme.client)
  const refused = await runImport(acme.client, { ...request, body: body(), mostRows: 2 }, by)
  expect(refused).toMatchObject({ ok: false, error: { status: 422, errors: [{ code: 'too-many-rows' }] } })
  expect(await dumpHash(acme.client)).toBe(before)
  expect(await runImport(acme.client, { ...request, body: body(), mostRows: 3 }, by)).toMatchObject({ ok: true })
})

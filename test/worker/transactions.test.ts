import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, createTestOrganisation, dumpHash } from '../support/worker/organisation.ts'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let api: Caller

const put = (data: unknown[]) => api('/api/v1/transactions', { method: 'PUT', body: { data } })
const deal = (externalId: string, more: Record<string, unknown> = {}) => ({
  source: 'crm',
  externalId,
  occurredOn: '2024-05-01',
  amount: '1234.560',
  ...more,
})
const stream = (type: string, raw: string | Uint8Array<ArrayBuffer>) =>
  api('/api/v1/transactions', { method: 'PUT', raw, headers: { 'content-type': type } })

beforeAll(async () => {
  acme = await createTestOrganisation()
  api = await acme.key('data:write', 'transactions:read', 'transactions:write')
  await api('/api/v1/participants', { method: 'PUT', body: { data: [{ externalId: 'ann', name: 'Ann' }] } })
  await api('/api/v1/transaction-fields', {
    method: 'PUT',
    body: {
      data: [
        { id: 'segment', title: 'Segment', type: 'choice', choices: ['SMB', 'Enterprise'] },
        { id: 'profit', title: 'Profit', type: 'money', scale: 4 },
        { id: 'strategic', title: 'Strategic', type: 'yes/no' },
      ],
    },
  })
})

describe('JSON', () => {
  test('keeps the decimals as they arrived, and the same content again is stored once', async () => {
    const lines = [deal('D1', { owner: { externalId: 'ann' }, fields: { segment: 'SMB', profit: '1.2345' } })]
    expect((await put(lines)).json).toMatchObject({ stored: 1, unchanged: 0 })
    expect((await put(lines)).json).toMatchObject({ stored: 0, unchanged: 1 })
    const read = await api('/api/v1/transactions/crm/D1')
    expect(read.json.data).toHaveLength(1)
    expect(read.json.data[0]).toMatchObject({
      version: 1,
      amount: '1234.560',
      currency: 'EUR',
      creditedOn: '2024-05-01',
    })
  })

  test('other content is the next version, under a stored version number a conflict', async () => {
    await put([deal('D2')])
    expect((await put([deal('D2', { amount: '2' })])).json.data[0]).toMatchObject({ status: 'stored', version: 2 })
    const conflict = await put([deal('D2', { amount: '3', version: 2 })])
    expect([conflict.status, conflict.json.errors[0]]).toMatchObject([
      409,
      { pointer: '/data/0/version', code: 'version-conflict' },
    ])
    expect((await put([deal('D2', { voided: true })])).json.data[0]).toMatchObject({ status: 'stored', version: 3 })
  })

  test.each([
    ['a JSON number as amount', { amount: 12.5 }, '/data/0/amount'],
    ['seven decimals', { amount: '1.1234567' }, '/data/0/amount'],
    ['a decimal comma', { amount: '0,05' }, '/data/0/amount'],
    ['an exponent', { amount: '1e400' }, '/data/0/amount'],
    ['a day that is none', { occurredOn: '2026-02-30' }, '/data/0/occurredOn'],
    ['a German date', { occurredOn: '31.12.2026' }, '/data/0/occurredOn'],
    ['an unknown owner', { owner: { externalId: 'nobody' } }, '/data/0/owner'],
    ['an unknown field', { fields: { colour: 'red' } }, '/data/0/fields/colour'],
    ['a choice that is none', { fields: { segment: 'Tiny' } }, '/data/0/fields/segment'],
    ['too many decimals in a field', { fields: { profit: '1.23456' } }, '/data/0/fields/profit'],
    ['a misspelt property', { ammount: '1' }, '/data/0/ammount'],
    [
      'a team member of nowhere',
      { team: [{ role: 'se', participant: { externalId: 'x' }, share: '0.5' }] },
      '/data/0/team/0/participant',
    ],
  ])('%s is refused with its pointer, and nothing is stored', async (_, more, pointer) => {
    const before = await dumpHash(acme.client)
    const answer = await put([deal('BAD', more)])
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, pointer])
    expect(await dumpHash(acme.client)).toBe(before)
  })
})

describe('NDJSON', () => {
  test('answers each line; a bad one stops no other', async () => {
    const lines = [
      JSON.stringify(deal('N1')),
      '{broken',
      JSON.stringify(deal('N2', { amount: 'x' })),
      JSON.stringify(deal('N3')),
    ]
    const answer = await stream('application/x-ndjson', lines.join('\n'))
    const answers = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers.map(({ line, status }) => [line, status])).toEqual([
      [1, 'stored'],
      [2, 'rejected'],
      [3, 'rejected'],
      [4, 'stored'],
    ])
    expect(answers[2].errors[0].pointer).toBe('/amount')
  })

  test('what cannot be read on ends with a line that says so; what was stored before it stays', async () => {
    const good = JSON.stringify(deal('N4'))
    const broken: [string | Uint8Array<ArrayBuffer>, string][] = [
      [`${good}\n${'x'.repeat(70_000)}\n`, '64 KiB'],
      [new Uint8Array([...new TextEncoder().encode(`${good}\n`), 0xff, 0xfe, 0x0a]), 'UTF-8'],
    ]
    for (const [raw, why] of broken) {
      const { text } = await stream('Application/X-NDJSON; charset=utf-8', raw)
      const last = JSON.parse(text.trim().split('\n').at(-1) ?? '')
      expect(last).toMatchObject({ line: 0, status: 'rejected', errors: [{ code: 'broken-off' }] })
      expect(last.errors[0].detail).toContain(why)
    }
  })

  test.each([
    ['nested a thousand deep', `{"source":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, 'too-deep'],
    ['with a key __proto__', '{"__proto__":{"amount":"1"}}', 'forbidden-key'],
    ['with a key twice', '{"source":"a","source":"b"}', 'duplicate-key'],
  ])('a line %s is refused', async (_, line, code) => {
    const { text } = await stream('application/x-ndjson', line)
    expect(JSON.parse(text)).toMatchObject({ line: 1, status: 'rejected', errors: [{ code }] })
  })
})

describe('CSV', () => {
  const header = 'source,externalId,occurredOn,amount,owner.externalId,fields.segment,fields.strategic'

  test('is imported whole, with quoted separators, line ends of Windows and a byte order mark', async () => {
    const answer = await stream(
      'text/csv',
      `\uFEFF${header}\r\nerp,"a,1",2024-05-01,10.50,ann,SMB,true\r\nerp,a2,2024-05-02,,,,\r\n`,
    )
    expect([answer.status, answer.json]).toEqual([200, { lines: 2, stored: 2, unchanged: 0 }])
    const read = await api('/api/v1/transactions/erp/a%2C1')
    expect(read.json.data[0]).toMatchObject({ amount: '10.50', fields: { segment: 'SMB', strategic: true } })
  })

  test.each([
    [
      'a bad line among good ones',
      `${header}\nerp,b1,2024-05-01,1,,,\nerp,b2,2024-13-01,1,,,\n`,
      '/lines/3/occurredOn',
    ],
    ['a line of too few cells', `${header}\nerp,b1,2024-05-01\n`, '/lines/2'],
    ['an unknown column', 'source,externalId,occurredOn,colour\nerp,b1,2024-05-01,red\n', ''],
    ['a column twice', 'source,externalId,occurredOn,amount,amount\n', ''],
    ['a quote that does not close', `${header}\nerp,"b1,2024-05-01,1,,,\n`, ''],
    ['an empty file', '', ''],
    ['a line without end', `${header}\nerp,${'x'.repeat(70_000)},2024-05-01,1,,,\n`, ''],
    ['UTF-16', Uint8Array.from(header.split('').flatMap((c) => [c.charCodeAt(0), 0])), ''],
    [
      'Latin-1',
      Uint8Array.from(`${header}\nerp,M\u00fcller,2024-05-01,1,,,\n`.split('').map((c) => c.charCodeAt(0))),
      '',
    ],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), ''],
    ['a decimal comma', `${header.replaceAll(',', ';')}\nerp;b1;2024-05-01;10,50;ann;SMB;true\n`, '/lines/2/amount'],
    ['a formula as an amount', `${header}\nerp,b1,2024-05-01,=1+1,,,\n`, '/lines/2/amount'],
    ['a date of Excel', `${header}\nerp,b1,45413,1,,,\n`, '/lines/2/occurredOn'],
    ['a year of long ago', `${header}\nerp,b1,0001-01-01,1,,,\n`, '/lines/2/occurredOn'],
  ] as [string, string | Uint8Array<ArrayBuffer>, string][])('%s: nothing is imported', async (_, text, pointer) => {
    const before = await dumpHash(acme.client)
    const answer = await stream('text/csv', text)
    expect([400, 422]).toContain(answer.status)
    if (answer.status === 422) expect(answer.json.errors[0].pointer).toBe(pointer)
    expect(await dumpHash(acme.client)).toBe(before)
  })

  test('separated by semicolons or tabs is read, and a formula in a name stays the text that it is', async () => {
    for (const separator of [';', '\t']) {
      const columns = ['source', 'externalId', 'occurredOn', 'amount'].join(separator)
      const line = ['erp', `=HYPERLINK(${separator === ';' ? 'a' : 'b'})`, '2024-05-01', '-1.50'].join(separator)
      expect((await stream('text/csv; charset=utf-8', `${columns}\n${line}\n`)).json).toMatchObject({ stored: 1 })
    }
    const read = await api(`/api/v1/transactions/erp/${encodeURIComponent('=HYPERLINK(a)')}`)
    expect(read.json.data[0]).toMatchObject({ externalId: '=HYPERLINK(a)', amount: '-1.50' })
  })

  test('10,000 lines come in quickly, and again they are all unchanged', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `bulk,${i},2024-05-01,${i}.25,ann,SMB,false`)
    const text = [header, ...lines].join('\n')
    const started = Date.now()
    expect((await stream('text/csv', text)).json).toEqual({ lines: 10_000, stored: 10_000, unchanged: 0 })
    expect(Date.now() - started).toBeLessThan(15_000)
    expect((await stream('text/csv', text)).json).toEqual({ lines: 10_000, stored: 0, unchanged: 10_000 })
    const { rows } = await acme.client.execute('SELECT count(*) AS n FROM staged_transactions')
    expect(Number(rows[0]?.n)).toBe(0)
  })
})

describe('a list', () => {
  const all = async (query: string) => {
    const found: { externalId: string; version: number }[] = []
    for (let cursor = ''; ; ) {
      const { json } = await api(`/api/v1/transactions?limit=3&${query}${cursor}`)
      found.push(...json.data)
      if (json.nextCursor === null) return found.map(({ externalId, version }) => `${externalId} v${version}`)
      cursor = `&cursor=${json.nextCursor}`
    }
  }

  test('has each transaction once, as it counts now; from the first or from the last, narrowed to what is asked', async () => {
    const line = (externalId: string, occurredOn: string, amount = '1') => ({
      source: 'lists',
      externalId,
      occurredOn,
      amount,
    })
    await put([line('1', '2024-01-01'), line('2', '2024-02-01'), line('3', '2024-03-01'), line('4', '2024-04-01')])
    await put([line('2', '2024-02-01', '2'), { ...line('5', '2024-05-01'), owner: { externalId: 'ann' } }])
    expect(await all('source=lists')).toEqual(['1 v1', '3 v1', '4 v1', '2 v2', '5 v1'])
    expect(await all('source=lists&order=latest')).toEqual(['5 v1', '2 v2', '4 v1', '3 v1', '1 v1'])
    expect(await all('source=lists&from=2024-02-01&to=2024-04-01')).toEqual(['3 v1', '2 v2'])
    expect(await all('source=lists&externalId=2')).toEqual(['2 v2'])
    const [{ ownerId }] = (await api('/api/v1/transactions/lists/5')).json.data
    expect(await all(`source=lists&owner=${ownerId}`)).toEqual(['5 v1'])
  })
})

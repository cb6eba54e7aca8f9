import { beforeAll, describe, expect, test } from 'vitest'
import guide from '../../docs/importing.md?raw'
import { type Caller, createTestOrganisation, dumpHash, once } from '../support/worker/organisation.ts'
import { workbookOf } from '../support/worker/workbook.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

let acme: Awaited<ReturnType<typeof createTestOrganisation>>
let api: Caller

const check = async (raw: string | Uint8Array<ArrayBuffer>, type = 'text/csv') =>
  api('/api/v1/import-checks?fileName=deals.csv', { method: 'POST', raw, headers: { 'content-type': type } })
const put = (id: string, mapping: unknown) => api(`/api/v1/import-mappings/${id}`, { method: 'PUT', body: mapping })
const post = (id: string, raw: string | Uint8Array<ArrayBuffer>, type = 'text/csv') =>
  api(`/api/v1/imports?mapping=${id}&mode=good`, { method: 'POST', raw, headers: { 'content-type': type, ...once() } })

beforeAll(async () => {
  acme = await createTestOrganisation()
  api = await acme.key('data:write', 'transactions:read', 'transactions:write')
  const people = ['005A1', '0123', 'ann'].map((externalId) => ({ externalId, name: externalId }))
  await api('/api/v1/participants', { method: 'PUT', body: { data: people } })
  await api('/api/v1/accounts', { method: 'PUT', body: { data: [{ externalId: '001B', name: 'Meyer' }] } })
  await api('/api/v1/transaction-fields', {
    method: 'PUT',
    body: { data: [{ id: 'segment', title: 'Customer segment', type: 'text' }] },
  })
})

describe('exports of well-known systems need no mapping by hand', () => {
  test.each([
    [
      'Salesforce, by the API',
      'salesforce-opportunity',
      'Id,Name,AccountId,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,Type,IsWon\n' +
        '006X1,Big deal,001B,005A1,Closed Won,12500.5,USD,2024-05-01,New,true\n006X2,Lost,001B,005A1,Closed Lost,1,USD,2024-05-01,New,false\n',
      { source: 'salesforce', externalId: '006X1', amount: '12500.5', currency: 'USD', occurredOn: '2024-05-01' },
    ],
    [
      'Salesforce, a German report',
      'salesforce-opportunity',
      'Opportunity-ID;Phase;Betrag;Betrag Währung;Schlusstermin;Inhaber-ID\n' +
        '006X3;Closed Won;"12.500,50";EUR;01.05.2024;005A1\n006X4;Prospecting;1;EUR;31.05.2024;005A1\n',
      { source: 'salesforce', externalId: '006X3', amount: '12500.50', currency: 'EUR', occurredOn: '2024-05-01' },
    ],
    [
      'Salesforce opportunity splits',
      'salesforce-opportunity-split',
      'Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitAmount,Opportunity.CloseDate,Opportunity.StageName\n' +
        '0SP1,006X1,005A1,50,625.25,2024-05-01,Closed Won\n0SP2,006X2,005A1,50,1,2024-05-02,Qualification\n',
      { source: 'salesforce-split', externalId: '0SP1', amount: '625.25', occurredOn: '2024-05-01' },
    ],
    [
      'HubSpot',
      'hubspot-deal',
      'Record ID,Deal Name,Pipeline,Deal Stage,Amount,Currency,Close Date,Deal owner\n' +
        '991,Renewal,Sales,Closed Won,"1,000.00",GBP,2024-05-01 14:30,0123\n992,New,Sales,Appointment scheduled,5,GBP,2024-05-02 10:00,0123\n',
      { source: 'hubspot', externalId: '991', amount: '1000.00', currency: 'GBP', occurredOn: '2024-05-01' },
    ],
  ])('%s', async (_, preset, file, transaction) => {
    const [first] = (await check(file)).json.suggestions
    expect(first).toMatchObject({ preset, missing: [] })
    const stored = await put(preset, first.mapping)
    expect([stored.status, stored.text]).toEqual([200, stored.text])
    const answer = await post(preset, file)
    expect(answer.json).toMatchObject({ rows: 2, stored: 1, skipped: 1, rejected: 0 })
    const { source, externalId } = transaction
    const [read] = (await api(`/api/v1/transactions/${source}/${externalId}`)).json.data
    expect(read).toMatchObject({ ...transaction, ownerId: expect.stringMatching(/^par_/) })
  })

  test('and presets can be stored as they are', async () => {
    const { data } = (await api('/api/v1/import-presets')).json
    expect(data.map(({ id }: { id: string }) => id)).toContain('hubspot-deal')
    for (const { id, mapping } of data) expect((await put(id, mapping)).json.mapping).toEqual(mapping)
  })
})

describe('a look at a file', () => {
  test('suggests what its columns are by their names, and leaves open what it cannot know', async () => {
    const { status, json } = await check(
      'Rechnungsnummer;Datum;Netto-Betrag;Kundennummer;Customer segment\nR1;03/04/2024;1.234;K1;SMB\nR2;05/04/2024;2.345;K1;\n',
    )
    expect(status).toBe(200)
    expect(json.columns[1]).toEqual({ name: 'Datum', samples: ['03/04/2024', '05/04/2024'] })
    const [suggestion] = json.suggestions
    expect(suggestion.preset).toBeNull()
    expect(suggestion.mapping).toMatchObject({
      dates: null,
      decimals: null,
      columns: {
        externalId: { column: 'Rechnungsnummer', optional: false },
        occurredOn: { column: 'Datum', optional: false },
        amount: { column: 'Netto-Betrag', optional: false },
        account: { column: 'Kundennummer', optional: true },
        'fields.segment': { column: 'Customer segment', optional: true },
      },
    })
    expect((await check('Farbe\nrot\n')).json.suggestions[0].missing).toEqual(['externalId', 'occurredOn'])
  })

  test('does not mind an end that was cut off, and stores nothing', async () => {
    const before = await dumpHash(acme.client)
    const cut = new TextEncoder().encode('Id,Date,Note\n1,2024-05-01,"one"\n2,2024-05-02,"fünf').slice(0, -3)
    const answer = await check(cut)
    expect(answer.json.columns[1].samples).toEqual(['2024-05-01'])
    expect((await check('')).status).toBe(422)
    expect((await check(new Uint8Array([0x50, 0x4b, 3, 4, 0xff]), XLSX)).status).toBe(422)
    expect(await dumpHash(acme.client)).toBe(before)
  })
})

describe('an Excel workbook', () => {
  const mapping = {
    name: 'Workbook',
    source: 'excel',
    columns: {
      externalId: { column: 'Id' },
      occurredOn: { column: 'Date' },
      amount: { column: 'Amount' },
      owner: { column: 'Owner', optional: true },
    },
    dates: 'dd.MM.yyyy',
    decimals: ',',
  }

  test('is read by what its cells are: days, numbers, texts; rejected rows come back as CSV', async () => {
    await put('excel', mapping)
    const rows = [
      ['Id', 'Date', 'Amount', 'Owner'],
      [1001, new Date('2024-05-01'), 1234.5, 'ann'],
      ['007', '02.05.2024', '1.234,56', null],
      [null, null, null, null],
      ['x', new Date('2024-05-03T14:30:00Z'), 0.1 + 0.2, null],
      ['y', 45413, 1, null],
      ['z', new Date('2024-05-04'), -3.25, 'nobody'],
    ]
    const answer = await post('excel', await workbookOf(rows), XLSX)
    expect([answer.status, answer.json]).toMatchObject([201, { rows: 5, stored: 3, rejected: 2 }])
    const read = async (id: string) => (await api(`/api/v1/transactions/excel/${id}`)).json.data[0]
    expect(await read('1001')).toMatchObject({ occurredOn: '2024-05-01', amount: '1234.5' })
    expect(await read('007')).toMatchObject({ occurredOn: '2024-05-02', amount: '1234.56' })
    expect(await read('x')).toMatchObject({ occurredOn: '2024-05-03', amount: '0.3' })
    expect(answer.json.rejects).toMatchObject([
      { line: 6, faults: [{ column: 'Date', code: 'date-invalid' }] },
      { line: 7, faults: [{ column: 'Owner', code: 'unknown-reference' }] },
    ])
    const { text } = await api(`/api/v1/imports/${answer.json.import.id}/rejected.csv`)
    expect(text.split('\r\n')[2]).toMatch(/^z;2024-05-04;-3,25;nobody;/)
    const mended = await post('excel', text.replace('nobody', 'ann').replace('45413', '01.05.2024'))
    expect(mended.json).toMatchObject({ stored: 2, rejected: 0 })
    expect(await read('z')).toMatchObject({ amount: '-3.25' })
  })

  test('that is damaged, or would unpack to more than fits, is refused', async () => {
    const before = await dumpHash(acme.client)
    const bytes = await workbookOf([['Id', 'Date', 'Amount']])
    const cut = bytes.slice(0, Math.floor(bytes.length / 2))
    const bomb = bytes.slice()
    const view = new DataView(bomb.buffer)
    for (let at = 0; at < bomb.length - 4; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 900_000_000, true)
    for (const raw of [cut, bomb, Uint8Array.of(73, 100, 44, 10)]) {
      const answer = await post('excel', raw, XLSX)
      expect([answer.status, answer.json.errors[0].code]).toEqual([422, 'workbook-unreadable'])
    }
    const tooLarge = await post('excel', new Uint8Array(21 * 1024 * 1024), XLSX)
    expect(tooLarge.status).toBe(413)
    expect(await dumpHash(acme.client)).toBe(before)
  })
})

test('the mappings that the guide shows are mappings', async () => {
  const shown = /-d '(\{.+?\})'/s.exec(guide)?.[1] ?? ''
  const stored = await put('guide', JSON.parse(shown))
  expect(stored.json).toMatchObject({ id: 'guide', mapping: { source: 'crm', team: [] } })
  const corrections = /`("columns": \{.+?\} \})`/s.exec(guide)?.[1] ?? ''
  const { columns, values } = JSON.parse(`{${corrections}}`)
  const mapping = { ...stored.json.mapping, columns: { ...stored.json.mapping.columns, ...columns }, values, only: [] }
  expect((await put('guide', mapping)).status).toBe(200)
  const file = (stage: string) => `Id,CloseDate,Amount,StageName\n1,2024-05-01,10.00,${stage}\n`
  expect((await post('guide', file('Closed Won'))).json).toMatchObject({ stored: 1 })
  expect((await post('guide', file('Closed Lost'))).json).toMatchObject({ stored: 1 })
  const versions = (await api('/api/v1/transactions/crm/1')).json.data
  expect(versions.map(({ voided }: { voided: boolean }) => voided)).toEqual([false, true])
})

import { readFileSync } from 'node:fs'
import { afterEach, expect, inject, test } from 'vitest'
import { ask, openPage, signIn, type Watched } from './session.ts'

const origin = inject('productUrl')
const opened: Watched[] = []
const shots = process.env.SHOTS

async function open(size?: { width: number; height: number }): Promise<Watched> {
  const watched = await openPage(origin, size)
  opened.push(watched)
  await signIn(watched.page, origin, 'analyst@demo.example')
  return watched
}
async function look({ page }: Watched, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

afterEach(async () => {
  for (const { browser } of opened.splice(0)) await browser.close()
})

const FILE = [
  'Invoice;Invoiced on;Net;Seller;Stage',
  'B-1;03.04.2017;1.234,50;{owner};Won',
  'B-2;04.04.2017;99,90;{owner};Lost',
  'B-3;31.04.2017;10,00;{owner};Won',
  'B-4;05.04.2017;-12,34;nobody;Won',
  'B-5;06.04.2017;7;{owner};Won',
].join('\n')

test('a file is mapped, checked, imported and listed; its rejected rows are mended and sent again', async () => {
  const watched = await open()
  const { page, faults } = watched
  const { data } = (await ask(page, 'GET', '/participants?limit=1')) as { data: { externalId: string; name: string }[] }
  const owner = data[0]?.externalId ?? ''
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Import a file' }).click()
  await look(watched, 'pick')
  const file = (text: string, name = 'invoices.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByLabel('Choose a file').setInputFiles(file(FILE.replaceAll('{owner}', owner)))

  const grid = page.getByRole('table', { name: 'What the columns are' })
  await grid.waitFor()
  await page.getByText('Say where these come from').waitFor()
  await grid.getByLabel('Source of Id of the deal').selectOption({ label: 'Invoice' })
  await grid.getByLabel('Source of Day it occurred').selectOption({ label: 'Invoiced on' })
  await grid.getByLabel('Source of Amount').selectOption({ label: 'Net' })
  await grid.getByLabel('Source of Owner').selectOption({ label: 'Seller' })
  await grid.getByText('1.234,50 · 99,90 · 10,00').waitFor()
  await page.getByLabel('Name of this mapping').fill('Billing')
  await page.getByLabel('System', { exact: true }).fill('billing')
  await page.getByLabel('Days are written').selectOption({ label: '31.12.2024' })
  await page.getByLabel('Decimal sign').selectOption({ label: 'comma: 1.234,50' })
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Column', { exact: true }).selectOption('Stage')
  await page.getByLabel('One of (separated by commas)').fill('Won')
  await look(watched, 'mapping')
  await page.getByRole('button', { name: 'Check the file' }).click()

  await page.getByText('2 of 5 rows cannot be stored as they are.').waitFor()
  const rejected = page.getByRole('table', { name: 'Rejected rows' })
  await rejected.getByRole('row', { name: /^4 Invoiced on 31\.04\.2017/ }).waitFor()
  await rejected.getByRole('row', { name: /^5 Seller nobody/ }).waitFor()
  await look(watched, 'checked')
  await page.getByRole('button', { name: 'Import good rows (2)' }).click()
  await page.getByText('The good rows are imported.').waitFor()
  await look(watched, 'imported')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download rejected rows' }).click(),
  ])
  const text = readFileSync(await download.path(), 'utf8')
  expect(text.split('\r\n')[0]).toBe('\uFEFFInvoice;Invoiced on;Net;Seller;Stage;error')

  await page.getByRole('button', { name: 'Import another file' }).click()
  const mended = text.replace('31.04.2017;', '30.04.2017;').replace(';nobody;', `;${owner};`)
  await page.getByLabel('Choose a file').setInputFiles(file(mended, 'rejected.csv'))
  await grid.waitFor()
  // The mapping is remembered, and offered first.
  expect(await page.getByLabel('Start from').inputValue()).toBe('saved:billing')
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByText('Every row that counts can be stored.').waitFor()
  await page.getByRole('button', { name: 'Import rows (2)' }).click()
  await page.getByText('The file is imported.').waitFor()

  await page.getByRole('button', { name: 'Show transactions' }).click()
  const deals = page.getByRole('table', { name: 'Transactions' })
  await deals.getByRole('row', { name: /^B-4 billing .*-US\$12\.34/ }).waitFor()
  await look(watched, 'transactions')
  await page.getByLabel('Deal', { exact: true }).fill('B-1')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/data/transactions?externalId=B-1')
  await deals.getByRole('link', { name: 'B-1', exact: true }).click()
  await page.getByRole('heading', { name: 'Versions of B-1' }).waitFor()
  await page.getByRole('table', { name: 'Versions of B-1' }).getByText('1,234.50').waitFor()
  await look(watched, 'versions')

  await page.goto(`${origin}/data/imports`)
  const imports = page.getByRole('table', { name: 'Imports' })
  await imports.waitFor()
  expect(await imports.getByRole('row').count()).toBe(3)
  await look(watched, 'imports')
  await imports.getByRole('link', { name: 'invoices.csv' }).click()
  await page.getByRole('row', { name: /^4 Invoiced on 31\.04\.2017/ }).waitFor()
  expect(faults).toEqual([])
})

test('a Salesforce export needs no mapping by hand, and a file that is none is refused in words', async () => {
  const watched = await open()
  const { page, faults } = watched
  await page.goto(`${origin}/data/imports/new`)
  const pick = page.getByLabel('Choose a file')
  await pick.setInputFiles({
    name: 'photo.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]),
  })
  await page.getByRole('alert').filter({ hasText: 'not in UTF-8' }).waitFor()
  const rows =
    'Id,Name,OwnerId,StageName,Amount,CloseDate\n006A,One,,Closed Won,100.00,2017-03-01\n006B,Two,,Prospecting,5,2017-03-02\n'
  await pick.setInputFiles({ name: 'opportunities.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
  await page.getByRole('table', { name: 'What the columns are' }).waitFor()
  expect(await page.getByLabel('Start from').inputValue()).toBe('suggested:salesforce-opportunity')
  await page.getByLabel('Source of Owner').locator('..').getByLabel('may be empty').check()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByText('Every row that counts can be stored.').waitFor()
  await page.getByRole('row', { name: /^2 new 006A/ }).waitFor()
  expect(faults).toEqual([])
})

test('a data exception is taken care of, resolved, and found again by its state', async () => {
  const watched = await open()
  const { page, faults } = watched
  // Together more than can be paid exactly, in a territory that somebody owns.
  const deal = (externalId: string) => ({
    source: 'crm',
    externalId,
    occurredOn: '2017-12-01',
    amount: '999999999999999',
    fields: { region: 'West', segment: 'Corporate', profit: '900', repeatCustomer: true },
  })
  await ask(page, 'PUT', '/transactions', { data: [deal('HUGE-1'), deal('HUGE-2'), deal('HUGE-3')] })
  await page.goto(`${origin}/data/exceptions`)
  const queue = page.getByRole('table', { name: 'Exceptions' })
  await queue.waitFor()
  await look(watched, 'exceptions')
  const before = await queue.getByRole('button', { name: 'Take care of it' }).count()
  await queue.getByRole('button', { name: 'Take care of it' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Data exception' })
  await dialog.getByLabel('Taken care of by').selectOption({ index: 1 })
  await dialog.getByLabel('Reason').fill('A typing error in the CRM')
  await look(watched, 'exception')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await queue.getByText('A typing error in the CRM').waitFor()
  await queue.getByRole('button', { name: 'Take care of it' }).first().click()
  await dialog.getByLabel('Resolution').fill('Will be voided')
  await dialog.getByRole('button', { name: 'Resolve' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByLabel('State').selectOption('resolved')
  await page.waitForURL('**/data/exceptions?state=resolved')
  await queue.getByText('Will be voided').waitFor()
  // Taken back, the deals are no exception any more; whatever is tested next finds the demo as it was.
  const voided = ['HUGE-1', 'HUGE-2', 'HUGE-3'].map((id) => ({ ...deal(id), voided: true }))
  await ask(page, 'PUT', '/transactions', { data: voided })
  await page.getByLabel('State').selectOption('cleared')
  await queue.getByText('Will be voided').waitFor()
  expect(before).toBeGreaterThan(0)
  expect(faults).toEqual([])
})

test('the screens of data fit a phone of 360 px, in German and in the dark', async () => {
  const watched = await open({ width: 360, height: 780 })
  const { page, faults } = watched
  await page.evaluate(() => {
    localStorage.setItem('dreizack:locale', 'de')
    localStorage.setItem('dreizack:theme', 'dark')
  })
  const width = () => page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)
  for (const path of ['imports', 'transactions', 'exceptions', 'imports/new']) {
    await page.goto(`${origin}/data/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(800)
    await look(watched, `phone-${path.replace('/', '-')}`)
    expect(await width(), path).toBeLessThanOrEqual(360)
  }
  const rows = 'Rechnungsnummer;Datum;Betrag\nR1;01.02.2017;1.000,00\nR2;41.02.2017;x\n'
  await page
    .getByLabel('Datei wählen')
    .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
  await page.getByRole('button', { name: 'Datei prüfen' }).waitFor()
  // The cells that can be read at all leave no doubt.
  expect(await page.getByLabel('Tage sind geschrieben').inputValue()).toBe('dd.MM.yyyy')
  expect(await page.getByLabel('Dezimalzeichen').inputValue()).toBe(',')
  await look(watched, 'phone-mapping')
  expect(await width(), 'mapping').toBeLessThanOrEqual(360)
  await page.getByRole('button', { name: 'Datei prüfen' }).click()
  await page.getByText('1 von 2 Zeilen können so nicht gespeichert werden.').waitFor()
  await look(watched, 'phone-checked')
  expect(await width(), 'checked').toBeLessThanOrEqual(360)
  expect(faults).toEqual([])
})

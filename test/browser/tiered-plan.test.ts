import type { Page } from 'playwright-core'
import { afterEach, expect, inject, test } from 'vitest'
import { blockOf, choose, drag, press, typeInto } from './canvas.ts'
import { ask, openPage, signIn, type Watched } from './session.ts'

const origin = inject('productUrl')
const opened: Watched[] = []

async function open(): Promise<Watched> {
  const watched = await openPage(origin)
  opened.push(watched)
  return watched
}

afterEach(async () => {
  for (const { browser } of opened.splice(0)) await browser.close()
})

const problems = (page: Page) => page.getByRole('tabpanel').getByRole('listitem')

/** Credits and a measure by mouse. */
async function drawByMouse(page: Page): Promise<void> {
  const plan = blockOf(page, 'plan')
  await typeInto(plan, 'Empty plan', 'Tiers from blocks')
  await drag(page, 'Credits', 'credit_rule', plan, 2)
  await drag(page, 'Measures', 'measure', plan, 3)
  const measure = blockOf(page, 'measure')
  await choose(measure, 'this period', 'the quarter to date')
}

/** A table with two bands by keyboard alone: 4 % from nothing, 6 % from 20,000. */
async function drawByKeyboard(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: 'Tables', exact: true }).focus()
  await press(page, 'ArrowRight', 'Enter', 'Enter')
  await expect.poll(() => blockOf(page, 'plan').locator('g.table').count()).toBe(1)
  await press(page, 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter')
  await page.keyboard.type('4')
  await press(page, 'Enter', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')
  await press(page, 't', 'ArrowRight', 'ArrowDown', 'Enter', 'Enter')
  await expect.poll(() => blockOf(page, 'table').locator('g.band').count()).toBe(2)
}

test('a tiered plan is drawn, published by a second person, and pays the same everywhere', async () => {
  const analyst = await open()
  const { page } = analyst
  await signIn(page, origin, 'analyst@demo.example')
  await page.getByRole('link', { name: 'Plans', exact: true }).click()
  await page.getByRole('button', { name: 'New plan' }).click()
  await page.getByRole('button', { name: /^Empty plan/ }).click()
  await page.waitForURL('**/plans/plan_*')
  await blockOf(page, 'plan').waitFor()

  await drawByMouse(page)
  await drawByKeyboard(page)

  // Two bands from 0: said beside the blocks, and on the second band itself, which the keyboard reaches first.
  await page.getByRole('tab', { name: /Problems/ }).click()
  await problems(page).filter({ hasText: 'one of them can never be reached' }).waitFor()
  await problems(page).filter({ hasText: 'one of them can never be reached' }).getByRole('button').click()
  await press(page, 'ArrowRight', 'ArrowRight', 'Enter')
  await page.keyboard.type('20000')
  await press(page, 'Enter', 'ArrowRight', 'ArrowRight', 'Enter')
  await page.keyboard.type('6')
  await press(page, 'Enter')
  await expect.poll(() => problems(page).filter({ hasText: 'can never be reached' }).count()).toBe(0)

  await drag(page, 'Earnings', 'earning', blockOf(page, 'plan'), 5)
  await drag(page, 'Tables', 'apply_table', blockOf(page, 'earning'), 0)

  await page.getByRole('tab', { name: 'Preview' }).click()
  await page.getByRole('textbox', { name: 'Amount', exact: true }).fill('10000')
  await page.getByLabel('Sold before in the period').fill('15000')
  // 5,000 at 4 % up to 20,000, and 5,000 at 6 %.
  await expect.poll(() => page.getByTestId('preview-pays').textContent()).toBe('US$500.00')
  await page.getByText('Saved', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByLabel('Effective from').fill('2017-10-01')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByText('somebody else publishes it').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()

  const approver = await open()
  await signIn(approver.page, origin, 'approver@demo.example')
  await approver.page.goto(page.url())
  await approver.page.getByRole('button', { name: 'Publish' }).click()
  await approver.page.getByLabel('Effective from').fill('2017-10-01')
  await approver.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await approver.page.getByText('Version 1 is published.').waitFor()

  const plan = page.url().split('/').at(-1)
  const seller = { externalId: `seller-${Date.now()}` }
  const name = `Bea Blocks ${seller.externalId.slice(-4)}`
  const deal = { owner: seller, amount: '10000', currency: 'USD', occurredOn: '2017-12-20', creditedOn: '2017-12-20' }
  await ask(page, 'PUT', '/participants', { data: [{ ...seller, name }] })
  await ask(page, 'PUT', '/plan-assignments', { data: [{ plan, participant: seller, from: '2017-10-01' }] })
  const before = {
    ...deal,
    source: 'blocks',
    externalId: `${seller.externalId}-before`,
    amount: '15000',
    occurredOn: '2017-10-05',
    creditedOn: '2017-10-05',
  }
  await ask(page, 'PUT', '/transactions', { data: [before] })
  const quotes = (await ask(page, 'POST', '/quotes', { deal })) as {
    data: { recipients: { plan: { id: string }; amount: { amount: string } }[] }[]
  }
  const quoted = quotes.data[0]?.recipients.find((each) => each.plan.id === plan)
  expect(quoted?.amount.amount).toBe('500.00')

  await ask(page, 'PUT', '/transactions', {
    data: [{ ...deal, source: 'blocks', externalId: `${seller.externalId}-deal` }],
  })
  await page.goto(`${origin}/statement-links`)
  await page.getByLabel('Participant').selectOption({ label: name })
  await page.getByLabel('Period').selectOption('2017-Q4')
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await page.getByTestId('statement-link').textContent()) ?? ''
  const reader = await open()
  await reader.page.goto(link)
  const button = reader.page.getByRole('button')
  if ((await button.count()) > 0) await button.first().click()
  await reader.page.getByText(name).first().waitFor()
  const statement = (await reader.page.locator('body').textContent()) ?? ''
  expect(statement).toContain('500.00')
  expect(statement).toContain('1,100.00')

  await page.reload()
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('button', { name: 'Revoke' })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByText('revoked')
    .waitFor()

  await page.goto(`${origin}/earnings?period=2017-Q4`)
  await page.getByRole('list').getByText(name).click()
  await page.getByText(`${seller.externalId}-deal`).first().waitFor()

  expect(opened.flatMap((each) => each.faults)).toEqual([])
})

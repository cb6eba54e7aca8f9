import type { Page } from 'playwright-core'
import { afterEach, expect, inject, test } from 'vitest'
import { blockOf, typeInto } from './canvas.ts'
import { ask, openPage, signIn, type Watched } from './session.ts'

const origin = inject('productUrl')
const opened: Watched[] = []
afterEach(async () => {
  for (const { browser } of opened.splice(0)) await browser.close()
})

const attained = { kind: 'Attainment', measure: 'revenue', quota: 'target' }
/** 1,000 at quota, and nothing below; every number of the sentence is known. */
const STEP = {
  language: 'dreizack/1',
  title: 'All or nothing',
  currency: 'EUR',
  period: 'quarter',
  fields: [],
  parameters: [],
  credits: [
    {
      kind: 'CreditRule',
      id: 'own',
      title: 'Own deals',
      to: { kind: 'Owner' },
      creditType: 'revenue',
      amount: { kind: 'Field', field: 'amount' },
    },
  ],
  measures: [
    {
      kind: 'Measure',
      id: 'revenue',
      title: 'Revenue',
      aggregate: 'sum',
      value: { kind: 'CreditAmount' },
      window: { kind: 'Period' },
    },
  ],
  tables: [],
  earnings: [
    {
      kind: 'Earning',
      id: 'bonus',
      title: 'Bonus',
      per: 'period',
      amount: {
        kind: 'If',
        when: { kind: 'Compare', op: '>=', left: attained, right: { kind: 'Percent', value: '1' } },
        // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word
        then: { kind: 'Money', value: '1000', currency: 'EUR' },
        otherwise: { kind: 'Money', value: '0', currency: 'EUR' },
      },
      rounding: { mode: 'half-up', basis: 'running' },
    },
  ],
}

async function openPlan(size: { width: number; height: number }): Promise<Watched> {
  const watched = await openPage(origin, size)
  opened.push(watched)
  const { page } = watched
  await signIn(page, origin, 'analyst@demo.example')
  const { id } = (await ask(page, 'POST', '/plans', { name: STEP.title, ast: STEP })) as { id: string }
  await page.goto(`${origin}/plans/${id}`)
  await page.locator('.blocklySvg g.plan').waitFor()
  await page.getByRole('tab', { name: /Problems/ }).click()
  return watched
}

const loopholes = (page: Page) => page.getByRole('region', { name: /What it can be gamed by|Wie er sich ausnutzen/ })

test('what a plan can be gamed by stands beside its problems, with an example, and leads to its block', async () => {
  const { page, faults } = await openPlan({ width: 1280, height: 900 })
  const cliff = loopholes(page).getByRole('listitem').filter({ hasText: 'Cliff' }).first()
  await cliff.waitFor()
  expect(await cliff.getByRole('button').textContent()).toContain(
    'At a deal of €100,000.00, what is paid jumps from €0.00 to €1,000.00: crossing it is worth €1,000.00.',
  )
  // Looked for in the background: the page itself stays free.
  expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringContaining('look.worker')])

  await cliff.getByText('An example, calculated').click()
  expect(await cliff.locator('details').textContent()).toMatch(
    /A deal of €99,999\.99, credited on 1[67] Dec 2026[\s\S]*pays €0\.00[\s\S]*A deal of €100,000\.00, credited on[\s\S]*pays €1,000\.00[\s\S]*Given: Quota target: 100,000/,
  )

  await cliff.getByRole('button').click()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('g.blocklyDraggable')?.getAttribute('class') ?? ''))
    .toMatch(/\bcompare\b/)
  expect(faults).toEqual([])
})

test('the sentences are in the reader’s language, their money in the reader’s writing', async () => {
  const { page, faults } = await openPlan({ width: 1280, height: 900 })
  await page.evaluate(() => localStorage.setItem('dreizack:locale', 'de'))
  await page.reload()
  await page.getByRole('tab', { name: /Probleme/ }).click()
  await page.getByRole('tabpanel').getByText('„Bonus“ hat keine Obergrenze.').waitFor()
  const cliff = loopholes(page).getByRole('listitem').filter({ hasText: 'Sprung' }).first()
  await cliff.waitFor()
  expect(((await cliff.getByRole('button').textContent()) ?? '').replaceAll('\u00a0', ' ')).toContain(
    'Bei einem Deal von 100.000,00 € springt die Auszahlung von 0,00 € auf 1.000,00 €: Die Schwelle zu überschreiten bringt 1.000,00 €.',
  )
  expect(faults).toEqual([])
})

test('a plan that is put right is looked at again, and one with errors is not', async () => {
  const { page, faults } = await openPlan({ width: 1900, height: 900 })
  await loopholes(page).getByText('Cliff').first().waitFor()
  await typeInto(page.locator('.blocklySvg g.amount').filter({ hasText: '1000' }), '1000', '0')
  await loopholes(page)
    .getByText(/^(There is no loophole|No loophole was found)/)
    .waitFor()
  expect(await loopholes(page).getByText('Cliff').count()).toBe(0)
  await typeInto(blockOf(page, 'plan'), 'EUR', 'euro')
  await loopholes(page).getByText('when its errors are fixed').waitFor()
  expect(faults).toEqual([])
})

test('on a phone the list is as wide as the screen', async () => {
  const { page, faults } = await openPlan({ width: 360, height: 780 })
  await loopholes(page).getByText('Cliff').first().waitFor()
  for (const summary of await loopholes(page).getByText('An example, calculated').all()) await summary.click()
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)).toBeLessThanOrEqual(360)
  expect(faults).toEqual([])
})

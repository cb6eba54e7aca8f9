import { afterEach, expect, inject, test } from 'vitest'
import { ask, openPage, signIn, type Watched } from './session.ts'

const origin = inject('productUrl')
const opened: Watched[] = []

async function open(size?: { width: number; height: number }): Promise<Watched> {
  const watched = await openPage(origin, size)
  opened.push(watched)
  return watched
}

afterEach(async () => {
  for (const { browser } of opened.splice(0)) await browser.close()
})

const plans = (page: Watched['page']) => ask(page, 'GET', '/plans') as Promise<{ data: { id: string; name: string }[] }>

test('a wrong password is said beside the form, and signing in leads to where one wanted to go', async () => {
  const { page, faults } = await open()
  await page.goto(`${origin}/earnings`)
  await page.getByLabel('Email').fill('analyst@demo.example')
  await page.getByLabel('Password').fill('not the password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'do not match' }).waitFor()
  await page.getByLabel('Password').fill('dreizack-demo')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Earnings' }).waitFor()
  expect(faults).toEqual([])
})

test('every screen fits a phone of 360 px', async () => {
  const { page, faults } = await open({ width: 360, height: 780 })
  await signIn(page, origin, 'analyst@demo.example')
  const [plan] = (await plans(page)).data
  for (const path of ['/', '/plans', `/plans/${plan?.id}`, '/earnings', '/statement-links']) {
    await page.goto(origin + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForTimeout(800)
    const width = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)
    expect(width, path).toBeLessThanOrEqual(360)
  }
  expect(faults).toEqual([])
})

test('the published demo plans open as blocks without a problem that blocks them', async () => {
  const { page, faults } = await open()
  await signIn(page, origin, 'analyst@demo.example')
  const { data } = await plans(page)
  expect(data.length).toBeGreaterThanOrEqual(4)
  for (const plan of data.slice(0, 4)) {
    await page.goto(`${origin}/plans/${plan.id}`)
    await page.locator('.blocklySvg g.earning').first().waitFor()
    await page.getByRole('tab', { name: /Problems/ }).click()
    expect(await page.getByRole('tabpanel').getByText('Error', { exact: true }).count(), plan.name).toBe(0)
  }
  expect(faults).toEqual([])
})

test('two people who save the same draft both keep their work', async () => {
  const first = await open()
  await signIn(first.page, origin, 'analyst@demo.example')
  await first.page.goto(`${origin}/plans`)
  await first.page.getByRole('button', { name: 'New plan' }).click()
  await first.page.getByRole('button', { name: /^Flat rate/ }).click()
  await first.page.waitForURL('**/plans/plan_*')
  await first.page.locator('.blocklySvg g.plan').waitFor()
  const path = `/plans/${first.page.url().split('/').at(-1)}`
  const draft = (await ask(first.page, 'GET', path)) as { name: string; ast: { title: string }; revision: number }
  await first.page.evaluate(
    async ([path, draft]) => {
      const headers = { 'content-type': 'application/json', 'if-match': `"r${draft.revision}"` }
      const body = JSON.stringify({ name: 'Theirs', ast: { ...draft.ast, title: 'Theirs' } })
      await fetch(`/api/v1${path}/draft`, { method: 'PUT', headers, body })
    },
    [path, draft] as const,
  )
  await first.page.locator('.blocklySvg g.plan > g.blocklyEditableField').first().click()
  await first.page.locator('.blocklyHtmlInput').fill('Mine')
  await first.page.keyboard.press('Enter')
  await first.page.getByText('Your changes are still here').first().waitFor()
  // A closed tab loses nothing.
  await first.page.reload()
  await first.page.getByRole('heading', { name: 'Mine' }).waitFor()
  await first.page.getByRole('button', { name: 'Save mine anyway' }).click()
  await first.page.getByText('Saved', { exact: true }).waitFor()
  expect(((await ask(first.page, 'GET', path)) as { name: string }).name).toBe('Mine')
  expect(first.faults).toEqual([])
})

test('a session that ends while one edits costs nothing: one signs in again and goes on', async () => {
  const { page, faults } = await open()
  await signIn(page, origin, 'analyst@demo.example')
  await page.goto(`${origin}/plans`)
  await page.getByRole('button', { name: 'New plan' }).click()
  await page.getByRole('button', { name: /^Flat rate/ }).click()
  await page.waitForURL('**/plans/plan_*')
  const address = page.url()
  await page.locator('.blocklySvg g.plan').waitFor()
  const ended = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const init: RequestInit = { method: 'POST', body: '{}', headers, referrerPolicy: 'same-origin' }
    return (await fetch('/api/auth/sign-out', init)).status
  })
  expect(ended).toBe(200)
  await page.waitForTimeout(1_100)
  await page.locator('.blocklySvg g.plan > g.blocklyEditableField').first().click()
  await page.locator('.blocklyHtmlInput').fill('Written late')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in?to=*')
  await page.getByLabel('Email').fill('analyst@demo.example')
  await page.getByLabel('Password').fill('dreizack-demo')
  await page.keyboard.press('Enter')
  await page.waitForURL(address)
  await page.getByRole('heading', { name: 'Written late' }).waitFor()
  await page.getByText('were brought back from this browser').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const plan = (await ask(page, 'GET', `/plans/${address.split('/').at(-1)}`)) as { name: string }
  expect(plan.name).toBe('Written late')
  expect(faults).toEqual([])
})

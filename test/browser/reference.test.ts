import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

test('the API reference opens by itself, without a foreign request or an error', async () => {
  const origin = inject('productUrl')
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) faults.push(request.url())
  })
  await page.goto(`${origin}/docs`)
  await page.getByRole('button', { name: 'Open Group - participants', exact: true }).click()
  await page
    .getByRole('link', { name: /List participants/ })
    .first()
    .click()
  await page.getByText('/api/v1/participants').first().waitFor()
  expect(faults).toEqual([])
})

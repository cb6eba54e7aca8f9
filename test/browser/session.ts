import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'

/** Everything that a screen must not do, as it happens. */
export type Watched = { page: Page; faults: string[]; browser: Browser }

/**
 * A page whose errors and foreign requests are collected. Each is a browser of its own: in the Chromium that a package
 * ships, contexts of one browser share their cookies, and two people would be one.
 */
export async function openPage(origin: string, size = { width: 1440, height: 900 }): Promise<Watched> {
  const browser = await launchChromium()
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // A refused request is logged by the browser itself; what the screen then says is tested where it matters.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) faults.push(request.url())
  })
  return { page, faults, browser }
}

export async function signIn(page: Page, origin: string, email: string): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('dreizack-demo')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Menu' }).waitFor()
}

/** Asks the API as whoever is signed in on the page. */
export async function ask(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
      const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
      const response = await fetch(`/api/v1${path}`, init)
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    [method, path, body] as const,
  )
}

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Caller, once } from '../support/worker/organisation.ts'
import { createPayingOrganisation, type PayingOrganisation } from '../support/worker/paying-organisation.ts'

let acme: PayingOrganisation
let analyst: Caller

beforeAll(async () => {
  acme = await createPayingOrganisation()
})
beforeEach(async () => {
  // A minute further for each test: links are opened a limited number of times a minute.
  acme.clock.now = new Date(acme.clock.now.getTime() + 60_000)
  analyst = await acme.person(['analyst'])
})

async function makeLink(whom: string, more: object = {}): Promise<{ id: string; path: string; token: string }> {
  const body = { participantId: acme.id(whom), periodId: '2024-Q2', ...more }
  const { json } = await analyst('/api/v1/statement-links', { method: 'POST', body, headers: once() })
  const path = new URL(json.url).pathname
  return { id: json.id, path, token: path.slice('/s/'.length) }
}
const open = (path: string, headers: Record<string, string> = {}) =>
  acme.anonymous(path, {
    method: 'POST',
    raw: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
const cookieOf = (answer: Awaited<ReturnType<Caller>>) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const view = (cookie: string, headers: Record<string, string> = {}) =>
  acme.anonymous('/statement/view', { headers: { cookie, ...headers } })
const later = (ms: number) => {
  acme.clock.now = new Date(acme.clock.now.getTime() + ms)
}

describe('a link', () => {
  test('opens in two steps, ends at an address without its token, and shows the figures', async () => {
    const { path, token } = await makeLink('ann')
    const asked = await acme.anonymous(path)
    expect([asked.status, asked.headers.get('set-cookie')]).toEqual([200, null])
    const opened = await open(path)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/statement/view'])
    expect(opened.headers.get('set-cookie')).toMatch(
      /^statement=acme\.[^;]+; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const page = await view(cookieOf(opened))
    expect(page.status).toBe(200)
    expect(page.text).toContain('€100.00')
    expect(page.text).toContain('A1')
    expect(page.text).not.toContain(token)
    expect(page.text).not.toMatch(/<script/i)
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  test('is nowhere in the database, and the same command answers the same link again', async () => {
    const headers = once()
    const body = { participantId: acme.id('ann'), periodId: '2024-Q2' }
    const ask = { method: 'POST', body, headers }
    const [first, again] = [
      await analyst('/api/v1/statement-links', ask),
      await analyst('/api/v1/statement-links', ask),
    ]
    expect(again.json).toEqual(first.json)
    const token = new URL(first.json.url).pathname.slice('/s/'.length)
    const opened = await open(`/s/${token}`)
    const session = cookieOf(opened).slice('statement='.length)
    const tables = await acme.client.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    for (const { name } of tables.rows) {
      const rows = JSON.stringify((await acme.client.execute(`SELECT * FROM "${name}"`)).rows)
      for (const secret of [token, session]) expect([name, rows.includes(secret)]).toEqual([name, false])
    }
  })

  test('that is cut short, changed or made up opens nothing; punctuation after it is forgiven', async () => {
    const { path, token } = await makeLink('ann')
    const flipped = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [
      token.slice(0, -1),
      token.toUpperCase(),
      flipped,
      'x',
      `${token}%00`,
      `${token}/..`,
      `stl_other_${'A'.repeat(43)}`,
    ]) {
      expect([wrong, (await acme.anonymous(`/s/${wrong}`)).status]).toEqual([wrong, 404])
      expect([wrong, (await open(`/s/${wrong}`)).status]).toEqual([wrong, 404])
    }
    for (const end of [').', ',', '>'])
      expect((await acme.anonymous(`${path}${encodeURIComponent(end)}`)).status).toBe(200)
  })

  test('is gone when it has expired or was revoked, and so are the pages that it opened', async () => {
    const [short, revoked] = [await makeLink('ann', { days: 1 }), await makeLink('ann')]
    const pages = [cookieOf(await open(short.path)), cookieOf(await open(revoked.path))]
    await analyst(`/api/v1/statement-links/${revoked.id}`, { method: 'DELETE' })
    expect([(await acme.anonymous(revoked.path)).status, (await open(revoked.path)).status]).toEqual([410, 410])
    expect([(await view(pages[0] ?? '')).status, (await view(pages[1] ?? '')).status]).toEqual([200, 410])
    later(86_400_000 - 60_000)
    expect((await open(short.path)).status).toBe(303)
    later(60_001)
    expect([(await acme.anonymous(short.path)).status, (await open(short.path)).status]).toEqual([410, 410])
  })

  test('a visit ends after a quarter of an hour, and one cookie opens one statement', async () => {
    const [ann, bob] = [await makeLink('ann'), await makeLink('bob')]
    const cookie = cookieOf(await open(ann.path))
    expect((await view(`statement=acme.${'A'.repeat(43)}`)).status).toBe(410)
    expect((await view(cookie.replace('acme.', 'other.'))).status).toBe(410)
    expect((await view(cookie)).text).toContain('Ann')
    // A nonce is random text, which may spell her name.
    const his = (await view(cookieOf(await open(bob.path)))).text.replaceAll(/nonce="[^"]*"/g, '')
    expect(his).not.toContain('Ann')
    later(15 * 60_000 + 1)
    expect((await view(cookie)).status).toBe(410)
  })

  test('for three views opens three times, however many come at once', async () => {
    const { path, id } = await makeLink('ann', { maximumViews: 3 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => open(path)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(303), ...Array(9).fill(410)])
    expect((await acme.anonymous(path)).status).toBe(410)
    const listed = (await analyst('/api/v1/statement-links?limit=1000')).json.data
    expect(listed.find((link: { id: string }) => link.id === id)).toMatchObject({ views: 3, status: 'used' })
  })

  test('keeps a log of its openings, without the whole address', async () => {
    const { path, id } = await makeLink('ann')
    await open(path, { 'cf-connecting-ip': '203.0.113.77', 'user-agent': 'A phone' })
    await open(path, { 'cf-connecting-ip': '2001:db8:1:2::77', 'user-agent': 'x'.repeat(1_000) })
    const { data } = (await analyst(`/api/v1/statement-links/${id}/views`)).json
    const at = acme.clock.now.toISOString()
    expect(data).toEqual([
      { at, address: '203.0.113.0', agent: 'A phone' },
      { at, address: '2001:db8:1::', agent: 'x'.repeat(200) },
    ])
  })

  test('is not opened more than ten times a minute from one address', async () => {
    const { path } = await makeLink('ann')
    const from = (address: string) => open(path, { 'cf-connecting-ip': address })
    for (let i = 0; i < 10; i += 1) expect((await from('192.0.2.9')).status).toBe(303)
    const refused = await from('192.0.2.9')
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(refused.headers.get('content-type')).toContain('text/html')
    expect((await from('192.0.2.10')).status).toBe(303)
    later(60_000)
    expect((await from('192.0.2.9')).status).toBe(303)
  })
})

describe('the page', () => {
  test('shows hostile names as text', async () => {
    const { text } = await view(cookieOf(await open((await makeLink('bob')).path)))
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text).not.toContain('<img')
    expect(text).toContain('{{7*7}}')
  })

  test('speaks the reader’s language', async () => {
    const cookie = cookieOf(await open((await makeLink('ann')).path))
    const page = await view(cookie, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' })
    expect(page.text).toContain('<html lang="de">')
    expect(page.text).toMatch(/100,00\s€/)
    expect((await view(cookie, { 'accept-language': 'zz;q=x,,,;' })).status).toBe(200)
  })

  test('says where a total is not the whole', async () => {
    const cookie = cookieOf(await open((await makeLink('ann')).path))
    expect((await view(cookie)).text).not.toContain('without what could not be calculated')
    await acme.put('transactions', {
      source: 'crm',
      externalId: 'HUGE',
      occurredOn: '2024-05-02',
      amount: '999999999999999',
      owner: { externalId: 'ann' },
    })
    expect((await view(cookie)).text).toContain('without what could not be calculated')
  })

  test('says to try again, in words, when the database is away', async () => {
    const { path } = await makeLink('ann')
    const { url } = acme.deps.directory
    acme.deps.directory.url = 'http://127.0.0.1:9/'
    const answer = await acme.anonymous(path)
    acme.deps.directory.url = url
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    expect(answer.text).toContain('<h1>Please try again in a moment</h1>')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('is only for GET and the form’s POST', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await acme.anonymous('/statement/view', { method })
      expect(answer.status).toBe(405)
    }
  })
})

import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { HtmlEscapedString } from 'hono/utils/html'
import { bringUpToDate } from '../calculation/catch-up.ts'
import { openClient, organisationConnection, placeIn } from '../db/client.ts'
import { answerError, describe, isUnavailable } from '../http/answer-error.ts'
import type { AppContext, AppEnv } from '../http/app-env.ts'
import { pagePolicy } from '../http/content-security.ts'
import { MinuteWindow } from '../http/minute-window.ts'
import { buildStatement } from './build-statement.ts'
import { makeSession, readSession, readToken } from './link-token.ts'
import { type LinkRefusal, linkOfSession, lookAtLink, openLink, SESSION_MS } from './links.ts'
import { messagePage } from './render-page.ts'
import { renderStatement } from './render-statement.ts'
import { type Words, wordsFor } from './words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Over plain http, which only a loopback address speaks, a browser keeps no `__Host-` cookie. */
const cookieName = (c: AppContext): string =>
  new URL(c.req.url).protocol === 'https:' ? '__Host-statement' : 'statement'

async function answer(
  c: AppContext,
  status: 200 | 404 | 410 | 429 | 503,
  nonce: string,
  content: Html,
): Promise<Response> {
  return c.html(await content, status, {
    'Content-Security-Policy': pagePolicy(nonce),
    'Cache-Control': 'private, no-store',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
}

function refusal(c: AppContext, words: Words, kind: LinkRefusal | 'closed'): Promise<Response> {
  const nonce = randomBytes(16).toString('base64url')
  const [status, title, text] =
    kind === 'unknown'
      ? ([404, words.unknownTitle, words.unknownText] as const)
      : kind === 'gone'
        ? ([410, words.goneTitle, words.goneText] as const)
        : ([410, words.goneTitle, words.closedText] as const)
  return answer(c, status, nonce, messagePage(words, nonce, { title, text }))
}

/** Too often, or the database is away: the same words, and when to come again. */
function busy(c: AppContext, status: 429 | 503, seconds: number): Promise<Response> {
  const { words } = wordsFor(c.req.header('accept-language'))
  const nonce = randomBytes(16).toString('base64url')
  c.header('Retry-After', String(seconds))
  return answer(c, status, nonce, messagePage(words, nonce, { title: words.busyTitle, text: words.busyText }))
}

const visits = new MinuteWindow()
const MOST_OF_ADDRESS = 10
const MOST_OF_ORGANISATION = 100

/** Seconds to wait where links of this organisation are opened too often, from one address or from everywhere. */
function overVisitLimit(slug: string, address: string | undefined, now: number): number | null {
  const ofAddress = address === undefined ? 0 : visits.add(`${slug}\n${address}`, 1, now)
  const ofAll = visits.add(slug, 1, now)
  return ofAddress > MOST_OF_ADDRESS || ofAll > MOST_OF_ORGANISATION ? MinuteWindow.secondsLeft(now) : null
}

async function databaseOf(c: AppContext, slug: string) {
  const { directory } = c.var.deps
  const { rows } = await openClient(directory).execute({
    sql: 'SELECT id, name, database_url, database_token FROM organisations WHERE slug = ?',
    args: [slug],
  })
  const row = rows[0]
  if (!row) return undefined
  const connection = organisationConnection(directory, placeIn(row))
  return { id: String(row.id), name: String(row.name), client: openClient(connection) }
}

/** Only the network part of an address is kept: three of four numbers, or the first three groups of the long form. */
function networkOf(address: string | undefined): string | null {
  if (address === undefined) return null
  if (!address.includes(':')) return `${address.split('.').slice(0, 3).join('.')}.0`
  const [head = ''] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  return groups.length === 0 ? '::' : `${groups.slice(0, 3).join(':')}::`
}

/**
 * Opening a shared statement. A GET looks and burns nothing, so a mail scanner does no harm; the form's POST opens, sets
 * a short-lived cookie for this one statement, and leads to an address without the token.
 */
export const statementPages = new Hono<AppEnv>()
  .get('/s/:token', async (c) => {
    const { words } = wordsFor(c.req.header('accept-language'))
    const found = readToken(c.req.param('token'))
    const database = found && (await databaseOf(c, found.slug))
    if (!found || !database) return refusal(c, words, 'unknown')
    const link = await lookAtLink(database.client, found.token, c.var.deps.now())
    if (typeof link === 'string') return refusal(c, words, link)
    const nonce = randomBytes(16).toString('base64url')
    return answer(
      c,
      200,
      nonce,
      messagePage(words, nonce, { title: words.openTitle, text: words.openText, openAt: `/s/${found.token}` }),
    )
  })
  .post('/s/:token', async (c) => {
    const { words } = wordsFor(c.req.header('accept-language'))
    const found = readToken(c.req.param('token'))
    const database = found && (await databaseOf(c, found.slug))
    if (!found || !database) return refusal(c, words, 'unknown')
    const now = c.var.deps.now()
    const address = c.req.header('cf-connecting-ip')
    const wait = overVisitLimit(found.slug, address, now.getTime())
    if (wait !== null) return busy(c, 429, wait)
    const session = makeSession(found.slug)
    const visit = {
      now,
      address: networkOf(address),
      agent: c.req.header('user-agent')?.slice(0, 200) ?? null,
    }
    const link = await openLink(database.client, found.token, session, visit)
    if (typeof link === 'string') return refusal(c, words, link)
    const secure = new URL(c.req.url).protocol === 'https:'
    setCookie(c, cookieName(c), session, {
      path: '/',
      httpOnly: true,
      secure,
      sameSite: 'Lax',
      maxAge: SESSION_MS / 1000,
    })
    c.header('Cache-Control', 'private, no-store')
    c.header('Referrer-Policy', 'no-referrer')
    return c.redirect('/statement/view', 303)
  })
  .get('/statement/view', async (c) => {
    const { words, locale } = wordsFor(c.req.header('accept-language'))
    const found = readSession(getCookie(c, cookieName(c)))
    const database = found && (await databaseOf(c, found.slug))
    if (!found || !database) return refusal(c, words, 'closed')
    const link = await linkOfSession(database.client, found.session, c.var.deps.now())
    if (typeof link === 'string') return refusal(c, words, link === 'unknown' ? 'closed' : 'gone')
    const fresh = await bringUpToDate(database.client, database.id, c.var.deps.now())
    const statement = await buildStatement(database.client, fresh, {
      organisation: database.name,
      participantId: link.participantId,
      periodId: link.periodId,
      from: link.periodFrom,
      to: link.periodTo,
    })
    const nonce = randomBytes(16).toString('base64url')
    return answer(c, 200, nonce, renderStatement(statement, words, locale, nonce))
  })
  .onError((error, c) => {
    if (!isUnavailable(error)) return answerError(error, c)
    // biome-ignore lint/suspicious/noConsole: the platform's log is the console.
    console.error(c.var.requestId, describe(error))
    return busy(c, 503, 2)
  })

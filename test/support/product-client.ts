import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client/web'
import { inject } from 'vitest'
import type { Plan } from '#engine'
import type { Role } from '#worker/auth/principal'
import type { EarningRow } from '#worker/earnings/earning-schema'
import type { QuoteAnswer } from '#worker/quotes/quote-schema'
import { createOrganisation } from '../../worker/organisations/create-organisation.ts'
import { createUser } from '../../worker/organisations/create-user.ts'

type Headers = Readonly<Record<string, string>>
type Answer<T> = { readonly status: number; readonly headers: globalThis.Headers; readonly body: T }
type Page<T> = { readonly data: T[]; readonly nextCursor: string | null }

export const ref = (externalId: string) => ({ externalId })

/** Somebody who calls the running product over HTTP. */
export class Caller {
  readonly #headers: Headers

  constructor(headers: Headers) {
    this.#headers = headers
  }

  /** Somebody of one organisation; all tests share an address, and an address may only sign in so often a minute. */
  static async signIn(email: string, password: string): Promise<Caller> {
    const origin = inject('productUrl')
    const ask = () =>
      fetch(`${origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password }),
      })
    let answer = await ask()
    for (let waits = 0; answer.status === 429 && waits < 4; waits += 1) {
      await sleep(1_000 * Number(answer.headers.get('x-retry-after') ?? 20))
      answer = await ask()
    }
    if (!answer.ok) throw new Error(`Signing in as ${email}: ${answer.status} ${await answer.text()}`)
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    return new Caller({ cookie: cookies.join('; '), origin })
  }

  static withKey(key: string): Caller {
    return new Caller({ authorization: `Bearer ${key}` })
  }

  /** @throws with the product's own words where it refuses. */
  async send<T>(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer<T>> {
    const isText = typeof body === 'string'
    const answer = await fetch(`${inject('productUrl')}/api/v1${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 2_000)}`)
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T }
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send<T>('GET', path)).body
  }

  async post<T>(path: string, body?: unknown, headers: Headers = {}): Promise<T> {
    const once = { 'idempotency-key': crypto.randomUUID() }
    return (await this.send<T>('POST', path, body, { ...once, ...headers })).body
  }

  /** A bulk upsert, in portions that the API takes. */
  async put(path: string, data: readonly unknown[]): Promise<void> {
    for (let i = 0; i < data.length; i += 1_000) await this.send('PUT', path, { data: data.slice(i, i + 1_000) })
  }

  /** A list to its last page. */
  async all<T>(path: string): Promise<T[]> {
    const found: T[] = []
    let cursor: string | null = null
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`
      const page: Page<T> = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=1000${from}`)
      found.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    return found
  }
}

export type QuotedDeal = QuoteAnswer['data'][number]

/** An organisation in the running product: a person who writes plans, another who publishes them, and a program with a key. */
export class Organisation {
  readonly analyst: Caller
  readonly approver: Caller
  /** Imports transactions and asks for quotes, as a connected system does. */
  readonly program: Caller

  constructor(analyst: Caller, approver: Caller, program: Caller) {
    this.analyst = analyst
    this.approver = approver
    this.program = program
  }

  /** Written by one person, published by a second, assigned to people. Answers the plan's id. */
  async publish(
    externalId: string,
    plan: Plan,
    effectiveFrom: string,
    assigned: readonly { participant: string; from: string; to?: string | null }[],
  ): Promise<string> {
    const { id } = await this.analyst.post<{ id: string }>('/plans', { externalId, name: plan.title, ast: plan })
    await this.publishDraft(id, effectiveFrom)
    if (assigned.length > 0)
      await this.analyst.put(
        '/plan-assignments',
        assigned.map(({ participant, from, to = null }) => ({ plan: id, participant: ref(participant), from, to })),
      )
    return id
  }

  /** A further version of a plan. */
  async publishNext(id: string, plan: Plan, effectiveFrom: string): Promise<void> {
    const { headers } = await this.analyst.send('GET', `/plans/${id}`)
    await this.analyst.send(
      'PUT',
      `/plans/${id}/draft`,
      { name: plan.title, ast: plan },
      { 'if-match': headers.get('etag') ?? '' },
    )
    await this.publishDraft(id, effectiveFrom)
  }

  async publishDraft(id: string, effectiveFrom: string): Promise<void> {
    const { headers } = await this.approver.send('GET', `/plans/${id}`)
    await this.approver.post(`/plans/${id}/versions`, { effectiveFrom }, { 'if-match': headers.get('etag') ?? '' })
  }

  async earnings(filter = ''): Promise<EarningRow[]> {
    return this.analyst.all<EarningRow>(`/earnings${filter}`)
  }

  /** In portions: a late deal walks whole histories again, and other tests' requests wait in the same isolate. */
  async quote(deals: readonly unknown[]): Promise<QuotedDeal[]> {
    const found: QuotedDeal[] = []
    for (let i = 0; i < deals.length; i += 20)
      found.push(...(await this.program.post<QuoteAnswer>('/quotes', { deals: deals.slice(i, i + 20) })).data)
    return found
  }
}

const PASSWORD = 'correct horse battery'
let serial = 0

/** Makes an organisation with a database of its own, and signs in its people. */
export async function createProductOrganisation(settings: { today: string; currency?: string }): Promise<Organisation> {
  serial += 1
  const slug = `t${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}${serial}`
  const made = await fetch(`${inject('namespacesUrl')}/${slug}/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!made.ok) throw new Error(`Namespace ${slug}: ${made.status} ${await made.text()}`)
  const url = `${inject('databaseOrigin')}directory/`
  const deps = { directory: { url }, authSecret: '', now: () => new Date() }
  const organisationId = await createOrganisation(deps, {
    slug,
    databaseUrl: `../${slug}/`,
    databaseToken: null,
    settings: {
      name: slug,
      currency: settings.currency ?? 'USD',
      timeZone: 'America/New_York',
      fourEyes: true,
      today: settings.today,
    },
  })
  const directory = createClient({ url })
  const person = async (name: string, roles: readonly Role[]) => {
    const email = `${name}@${slug}.example`
    await createUser(
      directory,
      { name, email, password: PASSWORD, organisationId, roles, participantId: null },
      new Date(),
    )
    return Caller.signIn(email, PASSWORD)
  }
  const analyst = await person('analyst', ['analyst', 'administrator'])
  const approver = await person('approver', ['approver'])
  const { key } = await analyst.post<{ key: string }>('/api-keys', {
    name: 'integration',
    scopes: ['transactions:read', 'transactions:write', 'quotes:participant', 'earnings:read'],
    quotesPerMinute: 100_000,
  })
  return new Organisation(analyst, approver, Caller.withKey(key))
}

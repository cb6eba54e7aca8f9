import { PLANS } from './plans.ts'
import { readSuperstore } from './superstore.ts'
import {
  CALENDAR,
  FIELDS,
  LEAVERS,
  MANAGER_CHANGES,
  OWNERS,
  PARAMETERS,
  PEOPLE,
  QUOTAS,
  TERRITORIES,
  TITLES,
} from './team.ts'

type Login = { readonly email: string; readonly password: string }
type Json = Readonly<Record<string, unknown>>

/** A signed-in person at the API, as the browser would be. */
class Session {
  readonly #origin: string
  readonly #cookie: string

  private constructor(origin: string, cookie: string) {
    this.#origin = origin
    this.#cookie = cookie
  }

  static async signIn(origin: string, { email, password }: Login): Promise<Session> {
    const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ email, password }),
    })
    if (!answer.ok) throw new Error(`Signing in as ${email} failed: ${answer.status} ${await answer.text()}`)
    const cookie = answer.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    return new Session(origin, cookie)
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Json> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: { cookie: this.#cookie, origin: this.#origin, ...type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} failed: ${answer.status} ${text.slice(0, 2_000)}`)
    return { ...(text === '' ? {} : JSON.parse(text)), etag: answer.headers.get('etag') }
  }

  /** A bulk upsert, in portions that the API takes. */
  async put(path: string, data: readonly unknown[]): Promise<void> {
    for (let i = 0; i < data.length; i += 1_000) await this.send('PUT', path, { data: data.slice(i, i + 1_000) })
  }
}

const START = '2014-01-01'
const ref = (externalId: string) => ({ externalId })

/**
 * Loads the demo organisation through the API, as an integrator would: people, territories, quotas, real order lines,
 * and plans that one person writes and another publishes. Every step is an upsert, so that a load that was cut off goes
 * on when it is started again.
 */
export async function loadDemo(
  origin: string,
  logins: { analyst: Login; approver: Login },
  report: (line: string) => void,
): Promise<void> {
  const analyst = await Session.signIn(origin, logins.analyst)
  const approver = await Session.signIn(origin, logins.approver)
  report('Loading the demo: people, territories and quotas …')
  await analyst.put('/transaction-fields', FIELDS)
  await analyst.put('/titles', TITLES)
  await analyst.put('/calendars', [CALENDAR])
  await analyst.put(
    '/participants',
    PEOPLE.map(({ externalId, name }) => ({ externalId, name })),
  )
  await analyst.put(
    '/participant-titles',
    PEOPLE.map((p) => ({ participant: ref(p.externalId), title: ref(p.title), from: p.from })),
  )
  await analyst.put('/reporting-lines', [
    ...PEOPLE.flatMap((p) =>
      p.manager === null ? [] : [{ participant: ref(p.externalId), manager: ref(p.manager), from: p.from }],
    ),
    ...MANAGER_CHANGES.map((c) => ({ participant: ref(c.participant), manager: ref(c.manager), from: c.from })),
  ])
  await analyst.put('/territories', TERRITORIES)
  await analyst.put(
    '/territory-owners',
    OWNERS.map((o) => ({ territory: ref(o.territory), participant: ref(o.participant), from: o.from, to: o.to })),
  )
  await analyst.put(
    '/quotas',
    QUOTAS.map(({ participant, ...quota }) => ({ participant: ref(participant), ...quota })),
  )
  await analyst.put(
    '/parameters',
    PARAMETERS.map(({ title, ...parameter }) => ({ title: ref(title), ...parameter })),
  )

  const { accounts, products, transactions } = readSuperstore()
  report(
    `Loading the demo: ${accounts.length} accounts, ${products.length} products, ${transactions.length} order lines …`,
  )
  await analyst.put('/accounts', accounts)
  await analyst.put('/products', products)
  await analyst.put('/transactions', transactions)

  report('Loading the demo: plans, each published by a second person …')
  for (const { externalId, plan, titles } of PLANS) {
    const planId = await ensurePublished(analyst, approver, externalId, plan)
    const people = PEOPLE.filter((p) => titles.includes(p.title))
    await analyst.put(
      '/plan-assignments',
      people.map((p) => ({
        plan: planId,
        participant: ref(p.externalId),
        from: p.from,
        to: LEAVERS[p.externalId] ?? null,
      })),
    )
  }
  report('Loading the demo: calculating every quarter …')
  await analyst.send('POST', '/calculations')
}

async function ensurePublished(
  analyst: Session,
  approver: Session,
  externalId: string,
  plan: (typeof PLANS)[number]['plan'],
): Promise<string> {
  const { data } = (await analyst.send('GET', '/plans?limit=1000')) as unknown as {
    data: { id: string; externalId: string | null; latestVersion: unknown }[]
  }
  const known = data.find((p) => p.externalId === externalId)
  const body = { externalId, name: plan.title, ast: plan }
  const id =
    known?.id ??
    String((await analyst.send('POST', '/plans', body, { 'idempotency-key': `demo-plan-${externalId}` })).id)
  if (!known?.latestVersion) {
    const { etag } = await approver.send('GET', `/plans/${id}`)
    await approver.send(
      'POST',
      `/plans/${id}/versions`,
      { effectiveFrom: START },
      { 'if-match': String(etag), 'idempotency-key': `demo-publish-${externalId}` },
    )
  }
  return id
}

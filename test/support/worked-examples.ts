import type { Plan } from '#engine'
import type { CreditRow, EarningRow, PaymentRow } from '#worker/earnings/earning-schema'
import type { QuoteAnswer } from '#worker/quotes/quote-schema'
import { moneyText } from '../oracle/fraction.ts'
import { createProductOrganisation, type Organisation, ref } from './product-client.ts'

export type ExampleDeal = {
  readonly amount?: string
  readonly currency?: string
  readonly on?: string
  /** Its number in the example, 1 for the first, that this deal refers to. */
  readonly reverses?: number
  /** "ann" unless stated; null for a deal that only its team holds. */
  readonly owner?: string | null
  readonly team?: readonly { role: string; participant: string; share: string }[]
  readonly quantity?: string
  readonly kind?: string
  readonly occurredOn?: string
  readonly product?: string
  readonly fields?: Readonly<Record<string, string | boolean>>
}
type Dated = { readonly from?: string; readonly to?: string }
type ExampleQuota = Dated & { readonly person?: string; readonly name?: string; readonly value: string }

/** A published example: plans, people and facts that stand beside those of other examples in one organisation. */
export type Example = {
  /** Its id, such as "WE-09"; a letter behind it where one example has several plans. */
  readonly key: string
  readonly plan: Plan
  /** Further versions, each with the day from which it holds. */
  readonly next?: readonly (readonly [string, Plan])[]
  readonly people?: readonly string[]
  /** "2026-01-01" unless stated. */
  readonly from?: string
  readonly to?: string
  /** Who is paid by the plan; everybody unless stated. */
  readonly assigned?: readonly string[]
  readonly managers?: readonly (Dated & { person: string; manager: string })[]
  readonly quotas?: readonly ExampleQuota[]
  readonly parameters?: readonly (Dated & { person?: string; name: string; value: string })[]
  readonly deals?: readonly ExampleDeal[]
  readonly inputs?: readonly { person?: string; name: string; from: string; to: string; value: string }[]
  readonly rates?: readonly { from: string; to: string; on: string; rate: string }[]
}

const START = '2026-01-01'
const END = '2027-01-01'
const pad = (n: number): string => String(n).padStart(2, '0')
const monthStart = (year: number, month: number): string =>
  month > 12 ? `${year + 1}-01-01` : `${year}-${pad(month)}-01`

const PERIODS = [2006, 2015, 2024, 2025, 2026].flatMap((year) => [
  { id: String(year), kind: 'year', from: `${year}-01-01`, to: `${year + 1}-01-01` },
  ...[0, 1, 2, 3].map((q) => ({
    id: `${year}-Q${q + 1}`,
    kind: 'quarter',
    from: monthStart(year, q * 3 + 1),
    to: monthStart(year, q * 3 + 4),
  })),
  ...Array.from({ length: 12 }, (_, m) => ({
    id: `${year}-${pad(m + 1)}`,
    kind: 'month',
    from: monthStart(year, m + 1),
    to: monthStart(year, m + 2),
  })),
])

const FIELDS = [
  { id: 'line', title: 'Product line', type: 'text' },
  { id: 'profit', title: 'Profit', type: 'money', scale: 2 },
  { id: 'revenue', title: 'Revenue', type: 'money', scale: 2 },
  { id: 'bookings', title: 'Bookings', type: 'money', scale: 2 },
  { id: 'grossCommission', title: 'Gross commission', type: 'money', scale: 2 },
]

const named = (key: string, person: string): string => `${key} ${person}`

function dealBody(key: string, deal: ExampleDeal) {
  const { amount, on = '2026-01-15', owner = 'ann', team = [], quantity, kind = 'booking', product, fields } = deal
  return {
    kind,
    creditedOn: on,
    occurredOn: deal.occurredOn ?? on,
    ...(amount === undefined ? {} : { amount, currency: deal.currency ?? 'USD' }),
    ...(owner === null ? {} : { owner: ref(named(key, owner)) }),
    team: team.map(({ participant, ...member }) => ({ ...member, participant: ref(named(key, participant)) })),
    ...(quantity === undefined ? {} : { quantity }),
    ...(product === undefined ? {} : { product: ref(product) }),
    ...(fields === undefined ? {} : { fields }),
    ...(deal.reverses === undefined ? {} : { reverses: `${key} ${deal.reverses}` }),
  }
}

/** Rates of one example are of a type of their own. */
export const rateType = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')

const sumText = (amounts: readonly (string | undefined)[]): string =>
  moneyText(
    amounts.reduce((sum, amount) => {
      if (amount === undefined) throw new Error('A figure is left open by a data exception.')
      return sum + BigInt(amount.replace('.', ''))
    }, 0n),
  )

type Recipient = Extract<QuoteAnswer['data'][number], { status: 'quoted' }>['recipients'][number]

/** Examples in the running product, and what it says that they pay. */
export class WorkedExamples {
  readonly organisation: Organisation
  readonly #planIds: ReadonlyMap<string, string>
  #rows: EarningRow[] | undefined

  private constructor(organisation: Organisation, planIds: ReadonlyMap<string, string>) {
    this.organisation = organisation
    this.#planIds = planIds
  }

  static async load(examples: readonly Example[]): Promise<WorkedExamples> {
    const organisation = await createProductOrganisation({ today: '2026-12-31' })
    const { analyst, program } = organisation
    const peopleOf = (example: Example) => example.people ?? ['ann']
    const put = async (path: string, lines: readonly unknown[]) => {
      if (lines.length > 0) await analyst.put(path, lines)
    }
    await put('/transaction-fields', FIELDS)
    await put('/calendars', [{ externalId: 'calendar', name: 'Calendar', periods: PERIODS }])
    await put(
      '/participants',
      examples.flatMap((example) =>
        peopleOf(example).map((person) => ({ externalId: named(example.key, person), name: person })),
      ),
    )
    const products = examples.flatMap(({ deals = [] }) => deals.flatMap(({ product }) => product ?? []))
    await put(
      '/products',
      [...new Set(products)].map((name) => ({ externalId: name, name })),
    )
    await put(
      '/reporting-lines',
      examples.flatMap(({ key, managers = [] }) =>
        managers.map(({ person, manager, from = START, to = null }) => ({
          participant: ref(named(key, person)),
          manager: ref(named(key, manager)),
          from,
          to,
        })),
      ),
    )
    await put(
      '/quotas',
      examples.flatMap(({ key, quotas = [] }) =>
        quotas.map(({ person = 'ann', name = 'revenue', from = START, to = END, value }) => ({
          participant: ref(named(key, person)),
          name,
          from,
          to,
          value,
          currency: 'USD',
        })),
      ),
    )
    await put(
      '/parameters',
      examples.flatMap(({ key, parameters = [] }) =>
        parameters.map(({ person = 'ann', name, from = START, to = null, value }) => ({
          participant: ref(named(key, person)),
          name,
          from,
          to,
          value,
        })),
      ),
    )
    await put(
      '/input-figures',
      examples.flatMap(({ key, inputs = [] }) =>
        inputs.map(({ person = 'ann', ...input }) => ({ participant: ref(named(key, person)), ...input })),
      ),
    )
    await put(
      '/exchange-rates',
      examples.flatMap(({ key, rates = [] }) => rates.map((rate) => ({ rateType: rateType(key), ...rate }))),
    )
    const transactions = examples.flatMap(({ key, deals = [] }) =>
      deals.map((deal, i) => ({ source: 'examples', externalId: `${key} ${i + 1}`, ...dealBody(key, deal) })),
    )
    if (transactions.length > 0) await program.put('/transactions', transactions)
    const planIds = new Map<string, string>()
    for (const example of examples) {
      const { key, plan, next = [], from = START, to = null } = example
      const assigned = (example.assigned ?? peopleOf(example)).map((person) => ({
        participant: named(key, person),
        from,
        to,
      }))
      const id = await organisation.publish(key, { ...plan, title: `${key} ${plan.title}` }, from, assigned)
      planIds.set(key, id)
      for (const [since, version] of next)
        await organisation.publishNext(id, { ...version, title: `${key} ${version.title}` }, since)
    }
    return new WorkedExamples(organisation, planIds)
  }

  /** What a person is paid by an example's plan in a period, by GET /earnings. */
  async paid(key: string, period: string, person = 'ann'): Promise<string> {
    this.#rows ??= await this.organisation.earnings()
    const found = this.#rows.filter(
      (row) =>
        row.planId === this.#planIds.get(key) &&
        row.participantExternalId === named(key, person) &&
        row.periodId === period,
    )
    if (found.length === 0) throw new Error(`${key}: nothing is said of ${person} in ${period}.`)
    return sumText(found.map(({ amount }) => amount?.amount))
  }

  /** Each person whom an example's plan pays for the deal, by POST /quotes. */
  async quote(key: string, deal: ExampleDeal): Promise<Record<string, string>> {
    const recipients = await this.quoteInFull(key, deal)
    return Object.fromEntries(
      recipients.map((one) => [one.participant.name, sumText(one.earnings.map(({ amount }) => amount?.amount))]),
    )
  }

  /** What a person is paid out for a period, and what each rule carries on, by GET /payments. */
  async payment(
    key: string,
    period: string,
    person = 'ann',
  ): Promise<{ amount: string; balances: Record<string, string> }> {
    const rows = await this.organisation.analyst.all<PaymentRow>(
      `/payments?planId=${this.#planIds.get(key)}&periodId=${period}`,
    )
    const participants = await this.organisation.earnings()
    const id = participants.find((row) => row.participantExternalId === named(key, person))?.participantId
    const row = rows.find((one) => one.participantId === id)
    if (!row) throw new Error(`${key}: nothing is paid to ${person} in ${period}.`)
    return { amount: row.amount.amount, balances: Object.fromEntries(row.balances.map((b) => [b.rule, b.amount])) }
  }

  async quoteInFull(key: string, deal: ExampleDeal): Promise<Recipient[]> {
    const { data } = await this.organisation.program.post<QuoteAnswer>('/quotes', {
      deal: dealBody(key, deal),
      explain: 'full',
    })
    const [quote] = data
    if (quote?.status !== 'quoted') throw new Error(`${key}: the deal was refused.`)
    if (quote.exceptions.length > 0) throw new Error(`${key}: ${JSON.stringify(quote.exceptions)}`)
    return quote.recipients.filter(({ plan }) => plan.id === this.#planIds.get(key))
  }

  /** Credits of an example as "person type amount", in order. */
  async credits(key: string): Promise<string[]> {
    const rows = await this.organisation.analyst.all<CreditRow>(`/credits?planId=${this.#planIds.get(key)}`)
    return rows
      .map((row) => `${row.participantExternalId?.slice(key.length + 1)} ${row.creditType} ${row.amount}`)
      .sort()
  }

  /** Records a further deal of an example, or a version of one. */
  async record(key: string, externalId: string, deal: ExampleDeal, more: object = {}): Promise<void> {
    const line = { source: 'examples', externalId: `${key} ${externalId}`, ...dealBody(key, deal), ...more }
    await this.organisation.program.put('/transactions', [line])
    this.#rows = undefined
  }
}

import { type Facts, scaledToText, type Transaction } from '#engine'
import type { Batch } from './batch.ts'
import { PRODUCTS, type QuoteDeals } from './quote.ts'

const MONTH = { id: '2026-06', kind: 'month' as const, from: '2026-06-01', to: '2026-07-01' }
const YEAR = { id: '2026', kind: 'year' as const, from: '2026-01-01', to: '2027-01-01' }
const ALWAYS = { from: '2020-01-01', to: null }
const cents = (n: number): string => scaledToText(BigInt(n), 2)
const share = (n: number): string => scaledToText(BigInt(n), 4)

const EMPTY: Facts = {
  calendar: [YEAR, MONTH],
  titles: [],
  reportingLines: [],
  territories: [],
  quotas: [],
  parameters: [],
  assignments: [],
}
const DEAL = {
  source: 'bench',
  kind: 'booking',
  occurredOn: '2026-06-15',
  creditedOn: '2026-06-15',
  owner: null,
  account: null,
  product: null,
  currency: 'USD',
  quantity: null,
}

/** The period that both workloads are calculated for, and its last day. */
export const PERIOD = MONTH
export const THROUGH = '2026-06-30'

/** Facts and transaction of one quote, in the engine's own form. */
export function quoteInput(deals: QuoteDeals, i: number): { facts: Facts; deal: Transaction } {
  return {
    facts: {
      ...EMPTY,
      assignments: [{ plan: 'plan', participant: 'p', ...ALWAYS }],
      quotas: [
        {
          quota: 'revenue',
          participant: 'p',
          title: null,
          from: YEAR.from,
          to: YEAR.to,
          value: cents(deals.quota[i] as number),
        },
      ],
    },
    deal: {
      ...DEAL,
      id: `t${i}`,
      externalId: `t${i}`,
      team: [{ role: 'lead', participant: 'p', share: share(deals.split[i] as number) }],
      product: PRODUCTS[deals.product[i] as number] as string,
      amount: cents(deals.amount[i] as number),
      fields: { margin: share(deals.margin[i] as number) },
    },
  }
}

export const payeeId = (p: number): string => `p${String(p).padStart(7, '0')}`
const titleOf = (b: Batch, p: number): string =>
  p < b.directors ? 'director' : p < b.directors + b.managers ? 'manager' : 'rep'

/** The population of W2 as facts: titles, lines, quotas, factors by title, draws by participant. */
export function batchFacts(b: Batch): Facts {
  const people = Array.from({ length: b.payees }, (_, p) => p)
  return {
    ...EMPTY,
    assignments: people.map((p) => ({ plan: 'plan', participant: payeeId(p), ...ALWAYS })),
    titles: people.map((p) => ({ participant: payeeId(p), title: titleOf(b, p), ...ALWAYS })),
    reportingLines: people
      .filter((p) => (b.manager[p] as number) >= 0)
      .map((p) => ({ participant: payeeId(p), manager: payeeId(b.manager[p] as number), ...ALWAYS })),
    quotas: people.map((p) => ({
      quota: 'revenue',
      participant: payeeId(p),
      title: null,
      from: MONTH.from,
      to: MONTH.to,
      value: cents(b.quota[p] as number),
    })),
    parameters: [
      { parameter: 'roleFactor', scope: 'title', title: 'manager', value: '0.20', ...ALWAYS },
      { parameter: 'roleFactor', scope: 'title', title: 'director', value: '0.05', ...ALWAYS },
      ...people.map((p) => ({
        parameter: 'draw',
        scope: 'participant' as const,
        participant: payeeId(p),
        value: cents(b.draw[p] as number),
        ...ALWAYS,
      })),
    ],
  }
}

/** Transactions of W2 as the engine takes them. */
export function batchTransactions(b: Batch): Transaction[] {
  return Array.from({ length: b.count }, (_, i): Transaction => {
    const two = b.p2[i] as number
    const s1 = b.s1[i] as number
    return {
      ...DEAL,
      id: `t${i}`,
      externalId: `t${i}`,
      kind: b.kind[i] === 1 ? 'cancellation' : 'booking',
      amount: cents(b.amount[i] as number),
      team: [
        { role: 'lead', participant: payeeId(b.p1[i] as number), share: share(s1) },
        ...(two >= 0 ? [{ role: 'second', participant: payeeId(two), share: share(10000 - s1) }] : []),
      ],
      fields: { family: String(b.family[i]), region: String(b.region[i]) },
    }
  })
}

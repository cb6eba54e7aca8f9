import autocannon from 'autocannon'
import type { BenchedProduct } from './start-product.ts'

/** A deal of the demo's last day: it credits an executive under three plans, two managers, and a success manager. */
const DEAL = {
  deal: {
    creditedOn: '2017-12-30',
    amount: '12500.00',
    fields: { region: 'West', segment: 'Corporate', profit: '900', repeatCustomer: true },
  },
}
const ROUNDS = 5
const SECONDS = 4
const CONNECTIONS = 8

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function perSecond(url: string, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(DEAL),
    connections: CONNECTIONS,
    duration: SECONDS,
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors`)
  return result.requests.average
}

/**
 * G14: quotes a second over HTTP, through workerd, with state from libSQL, over what a bare route with one read does on
 * the same workerd. Interleaved rounds; the ratio is that of the medians.
 */
export async function quoteOverHttp({ origin, apiKey }: BenchedProduct) {
  const key = { authorization: `Bearer ${apiKey}` }
  const check = await fetch(`${origin}/api/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...key },
    body: JSON.stringify(DEAL),
  })
  const { data } = (await check.json()) as { data: { recipients?: unknown[] }[] }
  if (!check.ok || data[0]?.recipients?.length !== 6)
    throw new Error(`the benched quote is not what it should be: ${check.status}`)
  await perSecond(`${origin}/bare/quote`, {})
  await perSecond(`${origin}/api/v1/quotes`, key)
  const bare: number[] = []
  const quote: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await perSecond(`${origin}/bare/quote`, {}))
    quote.push(await perSecond(`${origin}/api/v1/quotes`, key))
  }
  return { bare: median(bare), quote: median(quote), ratio: median(quote) / median(bare) }
}

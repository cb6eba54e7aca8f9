import { mulberry32 } from './prng.ts'

export const PRODUCTS = ['core', 'addon', 'services'] as const

/** W1: one deal and one payee at a time. Money in cents, shares and margins in 1/10000, products by their place in PRODUCTS. */
export type QuoteDeals = {
  readonly count: number
  readonly amount: Float64Array
  readonly split: Uint16Array
  readonly product: Uint8Array
  readonly margin: Uint16Array
  readonly quota: Float64Array
  readonly ytd: Float64Array
}

/** Deals by the definition of W1; `factor` makes amounts, quotas and totals larger, for the way out to big integers. */
export function quoteDeals(count: number, seed = 42, factor = 1): QuoteDeals {
  const r = mulberry32(seed)
  const deals = {
    count,
    amount: new Float64Array(count),
    split: new Uint16Array(count),
    product: new Uint8Array(count),
    margin: new Uint16Array(count),
    quota: new Float64Array(count),
    ytd: new Float64Array(count),
  }
  for (let i = 0; i < count; i++) {
    deals.amount[i] = (1 + Math.floor(r() * 200_000_000)) * factor
    deals.split[i] = [10000, 5000, 6000, 3333, 6667][Math.floor(r() * 5)] as number
    deals.product[i] = Math.floor(r() * 3)
    deals.margin[i] = Math.floor(r() * 6000)
    const quota = 100_000 * (100 + Math.floor(r() * 1900))
    deals.quota[i] = quota * factor
    deals.ytd[i] = Math.floor(r() * 2.2 * quota) * factor
  }
  return deals
}

/** The practical limit: W1 written by hand on scaled integers. All in cents and 1/10000; rates in 1/100. */
export function quoteByHand(
  amount: number,
  split: number,
  product: number,
  margin: number,
  quota: number,
  ytd: number,
): number {
  const credit = Math.floor((amount * split + 5000) / 10000)
  const high = ytd + credit
  const a = quota / 2
  const c = a * 3
  let sum = 0
  if (ytd < a) sum += ((high < a ? high : a) - ytd) * 3
  if (ytd < quota && high > a) sum += ((high < quota ? high : quota) - (ytd > a ? ytd : a)) * 5
  if (ytd < c && high > quota) sum += ((high < c ? high : c) - (ytd > quota ? ytd : quota)) * 8
  if (high > c) sum += (high - (ytd > c ? ytd : c)) * 10
  const pay = Math.floor((sum * (product === 0 ? 20 : product === 1 ? 25 : 16) * (margin < 2000 ? 1 : 2) + 2000) / 4000)
  return pay < 5_000_000 ? pay : 5_000_000
}

/** The oracle: W1 over BigInt fractions of 10^7, straight from the definition; `cap` in cents. */
export function quoteByOracle(deals: QuoteDeals, i: number, cap = 5_000_000n): bigint {
  const [amount, split, quota, ytd] = [deals.amount[i], deals.split[i], deals.quota[i], deals.ytd[i]].map((x) =>
    BigInt(x as number),
  ) as [bigint, bigint, bigint, bigint]
  const credit = (amount * split * 2n + 10000n) / 20000n
  const edges = [0n, quota * 5n, quota * 10n, quota * 15n]
  const rates = [3n, 5n, 8n, 10n]
  let sum = 0n
  for (let k = 0; k < 4; k++) {
    const from = k === 0 || ytd * 10n > (edges[k] as bigint) ? ytd * 10n : (edges[k] as bigint)
    const end = edges[k + 1]
    const to = end !== undefined && end < (ytd + credit) * 10n ? end : (ytd + credit) * 10n
    if (to > from) sum += (to - from) * (rates[k] as bigint)
  }
  // sum is in 1/10 cents x 1/100; multiplier in 1/100; gate in 1/10.
  const scaled =
    sum * ([100n, 125n, 80n][deals.product[i] as number] as bigint) * ((deals.margin[i] as number) < 2000 ? 5n : 10n)
  const payout = (scaled * 2n + 1_000_000n) / 2_000_000n
  return payout < cap ? payout : cap
}

/** Position-weighted sum of payouts: 15240082715632 for 10,000 deals of seed 42. */
export const quoteChecksum = (payouts: ArrayLike<number>): bigint => {
  let sum = 0n
  for (let i = 0; i < payouts.length; i++) sum += BigInt(payouts[i] as number) * BigInt((i % 997) + 1)
  return sum
}

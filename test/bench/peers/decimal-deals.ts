import { PRODUCTS, type QuoteDeals } from '../workloads/quote.ts'
import type { DecimalDeal } from './host.ts'

export const decimalDeals = (d: QuoteDeals, count: number): DecimalDeal[] =>
  Array.from({ length: count }, (_, i) => ({
    amount: d.amount[i]! / 100,
    split: d.split[i]! / 10_000,
    product: PRODUCTS[d.product[i]!]!,
    margin: d.margin[i]! / 10_000,
    quota: d.quota[i]! / 100,
    ytd: d.ytd[i]! / 100,
  }))

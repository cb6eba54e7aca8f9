import type { Batch } from '../workloads/batch.ts'
import type { QuoteDeals } from '../workloads/quote.ts'

type Maybe<T> = T | Promise<T>

/** Prepared for W1: pays the first `count` deals, cents by deal. */
export type QuoteRun = (count: number) => Maybe<ArrayLike<number>>
/** Prepared for W2, from inputs in the peer's own form: cents by payee. */
export type BatchRun = () => Maybe<{ pay: ArrayLike<number>; balance: ArrayLike<number> }>

/** What a user would pick instead, for one workload or both. */
export type Peer = {
  readonly name: string
  /** Deals of W1 that one round pays: fewer for who is slow. */
  readonly quotes: number
  readonly quote?: (deals: QuoteDeals) => Promise<QuoteRun>
  /** The largest W2 that is run. */
  readonly most: number
  readonly batch?: (b: Batch) => Promise<BatchRun>
}

export const toCents = (decimal: number): number => Math.round(decimal * 100)

import type { Batch, BatchPay } from '../workloads/batch.ts'

/** A transaction as rule engines take it: amounts and shares as JSON decimals. */
export type DecimalRow = {
  amount: number
  family: number
  region: number
  kind: number
  p1: number
  p2: number
  s1: number
}
export type PayeeRow = {
  total: number
  quota: number
  factor: number
  spiffs: number
  claw: number
  draw: number
  balance: number
}

export const decimalRows = (b: Batch): DecimalRow[] =>
  Array.from({ length: b.count }, (_, i) => ({
    amount: b.amount[i]! / 100,
    family: b.family[i]!,
    region: b.region[i]!,
    kind: b.kind[i]!,
    p1: b.p1[i]!,
    p2: b.p2[i]!,
    s1: b.s1[i]! / 10_000,
  }))

/** What a rule engine's user writes around the rules: grouping by payee and rolling up along reporting lines. Dollars. */
export class Books {
  readonly direct: Float64Array
  readonly spiffs: Float64Array
  readonly claw: Float64Array
  readonly #b: Batch

  constructor(b: Batch) {
    this.#b = b
    this.direct = new Float64Array(b.payees)
    this.spiffs = new Float64Array(b.payees)
    this.claw = new Float64Array(b.payees)
  }

  payees(): PayeeRow[] {
    const b = this.#b
    const total = Float64Array.from(this.direct)
    for (let p = 0; p < b.payees; p++) {
      const m = b.manager[p]!
      if (m < 0) continue
      total[m]! += this.direct[p]!
      const above = b.manager[m]!
      if (above >= 0) total[above]! += this.direct[p]!
    }
    return Array.from({ length: b.payees }, (_, p) => ({
      total: Math.round(total[p]! * 100) / 100,
      quota: b.quota[p]! / 100,
      factor: p < b.directors ? 0.05 : p < b.directors + b.managers ? 0.2 : 1,
      spiffs: this.spiffs[p]!,
      claw: Math.round(this.claw[p]! * 100) / 100,
      draw: b.draw[p]! / 100,
      balance: b.balance[p]! / 100,
    }))
  }
}

export const dollars = (pay: readonly number[], balance: readonly number[]): BatchPay => ({
  pay: Float64Array.from(pay, (x) => Math.round(x * 100)),
  balance: Float64Array.from(balance, (x) => Math.round(x * 100)),
})

/** W1's inputs as JSON decimals. */
export type DecimalDeal = { amount: number; split: number; product: string; margin: number; quota: number; ytd: number }

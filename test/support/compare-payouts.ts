import type { EarningRow } from '#worker/earnings/earning-schema'
import { type Payouts, payoutKey } from '../oracle/payouts.ts'
import type { QuotedDeal } from './product-client.ts'

const centsOf = (amount: string): bigint => {
  if (!/^-?\d+\.\d\d$/.test(amount)) throw new Error(`"${amount}" is no amount in cents.`)
  return BigInt(amount.replace('.', ''))
}

/** What the product says it pays, by the plans' external ids, to compare with an oracle. */
export function paidBy(rows: readonly EarningRow[], planNames: ReadonlyMap<string, string>): Payouts {
  const found = new Map<string, bigint>()
  for (const row of rows) {
    const plan = planNames.get(row.planId)
    const person = row.participantExternalId ?? row.participantId
    const key = payoutKey(plan ?? row.planName, person, row.periodId, row.earning)
    if (row.amount === null) throw new Error(`${key} is left open by a data exception.`)
    if (row.amount.currency !== 'USD') throw new Error(`${key} is in ${row.amount.currency}.`)
    if (found.has(key)) throw new Error(`${key} is paid twice.`)
    found.set(key, centsOf(row.amount.amount))
  }
  return found
}

/** What a quote says that the deal adds, to everybody whom it says it for; nothing is left out where nothing is added. */
export function quotedBy(quote: QuotedDeal): Payouts {
  if (quote.status !== 'quoted') throw new Error(`The deal was refused: ${JSON.stringify(quote.errors)}`)
  if (quote.exceptions.length > 0) throw new Error(`The quote has exceptions: ${JSON.stringify(quote.exceptions)}`)
  const found = new Map<string, bigint>()
  for (const { plan, participant, periodId, earnings } of quote.recipients)
    for (const { earning, amount } of earnings) {
      const key = payoutKey(plan.externalId ?? plan.name, participant.externalId ?? participant.id, periodId, earning)
      if (amount === null) throw new Error(`${key} is left open by a data exception.`)
      if (found.has(key)) throw new Error(`${key} is quoted twice.`)
      if (centsOf(amount.amount) !== 0n) found.set(key, centsOf(amount.amount))
    }
  return found
}

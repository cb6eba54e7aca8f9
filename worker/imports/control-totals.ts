import { scaledToText } from '#engine'
import type { TransactionInput } from '../transactions/transaction-input.ts'

const SCALE = 6

/** Sums of what an import took, by currency: to be compared with the total of the other system. */
export class ControlTotals {
  readonly #units = new Map<string, bigint>()
  readonly #currency: string

  /** @param currency the organisation's, for amounts that state none. */
  constructor(currency: string) {
    this.#currency = currency
  }

  add({ amount, currency = this.#currency }: Pick<TransactionInput, 'amount' | 'currency'>): void {
    if (amount === null) return
    const [whole = '0', decimals = ''] = amount.split('.')
    const units = BigInt(whole + decimals.padEnd(SCALE, '0'))
    this.#units.set(currency, (this.#units.get(currency) ?? 0n) + units)
  }

  /** By currency, with as many decimals as the sum needs. */
  list(): { currency: string; amount: string }[] {
    return [...this.#units]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, units]) => ({ currency, amount: trim(scaledToText(units, SCALE)) }))
  }
}

const trim = (text: string): string => text.replace(/(\.\d{2}\d*?)0+$/, '$1')

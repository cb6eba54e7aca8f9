import type { Problem } from '#lib/api/problem.ts'
import { listTransactions, type Transaction, type TransactionFilter } from '#lib/api/transactions.ts'

/** Transactions that a filter leaves, page after page. */
export class TransactionList {
  readonly #filter: TransactionFilter
  #rows = $state.raw<Transaction[]>()
  #problem = $state.raw<Problem>()
  #cursor = $state.raw<string | null>(null)
  #isBusy = $state(false)

  constructor(filter: TransactionFilter) {
    this.#filter = filter
    void this.more()
  }

  get rows(): readonly Transaction[] | undefined {
    return this.#rows
  }
  get problem(): Problem | undefined {
    return this.#problem
  }
  get isBusy(): boolean {
    return this.#isBusy
  }
  get hasMore(): boolean {
    return this.#cursor !== null
  }

  async more(): Promise<void> {
    this.#isBusy = true
    this.#problem = undefined
    const answer = await listTransactions(this.#filter, this.#cursor)
    if (answer.ok) {
      this.#rows = [...(this.#rows ?? []), ...answer.value.data]
      this.#cursor = answer.value.nextCursor
    } else this.#problem = answer.problem
    this.#isBusy = false
  }
}

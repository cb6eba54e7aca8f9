import type { InferResponseType } from 'hono/client'
import { type Answer, answerOf, api } from './client.ts'

export type Transaction = InferResponseType<typeof api.transactions.$get, 200>['data'][number]
export type TransactionPage = { data: Transaction[]; nextCursor: string | null }
export type TransactionFilter = { owner?: string; externalId?: string; source?: string; from?: string; to?: string }

const PAGE = '100'

/** Transactions as they count now, the latest first. */
export const listTransactions = (filter: TransactionFilter, cursor: string | null): Promise<Answer<TransactionPage>> =>
  answerOf(
    api.transactions.$get({
      query: { ...filter, order: 'latest', limit: PAGE, ...(cursor === null ? {} : { cursor }) },
    }),
  )

/** Every version of one transaction, the latest first. */
export async function listVersions(source: string, externalId: string): Promise<Answer<Transaction[]>> {
  const answer = await answerOf(
    api.transactions[':source'][':externalId'].$get({
      param: { source, externalId: encodeURIComponent(externalId) },
    }),
  )
  return answer.ok ? { ok: true, value: answer.value.data.toReversed() } : answer
}

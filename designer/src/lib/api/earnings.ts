import type { Step } from '#engine'
import { type Answer, answerOf, api } from './client.ts'
import { listAll } from './pages.ts'

export const listEarnings = (filter: { participantId?: string; periodId?: string }) =>
  listAll((query) => answerOf(api.earnings.$get({ query: { ...query, ...filter } })))
export type EarningRow = Extract<Awaited<ReturnType<typeof listEarnings>>, { ok: true }>['value'][number]

export type Explained = {
  readonly derivations: readonly Step[]
  readonly exceptions: readonly { readonly message: string }[]
}

export async function explainEarnings({ planId, participantId, periodId }: EarningRow): Promise<Answer<Explained>> {
  const route = api.earnings[':planId'][':participantId'][':periodId'].explanation
  const answer = await answerOf(route.$get({ param: { planId, participantId, periodId } }))
  // The derivation is the engine's own, passed through as it is.
  return answer.ok ? { ok: true, value: answer.value as unknown as Explained } : answer
}

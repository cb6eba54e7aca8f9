import type { InferResponseType } from 'hono/client'
import { type Answer, answerOf, api, idempotent } from './client.ts'
import { listAll } from './pages.ts'

export const STATES = ['open', 'resolved', 'cleared', 'all'] as const
export type StateFilter = (typeof STATES)[number]

/** Cases in a state; of one who takes care of them, or of anybody. */
export const listCases = (state: StateFilter, ownerId: string) =>
  listAll((query) =>
    answerOf(api['data-exceptions'].$get({ query: { ...query, state, ...(ownerId === '' ? {} : { ownerId }) } })),
  )
export type ExceptionCase = Extract<Awaited<ReturnType<typeof listCases>>, { ok: true }>['value'][number]

export type CaseChange = {
  ownerId: string | null
  reason: string | null
  resolution: string | null
  state: 'open' | 'resolved'
}

export const changeCase = (id: string, change: CaseChange) =>
  answerOf(api['data-exceptions'][':id'].$patch({ param: { id }, header: idempotent(), json: change }))

export type Member = InferResponseType<typeof api.members.$get, 200>['data'][number]

/** Everybody of the organisation who could take care of something. */
export async function listMembers(): Promise<Answer<Member[]>> {
  const answer = await answerOf(api.members.$get())
  return answer.ok ? { ok: true, value: answer.value.data } : answer
}

import type { Step } from '#engine'
import { type Answer, call } from './client.ts'
import { listAll } from './pages.ts'

export type EarningRow = {
  readonly planId: string
  readonly planName: string
  readonly planVersion: number
  readonly participantId: string
  readonly participantName: string
  readonly periodId: string
  readonly earning: string
  readonly title: string
  readonly amount: { readonly amount: string; readonly currency: string } | null
}
export type Explanation = {
  readonly plan: { readonly name: string; readonly version: number; readonly hash: string }
  readonly derivations: readonly Step[]
  readonly exceptions: readonly { readonly message: string }[]
}

export function listEarnings(filter: { participantId: string; periodId: string }): Promise<Answer<EarningRow[]>> {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  return listAll(`/api/v1/earnings?${query}`)
}

export const explainEarnings = (
  row: Pick<EarningRow, 'planId' | 'participantId' | 'periodId'>,
): Promise<Answer<Explanation>> =>
  call(
    `/api/v1/earnings/${[row.planId, row.participantId, row.periodId].map(encodeURIComponent).join('/')}/explanation`,
  )

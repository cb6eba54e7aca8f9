import { type Answer, call, idempotent } from './client.ts'
import { listAll } from './pages.ts'

export type StatementLink = {
  readonly id: string
  readonly participantName: string
  readonly periodId: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly views: number
  readonly status: 'open' | 'expired' | 'revoked' | 'used'
}
export type NewLink = { readonly id: string; readonly url: string; readonly expiresAt: string }

const PATH = '/api/v1/statement-links'

export const listLinks = (): Promise<Answer<StatementLink[]>> => listAll(PATH)

export const makeLink = (participantId: string, periodId: string): Promise<Answer<NewLink>> =>
  call(PATH, { method: 'POST', body: { participantId, periodId }, headers: idempotent() })

export const revokeLink = (id: string): Promise<Answer<undefined>> =>
  call(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' })

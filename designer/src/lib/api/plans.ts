import type { Plan } from '#engine'
import { type Answer, call, idempotent } from './client.ts'

export type PlanRow = {
  readonly id: string
  readonly name: string
  readonly updatedAt: string
  readonly latestVersion: { readonly version: number; readonly effectiveFrom: string } | null
  readonly hasUnpublishedChanges?: boolean
}
export type PlanVersion = {
  readonly version: number
  readonly hash: string
  readonly effectiveFrom: string
  readonly publishedAt: string
  readonly publishedBy: string
}
export type OpenedPlan = {
  readonly id: string
  readonly name: string
  readonly ast: Plan
  readonly layout: unknown
  readonly etag: string
}
export type SavedDraft = { readonly etag: string }

const BASE = '/api/v1/plans'
const at = (id: string): string => `${BASE}/${encodeURIComponent(id)}`

export const listPlans = (): Promise<Answer<{ items: PlanRow[] }>> => call(BASE)

export const createPlan = (name: string, ast: Plan): Promise<Answer<{ id: string }>> =>
  call(BASE, { method: 'POST', body: { name, ast }, headers: idempotent() })

export async function openPlan(id: string): Promise<Answer<OpenedPlan>> {
  const answer = await call<{ id: string; name: string; draft: { ast: Plan; layout?: unknown; revision: number } }>(
    at(id),
  )
  if (!answer.ok) return answer
  const { name, draft } = answer.value
  const etag = answer.etag ?? `"${draft.revision}"`
  return { ...answer, value: { id: answer.value.id, name, ast: draft.ast, layout: draft.layout, etag } }
}

export async function saveDraft(
  id: string,
  draft: { ast: Plan; layout: unknown },
  etag: string,
): Promise<Answer<SavedDraft>> {
  const answer = await call<unknown>(`${at(id)}/draft`, { method: 'PUT', body: draft, headers: { 'if-match': etag } })
  return answer.ok ? { ...answer, value: { etag: answer.etag ?? etag } } : answer
}

export const publishPlan = (id: string, effectiveFrom: string, etag: string): Promise<Answer<PlanVersion>> =>
  call(`${at(id)}/versions`, {
    method: 'POST',
    body: { effectiveFrom },
    headers: { ...idempotent(), 'if-match': etag },
  })

export const listVersions = (id: string): Promise<Answer<{ items: PlanVersion[] }>> => call(`${at(id)}/versions`)

import type { Diagnostic, Plan } from '#engine'
import { type Answer, call, idempotent } from './client.ts'
import { listAll } from './pages.ts'

export type PlanRow = {
  readonly id: string
  readonly name: string
  readonly updatedAt: string
  readonly latestVersion: {
    readonly version: number
    readonly effectiveFrom: string
    readonly publishedAt: string
  } | null
}
export type PlanVersion = {
  readonly version: number
  readonly hash: string
  readonly effectiveFrom: string
  readonly publishedAt: string
}
/** A draft as it is on the server. It may have faults: it is work under way. */
export type PlanDraft = {
  readonly id: string
  readonly name: string
  readonly ast: unknown
  readonly layout: unknown
  readonly revision: number
  readonly diagnostics: readonly Diagnostic[]
}
export type DraftInput = { readonly name: string; readonly ast: unknown; readonly layout: unknown }

const BASE = '/api/v1/plans'
const at = (id: string): string => `${BASE}/${encodeURIComponent(id)}`
/** The ETag of a draft, which a save or a publication must name. */
const ifMatch = (revision: number): Record<string, string> => ({ 'if-match': `"r${revision}"` })

export const listPlans = (): Promise<Answer<PlanRow[]>> => listAll(BASE)

export const createPlan = (name: string, ast: Plan): Promise<Answer<PlanDraft>> =>
  call(BASE, { method: 'POST', body: { name, ast }, headers: idempotent() })

export const openPlan = (id: string): Promise<Answer<PlanDraft>> => call(at(id))

export const saveDraft = (id: string, body: DraftInput, revision: number): Promise<Answer<PlanDraft>> =>
  call(`${at(id)}/draft`, { method: 'PUT', body, headers: ifMatch(revision) })

export const publishPlan = (id: string, effectiveFrom: string, revision: number): Promise<Answer<PlanVersion>> =>
  call(`${at(id)}/versions`, {
    method: 'POST',
    body: { effectiveFrom },
    headers: { ...idempotent(), ...ifMatch(revision) },
  })

/** Published versions, the latest first. */
export async function listVersions(id: string): Promise<Answer<PlanVersion[]>> {
  const answer = await call<{ data: PlanVersion[] }>(`${at(id)}/versions`)
  return answer.ok ? { ok: true, value: answer.value.data.toReversed() } : answer
}

import type { Plan } from '#engine'
import { type Answer, answerOf, api, idempotent } from './client.ts'
import { listAll } from './pages.ts'

type ValueOf<F extends (...args: never[]) => Promise<Answer<unknown>>> = Extract<
  Awaited<ReturnType<F>>,
  { ok: true }
>['value']

/** The ETag of a draft, which a save or a publication must name. */
const ifMatch = (revision: number) => ({ 'if-match': `"r${revision}"` })
/** A plan as JSON, in the loose type in which the API takes drafts: they may have faults. */
const json = (value: unknown) => value as Record<string, unknown>

export const listPlans = () => listAll((query) => answerOf(api.plans.$get({ query })))

export const createPlan = (name: string, ast: Plan) =>
  answerOf(api.plans.$post({ json: { name, ast: json(ast) }, header: idempotent() }))

/** A draft as it is on the server. It may have faults: it is work under way. */
export const openPlan = (planId: string) => answerOf(api.plans[':planId'].$get({ param: { planId } }))
export type PlanDraft = ValueOf<typeof openPlan>

export type DraftInput = { readonly name: string; readonly ast: unknown; readonly layout: unknown }

export const saveDraft = (planId: string, { name, ast, layout }: DraftInput, revision: number) =>
  answerOf(
    api.plans[':planId'].draft.$put({
      param: { planId },
      header: ifMatch(revision),
      json: { name, ast: json(ast), layout: json(layout) },
    }),
  )

export const publishPlan = (planId: string, effectiveFrom: string, revision: number) =>
  answerOf(
    api.plans[':planId'].versions.$post({
      param: { planId },
      header: { ...idempotent(), ...ifMatch(revision) },
      json: { effectiveFrom },
    }),
  )
export type PlanVersion = ValueOf<typeof publishPlan>

/** Published versions, the latest first. */
export async function listVersions(planId: string): Promise<Answer<PlanVersion[]>> {
  const answer = await answerOf(api.plans[':planId'].versions.$get({ param: { planId } }))
  return answer.ok ? { ok: true, value: answer.value.data.toReversed() } : answer
}

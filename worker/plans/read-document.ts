import type { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'
import { type Clause, type Language, parsePlan, planDiff, planDocument } from '#engine'
import { readVersion } from './plan-rows.ts'
import type { PlanDiff, PlanDocument } from './plan-schema.ts'

/** A published version as the plan that it is, or null. */
async function readPublished(client: Client, planId: string, version: number) {
  const stored = await readVersion(client, planId, version)
  if (stored === null) return null
  const parsed = parsePlan(stored.ast)
  if (!parsed.ok) throw new Error(`Version ${version} of plan ${planId} no longer parses: ${parsed.error[0]?.message}`)
  return { plan: parsed.value, hash: stored.hash }
}

type AnswerClause = z.infer<typeof PlanDocument>['clauses'][number]
/** Clauses are handed in for good; an answer may be written to. */
const answerOf = ({ clauses, ...clause }: Clause): AnswerClause => ({
  ...clause,
  ...(clauses ? { clauses: clauses.map(answerOf) } : {}),
})

/** What a published version states, in plain language; null where there is no such version. */
export async function readDocument(
  client: Client,
  planId: string,
  version: number,
  language: Language,
): Promise<z.infer<typeof PlanDocument> | null> {
  const published = await readPublished(client, planId, version)
  if (published === null) return null
  const { plan, hash } = published
  return { planId, version, hash, language, clauses: planDocument(plan, language).map(answerOf) }
}

/** What a published version changes against another one of the same plan; null where either is missing. */
export async function readDiff(
  client: Client,
  planId: string,
  { version, against }: { version: number; against: number },
  language: Language,
): Promise<z.infer<typeof PlanDiff> | null> {
  const [before, after] = await Promise.all([
    readPublished(client, planId, against),
    readPublished(client, planId, version),
  ])
  if (before === null || after === null) return null
  return { planId, version, against, language, changes: planDiff(before.plan, after.plan, language) }
}

import type { Client } from '@libsql/client/web'
import { type AnalysisOptions, findLoopholes, type Plan, parsePlan, sentenceText } from '#engine'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import type { AnalysisQuestion, PlanAnalysis } from './analysis-schema.ts'
import { diagnose } from './diagnose.ts'
import { readVersions } from './plan-rows.ts'

/** A plan's latest published version, or what is wrong with asking for it. */
async function published(client: Client, id: string, index: number): Promise<Result<Plan, Fault>> {
  const latest = (await readVersions(client, id)).at(-1)
  const pointer = `/together/${index}`
  if (!latest) return refused({ pointer, code: 'unknown-reference', detail: `No plan ${id} has been published.` })
  const parsed = parsePlan(latest.ast)
  if (!parsed.ok) throw new Error(`Version ${latest.version} of plan ${id} no longer parses`)
  return ok(parsed.value)
}

/**
 * What an AST can be gamed by, or costs, beside the organisation's fields and other plans of it. A plan with errors is
 * refused: it pays nothing that could be looked at.
 */
export async function analysePlan(
  client: Client,
  ast: unknown,
  question: AnalysisQuestion,
): Promise<Result<PlanAnalysis, Refusal>> {
  const { plan, diagnostics } = diagnose(ast, await readTransactionFields(client), question.language)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (plan === null || errors.length > 0) {
    return refused({
      status: 422,
      kind: 'plan-invalid',
      detail: 'The plan has errors; put the marked blocks right first.',
      errors: errors.map(({ path, code, message }) => ({ pointer: `/ast${path}`, code, detail: message })),
      extra: { diagnostics },
    })
  }
  const others = await Promise.all(question.together.map((id, index) => published(client, id, index)))
  const missing = others.flatMap((other) => (other.ok ? [] : [other.error]))
  if (missing.length > 0) return refused(invalid(missing))
  const together = others.flatMap((other) => (other.ok ? [other.value] : []))
  return ok(answerOf(plan, together, question))
}

function answerOf(plan: Plan, together: readonly Plan[], question: AnalysisQuestion): PlanAnalysis {
  const { quotas, parameters, marginalLimit, least, attainment, language } = question
  const options: AnalysisOptions = {
    ...(quotas ? { quotas } : {}),
    ...(parameters ? { parameters } : {}),
    ...(marginalLimit ? { marginalLimit } : {}),
    ...(least ? { least } : {}),
    ...(attainment ? { attainment } : {}),
    together,
  }
  const answer: PlanAnalysis = { ok: true, findings: [], notExcluded: [] }
  for (const found of findLoopholes(plan, options)) {
    const { at, path } = found
    const message = sentenceText(found.sentence, language)
    if (found.code === 'not-excluded') answer.notExcluded.push({ of: found.of, at, path, message })
    else {
      const { code, severity, witness, replay } = found
      // What the engine hands out is not to be written to; an answer may be.
      answer.findings.push({ code, severity, at, path, message, witness: structuredClone(witness) as never, replay })
      if (severity === 'warning') answer.ok = false
    }
  }
  return answer
}

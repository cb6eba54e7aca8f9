import type { Client } from '@libsql/client/web'
import { hashPlan } from '#engine'
import { type Actor, type Done, type Guard, runCommand } from '../db/command.ts'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { invalid, notFound, type Refusal } from '../http/problem.ts'
import { type Result, refused } from '../result.ts'
import { readSettings } from '../settings/settings-rows.ts'
import { diagnose } from './diagnose.ts'
import { readPlan, readVersions } from './plan-rows.ts'
import type { PlanVersion } from './plan-schema.ts'
import { outdated } from './save-draft.ts'

function ownWork(): Refusal {
  return {
    status: 403,
    kind: 'own-work',
    detail:
      'You wrote on this draft; somebody else publishes it. (The organisation can switch this off in its settings.)',
  }
}

const withoutErrors = (error: { what: string }, otherwise: Refusal): Refusal =>
  error.what === 'four eyes' ? ownWork() : otherwise

/**
 * Publishes the draft as an immutable version. With four eyes, nobody who wrote on it since the last publication may;
 * the database holds that condition again inside the batch.
 *
 * @param principal the person behind the request, also where a key of theirs wrote.
 */
export async function publishPlan(
  client: Client,
  id: string,
  { effectiveFrom, revision }: { effectiveFrom: string; revision: number },
  principal: string,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const [plan, fields, settings] = await Promise.all([
    readPlan(client, id),
    readTransactionFields(client),
    readSettings(client),
  ])
  if (plan === null) return refused(notFound())
  if (plan.revision !== revision) return refused(await outdated(client, id))
  if (settings.fourEyes && plan.authors.includes(principal)) return refused(ownWork())

  const { plan: parsed, diagnostics } = diagnose(JSON.parse(plan.ast), fields)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (parsed === null || errors.length > 0) {
    return refused({
      status: 422,
      kind: 'plan-invalid',
      detail: 'The plan has errors; put the marked blocks right first.',
      errors: errors.map(({ path, code, message }) => ({ pointer: path, code, detail: message })),
      extra: { diagnostics },
    })
  }

  const before = await readVersions(client, id)
  if (before.some(({ ast }) => ast.period !== parsed.period)) {
    return refused(
      invalid(
        [
          {
            pointer: '/ast/period',
            code: 'period-is-fixed',
            detail: `Published versions of this plan are calculated by ${before[0]?.ast.period}.`,
          },
        ],
        'A plan keeps the kind of period that it was first published with; start another plan for another one.',
      ),
    )
  }

  const version: PlanVersion = {
    planId: id,
    version: (plan.latestVersion?.version ?? 0) + 1,
    hash: await hashPlan(parsed),
    effectiveFrom,
    authors: plan.authors,
    publishedAt: by.now.toISOString(),
    publishedBy: principal,
    ast: JSON.parse(plan.ast),
    layout: plan.layout === null ? null : JSON.parse(plan.layout),
  }
  const guards: Guard[] = [
    { what: 'the draft', sql: 'SELECT draft_revision = ? FROM plans WHERE id = ?', args: [BigInt(revision), id] },
    {
      what: 'four eyes',
      sql: `SELECT (SELECT four_eyes FROM settings) = 0 OR NOT EXISTS
        (SELECT 1 FROM plans p, json_each(p.draft_authors) a WHERE p.id = ? AND a.value = ?)`,
      args: [id, principal],
    },
  ]
  const done = await runCommand(client, {
    by,
    action: 'Plan.publish',
    object: id,
    detail: { version: version.version, hash: version.hash, effectiveFrom },
    idempotency,
    guards,
    raisesRevision: true,
    statements: [
      {
        sql: `INSERT INTO plan_versions (plan_id, version, hash, ast, layout, effective_from, authors, published_at, published_by)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        args: [
          id,
          BigInt(version.version),
          version.hash,
          plan.ast,
          plan.layout,
          effectiveFrom,
          JSON.stringify(version.authors),
          BigInt(by.now.getTime()),
          principal,
        ],
      },
      // Whoever published has now taken part: another date for the same draft is again for a second person.
      { sql: 'UPDATE plans SET draft_authors = ? WHERE id = ?', args: [JSON.stringify([principal]), id] },
    ],
    answer: { status: 201, body: version },
  })
  if (done.ok) return done
  if (done.error.kind === 'GuardFailed') return refused(withoutErrors(done.error, await outdated(client, id)))
  return refused(refusalOf(done.error))
}

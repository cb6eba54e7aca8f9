import type { Client } from '@libsql/client/web'
import { type Actor, type Done, runCommand } from '../db/command.ts'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import { diagnose } from './diagnose.ts'
import { readPlan, type StoredPlan } from './plan-rows.ts'
import { type DraftInput, etagOf, type PlanDraft, type PlanInput } from './plan-schema.ts'

/** The draft as the API shows it, with what checking says of it. */
export async function showDraft(client: Client, stored: StoredPlan): Promise<PlanDraft> {
  const ast = JSON.parse(stored.ast)
  const { diagnostics } = diagnose(ast, await readTransactionFields(client))
  return { ...stored, ast, layout: stored.layout === null ? null : JSON.parse(stored.layout), diagnostics }
}

/** Starts a plan with a draft. A draft may have faults: it is work under way. */
export async function createPlan(
  client: Client,
  input: PlanInput,
  authors: readonly string[],
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const at = by.now.toISOString()
  const draft: PlanDraft = {
    id: newId('plan'),
    externalId: input.externalId,
    name: input.name,
    revision: 1,
    updatedAt: at,
    latestVersion: null,
    ast: input.ast,
    layout: input.layout,
    authors: [...authors],
    diagnostics: diagnose(input.ast, await readTransactionFields(client)).diagnostics,
  }
  const now = BigInt(by.now.getTime())
  const done = await runCommand(client, {
    by,
    action: 'Plan.create',
    object: draft.id,
    idempotency,
    statements: [
      {
        sql: `INSERT INTO plans (id, external_id, name, draft_ast, draft_layout, draft_revision, draft_authors, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)`,
        args: [
          draft.id,
          draft.externalId,
          draft.name,
          JSON.stringify(draft.ast),
          draft.layout === null ? null : JSON.stringify(draft.layout),
          JSON.stringify(authors),
          now,
          now,
        ],
      },
    ],
    answer: { status: 201, body: draft },
  })
  return done.ok ? done : refused(refusalOf(done.error))
}

/** The draft was changed since the caller read it: 412 with what it is now. */
export async function outdated(client: Client, id: string): Promise<Refusal> {
  const current = await readPlan(client, id)
  if (current === null) return notFound()
  return {
    status: 412,
    kind: 'draft-changed',
    detail: 'Somebody saved this draft after you had read it. Look at theirs, then save yours again with its ETag.',
    errors: [{ pointer: '/header/If-Match', code: 'outdated', detail: `The draft is at ${etagOf(current.revision)}.` }],
    extra: { current: await showDraft(client, current) },
    headers: { ETag: etagOf(current.revision) },
  }
}

/** Saves the draft over the revision that the caller read, and remembers who wrote. */
export async function saveDraft(
  client: Client,
  id: string,
  input: DraftInput,
  revision: number,
  authors: readonly string[],
  by: Actor,
): Promise<Result<PlanDraft, Refusal>> {
  const before = await readPlan(client, id)
  if (before === null) return refused(notFound())
  if (before.revision !== revision) return refused(await outdated(client, id))
  const ast = JSON.stringify(input.ast)
  // Whoever published has no hand in what is written afterwards, and may publish that too.
  const all = before.isPublished && ast !== before.ast ? authors : [...new Set([...before.authors, ...authors])]
  const done = await runCommand(client, {
    by,
    action: 'Plan.save',
    object: id,
    detail: { revision: revision + 1 },
    guards: [
      { what: 'the draft', sql: 'SELECT draft_revision = ? FROM plans WHERE id = ?', args: [BigInt(revision), id] },
    ],
    statements: [
      {
        sql: `UPDATE plans SET name = ?, draft_ast = ?, draft_layout = ?, draft_revision = draft_revision + 1,
          draft_authors = ?, updated_at = ? WHERE id = ?`,
        args: [
          input.name,
          ast,
          input.layout === null ? null : JSON.stringify(input.layout),
          JSON.stringify(all),
          BigInt(by.now.getTime()),
          id,
        ],
      },
    ],
    answer: { status: 200, body: null },
  })
  if (!done.ok) return refused(done.error.kind === 'GuardFailed' ? await outdated(client, id) : refusalOf(done.error))
  const after = await readPlan(client, id)
  return after === null ? refused(notFound()) : ok(await showDraft(client, after))
}

import type { Client } from '@libsql/client/web'
import { type Actor, type Done, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import type { EntityKind } from './entity-kind.ts'
import { type Entity, readByExternalIds, readEntity, upsertStatement } from './entity-rows.ts'

/** What the caller says about an entity; its shape was checked against the kind's. */
export type EntityInput = { externalId: string | null } & Record<string, unknown>

/** What became of one line of a bulk upsert. */
export type Upserted = { id: string; externalId: string; status: 'created' | 'updated' | 'unchanged' }

/** Creates one entity under a new id. */
export async function createEntity(
  client: Client,
  kind: EntityKind,
  input: EntityInput,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const entity: Entity = { ...input, id: newId(kind.prefix) }
  const done = await runCommand(client, {
    by,
    action: `${kind.name}.create`,
    object: entity.id,
    idempotency,
    raisesRevision: true,
    statements: [upsertStatement(kind, entity)],
    answer: { status: 201, body: entity },
  })
  return done.ok ? done : refused(refusalOf(done.error))
}

/** Replaces what is said about an entity that exists. */
export async function replaceEntity(
  client: Client,
  kind: EntityKind,
  id: string,
  input: EntityInput,
  by: Actor,
): Promise<Result<Entity, Refusal>> {
  const before = await readEntity(client, kind, id)
  if (before === null) return refused(notFound())
  const entity: Entity = { ...input, id }
  if (isSame(kind, before, entity)) return ok(before)
  const done = await runCommand(client, {
    by,
    action: `${kind.name}.replace`,
    object: id,
    raisesRevision: true,
    statements: [upsertStatement(kind, entity)],
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(entity) : refused(refusalOf(done.error))
}

/** Creates or replaces entities by the ids that another system gave them: all of them, or none. */
export async function upsertEntities(
  client: Client,
  kind: EntityKind,
  inputs: readonly EntityInput[],
  by: Actor,
): Promise<Result<Upserted[], Refusal>> {
  const externalIds = inputs.map(({ externalId }) => externalId ?? '')
  const stored = await readByExternalIds(client, kind, externalIds)
  const upserted: Upserted[] = []
  const changed: Entity[] = []
  for (const [index, input] of inputs.entries()) {
    const externalId = externalIds[index] ?? ''
    const before = stored.get(externalId)
    const entity: Entity = { ...input, id: before?.id ?? newId(kind.prefix) }
    const status = before === undefined ? 'created' : isSame(kind, before, entity) ? 'unchanged' : 'updated'
    if (status !== 'unchanged') changed.push(entity)
    stored.set(externalId, entity)
    upserted.push({ id: entity.id, externalId, status })
  }
  if (changed.length === 0) return ok(upserted)
  const done = await runCommand(client, {
    by,
    action: `${kind.name}.upsert`,
    object: kind.path,
    detail: { ids: changed.map(({ id }) => id) },
    raisesRevision: true,
    statements: changed.map((entity) => upsertStatement(kind, entity)),
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(upserted) : refused(refusalOf(done.error))
}

function isSame(kind: EntityKind, a: Entity, b: Entity): boolean {
  return ['externalId', ...Object.keys(kind.columns)].every(
    (field) => JSON.stringify(a[field]) === JSON.stringify(b[field]),
  )
}

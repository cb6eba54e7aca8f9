import { z } from '@hono/zod-openapi'
import type { Client, Row } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import { ImportMapping } from './mapping/import-mapping.ts'

/** A mapping with the name that it is called by. */
export const StoredMapping = z
  .object({ id: z.string(), mapping: ImportMapping, updatedAt: z.string(), updatedBy: z.string() })
  .openapi('StoredImportMapping')
export type StoredMapping = z.infer<typeof StoredMapping>

export function toStoredMapping(row: Row | Record<string, unknown>): StoredMapping {
  return {
    id: String(row.id),
    mapping: ImportMapping.parse(JSON.parse(String(row.mapping))),
    updatedAt: new Date(Number(row.updated_at)).toISOString(),
    updatedBy: String(row.updated_by),
  }
}

/** Mappings after a row, limit + 1 of them. */
export async function readMappings(client: Client, after: bigint, limit: number): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: 'SELECT rowid AS _row, * FROM import_mappings WHERE rowid > ? ORDER BY rowid LIMIT ?',
    args: [after, BigInt(limit + 1)],
  })
  return rows
}

/** One mapping; null where there is none by that id. */
export async function readMapping(client: Client, id: string): Promise<StoredMapping | null> {
  const { rows } = await client.execute({ sql: 'SELECT * FROM import_mappings WHERE id = ?', args: [id] })
  return rows[0] === undefined ? null : toStoredMapping(rows[0])
}

/** Creates or replaces a mapping. */
export async function storeMapping(
  client: Client,
  id: string,
  mapping: ImportMapping,
  by: Actor,
): Promise<Result<StoredMapping, Refusal>> {
  const before = await readMapping(client, id)
  if (before !== null && JSON.stringify(before.mapping) === JSON.stringify(mapping)) return ok(before)
  const done = await runCommand(client, {
    by,
    action: 'ImportMapping.upsert',
    object: id,
    detail: mapping,
    statements: [
      {
        sql: `INSERT INTO import_mappings (id, mapping, updated_at, updated_by) VALUES (?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
        args: [id, JSON.stringify(mapping), BigInt(by.now.getTime()), by.actor],
      },
    ],
    answer: { status: 200, body: null },
  })
  if (!done.ok) return refused(refusalOf(done.error))
  return ok({ id, mapping, updatedAt: by.now.toISOString(), updatedBy: by.actor })
}

/** Forgets a mapping; imports keep the one that they were made with. */
export async function deleteMapping(client: Client, id: string, by: Actor): Promise<Result<StoredMapping, Refusal>> {
  const before = await readMapping(client, id)
  if (before === null) return refused(notFound('There is no mapping by that id.'))
  const done = await runCommand(client, {
    by,
    action: 'ImportMapping.delete',
    object: id,
    statements: [{ sql: 'DELETE FROM import_mappings WHERE id = ?', args: [id] }],
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(before) : refused(refusalOf(done.error))
}

import type { Client, InStatement, Row } from '@libsql/client/web'
import type { EntityKind } from './entity-kind.ts'

/** An entity as the API shows it. */
export type Entity = { id: string; externalId: string | null } & Record<string, unknown>

type Value = string | null

function toValue(value: unknown, isJson: boolean): Value {
  if (isJson) return JSON.stringify(value)
  return value === null || value === undefined ? null : String(value)
}

/** The entity in a row of its kind's table. */
export function toEntity(kind: EntityKind, row: Row): Entity {
  const entity: Entity = { id: String(row.id), externalId: row.external_id === null ? null : String(row.external_id) }
  for (const [field, { name, json }] of Object.entries(kind.columns)) {
    entity[field] = json === true ? JSON.parse(String(row[name])) : row[name]
  }
  return entity
}

/** Statement that stores the entity, new or changed. */
export function upsertStatement(kind: EntityKind, entity: Entity): InStatement {
  const columns = Object.entries(kind.columns)
  const names = ['id', 'external_id', ...columns.map(([, column]) => column.name)]
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`)
  return {
    sql: `INSERT INTO ${kind.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
    args: [
      entity.id,
      entity.externalId,
      ...columns.map(([field, column]) => toValue(entity[field], column.json === true)),
    ],
  }
}

/** The entity by our id, or null. */
export async function readEntity(client: Client, kind: EntityKind, id: string): Promise<Entity | null> {
  const { rows } = await client.execute({ sql: `SELECT * FROM ${kind.table} WHERE id = ?`, args: [id] })
  return rows[0] === undefined ? null : toEntity(kind, rows[0])
}

/** Entities by the ids that another system gave them. */
export async function readByExternalIds(
  client: Client,
  kind: EntityKind,
  externalIds: readonly string[],
): Promise<Map<string, Entity>> {
  const { rows } = await client.execute({
    sql: `SELECT * FROM ${kind.table} WHERE external_id IN (SELECT value FROM json_each(?))`,
    args: [JSON.stringify(externalIds)],
  })
  return new Map(rows.map((row) => [String(row.external_id), toEntity(kind, row)]))
}

/** limit + 1 rows after a row, in the order in which they were made. */
export async function readEntityRows(
  client: Client,
  kind: EntityKind,
  { after, limit, externalId }: { after: bigint; limit: number; externalId?: string | undefined },
): Promise<Row[]> {
  const filter = externalId === undefined ? '' : 'AND external_id = ?'
  const { rows } = await client.execute({
    sql: `SELECT rowid AS _row, * FROM ${kind.table} WHERE rowid > ? ${filter} ORDER BY rowid LIMIT ?`,
    args: [after, ...(externalId === undefined ? [] : [externalId]), BigInt(limit + 1)],
  })
  return rows
}

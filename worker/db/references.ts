import type { Client } from '@libsql/client/web'
import type { Reference } from '../values.ts'

/** Tables whose rows can be named by our id or by an external id. */
export type ReferableTable = 'participants' | 'titles' | 'accounts' | 'products' | 'territories' | 'calendars' | 'plans'

/** Our id of a reference, or undefined where there is no such thing. */
export type Resolver = (table: ReferableTable, reference: Reference) => string | undefined

const keyOf = (reference: Reference): string =>
  typeof reference === 'string' ? `=${reference}` : `~${reference.externalId}`

/** Looks all references up in one round trip. */
export async function resolveReferences(
  client: Client,
  references: readonly { table: ReferableTable; reference: Reference }[],
): Promise<Resolver> {
  const wanted = new Map<ReferableTable, { ids: Set<string>; externalIds: Set<string> }>()
  for (const { table, reference } of references) {
    const sets = wanted.get(table) ?? { ids: new Set(), externalIds: new Set() }
    if (typeof reference === 'string') sets.ids.add(reference)
    else sets.externalIds.add(reference.externalId)
    wanted.set(table, sets)
  }
  if (wanted.size === 0) return () => undefined
  const tables = [...wanted.keys()]
  const results = await client.batch(
    tables.map((table) => {
      const sets = wanted.get(table)
      return {
        sql: `SELECT id, external_id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))
          UNION SELECT id, external_id FROM ${table} WHERE external_id IN (SELECT value FROM json_each(?))`,
        args: [JSON.stringify([...(sets?.ids ?? [])]), JSON.stringify([...(sets?.externalIds ?? [])])],
      }
    }),
    'read',
  )
  const found = new Map<ReferableTable, Map<string, string>>()
  for (const [index, table] of tables.entries()) {
    const byKey = new Map<string, string>()
    for (const row of results[index]?.rows ?? []) {
      byKey.set(`=${row.id}`, String(row.id))
      if (row.external_id !== null) byKey.set(`~${row.external_id}`, String(row.id))
    }
    found.set(table, byKey)
  }
  return (table, reference) => found.get(table)?.get(keyOf(reference))
}

import type { Client, Row } from '@libsql/client/web'
import type { DatedKind } from './dated-kind.ts'

/** Narrows a list of dated facts. */
export type FactFilter = { subjectId?: string | undefined; on?: string | undefined; name?: string | undefined }

const ID_COLUMNS = new Set(['participant_id', 'title_id', 'manager_id', 'territory_id', 'plan_id', 'subject_id'])

/** limit + 1 rows after a row; `subjectId` is any id that the fact mentions, `on` a day on which it holds. */
export async function readFactRows(
  client: Client,
  kind: DatedKind,
  { after, limit, subjectId, on, name }: FactFilter & { after: bigint; limit: number },
): Promise<Row[]> {
  const conditions = ['rowid > ?']
  const args: (string | bigint)[] = [after]
  if (subjectId !== undefined) {
    const columns = [...kind.subject, ...kind.rest].filter((column) => ID_COLUMNS.has(column))
    conditions.push(`(${columns.map((column) => `${column} = ?`).join(' OR ')})`)
    args.push(...columns.map(() => subjectId))
  }
  if (on !== undefined) {
    conditions.push('effective_from <= ? AND (effective_to IS NULL OR effective_to > ?)')
    args.push(on, on)
  }
  if (name !== undefined && kind.subject.includes('name')) {
    conditions.push('name = ?')
    args.push(name)
  }
  const { rows } = await client.execute({
    sql: `SELECT rowid AS _row, * FROM ${kind.table} WHERE ${conditions.join(' AND ')} ORDER BY rowid LIMIT ?`,
    args: [...args, BigInt(limit + 1)],
  })
  return rows
}

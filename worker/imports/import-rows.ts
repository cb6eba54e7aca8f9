import type { Client, InStatement, Row } from '@libsql/client/web'
import type { Actor } from '../db/command.ts'
import { Import, type RejectedRow } from './import-schema.ts'

/** Statement that records an import. */
export function insertImport(record: Import, by: Actor): InStatement {
  return {
    sql: `INSERT INTO imports (id, file_name, file_type, bytes, sha256, mapping_id, mapping, header, mode, outcome,
        row_count, stored, unchanged, skipped, rejected, totals, recorded_at, recorded_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    args: [
      record.id,
      record.fileName,
      record.fileType,
      BigInt(record.bytes),
      record.sha256,
      record.mappingId,
      JSON.stringify(record.mapping),
      JSON.stringify(record.header),
      record.mode,
      record.outcome,
      BigInt(record.rows),
      BigInt(record.stored),
      BigInt(record.unchanged),
      BigInt(record.skipped),
      BigInt(record.rejected),
      JSON.stringify(record.totals),
      BigInt(by.now.getTime()),
      by.actor,
    ],
  }
}

/** An import out of its row. */
export function toImport(row: Row | Record<string, unknown>): Import {
  return Import.parse({
    id: row.id,
    fileName: row.file_name,
    fileType: row.file_type,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    mappingId: row.mapping_id,
    mapping: JSON.parse(String(row.mapping)),
    header: JSON.parse(String(row.header)),
    mode: row.mode,
    outcome: row.outcome,
    rows: Number(row.row_count),
    stored: Number(row.stored),
    unchanged: Number(row.unchanged),
    skipped: Number(row.skipped),
    rejected: Number(row.rejected),
    totals: JSON.parse(String(row.totals)),
    recordedAt: new Date(Number(row.recorded_at)).toISOString(),
    recordedBy: row.recorded_by,
  })
}

/** The latest imports first, limit + 1 of them; `before` is the number of the last one that was shown. */
export async function readImports(client: Client, before: bigint, limit: number): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: 'SELECT seq AS _row, * FROM imports WHERE (? = 0 OR seq < ?) ORDER BY seq DESC LIMIT ?',
    args: [before, before, BigInt(limit + 1)],
  })
  return rows
}

/** One import; null where there is none by that id. */
export async function readImport(client: Client, id: string): Promise<Import | null> {
  const { rows } = await client.execute({ sql: 'SELECT * FROM imports WHERE id = ?', args: [id] })
  return rows[0] === undefined ? null : toImport(rows[0])
}

/** Rejected rows after a line, in the order of the file, limit + 1 of them. */
export async function readRejects(client: Client, importId: string, after: bigint, limit: number): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: `SELECT line AS _row, line, cells, faults FROM import_rejects
      WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?`,
    args: [importId, after, BigInt(limit + 1)],
  })
  return rows
}

/** A rejected row out of its row. */
export function toReject(row: Row | Record<string, unknown>): RejectedRow {
  return { line: Number(row.line), cells: JSON.parse(String(row.cells)), faults: JSON.parse(String(row.faults)) }
}

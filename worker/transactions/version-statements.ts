import type { InStatement, InValue } from '@libsql/client/web'
import type { NewVersion } from './decide-versions.ts'

/** Columns in the order of the rows below. */
export const VERSION_COLUMNS = [
  'source',
  'external_id',
  'version',
  'content_hash',
  'voided',
  'kind',
  'occurred_on',
  'credited_on',
  'owner_id',
  'team',
  'account_id',
  'product_id',
  'amount',
  'amount_scale',
  'currency',
  'quantity',
  'reverses',
  'fields',
  'recorded_at',
] as const

const ROWS_PER_STATEMENT = 250

const integer = (value: number | bigint | null): InValue => (value === null ? null : BigInt(value))

function valuesOf(row: NewVersion, recordedAt: Date): InValue[] {
  return [
    row.source,
    row.externalId,
    integer(row.version),
    row.contentHash,
    row.voided ? 1n : 0n,
    row.kind,
    row.occurredOn,
    row.creditedOn,
    row.ownerId,
    row.team,
    row.accountId,
    row.productId,
    integer(row.amount),
    integer(row.amountScale),
    row.currency,
    row.quantity,
    row.reverses,
    row.fields,
    integer(recordedAt.getTime()),
  ]
}

function inserts(table: string, columns: readonly string[], rows: readonly InValue[][]): InStatement[] {
  const statements: InStatement[] = []
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(start, start + ROWS_PER_STATEMENT)
    const marks = `(${columns.map(() => '?').join(', ')})`
    statements.push({
      sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${chunk.map(() => marks).join(', ')}`,
      args: chunk.flat(),
    })
  }
  return statements
}

/** Statements that append versions. */
export function appendStatements(rows: readonly NewVersion[], recordedAt: Date): InStatement[] {
  const values = rows.map((row) => valuesOf(row, recordedAt))
  return inserts('transactions', VERSION_COLUMNS, values)
}

/** Statements that put versions aside until the whole import is known to be good. */
export function stageStatements(
  importId: string,
  rows: readonly { line: number; row: NewVersion }[],
  recordedAt: Date,
): InStatement[] {
  const values = rows.map(({ line, row }) => [importId, BigInt(line), ...valuesOf(row, recordedAt)])
  return inserts('staged_transactions', ['import_id', 'line', ...VERSION_COLUMNS], values)
}

/** Statements that make a staged import count, in the order of its lines. */
export function commitStagedStatements(importId: string): InStatement[] {
  const columns = VERSION_COLUMNS.join(', ')
  return [
    {
      sql: `INSERT INTO transactions (${columns}) SELECT ${columns} FROM staged_transactions WHERE import_id = ? ORDER BY line`,
      args: [importId],
    },
    dropStagedStatement(importId),
  ]
}

/** Statement that forgets a staged import. */
export function dropStagedStatement(importId: string): InStatement {
  return { sql: 'DELETE FROM staged_transactions WHERE import_id = ?', args: [importId] }
}

import type { Client, Row } from '@libsql/client/web'

export const BATCH_STATES = ['draft', 'approved', 'paid', 'settled', 'cancelled'] as const
export type BatchState = (typeof BATCH_STATES)[number]

export type StoredBatch = {
  readonly id: string
  readonly currency: string
  readonly state: BatchState
  readonly version: number
  readonly throughSeq: number
  readonly participants: number
  readonly total: bigint
  readonly createdAt: number
}

const isState = (text: string): text is BatchState => BATCH_STATES.some((state) => state === text)

function stateOf(value: unknown): BatchState {
  const text = String(value)
  if (!isState(text)) throw new Error(`There is no state ${text}.`)
  return text
}

const COLUMNS = `b.rowid AS _row, b.*, (SELECT count(*) FROM payment_lines l WHERE l.batch_id = b.id) AS participants,
  (SELECT CAST(coalesce(sum(amount_minor), 0) AS TEXT) FROM payment_lines l WHERE l.batch_id = b.id) AS total`

export const batchOf = (row: Row): StoredBatch => ({
  id: String(row.id),
  currency: String(row.currency),
  state: stateOf(row.state),
  version: Number(row.version),
  throughSeq: Number(row.through_seq),
  participants: Number(row.participants),
  total: BigInt(String(row.total)),
  createdAt: Number(row.created_at),
})

/** A batch, or null. */
export async function readBatch(client: Client, id: string): Promise<StoredBatch | null> {
  const { rows } = await client.execute({ sql: `SELECT ${COLUMNS} FROM payment_batches b WHERE b.id = ?`, args: [id] })
  return rows[0] === undefined ? null : batchOf(rows[0])
}

/** One more row than `limit` of batches after a row. */
export async function batchRows(client: Client, after: bigint, limit: number): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: `SELECT ${COLUMNS} FROM payment_batches b WHERE b.rowid > ? ORDER BY b.rowid LIMIT ?`,
    args: [after, BigInt(limit + 1)],
  })
  return rows
}

/** One payment of a batch, with what payroll reported of it so far; null where it reported nothing. */
export type PaymentLine = {
  readonly participant: string
  readonly externalId: string | null
  readonly name: string
  readonly amount: bigint
  readonly reported: bigint | null
}

/** The payments of a batch, by participant. */
export async function readLines(client: Client, batch: string): Promise<PaymentLine[]> {
  const { rows } = await client.execute({
    sql: `SELECT l.participant_id, l.amount_minor, p.external_id, p.name,
        (SELECT CAST(sum(x.amount_minor) AS TEXT) FROM payroll_report_lines x JOIN payroll_reports r ON r.id = x.report_id
          WHERE r.batch_id = l.batch_id AND x.participant_id = l.participant_id) AS reported
      FROM payment_lines l JOIN participants p ON p.id = l.participant_id WHERE l.batch_id = ? ORDER BY l.participant_id`,
    args: [batch],
  })
  return rows.map((row) => ({
    participant: String(row.participant_id),
    externalId: row.external_id === null ? null : String(row.external_id),
    name: String(row.name),
    amount: BigInt(Number(row.amount_minor)),
    reported: row.reported === null ? null : BigInt(String(row.reported)),
  }))
}

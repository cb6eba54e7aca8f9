import { z } from '@hono/zod-openapi'
import type { Client, Row } from '@libsql/client/web'
import { scaledToText } from '#engine'

/** A version of a transaction as the API shows it. */
export const Transaction = z
  .object({
    seq: z.int(),
    source: z.string(),
    externalId: z.string(),
    version: z.int(),
    voided: z.boolean(),
    kind: z.string(),
    occurredOn: z.string(),
    creditedOn: z.string(),
    ownerId: z.string().nullable(),
    team: z.array(z.object({ role: z.string(), participantId: z.string(), share: z.string() })),
    accountId: z.string().nullable(),
    productId: z.string().nullable(),
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    quantity: z.string().nullable(),
    reverses: z.string().nullable(),
    fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])),
    recordedAt: z.string(),
  })
  .openapi('Transaction')
export type Transaction = z.infer<typeof Transaction>

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value))

function toTransaction(row: Row): Transaction {
  return {
    seq: Number(row.seq),
    source: String(row.source),
    externalId: String(row.external_id),
    version: Number(row.version),
    voided: Number(row.voided) === 1,
    kind: String(row.kind),
    occurredOn: String(row.occurred_on),
    creditedOn: String(row.credited_on),
    ownerId: textOrNull(row.owner_id),
    team: JSON.parse(String(row.team)),
    accountId: textOrNull(row.account_id),
    productId: textOrNull(row.product_id),
    amount: row.amount === null ? null : scaledToText(BigInt(Number(row.amount)), Number(row.amount_scale)),
    currency: textOrNull(row.currency),
    quantity: textOrNull(row.quantity),
    reverses: textOrNull(row.reverses),
    fields: JSON.parse(String(row.fields)),
    recordedAt: new Date(Number(row.recorded_at)).toISOString(),
  }
}

/** Narrows a list of transactions; dates are of the credit, `to` exclusive. */
export type TransactionFilter = {
  ownerId?: string | undefined
  source?: string | undefined
  externalId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Which come first: those that arrived first, or last. */
export const ORDERS = ['oldest', 'latest'] as const
type Order = (typeof ORDERS)[number]

/**
 * Current versions in the order in which they arrived, limit + 1 of them.
 *
 * @param after the number of the last one that was shown; 0 is before the first.
 */
export async function readCurrent(
  client: Client,
  filter: TransactionFilter,
  { order, after, limit }: { order: Order; after: bigint; limit: number },
): Promise<{ _row: number; value: Transaction }[]> {
  const conditions: [condition: string, value: string | bigint | undefined][] = [
    order === 'oldest' ? ['seq > ?', after] : ['seq < ?', after === 0n ? undefined : after],
    ['owner_id = ?', filter.ownerId],
    ['source = ?', filter.source],
    ['external_id = ?', filter.externalId],
    ['credited_on >= ?', filter.from],
    ['credited_on < ?', filter.to],
  ]
  const asked = conditions.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]))
  const { rows } = await client.execute({
    sql: `SELECT * FROM transactions t WHERE ${['1 = 1', ...asked.map(({ condition }) => condition)].join(' AND ')}
      AND NOT EXISTS (SELECT 1 FROM transactions n WHERE n.source = t.source AND n.external_id = t.external_id AND n.version > t.version)
      ORDER BY seq ${order === 'oldest' ? 'ASC' : 'DESC'} LIMIT ?`,
    args: [...asked.map(({ value }) => value), BigInt(limit + 1)],
  })
  return rows.map((row) => ({ _row: Number(row.seq), value: toTransaction(row) }))
}

/** Every version of one transaction, oldest first. */
export async function readVersions(client: Client, source: string, externalId: string): Promise<Transaction[]> {
  const { rows } = await client.execute({
    sql: 'SELECT * FROM transactions WHERE source = ? AND external_id = ? ORDER BY version',
    args: [source, externalId],
  })
  return rows.map(toTransaction)
}

import { z } from '@hono/zod-openapi'
import type { Client, InStatement, Row } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import { invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import { Name, TextLine } from '../values.ts'

const NUMERIC = ['money', 'number', 'percent', 'quantity'] as const

/** One of the organisation's own columns of a transaction. */
export const TransactionField = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9_]{0,59}$/, 'A field id starts with a small letter and has letters, digits and _ only.'),
    title: Name,
    type: z.enum([...NUMERIC, 'text', 'choice', 'yes/no', 'date']),
    scale: z.int().min(0).max(6).default(0).openapi({ description: 'Most decimals of a number.' }),
    choices: z.array(TextLine).min(1).max(1_000).nullable().default(null),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== null), {
    path: ['choices'],
    message: 'A field of type choice states its choices, and no other does.',
  })
  .openapi('TransactionField')
export type TransactionField = z.output<typeof TransactionField>

/** The organisation's own columns, by id. */
export async function readTransactionFields(client: Client): Promise<TransactionField[]> {
  const { rows } = await client.execute('SELECT id, title, type, scale, choices FROM transaction_fields ORDER BY rowid')
  return rows.map(fieldOf)
}

/** A field out of its row. */
export function fieldOf(row: Row): TransactionField {
  return TransactionField.parse({
    id: row.id,
    title: row.title,
    type: row.type,
    scale: Number(row.scale),
    choices: row.choices === null ? null : JSON.parse(String(row.choices)),
  })
}

/** Creates or changes fields. A field's type stays: transactions that hold it could no longer be read. */
export async function storeTransactionFields(
  client: Client,
  fields: readonly TransactionField[],
  by: Actor,
): Promise<Result<TransactionField[], Refusal>> {
  const known = new Map((await readTransactionFields(client)).map((field) => [field.id, field]))
  const faults = fields.flatMap((field, index) => {
    const before = known.get(field.id)
    if (before === undefined) return []
    if (before.type !== field.type) {
      return [
        {
          pointer: `/data/${index}/type`,
          code: 'type-is-fixed',
          detail: `The field ${field.id} is of type ${before.type}, which stays.`,
        },
      ]
    }
    if (field.scale < before.scale) {
      return [
        {
          pointer: `/data/${index}/scale`,
          code: 'scale-only-grows',
          detail: `The field ${field.id} has ${before.scale} decimals; it cannot have fewer.`,
        },
      ]
    }
    return []
  })
  if (faults.length > 0) return refused(invalid(faults))
  const statements: InStatement[] = fields.map(({ id, title, type, scale, choices }) => ({
    sql: `INSERT INTO transaction_fields (id, title, type, scale, choices) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, scale = excluded.scale, choices = excluded.choices`,
    args: [id, title, type, BigInt(scale), choices === null ? null : JSON.stringify(choices)],
  }))
  const done = await runCommand(client, {
    by,
    action: 'TransactionField.upsert',
    object: 'transaction-fields',
    detail: { ids: fields.map(({ id }) => id) },
    raisesRevision: true,
    statements,
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(await readTransactionFields(client)) : refused(refusalOf(done.error))
}

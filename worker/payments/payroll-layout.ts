import { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'
import { minorDigits, scaledToText } from '#engine'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import type { Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { csvOf, safeText } from '../ledger/csv.ts'
import { ok, type Result, refused } from '../result.ts'
import { ExternalId, Name } from '../values.ts'
import type { PaymentLine, StoredBatch } from './batch-rows.ts'

const FIELDS = [
  'participantId',
  'externalId',
  'name',
  'amount',
  'amountMinor',
  'currency',
  'batchId',
  'constant',
] as const

const Column = z
  .strictObject({
    header: z.string().max(120),
    field: z.enum(FIELDS),
    constant: z.string().max(120).default('').openapi({ description: 'Of a column that is the same in all lines.' }),
  })
  .openapi('PayrollColumn')

/** How a payroll system wants its file. */
export const Layout = z
  .strictObject({
    columns: z.array(Column).min(1).max(50),
    delimiter: z.enum([',', ';', '\t']).default(','),
    decimalMark: z.enum(['.', ',']).default('.'),
    header: z.boolean().default(true),
  })
  .openapi('PayrollLayout')
export type Layout = z.output<typeof Layout>

export const LayoutInput = z
  .strictObject({ externalId: ExternalId, name: Name, layout: Layout })
  .openapi('PayrollLayoutInput')
export type LayoutInput = z.output<typeof LayoutInput>

export const StoredLayout = LayoutInput.extend({ id: z.string() }).openapi('StoredPayrollLayout')
export type StoredLayout = z.output<typeof StoredLayout>

/** Who gets what, where nobody stated a layout. */
export const PLAIN: Layout = {
  columns: (['externalId', 'name', 'amount', 'currency', 'batchId'] as const).map((field) => ({
    header: field,
    field,
    constant: '',
  })),
  delimiter: ',',
  decimalMark: '.',
  header: true,
}

/** The payments of a batch as payroll's file. The same batch and layout give the same bytes. */
export function payrollFile(batch: StoredBatch, lines: readonly PaymentLine[], layout: Layout): string {
  const amountOf = (minor: bigint): string =>
    scaledToText(minor, minorDigits(batch.currency)).replace('.', layout.decimalMark)
  const cell = (line: PaymentLine, { field, constant }: Layout['columns'][number]): string => {
    switch (field) {
      case 'amount':
        return amountOf(line.amount)
      case 'amountMinor':
        return String(line.amount)
      case 'externalId':
        return safeText(line.externalId ?? '')
      case 'participantId':
        return line.participant
      case 'name':
        return safeText(line.name)
      case 'currency':
        return batch.currency
      case 'batchId':
        return batch.id
      case 'constant':
        return safeText(constant)
    }
  }
  const header = layout.header ? [layout.columns.map((c) => safeText(c.header))] : []
  return csvOf([...header, ...lines.map((line) => layout.columns.map((c) => cell(line, c)))], layout.delimiter)
}

/** Stores a layout under its external id; sent again, it takes the place of what stood there. */
export async function replaceLayout(client: Client, input: LayoutInput, by: Actor): Promise<Result<null, Refusal>> {
  const done = await runCommand(client, {
    by,
    action: 'PayrollLayout.replace',
    object: input.externalId,
    detail: input,
    statements: [
      {
        sql: `INSERT INTO payroll_layouts (id, external_id, name, layout) VALUES (?, ?, ?, ?)
          ON CONFLICT (external_id) DO UPDATE SET name = excluded.name, layout = excluded.layout`,
        args: [newId('lay'), input.externalId, input.name, JSON.stringify(input.layout)],
      },
    ],
    answer: { status: 200, body: null },
  })
  return done.ok ? ok(null) : refused(refusalOf(done.error))
}

export async function readLayouts(client: Client): Promise<StoredLayout[]> {
  const { rows } = await client.execute(
    'SELECT id, external_id, name, layout FROM payroll_layouts ORDER BY external_id',
  )
  return rows.map((row) => ({
    id: String(row.id),
    externalId: String(row.external_id),
    name: String(row.name),
    layout: Layout.parse(JSON.parse(String(row.layout))),
  }))
}

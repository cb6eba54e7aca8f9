import { z } from '@hono/zod-openapi'
import { TransactionInput } from '../transactions/transaction-input.ts'
import { ImportMapping } from './mapping/import-mapping.ts'

/** Whether faulty rows hold up the good ones. */
export const MODES = ['whole', 'good'] as const
export type Mode = (typeof MODES)[number]

export const CellFaultSchema = z
  .object({
    column: z.string().nullable().openapi({ description: 'The column of the file; null where it is the whole row.' }),
    code: z.string(),
    detail: z.string(),
  })
  .openapi('CellFault')

export const RejectedRow = z
  .object({ line: z.int(), cells: z.array(z.string()), faults: z.array(CellFaultSchema) })
  .openapi('RejectedRow')
export type RejectedRow = z.infer<typeof RejectedRow>

const PreviewRow = z
  .object({
    line: z.int(),
    outcome: z.enum(['stored', 'unchanged', 'rejected']),
    transaction: TransactionInput.nullable().openapi({ description: 'As it is, or would be, stored.' }),
    cells: z.array(z.string()),
    faults: z.array(CellFaultSchema),
  })
  .openapi('ImportPreviewRow')
export type PreviewRow = z.infer<typeof PreviewRow>

const counts = {
  rows: z.int().openapi({ description: 'Rows of the file: skipped, rejected and accepted together.' }),
  stored: z.int().openapi({ description: 'New versions of transactions.' }),
  unchanged: z.int().openapi({ description: 'Rows that say what is stored already.' }),
  skipped: z.int().openapi({ description: 'Rows that the mapping leaves out.' }),
  rejected: z.int(),
  totals: z
    .array(z.object({ currency: z.string(), amount: z.string() }))
    .openapi({ description: 'Sums of the accepted rows: the control total.' }),
}

/** A file that was imported, or refused for its rows. */
export const Import = z
  .object({
    id: z.string(),
    fileName: z.string(),
    fileType: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    mappingId: z.string(),
    mapping: ImportMapping,
    header: z.array(z.string()),
    mode: z.enum(MODES),
    outcome: z
      .enum(['imported', 'refused'])
      .openapi({ description: 'refused: nothing was stored, because a row was rejected and the mode is whole.' }),
    ...counts,
    recordedAt: z.string(),
    recordedBy: z.string(),
  })
  .openapi('Import')
export type Import = z.infer<typeof Import>

/** What became of a file, or would. */
export const ImportAnswer = z
  .object({
    import: Import.nullable().openapi({ description: 'null of a dry run, which stores nothing.' }),
    header: z.array(z.string()),
    ...counts,
    preview: z.array(PreviewRow).openapi({ description: 'The first 50 rows that the mapping does not leave out.' }),
    rejects: z.array(RejectedRow).openapi({ description: 'The first 100 rejected rows.' }),
  })
  .openapi('ImportAnswer')
export type ImportAnswer = z.infer<typeof ImportAnswer>

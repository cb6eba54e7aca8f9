import { z } from '@hono/zod-openapi'
import type { TransactionField } from '../fields/transaction-fields.ts'
import { ImportMapping } from './mapping/import-mapping.ts'
import { DATE_FORMATS } from './mapping/read-date.ts'
import { DECIMAL_SIGNS } from './mapping/read-number.ts'
import { type SampledColumn, suggestMappings } from './mapping/suggest-mapping.ts'
import { type FileType, openFile, unreadable } from './open-file.ts'

const MOST_ROWS = 500
const MOST_SAMPLES = 10

/** A mapping to start from; its formats are null where the file leaves them open. */
const SuggestedMapping = z
  .object({
    ...ImportMapping.shape,
    dates: z.enum(DATE_FORMATS).nullable(),
    decimals: z.enum(DECIMAL_SIGNS).nullable(),
  })
  .openapi('SuggestedImportMapping')

export const FileCheck = z
  .object({
    columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
    suggestions: z.array(
      z.object({
        preset: z.string().nullable(),
        title: z.string(),
        mapping: SuggestedMapping,
        missing: z.array(z.string()),
      }),
    ),
  })
  .openapi('ImportFileCheck')
export type FileCheck = z.infer<typeof FileCheck>

/**
 * Looks at the first rows of a file, or of the beginning of one: its columns with cells from them, and mappings that may
 * fit. What a cut-off end makes unreadable does not matter.
 */
export async function checkFile(
  body: ReadableStream<Uint8Array>,
  type: FileType,
  fields: readonly TransactionField[],
  name: string,
): Promise<FileCheck> {
  const { header, rows } = await openFile(body, type, '.')
  const samples = header.map(() => new Set<string>())
  let seen = 0
  try {
    for await (const row of rows) {
      if (row.fault === undefined)
        for (const [index, cell] of row.cells.entries()) {
          const column = samples[index]
          if (column !== undefined && column.size < MOST_SAMPLES && cell.trim() !== '') column.add(cell.trim())
        }
      seen += 1
      if (seen >= MOST_ROWS) break
    }
  } catch (error) {
    if (unreadable(error) === null) throw error
  }
  const columns: SampledColumn[] = header.map((column, index) => ({
    name: column,
    samples: [...(samples[index] ?? [])],
  }))
  return {
    columns: columns.map((column) => ({ ...column, samples: [...column.samples] })),
    suggestions: suggestMappings(columns, fields, name.replace(/\.[a-z]{2,4}$/i, '')),
  }
}

import type { Client } from '@libsql/client/web'
import Papa from 'papaparse'
import { readRejects, toReject } from './import-rows.ts'
import type { Import, RejectedRow } from './import-schema.ts'
import { errorColumnFor, guardFormula } from './mark-rejected.ts'

const PAGE = 1_000
const BYTE_ORDER_MARK = '\uFEFF'

/** A sentence for the person who mends the row. */
function sentenceOf({ faults }: RejectedRow): string {
  return faults.map(({ column, detail }) => (column === null ? detail : `${column}: ${detail}`)).join(' | ')
}

/**
 * The rejected rows of an import as the file that they came from: its columns, and behind them what is wrong. Mended, it
 * can be sent again with the same mapping. A byte order mark tells spreadsheets that it is UTF-8; separated is it by what
 * spreadsheets of the place expect.
 */
export function rejectedCsv(client: Client, { id, header, mapping }: Import): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const delimiter = mapping.decimals === ',' ? ';' : ','
  const text = (rows: string[][]): string => `${Papa.unparse(rows, { delimiter, newline: '\r\n' })}\r\n`
  let after = -1n
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (after < 0n) {
        controller.enqueue(
          encoder.encode(BYTE_ORDER_MARK + text([[...header.map(guardFormula), errorColumnFor(header)]])),
        )
        after = 0n
        return
      }
      const rows = (await readRejects(client, id, after, PAGE)).slice(0, PAGE).map(toReject)
      const last = rows.at(-1)
      if (last === undefined) return controller.close()
      after = BigInt(last.line)
      const lines = rows.map((row) => {
        const cells = row.cells.map(guardFormula)
        while (cells.length < header.length) cells.push('')
        return [...cells, guardFormula(sentenceOf(row))]
      })
      controller.enqueue(encoder.encode(text(lines)))
    },
  })
}

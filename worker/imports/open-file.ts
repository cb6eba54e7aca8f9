import { createHash } from 'node:crypto'
import { invalid, type Refusal, RefusalError } from '../http/problem.ts'
import { countedStream } from '../http/read-body.ts'
import { CsvUnreadable, csvRows } from '../transactions/csv-rows.ts'
import { LineTooLong } from '../transactions/text-lines.ts'
import type { DecimalSign } from './mapping/read-number.ts'
import { isOfRejected, unguardFormula } from './mark-rejected.ts'
import { WorkbookUnreadable, xlsxRows } from './read-xlsx.ts'

/** Types of files that are read. */
export const FILE_TYPES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const
export type FileType = (typeof FILE_TYPES)[number]

const MOST_CSV = 100 * 1024 * 1024
const MOST_XLSX = 20 * 1024 * 1024

/** A row of a file with its line; `fault` says why its cells are not to be trusted. */
export type FileRow = { line: number; cells: readonly string[]; fault?: string }

/** A file that is read as it comes in. */
export type OpenFile = {
  header: readonly string[]
  rows: AsyncGenerator<FileRow>
  /** What has been read of it so far: all of it, once the rows have come to their end. */
  evidence: () => { sha256: string; bytes: number }
}

/** Passes a body on and remembers its length and hash. */
function measured(body: ReadableStream<Uint8Array>): {
  body: ReadableStream<Uint8Array>
  evidence: OpenFile['evidence']
} {
  const hash = createHash('sha256')
  let bytes = 0
  const passing = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      hash.update(chunk)
      controller.enqueue(chunk)
    },
  })
  return { body: body.pipeThrough(passing), evidence: () => ({ sha256: hash.copy().digest('hex'), bytes }) }
}

async function readWhole(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer())
}

async function* rest(
  rows: AsyncGenerator<FileRow>,
  header: readonly string[],
  isMarked: boolean,
): AsyncGenerator<FileRow> {
  for await (const row of rows) {
    if (row.fault === undefined && row.cells.every((cell, index) => cell.trim() === header[index]))
      yield { ...row, fault: 'It is the header again.' }
    else if (isMarked) {
      // Of a row with too many cells, the error stands in the last.
      const own = row.cells.length > header.length ? row.cells.slice(0, -1) : row.cells.slice(0, header.length - 1)
      yield { ...row, cells: own.map(unguardFormula) }
    } else yield row
  }
}

/**
 * Opens a file and reads its header. In a file of rejected rows that comes back, the column of errors is left out and
 * guarded cells are what they were.
 *
 * @throws what `unreadable` understands.
 */
export async function openFile(body: ReadableStream<Uint8Array>, type: FileType, sign: DecimalSign): Promise<OpenFile> {
  const file = measured(countedStream(body, type === 'text/csv' ? MOST_CSV : MOST_XLSX))
  const rows: AsyncGenerator<FileRow> =
    type === 'text/csv' ? csvRows(file.body) : xlsxRows(await readWhole(file.body), sign)
  const first = await rows.next()
  const header: readonly string[] = first.done ? [] : first.value.cells
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index)
  if (twice !== undefined) throw new CsvUnreadable(`The column "${twice}" stands twice in the header.`)
  const isMarked = isOfRejected(header)
  return {
    header: isMarked ? header.slice(0, -1) : header,
    rows: rest(rows, header, isMarked),
    evidence: file.evidence,
  }
}

/** Hashes a body without reading it. */
export async function fingerprintBody(body: ReadableStream<Uint8Array>, type: FileType): Promise<{ sha256: string }> {
  const file = measured(countedStream(body, type === 'text/csv' ? MOST_CSV : MOST_XLSX))
  const reader = file.body.getReader()
  while (!(await reader.read()).done);
  return file.evidence()
}

/** What a file that cannot be read is refused with; null for an error that is not the file's. */
export function unreadable(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return error.refusal
  const because = (code: string, detail: string): Refusal => invalid([{ pointer: '', code, detail }], detail)
  if (error instanceof CsvUnreadable) return because('csv-unreadable', error.message)
  if (error instanceof WorkbookUnreadable) return because('workbook-unreadable', error.message)
  if (error instanceof LineTooLong) return because('line-too-long', 'A line is longer than 64 KiB.')
  if (error instanceof TypeError && /decod|encoded data/i.test(error.message))
    return because('not-utf-8', 'The file is not in UTF-8. In Excel, save it as "CSV UTF-8", or send the .xlsx itself.')
  return null
}

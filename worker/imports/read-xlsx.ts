import { streamXlsxRows } from 'hucre/xlsx'
import type { DecimalSign } from './mapping/read-number.ts'
import { unpackedSize } from './zip-size.ts'

/** Most bytes that a workbook may unpack to: an archive of a few kilobytes can hold gigabytes of zeros. */
const MOST_UNPACKED = 96 * 1024 * 1024

/** The workbook cannot be read. */
export class WorkbookUnreadable extends Error {
  override name = 'WorkbookUnreadable'
}

type Value = string | number | boolean | Date | null

/** A spreadsheet shows 15 digits and keeps 17: 0.1 + 0.2 is 0.3 there. */
const DIGITS = 15

/** What a cell shows, written as the mapping reads it: numbers with its decimal sign, days in ISO. */
function textOf(value: Value, sign: DecimalSign): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(Number(value.toPrecision(DIGITS))).replace('.', sign)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  if (Number.isNaN(value.getTime())) return ''
  const [day = '', clock = ''] = value.toISOString().split('T')
  return clock.startsWith('00:00:00') ? day : `${day} ${clock.slice(0, 8)}`
}

/**
 * Rows of a workbook's first sheet, the header first; rows without any cell are passed over.
 *
 * @throws WorkbookUnreadable
 */
export async function* xlsxRows(
  bytes: Uint8Array,
  sign: DecimalSign,
): AsyncGenerator<{ line: number; cells: readonly string[]; fault?: string }> {
  const size = unpackedSize(bytes)
  if (size === null) throw new WorkbookUnreadable('This is no Excel workbook (.xlsx).')
  if (size > MOST_UNPACKED) throw new WorkbookUnreadable('The workbook is too large. Save the sheet as CSV (UTF-8).')
  let header: string[] | null = null
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      const cells = (values as Value[]).map((value) => textOf(value, sign))
      if (cells.every((cell) => cell.trim() === '')) continue
      const line = index + 1
      if (header === null) {
        header = cells.map((cell) => cell.trim())
        while (header.at(-1) === '') header.pop()
        yield { line, cells: header }
      } else {
        while (cells.length > header.length && cells.at(-1) === '') cells.pop()
        while (cells.length < header.length) cells.push('')
        if (cells.length === header.length) yield { line, cells }
        else yield { line, cells, fault: `It has ${cells.length} cells; the header has ${header.length}.` }
      }
    }
  } catch (error) {
    throw new WorkbookUnreadable('The workbook is damaged, encrypted or of another kind.', { cause: error })
  }
  if (header === null) throw new WorkbookUnreadable('The first sheet is empty.')
}

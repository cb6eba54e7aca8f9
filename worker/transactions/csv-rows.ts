import Papa from 'papaparse'
import { textLines } from './text-lines.ts'

/** The file as a whole cannot be read. */
export class CsvUnreadable extends Error {
  override name = 'CsvUnreadable'
}

/** A row with the number of its first line; `fault` says why its cells are not to be trusted. */
export type CsvRow = { line: number; cells: readonly string[]; fault?: string }

const LONGEST_ROW = 64 * 1024
const DELIMITERS = [',', ';', '\t', '|']

const quotesIn = (text: string): number => text.split('"').length - 1

/** Lines put together again where a quoted cell runs over several. */
async function* logicalLines(body: ReadableStream<Uint8Array>): AsyncGenerator<{ line: number; text: string }> {
  let line = 0
  let begun = 0
  let open: string | null = null
  for await (const text of textLines(body)) {
    line += 1
    const whole: string = open === null ? text : `${open}\n${text}`
    if (open === null) begun = line
    if (quotesIn(whole) % 2 === 0) {
      open = null
      yield { line: begun, text: whole.endsWith('\r') ? whole.slice(0, -1) : whole }
    } else {
      if (whole.length > LONGEST_ROW) throw new CsvUnreadable(`The quote that opens in line ${begun} does not close.`)
      open = whole
    }
  }
  if (open !== null) throw new CsvUnreadable(`The quote that opens in line ${begun} does not close.`)
}

/** The separator that stands most often in the header, outside of quotes. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  const count = (delimiter: string): number => bare.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

function cellsOf(text: string, delimiter: string): { cells: string[]; fault?: string } {
  // A lone quote inside a row is a fault of the row; most rows have none, and need no parser.
  if (!text.includes('"')) return { cells: text.split(delimiter) }
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, header: false })
  const first = errors[0]
  return { cells: data[0] ?? [], ...(first === undefined ? {} : { fault: first.message }) }
}

/** The names in a header; columns without one are allowed, the same one twice is not. */
function headerOf(text: string, delimiter: string): string[] {
  if (text.includes('\u0000')) throw new CsvUnreadable('This is no text in UTF-8.')
  const { cells, fault } = cellsOf(text, delimiter)
  if (fault !== undefined) throw new CsvUnreadable(`The header cannot be read: ${fault}`)
  const names = cells.map((cell) => cell.trim())
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
  if (twice !== undefined) throw new CsvUnreadable(`The column "${twice}" stands twice in the header.`)
  return names
}

/**
 * Rows of a CSV file, the header first; separated by comma, semicolon, tab or bar, whichever the header has most of.
 *
 * @throws CsvUnreadable where the file as a whole makes no sense.
 */
export async function* csvRows(body: ReadableStream<Uint8Array>): AsyncGenerator<CsvRow> {
  let header: string[] | null = null
  let delimiter = ','
  for await (const { line, text } of logicalLines(body)) {
    if (header === null) {
      delimiter = delimiterOf(text)
      header = headerOf(text, delimiter)
      yield { line, cells: header }
      continue
    }
    if (text.trim() === '') continue
    const { cells, fault } = cellsOf(text, delimiter)
    if (fault !== undefined) yield { line, cells, fault }
    else if (cells.length !== header.length)
      yield { line, cells, fault: `It has ${cells.length} cells; the header has ${header.length}.` }
    else yield { line, cells }
  }
  if (header === null) throw new CsvUnreadable('The file is empty.')
}

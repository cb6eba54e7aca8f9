import Papa from 'papaparse'
import { textLines } from './text-lines.ts'

/** A record of a CSV file with the number of its first line (the header is line 1), or why it is none. */
export type CsvRecord = { line: number; value: unknown } | { line: number; fault: string }

/** The file as a whole cannot be read. */
export class CsvUnreadable extends Error {
  override name = 'CsvUnreadable'
}

const SIMPLE = new Set([
  'source',
  'externalId',
  'kind',
  'occurredOn',
  'creditedOn',
  'owner',
  'account',
  'product',
  'amount',
  'currency',
  'quantity',
  'reverses',
])
const REFERENCES = new Set(['owner.externalId', 'account.externalId', 'product.externalId'])

function checkHeader(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw new CsvUnreadable(`The column "${name}" stands twice in the header.`)
    seen.add(name)
    const isKnown =
      SIMPLE.has(name) || REFERENCES.has(name) || name === 'version' || name === 'voided' || name === 'team'
    if (!isKnown && !/^fields\.[a-z][a-zA-Z0-9_]{0,59}$/.test(name)) {
      throw new CsvUnreadable(
        `There is no column "${name}". Own fields are written "fields.<id>", other systems' ids "owner.externalId".`,
      )
    }
  }
  for (const name of ['source', 'externalId', 'occurredOn']) {
    if (!seen.has(name)) throw new CsvUnreadable(`The column "${name}" is missing from the header.`)
  }
}

/** An empty cell says nothing, so that its default holds. */
function toValue(
  names: readonly string[],
  cells: readonly string[],
  yesNo: ReadonlySet<string>,
): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  const fields: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    if (SIMPLE.has(name)) value[name] = cell
    else if (REFERENCES.has(name)) value[name.slice(0, name.indexOf('.'))] = { externalId: cell }
    else if (name === 'version') value.version = /^\d{1,7}$/.test(cell) ? Number(cell) : cell
    else if (name === 'voided') value.voided = cell === 'true' ? true : cell === 'false' ? false : cell
    else if (name === 'team') value.team = parseTeam(cell)
    else {
      const id = name.slice('fields.'.length)
      fields[id] = yesNo.has(id) ? (cell === 'true' ? true : cell === 'false' ? false : cell) : cell
    }
  }
  return { ...value, fields }
}

function parseTeam(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

const hasOpenQuote = (text: string): boolean => (text.match(/"/g)?.length ?? 0) % 2 === 1

/** Lines put together again where a quoted cell runs over several. */
async function* logicalLines(body: ReadableStream<Uint8Array>): AsyncGenerator<{ line: number; text: string }> {
  let line = 0
  let begun = 0
  let open: string | null = null
  for await (const text of textLines(body)) {
    line += 1
    const whole: string = open === null ? text : `${open}\n${text}`
    if (open === null) begun = line
    if (!hasOpenQuote(whole)) {
      open = null
      yield { line: begun, text: whole.endsWith('\r') ? whole.slice(0, -1) : whole }
    } else {
      if (whole.length > 64 * 1024) throw new CsvUnreadable(`The quote that opens in line ${begun} does not close.`)
      open = whole
    }
  }
  if (open !== null) throw new CsvUnreadable(`The quote that opens in line ${begun} does not close.`)
}

function delimiterOf(header: string): string {
  return header.includes(';') && !header.includes(',')
    ? ';'
    : header.includes('\t') && !header.includes(',')
      ? '\t'
      : ','
}

function cellsOf(text: string, delimiter: string): string[] | string {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, header: false })
  const first = errors[0]
  if (first !== undefined) return first.message
  return data[0] ?? []
}

/**
 * Records of a CSV file in UTF-8, with a header of JSON names; the separator is a comma, a semicolon or a tab.
 *
 * @param yesNo ids of fields that hold true or false.
 * @throws CsvUnreadable where the file as a whole makes no sense.
 */
export async function* csvRecords(
  body: ReadableStream<Uint8Array>,
  yesNo: ReadonlySet<string>,
): AsyncGenerator<CsvRecord> {
  let names: string[] | null = null
  let delimiter = ','
  for await (const { line, text } of logicalLines(body)) {
    if (names === null) {
      if (text.includes('\u0000')) throw new CsvUnreadable('This is no text in UTF-8.')
      delimiter = delimiterOf(text)
      const cells = cellsOf(text, delimiter)
      if (typeof cells === 'string') throw new CsvUnreadable(`The header cannot be read: ${cells}`)
      names = cells.map((cell) => cell.trim())
      checkHeader(names)
      continue
    }
    if (text.trim() === '') continue
    const cells = cellsOf(text, delimiter)
    if (typeof cells === 'string') yield { line, fault: cells }
    else if (cells.length !== names.length)
      yield { line, fault: `It has ${cells.length} cells; the header has ${names.length}.` }
    else yield { line, value: toValue(names, cells, yesNo) }
  }
  if (names === null) throw new CsvUnreadable('The file is empty.')
}

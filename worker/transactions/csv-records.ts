import { CsvUnreadable, csvRows } from './csv-rows.ts'

/** A record of a CSV file with the number of its first line (the header is line 1), or why it is none. */
export type CsvRecord = { line: number; value: unknown } | { line: number; fault: string }

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
  const seen = new Set(names)
  for (const name of names) {
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

/**
 * Records of a CSV file with a header of JSON names.
 *
 * @param yesNo ids of fields that hold true or false.
 * @throws CsvUnreadable where the file as a whole makes no sense.
 */
export async function* csvRecords(
  body: ReadableStream<Uint8Array>,
  yesNo: ReadonlySet<string>,
): AsyncGenerator<CsvRecord> {
  let names: readonly string[] | null = null
  for await (const { line, cells, fault } of csvRows(body)) {
    if (names === null) {
      names = cells
      checkHeader(names)
    } else if (fault !== undefined) yield { line, fault }
    else yield { line, value: toValue(names, cells, yesNo) }
  }
}

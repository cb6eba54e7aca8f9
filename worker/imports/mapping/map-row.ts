import type { TransactionField } from '../../fields/transaction-fields.ts'
import { faultsOf, type Issue } from '../../http/faults.ts'
import type { Fault } from '../../http/problem.ts'
import { ok, type Result, refused } from '../../result.ts'
import { TransactionInput } from '../../transactions/transaction-input.ts'
import type { ImportMapping } from './import-mapping.ts'
import { type Kind, kindOf, readCell, readShare } from './read-cell.ts'

/** What is wrong with a row, and in which of its columns; null where it is the row as a whole. */
export type CellFault = { column: string | null; code: string; detail: string }

/** The column that a part of an input came from, by its pointer, so that later findings can name it. */
export type Origin = (pointer: string) => string | null

/** What a row of cells says: a transaction, nothing (the mapping leaves it out), or something that cannot be. */
export type MappedRow =
  | { kind: 'input'; input: TransactionInput; origin: Origin }
  | { kind: 'skipped' }
  | { kind: 'rejected'; faults: CellFault[] }

/** What a row is read with besides the mapping. */
export type MappingGround = { fields: ReadonlyMap<string, TransactionField>; timeZone: string }

type Source = ImportMapping['columns'][string]
type Prepared = {
  mapping: ImportMapping
  ground: MappingGround
  targets: readonly { target: string; source: Source; kind: Kind; values: ReadonlyMap<string, string> }[]
  cellOf: (cells: readonly string[], column: string) => string
}
/** What was read of one row so far; team members remember the columns of their cells. */
type Reading = {
  value: Record<string, unknown>
  fields: Record<string, unknown>
  team: { role: string; participant: { externalId: string }; share: unknown }[]
  teamColumns: { participant: string; share: string | null }[]
  amountCurrency: string | null
  faults: CellFault[]
}

const columnIn = (source: { column: string } | { value: string } | undefined): string | null =>
  source !== undefined && 'column' in source ? source.column : null

function readTargets({ mapping, ground, targets, cellOf }: Prepared, cells: readonly string[], into: Reading): void {
  for (const { target, source, kind, values } of targets) {
    const column = columnIn(source)
    const written = 'column' in source ? cellOf(cells, source.column) : source.value
    const cell = values.get(written) ?? written
    if (cell === '') {
      if ('column' in source && !source.optional)
        into.faults.push({ column, code: 'cell-empty', detail: 'The cell is empty.' })
      continue
    }
    const read = readCell(cell, kind, mapping, ground.timeZone)
    if (!read.ok) {
      into.faults.push({ column, ...read.error })
      continue
    }
    if (target === 'amount') into.amountCurrency = read.value.currency ?? null
    if (target.startsWith('fields.')) into.fields[target.slice('fields.'.length)] = read.value.value
    else into.value[target] = read.value.value
  }
}

function readTeam({ mapping, cellOf }: Prepared, cells: readonly string[], into: Reading): void {
  for (const { role, column, share } of mapping.team) {
    const externalId = cellOf(cells, column)
    if (externalId === '') continue
    const shareColumn = columnIn(share)
    const read =
      'column' in share
        ? readShare(cellOf(cells, share.column), share.isPercent, mapping.decimals)
        : ok({ value: share.value })
    if (read.ok) {
      into.team.push({ role, participant: { externalId }, share: read.value.value })
      into.teamColumns.push({ participant: column, share: shareColumn })
    } else into.faults.push({ column: shareColumn, ...read.error })
  }
}

/** A currency that stands in the amount's own cell holds for the row, and must not contradict the row. */
function settleCurrency(mapping: ImportMapping, reading: Reading): void {
  const { amountCurrency, value, faults } = reading
  if (amountCurrency === null) return
  const stated = value.currency === undefined ? amountCurrency : String(value.currency).trim().toUpperCase()
  if (stated === amountCurrency) value.currency = amountCurrency
  else {
    const detail = `The amount is in ${amountCurrency}, the row in ${stated}.`
    faults.push({ column: columnIn(mapping.columns.amount), code: 'currency-mismatch', detail })
  }
}

function originOf(mapping: ImportMapping, { teamColumns }: Reading): Origin {
  return (pointer) => {
    const [, first = '', second = '', third] = pointer.split('/')
    if (first === 'team') return teamColumns[Number(second)]?.[third === 'share' ? 'share' : 'participant'] ?? null
    return columnIn(mapping.columns[first === 'fields' ? `fields.${second}` : first])
  }
}

function readRow(prepared: Prepared, cells: readonly string[]): MappedRow {
  const { mapping } = prepared
  const reading: Reading = { value: {}, fields: {}, team: [], teamColumns: [], amountCurrency: null, faults: [] }
  readTargets(prepared, cells, reading)
  readTeam(prepared, cells, reading)
  settleCurrency(mapping, reading)
  if (reading.faults.length > 0) return { kind: 'rejected', faults: reading.faults }
  const { value, team, fields } = reading
  const origin = originOf(mapping, reading)
  const parsed = TransactionInput.safeParse({ source: mapping.source, ...value, team, fields })
  if (parsed.success) return { kind: 'input', input: parsed.data, origin }
  return { kind: 'rejected', faults: cellFaults(faultsOf(parsed.error.issues as Issue[]), origin) }
}

/** Findings about a transaction as findings about the row that it came from. */
export function cellFaults(faults: readonly Fault[], origin: Origin): CellFault[] {
  return faults.map(({ pointer, code, detail }) => ({ column: origin(pointer), code, detail }))
}

/** Columns that the mapping asks for and the header does not have. */
function missingColumns(mapping: ImportMapping, header: ReadonlySet<string>): Fault[] {
  const needed = [
    ...Object.values(mapping.columns).flatMap((source) =>
      'column' in source && !source.optional ? [source.column] : [],
    ),
    ...mapping.team.flatMap(({ column, share }) => ('column' in share ? [column, share.column] : [column])),
    ...mapping.only.map(({ column }) => column),
  ]
  return [...new Set(needed)]
    .filter((column) => !header.has(column))
    .map((column) => ({ pointer: '', code: 'column-missing', detail: `The file has no column "${column}".` }))
}

const withoutCase = (text: string): string => text.trim().toLowerCase()

/**
 * Prepares a mapping for a file's header; the function that comes out reads one row after the other.
 *
 * @returns the columns that the header lacks, where it lacks any.
 */
export function rowMapper(
  mapping: ImportMapping,
  header: readonly string[],
  ground: MappingGround,
): Result<(cells: readonly string[]) => MappedRow, Fault[]> {
  const missing = missingColumns(mapping, new Set(header))
  if (missing.length > 0) return refused(missing)
  const at = new Map(header.map((name, index) => [name, index]))
  const prepared: Prepared = {
    mapping,
    ground,
    cellOf: (cells, column) => cells[at.get(column) ?? -1]?.trim() ?? '',
    targets: Object.entries(mapping.columns).map(([target, source]) => ({
      target,
      source,
      kind: kindOf(target, ground.fields),
      values: new Map(Object.entries(mapping.values[target] ?? {})),
    })),
  }
  const only = mapping.only.map(({ column, in: wanted }) => ({ column, wanted: new Set(wanted.map(withoutCase)) }))
  return ok((cells) => {
    const counts = only.every(({ column, wanted }) => wanted.has(withoutCase(prepared.cellOf(cells, column))))
    return counts ? readRow(prepared, cells) : { kind: 'skipped' }
  })
}

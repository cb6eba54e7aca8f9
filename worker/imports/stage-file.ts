import type { Client, InStatement } from '@libsql/client/web'
import { invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import { decideLines, type ImportGround, type ParsedLine } from '../transactions/import-lines.ts'
import { inGroups } from '../transactions/text-lines.ts'
import { stageStatements } from '../transactions/version-statements.ts'
import { ControlTotals } from './control-totals.ts'
import type { ImportAnswer, PreviewRow, RejectedRow } from './import-schema.ts'
import type { ImportMapping } from './mapping/import-mapping.ts'
import { type CellFault, cellFaults, type MappedRow, rowMapper } from './mapping/map-row.ts'
import type { FileRow, OpenFile } from './open-file.ts'
import { RowsSaid } from './rows-said.ts'

const GROUP = 1_000
const SHOWN_ROWS = 50
const SHOWN_REJECTS = 100
/**
 * New rows, and rejected ones, of one file: they become transactions, or are forgotten, in one batch, and a database has
 * 8 seconds for a batch. 300,000 take less on two shared cores, 700,000 more.
 */
export const MOST_ROWS = 250_000

/** What a file's rows came to. */
export type Staged = Omit<ImportAnswer, 'import'>

type Stage = {
  client: Client
  importId: string
  ground: ImportGround
  now: Date
  map: (cells: readonly string[]) => MappedRow
  said: RowsSaid
  totals: ControlTotals
  staged: Staged
}
type Decided = {
  row: FileRow
  mapped: Exclude<MappedRow, { kind: 'skipped' }>
  outcome: PreviewRow['outcome']
  faults: CellFault[]
}

const ofRow = (code: string, detail: string): CellFault[] => [{ column: null, code, detail }]

function read({ map, said }: Stage, row: FileRow): MappedRow {
  if (row.fault !== undefined) return { kind: 'rejected', faults: ofRow('row-malformed', row.fault) }
  const mapped = map(row.cells)
  if (mapped.kind !== 'input' || mapped.input.version !== undefined) return mapped
  const { input, origin } = mapped
  // Without versions nobody can say which of two rows is the later truth.
  if (!said.contradicts(JSON.stringify([input.source, input.externalId]), JSON.stringify(input))) return mapped
  const detail = `An earlier row of this file says something else of "${input.externalId}".`
  return { kind: 'rejected', faults: [{ column: origin('/externalId'), code: 'row-contradicts', detail }] }
}

/** Rejected rows are put aside as they stand in the file. */
function rejectStatement(importId: string, rejects: readonly RejectedRow[], now: Date): InStatement {
  const rows = rejects.map(({ line, cells, faults }) => [line, JSON.stringify(cells), JSON.stringify(faults)])
  return {
    sql: `INSERT INTO import_rejects (import_id, line, cells, faults, recorded_at)
      SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), ? FROM json_each(?)`,
    args: [importId, BigInt(now.getTime()), JSON.stringify(rows)],
  }
}

function count({ staged, totals }: Stage, { row, mapped, outcome, faults }: Decided): void {
  staged[outcome] += 1
  const transaction = mapped.kind === 'input' ? mapped.input : null
  if (transaction !== null && outcome !== 'rejected') totals.add(transaction)
  const cells = [...row.cells]
  if (staged.preview.length < SHOWN_ROWS) staged.preview.push({ line: row.line, outcome, transaction, cells, faults })
  if (outcome === 'rejected' && staged.rejects.length < SHOWN_REJECTS)
    staged.rejects.push({ line: row.line, cells, faults })
}

async function stageGroup(stage: Stage, rows: readonly FileRow[]): Promise<void> {
  const { client, importId, ground, now, staged } = stage
  const all = rows.map((row) => ({ row, mapped: read(stage, row) }))
  const asked = all.flatMap(({ row, mapped }) => (mapped.kind === 'skipped' ? [] : [{ row, mapped }]))
  staged.rows += rows.length
  staged.skipped += rows.length - asked.length
  if (asked.length === 0) return
  const lines = asked.map(
    ({ mapped }): ParsedLine =>
      mapped.kind === 'input' ? { ok: true, input: mapped.input } : { ok: false, errors: [] },
  )
  const decisions = await decideLines(client, lines, ground, importId)
  const [versions, rejects]: [Parameters<typeof stageStatements>[1][number][], RejectedRow[]] = [[], []]
  for (const [index, { row, mapped }] of asked.entries()) {
    const decision = decisions[index]
    if (decision === undefined) continue
    const faults =
      mapped.kind === 'rejected'
        ? mapped.faults
        : decision.status === 'rejected'
          ? cellFaults(decision.errors, mapped.origin)
          : []
    count(stage, { row, mapped, outcome: decision.status, faults })
    if (decision.status === 'stored') versions.push({ line: row.line, row: decision.row })
    if (decision.status === 'rejected') rejects.push({ line: row.line, cells: [...row.cells], faults })
  }
  const statements = [
    ...(versions.length > 0 ? stageStatements(importId, versions, now) : []),
    ...(rejects.length > 0 ? [rejectStatement(importId, rejects, now)] : []),
  ]
  if (statements.length > 0) await client.batch(statements, 'write')
}

function tooMany(mostRows: number): Refusal {
  const detail = `More than ${mostRows} rows are new, or are rejected. Split the file.`
  return invalid([{ pointer: '', code: 'too-many-rows', detail }], detail)
}

/**
 * Reads a whole file and puts its rows aside: good ones as versions to be, rejected ones with their faults. Nothing of it
 * counts before the import is committed.
 *
 * @returns the columns that the file lacks, where it lacks any.
 */
export async function stageFile(
  client: Client,
  file: OpenFile,
  mapping: ImportMapping,
  {
    ground,
    timeZone,
    importId,
    now,
    mostRows,
  }: { ground: ImportGround; timeZone: string; importId: string; now: Date; mostRows: number },
): Promise<Result<Staged, Refusal>> {
  const map = rowMapper(mapping, file.header, { fields: ground.fields, timeZone })
  if (!map.ok) return refused(invalid(map.error, 'The file has not the columns that the mapping names.'))
  const totals = new ControlTotals(ground.currency)
  const staged: Staged = {
    header: [...file.header],
    rows: 0,
    stored: 0,
    unchanged: 0,
    skipped: 0,
    rejected: 0,
    totals: [],
    preview: [],
    rejects: [],
  }
  const stage: Stage = { client, importId, ground, now, map: map.value, said: new RowsSaid(), totals, staged }
  for await (const rows of inGroups(file.rows, GROUP)) {
    await stageGroup(stage, rows)
    if (staged.stored > mostRows || staged.rejected > mostRows) return refused(tooMany(mostRows))
  }
  return ok({ ...staged, totals: totals.list() })
}

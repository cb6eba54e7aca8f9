import type { Client } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import { type CsvRecord, csvRecords } from './csv-records.ts'
import { CsvUnreadable } from './csv-rows.ts'
import { decideLines, type ImportGround, type ParsedLine, parseLine } from './import-lines.ts'
import { inGroups, LineTooLong } from './text-lines.ts'
import { commitStagedStatements, dropStagedStatement, stageStatements } from './version-statements.ts'

const GROUP = 1_000
const MOST_FAULTS = 101

/** What an import did. */
export type ImportSummary = { lines: number; stored: number; unchanged: number }

const parsed = (record: CsvRecord): ParsedLine =>
  'fault' in record
    ? { ok: false, errors: [{ pointer: '', code: 'malformed', detail: record.fault }] }
    : parseLine(record.value)

async function stage(
  client: Client,
  body: ReadableStream<Uint8Array>,
  ground: ImportGround,
  importId: string,
  now: Date,
): Promise<{ summary: ImportSummary; faults: Fault[] }> {
  const yesNo = new Set([...ground.fields.values()].filter(({ type }) => type === 'yes/no').map(({ id }) => id))
  const summary = { lines: 0, stored: 0, unchanged: 0 }
  const faults: Fault[] = []
  for await (const group of inGroups(csvRecords(body, yesNo), GROUP)) {
    const decisions = await decideLines(client, group.map(parsed), ground, importId)
    const rows = decisions.flatMap((decision, index) => {
      const line = group[index]?.line ?? 0
      if (decision.status === 'rejected')
        faults.push(...decision.errors.map((fault) => ({ ...fault, pointer: `/lines/${line}${fault.pointer}` })))
      return decision.status === 'stored' ? [{ line, row: decision.row }] : []
    })
    summary.lines += decisions.length
    summary.stored += rows.length
    summary.unchanged += decisions.filter(({ status }) => status === 'unchanged').length
    if (faults.length >= MOST_FAULTS) break
    if (rows.length > 0 && faults.length === 0) await client.batch(stageStatements(importId, rows, now), 'write')
  }
  return { summary, faults }
}

function unreadable(error: unknown): Refusal | null {
  if (error instanceof CsvUnreadable)
    return invalid([{ pointer: '', code: 'csv-unreadable', detail: error.message }], error.message)
  if (error instanceof LineTooLong)
    return invalid([{ pointer: '', code: 'line-too-long', detail: 'A line is longer than 64 KiB.' }])
  if (error instanceof TypeError)
    return invalid([{ pointer: '', code: 'not-utf-8', detail: 'The file is not in UTF-8.' }])
  return null
}

/**
 * Imports a CSV file whole or not at all: its lines are put aside as they stream in, and become transactions in one
 * batch at the end. Pointers of faults name the line: /lines/17/amount.
 */
export async function importCsv(
  client: Client,
  body: ReadableStream<Uint8Array>,
  ground: ImportGround,
  by: Actor,
): Promise<Result<ImportSummary, Refusal>> {
  const importId = newId('imp')
  try {
    const { summary, faults } = await stage(client, body, ground, importId, by.now)
    if (faults.length > 0) {
      await client.execute(dropStagedStatement(importId))
      return refused(invalid(faults))
    }
    if (summary.stored === 0) return ok(summary)
    const done = await runCommand(client, {
      by,
      action: 'Transaction.import',
      object: importId,
      detail: summary,
      statements: commitStagedStatements(importId),
      answer: { status: 200, body: summary },
    })
    if (done.ok) return ok(summary)
    await client.execute(dropStagedStatement(importId))
    return refused(refusalOf(done.error))
  } catch (error) {
    await client.execute(dropStagedStatement(importId)).catch(() => undefined)
    const refusal = unreadable(error)
    if (refusal !== null) return refused(refusal)
    throw error
  }
}

import type { Client } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import type { Decision, NewVersion } from './decide-versions.ts'
import { decideLines, type ImportGround, type ParsedLine } from './import-lines.ts'
import { appendStatements } from './version-statements.ts'

/** What became of one line. */
export type LineAnswer = {
  line: number
  status: 'stored' | 'unchanged' | 'rejected'
  version?: number
  errors?: Fault[]
}

/** Answer for a decision on a line. */
export function answerOf(decision: Decision, line: number): LineAnswer {
  switch (decision.status) {
    case 'stored':
      return { line, status: 'stored', version: decision.row.version }
    case 'unchanged':
      return { line, status: 'unchanged', version: decision.version }
    case 'rejected':
      return { line, status: 'rejected', errors: decision.errors }
  }
}

/** Appends decided versions in one batch. */
export async function appendVersions(
  client: Client,
  rows: readonly NewVersion[],
  by: Actor,
): Promise<Result<null, Refusal>> {
  if (rows.length === 0) return ok(null)
  const done = await runCommand(client, {
    by,
    action: 'Transaction.append',
    object: 'transactions',
    detail: { count: rows.length },
    statements: appendStatements(rows, by.now),
    answer: { status: 200, body: null },
  })
  if (done.ok) return ok(null)
  return refused(refusalOf(done.error))
}

/** Stores up to 1,000 transactions, all of them or none. */
export async function storeTransactions(
  client: Client,
  lines: readonly ParsedLine[],
  ground: ImportGround,
  by: Actor,
): Promise<Result<LineAnswer[], Refusal>> {
  const decisions = await decideLines(client, lines, ground, null)
  const faults = decisions.flatMap((decision, index) =>
    decision.status === 'rejected'
      ? decision.errors.map((fault) => ({ ...fault, pointer: `/data/${index}${fault.pointer}` }))
      : [],
  )
  if (faults.length > 0) {
    const isConflict = faults.every(({ code }) => code === 'version-conflict')
    return refused(
      isConflict
        ? { status: 409, kind: 'version-conflict', detail: 'A version is stored with another content.', errors: faults }
        : invalid(faults),
    )
  }
  const rows = decisions.flatMap((decision) => (decision.status === 'stored' ? [decision.row] : []))
  const stored = await appendVersions(client, rows, by)
  return stored.ok ? ok(decisions.map((decision, index) => answerOf(decision, index + 1))) : stored
}

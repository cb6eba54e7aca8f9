import type { Client } from '@libsql/client/web'
import { type Actor, pause, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, type Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import type { Decision } from './decide-versions.ts'
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

const TRIES = 10

/**
 * Decides lines and appends what they become in one batch. Where somebody else stored a version of the same transaction
 * between the two, the lines are decided again: the same report sent twice at once is then found unchanged.
 *
 * @param isWhole nothing is appended if any line is rejected.
 */
export async function decideAndAppend(
  client: Client,
  lines: readonly ParsedLine[],
  ground: ImportGround,
  by: Actor,
  { isWhole }: { isWhole: boolean },
): Promise<Result<Decision[], { refusal: Refusal; decisions: Decision[] }>> {
  for (let attempt = 0; ; attempt += 1) {
    const decisions = await decideLines(client, lines, ground, null)
    const rows = decisions.flatMap((decision) => (decision.status === 'stored' ? [decision.row] : []))
    if (rows.length === 0 || (isWhole && decisions.some(({ status }) => status === 'rejected'))) return ok(decisions)
    const done = await runCommand(client, {
      by,
      action: 'Transaction.append',
      object: 'transactions',
      detail: { count: rows.length },
      statements: appendStatements(rows, by.now),
      answer: { status: 200, body: null },
    })
    if (done.ok) return ok(decisions)
    const isTaken = done.error.kind === 'Constraint' && /UNIQUE|append-only/.test(done.error.message)
    if (!isTaken || attempt + 1 === TRIES) return refused({ refusal: refusalOf(done.error), decisions })
    await pause(Math.min(attempt, 3))
  }
}

/** Stores up to 1,000 transactions, all of them or none. */
export async function storeTransactions(
  client: Client,
  lines: readonly ParsedLine[],
  ground: ImportGround,
  by: Actor,
): Promise<Result<LineAnswer[], Refusal>> {
  const stored = await decideAndAppend(client, lines, ground, by, { isWhole: true })
  if (!stored.ok) return refused(stored.error.refusal)
  const decisions = stored.value
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
  return ok(decisions.map((decision, index) => answerOf(decision, index + 1)))
}

import type { Client, Row } from '@libsql/client/web'
import type { Journal } from '#engine'
import { type Actor, type Done, type Guard, pause, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { appendJournals, LEDGER_MOVED } from '../ledger/append-journals.ts'
import { readJournals } from '../ledger/read-journals.ts'
import { type Result, refused } from '../result.ts'
import { eventStatement, notTheirs, OWN_WORK } from '../workflow/events.ts'
import { ownWork, type Person, wrongState } from './change-run.ts'
import { readRun } from './run-rows.ts'

export type StoredReversal = {
  readonly id: string
  readonly runId: string
  readonly state: string
  readonly version: number
  readonly reason: string
  readonly createdAt: string
}

export const reversalOf = (row: Row): StoredReversal => ({
  id: String(row.id),
  runId: String(row.run_id),
  state: String(row.state),
  version: Number(row.version),
  reason: String(row.reason),
  createdAt: new Date(Number(row.created_at)).toISOString(),
})

export async function readReversal(client: Client, id: string): Promise<StoredReversal | null> {
  const { rows } = await client.execute({ sql: 'SELECT * FROM reversals WHERE id = ?', args: [id] })
  return rows[0] === undefined ? null : reversalOf(rows[0])
}

/** Proposes to take back everything that a run posted. Its period stays locked; nothing is posted yet. */
export async function proposeReversal(
  client: Client,
  runId: string,
  person: Person,
  reason: string,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const run = await readRun(client, runId)
  if (run === null) return refused(notFound())
  if (run.state !== 'posted') return refused(wrongState(run, ['posted']))
  const id = newId('rev')
  const done = await runCommand(client, {
    by,
    action: 'Reversal.propose',
    object: id,
    detail: { runId, reason },
    idempotency,
    guards: [
      {
        what: 'another reversal',
        sql: "SELECT NOT EXISTS (SELECT 1 FROM reversals WHERE run_id = ? AND state <> 'withdrawn')",
        args: [runId],
      },
    ],
    statements: [
      {
        sql: "INSERT INTO reversals (id, run_id, state, version, reason, created_at) VALUES (?, ?, 'proposed', 1, ?, ?)",
        args: [id, runId, reason, BigInt(by.now.getTime())],
      },
      eventStatement(id, 'proposed', person.persons, by, reason),
    ],
    answer: { status: 201, body: { id, runId, state: 'proposed' } },
  })
  if (done.ok) return done
  if (done.error.kind === 'GuardFailed')
    return refused({ status: 409, kind: 'already-reversed', detail: 'A reversal of this run is proposed or posted.' })
  return refused(refusalOf(done.error))
}

/** Gives a proposal up, so that another can be made. */
export async function withdrawReversal(
  client: Client,
  id: string,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const reversal = await readReversal(client, id)
  if (reversal === null) return refused(notFound())
  const done = await runCommand(client, {
    by,
    action: 'Reversal.withdraw',
    object: id,
    idempotency,
    guards: [proposed(reversal)],
    statements: [moveTo(reversal, 'withdrawn'), eventStatement(id, 'withdrawn', person.persons, by)],
    answer: { status: 200, body: { id, runId: reversal.runId, state: 'withdrawn' } },
  })
  return done.ok ? done : refused(refusalOf(done.error))
}

const proposed = ({ id, version }: StoredReversal): Guard => ({
  what: 'the reversal',
  sql: "SELECT state = 'proposed' AND version = ? FROM reversals WHERE id = ?",
  args: [BigInt(version), id],
})

const moveTo = ({ id, version }: StoredReversal, state: string) => ({
  sql: 'UPDATE reversals SET state = ?, version = version + 1 WHERE id = ? AND version = ?',
  args: [state, id, BigInt(version)],
})

/** The journals of a run turned around, each naming the one that it takes back. */
const counterJournals = (
  journals: Awaited<ReturnType<typeof readJournals>>,
  { id, reason }: StoredReversal,
  by: Actor,
): Journal[] =>
  journals.map((journal) => ({
    kind: 'reversal',
    source: id,
    participant: journal.participant,
    plan: journal.plan,
    period: journal.period,
    postedIn: null,
    corrects: journal.seq,
    reason,
    evidence: journal.hash,
    actor: by.actor,
    at: by.now.getTime(),
    postings: journal.postings.map((p) => ({ ...p, minor: -p.minor })),
  }))

const TRIES = 8

/**
 * Approves a reversal. The second approval posts it: every journal of the run gets one against it. The period stays locked
 * and is never opened again; what it should have been comes whole, as a true-up, in the next period.
 */
export async function approveReversal(
  client: Client,
  id: string,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  for (let attempt = 0; ; attempt += 1) {
    const reversal = await readReversal(client, id)
    if (reversal === null) return refused(notFound())
    const { rows } = await client.execute({
      sql: "SELECT count(*) AS n FROM workflow_events WHERE object_id = ? AND what = 'approved'",
      args: [id],
    })
    const isLast = Number(rows[0]?.n) === 1
    const guards = [proposed(reversal), notTheirs(id, ['proposed', 'approved'], person.names)]
    const approved = eventStatement(id, 'approved', person.persons, by)
    const command = { by, object: id, idempotency, guards }
    let done: Awaited<ReturnType<typeof runCommand>>
    if (isLast) {
      const journals = await readJournals(client, { source: reversal.runId })
      const { sealed, head, guard, statements } = await appendJournals(client, counterJournals(journals, reversal, by))
      done = await runCommand(client, {
        ...command,
        action: 'Reversal.post',
        detail: { runId: reversal.runId, journals: sealed.length, ledgerSeq: head.seq, ledgerHash: head.hash },
        guards: [...guards, guard],
        raisesRevision: true,
        statements: [...statements, approved, moveTo(reversal, 'posted')],
        answer: { status: 200, body: { id, runId: reversal.runId, state: 'posted' } },
      })
    } else {
      done = await runCommand(client, {
        ...command,
        action: 'Reversal.approve',
        // Its version moves, so that of two approvals at once the second is counted as such.
        statements: [approved, moveTo(reversal, 'proposed')],
        answer: { status: 200, body: { id, runId: reversal.runId, state: 'proposed' } },
      })
    }
    if (done.ok) return done
    const { error } = done
    if (error.kind === 'GuardFailed' && error.what === OWN_WORK)
      return refused(
        ownWork('Two approvers take a locked period back: neither proposed it, and nobody approves twice.'),
      )
    const isBeaten = error.kind === 'GuardFailed' && (error.what === LEDGER_MOVED || error.what === 'the reversal')
    if (!isBeaten || attempt + 1 === TRIES || (await readReversal(client, id))?.state !== 'proposed')
      return refused(refusalOf(error))
    await pause(Math.min(attempt, 3))
  }
}

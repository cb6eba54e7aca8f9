import type { Client, InStatement } from '@libsql/client/web'
import type { Journal, JournalKind, Posting } from '#engine'
import { type Actor, type Done, type Guard, pause, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { appendJournals, LEDGER_MOVED } from '../ledger/append-journals.ts'
import { type Result, refused } from '../result.ts'
import { ownWork, type Person } from '../runs/change-run.ts'
import { eventStatement, notTheirs, OWN_WORK } from '../workflow/events.ts'
import { type BatchState, readBatch, type StoredBatch } from './batch-rows.ts'

/** What the ledger owes a participant and no other unpaid batch holds. */
const OWED = `SELECT j.participant_id, -sum(p.amount_minor) - coalesce((SELECT sum(l.amount_minor) FROM payment_lines l JOIN payment_batches b ON b.id = l.batch_id
      WHERE l.participant_id = j.participant_id AND b.currency = p.currency AND b.state IN ('draft', 'approved')), 0) AS owed
    FROM journals j JOIN postings p ON p.journal_seq = j.seq
    WHERE p.account = 'liability:participant' AND p.currency = ? GROUP BY j.participant_id`

const NOTHING_OWED = 'something to pay'

/**
 * Makes a batch of everything that the ledger owes in one currency. Found and held in one batch of the database: two made
 * at once never hold the same amount. Who owes the organisation is paid nothing until later amounts make up for it.
 */
export async function createBatch(
  client: Client,
  currency: string,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const id = newId('pay')
  const done = await runCommand(client, {
    by,
    action: 'Payment.create',
    object: id,
    detail: { currency },
    idempotency,
    guards: [{ what: NOTHING_OWED, sql: `SELECT EXISTS (SELECT 1 FROM (${OWED}) WHERE owed > 0)`, args: [currency] }],
    statements: [
      {
        sql: `INSERT INTO payment_batches (id, currency, state, version, through_seq, created_at)
          SELECT ?, ?, 'draft', 1, coalesce((SELECT max(seq) FROM journals), 0), ?`,
        args: [id, currency, BigInt(by.now.getTime())],
      },
      {
        sql: `INSERT INTO payment_lines (batch_id, participant_id, amount_minor) SELECT ?, participant_id, owed FROM (${OWED}) WHERE owed > 0`,
        args: [id, currency],
      },
      eventStatement(id, 'created', person.persons, by),
    ],
    answer: { status: 201, body: { id, state: 'draft' } },
  })
  if (done.ok) return done
  if (done.error.kind === 'GuardFailed')
    return refused({
      status: 409,
      kind: 'nothing-to-pay',
      detail: `The ledger owes nobody anything in ${currency} that no other batch holds.`,
    })
  return refused(refusalOf(done.error))
}

export const wrongBatchState = (batch: StoredBatch, needed: readonly BatchState[]): Refusal => ({
  status: 409,
  kind: 'wrong-state',
  detail: `The batch is ${batch.state}; this needs one that is ${needed.join(' or ')}.`,
  extra: { state: batch.state },
})

const asRead = (batch: StoredBatch): Guard => ({
  what: 'the batch',
  sql: 'SELECT state = ? AND version = ? FROM payment_batches WHERE id = ?',
  args: [batch.state, BigInt(batch.version), batch.id],
})

const toState = (batch: StoredBatch, state: BatchState): InStatement => ({
  sql: 'UPDATE payment_batches SET state = ?, version = version + 1 WHERE id = ? AND version = ?',
  args: [state, batch.id, BigInt(batch.version)],
})

type Step = {
  readonly from: readonly BatchState[]
  readonly to: BatchState
  readonly action: string
  readonly event: string
  readonly guards?: readonly Guard[]
  /** What the step posts. */
  readonly journals?: (batch: StoredBatch) => Promise<readonly Journal[]>
  readonly statements?: readonly InStatement[]
  readonly body?: Readonly<Record<string, unknown>>
}

const TRIES = 8

/** Takes one step of a batch: its state, what it posts and who took it, in one batch of the database. */
export async function stepOfBatch(
  client: Client,
  id: string,
  step: Step,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  for (let attempt = 0; ; attempt += 1) {
    const batch = await readBatch(client, id)
    if (batch === null) return refused(notFound())
    if (!step.from.includes(batch.state)) return refused(wrongBatchState(batch, step.from))
    const journals = (await step.journals?.(batch)) ?? []
    const appending = journals.length > 0 ? await appendJournals(client, journals) : null
    const { head } = appending ?? {}
    const done = await runCommand(client, {
      by,
      action: step.action,
      object: id,
      detail: head ? { journals: journals.length, ledgerSeq: head.seq, ledgerHash: head.hash } : {},
      idempotency,
      guards: [asRead(batch), ...(step.guards ?? []), ...(appending ? [appending.guard] : [])],
      statements: [
        ...(appending?.statements ?? []),
        ...(step.statements ?? []),
        toState(batch, step.to),
        eventStatement(id, step.event, person.persons, by),
      ],
      answer: { status: 200, body: { id, state: step.to, ...step.body } },
    })
    if (done.ok) return done
    const { error } = done
    if (error.kind === 'GuardFailed' && error.what === OWN_WORK)
      return refused(ownWork('You made this batch; somebody else approves it.'))
    const isBeaten = error.kind === 'GuardFailed' && (error.what === LEDGER_MOVED || error.what === 'the batch')
    if (!isBeaten || attempt + 1 === TRIES) return refused(refusalOf(error))
    await pause(Math.min(attempt, 3))
  }
}

export const approveBatch = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) => {
  const guards = [notTheirs(id, ['created'], person.names)]
  const step: Step = { from: ['draft'], to: 'approved', action: 'Payment.approve', event: 'approved', guards }
  return stepOfBatch(client, id, step, person, by, idempotency)
}

/** Gives a batch up before it is paid; what it held can be paid with another. */
export const cancelBatch = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) => {
  const step: Step = { from: ['draft', 'approved'], to: 'cancelled', action: 'Payment.cancel', event: 'cancelled' }
  return stepOfBatch(client, id, step, person, by, idempotency)
}

/** A journal about one participant's payment of a batch. */
export function paymentJournal(
  kind: JournalKind,
  source: string,
  batch: StoredBatch,
  participant: string,
  [debit, credit]: readonly [Posting['account'], Posting['account']],
  minor: bigint,
  by: Actor,
): Journal {
  const posting = (account: Posting['account'], amount: bigint): Posting => ({
    account,
    item: account === 'liability:participant' ? '' : batch.id,
    currency: batch.currency,
    minor: amount,
  })
  return {
    kind,
    source,
    participant,
    plan: null,
    period: null,
    postedIn: null,
    corrects: null,
    reason: null,
    evidence: null,
    actor: by.actor,
    at: by.now.getTime(),
    postings: [posting(debit, minor), posting(credit, -minor)],
  }
}

import { createHash } from 'node:crypto'
import type { Client } from '@libsql/client/web'
import { canonicalText, minorDigits } from '#engine'
import { type Actor, type Done, pause, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { appendJournals, LEDGER_MOVED } from '../ledger/append-journals.ts'
import { type Result, refused } from '../result.ts'
import type { Person } from '../runs/change-run.ts'
import { eventStatement } from '../workflow/events.ts'
import { type PaymentLine, readBatch, readLines } from './batch-rows.ts'
import { paymentJournal, wrongBatchState } from './change-batch.ts'

/** What payroll says of one payment: `reference` is the participant's external id, or ours. */
export type ReportedLine = { readonly reference: string; readonly amount: string }

/** A decimal in minor units of a currency, or undefined where it has more decimals than the currency. */
function minorOf(text: string, currency: string): bigint | undefined {
  const digits = minorDigits(currency)
  const [whole = '0', fraction = ''] = text.split('.')
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return undefined
  return BigInt(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
}

/** SHA-256 of a report's lines as they are stored; the audit log keeps it. */
export const hashOfReport = (lines: readonly (readonly (string | number | null)[])[]): string =>
  createHash('sha256')
    .update(`report/v1\n${canonicalText(lines)}`)
    .digest('hex')

const MOST = 9_007_199_254_740_991n
const TRIES = 8

/**
 * Takes in what payroll reports as paid for a batch. Reports add up: a correction is another report. Lines that name nobody
 * of the batch are kept, and move no money of ours.
 */
export async function reportPayroll(
  client: Client,
  id: string,
  reported: readonly ReportedLine[],
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  for (let attempt = 0; ; attempt += 1) {
    const batch = await readBatch(client, id)
    if (batch === null) return refused(notFound())
    if (batch.state !== 'paid') return refused(wrongBatchState(batch, ['paid']))
    const lines = await readLines(client, id)
    const known = new Map(
      lines.flatMap((l) => [[l.externalId ?? l.participant, l] as const, [l.participant, l] as const]),
    )
    const faults: Fault[] = []
    const read = reported.map(({ reference, amount }, i) => {
      const minor = minorOf(amount, batch.currency)
      if (minor === undefined || minor > MOST || minor < -MOST)
        faults.push({
          pointer: `/lines/${i}/amount`,
          code: 'too-precise',
          detail: `That is no amount of ${batch.currency}.`,
        })
      return { reference, participant: known.get(reference)?.participant ?? null, minor: minor ?? 0n }
    })
    if (faults.length > 0) return refused(invalid(faults))
    const reportId = newId('rep')
    const stored = read.map((r, i) => [i + 1, r.reference, r.participant, Number(r.minor)] as const)
    const sums = new Map<string, bigint>()
    for (const { participant, minor } of read)
      if (participant !== null) sums.set(participant, (sums.get(participant) ?? 0n) + minor)
    const journals = [...sums]
      .filter(([, minor]) => minor !== 0n)
      .map(([participant, minor]) =>
        paymentJournal('payroll report', reportId, batch, participant, ['clearing:payroll', 'asset:bank'], minor, by),
      )
    const appending = await appendJournals(client, journals)
    const done = await runCommand(client, {
      by,
      action: 'Payment.report',
      object: id,
      detail: {
        reportId,
        lines: read.length,
        sha256: hashOfReport(stored),
        ledgerSeq: appending.head.seq,
        ledgerHash: appending.head.hash,
      },
      idempotency,
      guards: [
        { what: 'the batch', sql: "SELECT state = 'paid' FROM payment_batches WHERE id = ?", args: [id] },
        appending.guard,
      ],
      statements: [
        {
          sql: 'INSERT INTO payroll_reports (id, batch_id, actor, at) VALUES (?, ?, ?, ?)',
          args: [reportId, id, by.actor, BigInt(by.now.getTime())],
        },
        {
          sql: `INSERT INTO payroll_report_lines (report_id, line, reference, participant_id, amount_minor)
            SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(?)`,
          args: [reportId, JSON.stringify(read.map((r, i) => [i + 1, r.reference, r.participant, Number(r.minor)]))],
        },
        ...appending.statements,
        eventStatement(id, 'reported', person.persons, by),
      ],
      answer: { status: 201, body: { id: reportId, batchId: id, lines: read.length } },
    })
    if (done.ok) return done
    const isBeaten = done.error.kind === 'GuardFailed' && done.error.what === LEDGER_MOVED
    if (!isBeaten || attempt + 1 === TRIES) return refused(refusalOf(done.error))
    await pause(Math.min(attempt, 3))
  }
}

export type Status = 'matched' | 'short' | 'over' | 'missing' | 'unknown'

/** One payment, or one reported line that is none of ours. */
export type Reconciled = {
  readonly reference: string
  readonly participant: string | null
  readonly paid: bigint
  readonly reported: bigint
  readonly status: Status
}

const statusOf = ({ amount, reported }: PaymentLine): Status => {
  if (reported === null) return 'missing'
  return reported === amount ? 'matched' : reported < amount ? 'short' : 'over'
}

/** How a batch and what payroll reported of it compare. */
export async function reconcile(client: Client, id: string): Promise<Reconciled[]> {
  const [lines, { rows }] = await Promise.all([
    readLines(client, id),
    client.execute({
      sql: `SELECT x.reference, CAST(sum(x.amount_minor) AS TEXT) AS reported FROM payroll_report_lines x JOIN payroll_reports r ON r.id = x.report_id
        WHERE r.batch_id = ? AND x.participant_id IS NULL GROUP BY x.reference ORDER BY x.reference`,
      args: [id],
    }),
  ])
  return [
    ...lines.map((line) => ({
      reference: line.externalId ?? line.participant,
      participant: line.participant,
      paid: line.amount,
      reported: line.reported ?? 0n,
      status: statusOf(line),
    })),
    ...rows.map((row) => ({
      reference: String(row.reference),
      participant: null,
      paid: 0n,
      reported: BigInt(String(row.reported)),
      status: 'unknown' as const,
    })),
  ]
}

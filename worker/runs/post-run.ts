import type { Client } from '@libsql/client/web'
import { type Actor, type Done, type Guard, pause, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { appendJournals, LEDGER_MOVED } from '../ledger/append-journals.ts'
import { type Result, refused } from '../result.ts'
import { eventStatement } from '../workflow/events.ts'
import { asRead, type Person, toState, wrongState } from './change-run.ts'
import { journalsOfRun } from './journals-of-run.ts'
import { readResults } from './result-rows.ts'
import { readRun, type StoredRun } from './run-rows.ts'

/** That the ledger of each plan is the one that the run calculated its true-ups against. */
const ONTO_WHAT_IT_SAW = 'the ledger of its plans'

const ontoWhatItSaw = (run: StoredRun): Guard => ({
  what: ONTO_WHAT_IT_SAW,
  sql: `SELECT NOT EXISTS (SELECT 1 FROM run_plans p WHERE p.run_id = ?
      AND (coalesce((SELECT max(j.seq) FROM journals j WHERE j.plan_id = p.plan_id), 0) <> p.ledger_seq
        OR EXISTS (SELECT 1 FROM locked_periods l WHERE l.plan_id = p.plan_id AND l.period_from >= ?)))`,
  args: [run.id, run.period.from],
})

const TRIES = 8

/**
 * Posts an approved run: journals, the lock of its period for each plan and the run's state in one batch, or nothing. From
 * then on the figures of the period never change; what comes later is a true-up of the next.
 */
export async function postRun(
  client: Client,
  id: string,
  person: Person,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  for (let attempt = 0; ; attempt += 1) {
    const run = await readRun(client, id)
    if (run === null) return refused(notFound())
    if (run.state !== 'approved') return refused(wrongState(run, ['approved']))
    const results = await readResults(client, id)
    const about = { run: id, period: run.period.id, actor: by.actor, at: by.now.getTime() }
    const { sealed, head, guard, statements } = await appendJournals(client, journalsOfRun(results, about))
    const done = await runCommand(client, {
      by,
      action: 'Run.post',
      object: id,
      detail: { periodId: run.period.id, journals: sealed.length, ledgerSeq: head.seq, ledgerHash: head.hash },
      idempotency,
      guards: [asRead(run), ontoWhatItSaw(run), guard],
      // Readers of figures learn of the lock by the revision.
      raisesRevision: true,
      statements: [
        ...statements,
        ...run.plans.map(({ plan }) => ({
          sql: `INSERT INTO locked_periods (plan_id, period_id, period_from, period_to, run_id, ledger_seq, ledger_hash, journals, locked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          args: [
            plan,
            run.period.id,
            run.period.from,
            run.period.to,
            id,
            BigInt(head.seq),
            head.hash,
            BigInt(sealed.filter((j) => j.plan === plan).length),
            BigInt(by.now.getTime()),
          ],
        })),
        toState(run, 'posted'),
        eventStatement(id, 'posted', person.persons, by),
      ],
      answer: {
        status: 200,
        body: { id, state: 'posted', journals: sealed.length, ledger: { seq: head.seq, hash: head.hash } },
      },
    })
    if (done.ok) return done
    const { error } = done
    const isBeaten = error.kind === 'GuardFailed' && error.what === LEDGER_MOVED
    if (isBeaten && attempt + 1 < TRIES) {
      await pause(Math.min(attempt, 3))
      continue
    }
    if (error.kind === 'GuardFailed' && error.what === ONTO_WHAT_IT_SAW)
      return refused({
        status: 409,
        kind: 'run-is-outdated',
        detail: 'The ledger of a plan of this run has moved on since it was calculated. Calculate the period again.',
      })
    return refused(refusalOf(error))
  }
}

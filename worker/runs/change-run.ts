import type { Client } from '@libsql/client/web'
import { type Actor, type Done, type Guard, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { type Result, refused } from '../result.ts'
import { readSettings, todayOf } from '../settings/settings-rows.ts'
import { eventStatement, notTheirs, OWN_WORK } from '../workflow/events.ts'
import { notInIncludedWork } from './included-work.ts'
import { type RunState, readRun, type StoredRun } from './run-rows.ts'

/** Who acts: as it is recorded, and under every name that is theirs. */
export type Person = { readonly persons: readonly string[]; readonly names: readonly string[] }

export const wrongState = (run: StoredRun, needed: readonly RunState[]): Refusal => ({
  status: 409,
  kind: 'wrong-state',
  detail: `The run is ${run.state}; this needs one that is ${needed.join(' or ')}.`,
  extra: { state: run.state },
})

export const ownWork = (detail: string): Refusal => ({ status: 403, kind: 'own-work', detail })

/** That the run is still as it was read. */
export const asRead = (run: StoredRun): Guard => ({
  what: 'the run',
  sql: 'SELECT state = ? AND version = ? FROM runs WHERE id = ?',
  args: [run.state, BigInt(run.version), run.id],
})

export const toState = (run: StoredRun, state: RunState) => ({
  sql: 'UPDATE runs SET state = ?, version = version + 1 WHERE id = ? AND version = ?',
  args: [state, run.id, BigInt(run.version)],
})

type Step = {
  readonly from: readonly RunState[]
  readonly to: RunState
  readonly action: string
  readonly event: string
  readonly guards?: (run: StoredRun) => readonly Guard[]
  readonly refuse?: (client: Client, run: StoredRun, by: Actor) => Promise<Refusal | null>
}

async function refuseUnfit(client: Client, run: StoredRun, by: Actor): Promise<Refusal | null> {
  if (run.exceptions.length > 0) {
    return {
      status: 409,
      kind: 'run-has-exceptions',
      detail: `${run.exceptions.length} figures could not be calculated. Put the data right and calculate the period again.`,
      extra: { exceptions: run.exceptions.slice(0, 100) },
    }
  }
  if (todayOf(await readSettings(client), by.now) < run.period.to)
    return { status: 409, kind: 'period-not-over', detail: `${run.period.id} is not over before ${run.period.to}.` }
  return null
}

const submit: Step = {
  from: ['calculated'],
  to: 'submitted',
  action: 'Run.submit',
  event: 'submitted',
  refuse: refuseUnfit,
}
const approve = ({ names }: Person): Step => ({
  from: ['submitted'],
  to: 'approved',
  action: 'Run.approve',
  event: 'approved',
  guards: (run) => [notTheirs(run.id, ['created', 'submitted'], names), ...notInIncludedWork(run, names)],
})
const reject: Step = { from: ['submitted', 'approved'], to: 'rejected', action: 'Run.reject', event: 'rejected' }
const voided: Step = {
  from: ['calculating', 'calculated', 'submitted', 'approved'],
  to: 'voided',
  action: 'Run.void',
  event: 'voided',
}

async function change(
  client: Client,
  id: string,
  step: Step,
  person: Person,
  reason: string | null,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<Done, Refusal>> {
  const run = await readRun(client, id)
  if (run === null) return refused(notFound())
  if (!step.from.includes(run.state)) return refused(wrongState(run, step.from))
  const unfit = (await step.refuse?.(client, run, by)) ?? null
  if (unfit !== null) return refused(unfit)
  const done = await runCommand(client, {
    by,
    action: step.action,
    object: id,
    ...(reason === null ? {} : { detail: { reason } }),
    idempotency,
    guards: [asRead(run), ...(step.guards?.(run) ?? [])],
    statements: [toState(run, step.to), eventStatement(id, step.event, person.persons, by, reason)],
    answer: { status: 200, body: { id, state: step.to } },
  })
  if (done.ok) return done
  if (done.error.kind === 'GuardFailed' && done.error.what === OWN_WORK)
    return refused(
      ownWork(
        'You made, or wrote something that is in, this run: somebody who did neither approves it, also where a key of yours did.',
      ),
    )
  return refused(refusalOf(done.error))
}

/** Hands a calculated run over for approval: its period is over, and everything in it has a value. */
export const submitRun = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) =>
  change(client, id, submit, person, null, by, idempotency)

/** Approves what others made. The database holds that condition again inside the batch. */
export const approveRun = (client: Client, id: string, person: Person, by: Actor, idempotency: Idempotency) =>
  change(client, id, approve(person), person, null, by, idempotency)

export const rejectRun = (
  client: Client,
  id: string,
  person: Person,
  reason: string,
  by: Actor,
  idempotency: Idempotency,
) => change(client, id, reject, person, reason, by, idempotency)

export const voidRun = (
  client: Client,
  id: string,
  person: Person,
  reason: string,
  by: Actor,
  idempotency: Idempotency,
) => change(client, id, voided, person, reason, by, idempotency)

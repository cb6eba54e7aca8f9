import type { Client } from '@libsql/client/web'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import { type Actor, type Done, runCommand } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { type Fault, invalid, notFound, type Refusal } from '../http/problem.ts'
import { type Result, refused } from '../result.ts'
import type { CaseChange } from './case-schema.ts'
import { caseOf, caseRow } from './list-cases.ts'

type Members = readonly { id: string }[]

function faultsIn(change: CaseChange, resolution: string | null, isResolved: boolean, members: Members): Fault[] {
  const faults: Fault[] = []
  if (change.ownerId && !members.some(({ id }) => id === change.ownerId)) {
    const detail = 'There is no such user in this organisation.'
    faults.push({ pointer: '/ownerId', code: 'unknown-reference', detail })
  }
  if (isResolved && resolution === null) {
    const detail = 'Say what was done about it.'
    faults.push({ pointer: '/resolution', code: 'resolution-missing', detail })
  }
  return faults
}

/** Says who takes care of a case, why it came about, and what was done about it. Who did so is in the audit trail. */
export async function handleCase(
  client: Client,
  id: string,
  change: CaseChange,
  {
    by,
    idempotency,
    members,
    snapshot,
  }: { by: Actor; idempotency: Idempotency; members: Members; snapshot: OrganisationSnapshot },
): Promise<Result<Done, Refusal>> {
  const row = await caseRow(client, id)
  if (row === undefined) return refused(notFound())
  const before = caseOf(row, snapshot)
  const { ownerId = before.ownerId, reason = before.reason, resolution = before.resolution } = change
  const state = change.state ?? (row.state === 'resolved' ? 'resolved' : 'open')
  const faults = faultsIn(change, resolution, state === 'resolved', members)
  if (faults.length > 0) return refused(invalid(faults))
  const at = BigInt(by.now.getTime())
  const done = await runCommand(client, {
    by,
    action: 'DataException.handle',
    object: id,
    detail: change,
    idempotency,
    guards: [
      {
        what: 'the exception is as it was read',
        sql: 'SELECT handled_at IS ? AND cleared_at IS ? AND state = ? FROM exception_cases WHERE id = ?',
        args: [bigintOrNull(row.handled_at), bigintOrNull(row.cleared_at), String(row.state), id],
      },
    ],
    statements: [
      {
        sql: `UPDATE exception_cases SET owner_id = ?, reason = ?, resolution = ?, state = ?, handled_at = ?, handled_by = ?
          WHERE id = ?`,
        args: [ownerId, reason, resolution, state, at, by.actor, id],
      },
    ],
    answer: {
      status: 200,
      body: {
        ...before,
        ownerId,
        reason,
        resolution,
        state: before.state === 'cleared' ? 'cleared' : state,
        handledAt: by.now.toISOString(),
        handledBy: by.actor,
      },
    },
  })
  return done.ok ? done : refused(refusalOf(done.error))
}

const bigintOrNull = (value: unknown): bigint | null => (value === null ? null : BigInt(Number(value)))

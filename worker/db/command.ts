import { createHash } from 'node:crypto'
import { type Client, type InStatement, LibsqlBatchError, LibsqlError } from '@libsql/client/web'
import { ok, type Result, refused } from '../result.ts'
import { DatabaseUnavailable } from './client.ts'

/** A condition that must still hold when the batch runs; `sql` selects one row whose first column is 1 where it does. */
export type Guard = { what: string; sql: string; args?: (string | bigint | null)[] }

/** Who commands, as it is recorded. */
export type Actor = { actor: string; requestId: string; now: Date }

/** The answer to a command, kept so that the same command sent again is answered the same. */
export type Answer = { status: 200 | 201; body: unknown }

export type Command = {
  by: Actor
  /** What is done, to what: the audit row. */
  action: string
  object: string
  detail?: unknown
  /** Names the command where it has no natural key. */
  idempotency?: { key: string; fingerprint: string }
  guards?: readonly Guard[]
  /** True where a calculation reads what changes: the configuration gets a new revision. */
  raisesRevision?: boolean
  statements: readonly InStatement[]
  answer: Answer
}

export type CommandRefusal =
  /** A guard did not hold. */
  | { kind: 'GuardFailed'; what: string }
  /** The key was used for another request. */
  | { kind: 'KeyReused' }
  /** A unique key, a foreign key or a check of the database refused. */
  | { kind: 'Constraint'; message: string }

/** Replayed is true when an earlier identical command was found. */
export type Done = Answer & { replayed: boolean }

/** The fingerprint of a request: the same key with another one is refused. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex')
}

/** The answer that this principal's command with this key got, if any. */
export async function findEarlier(
  client: Client,
  principal: string,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<Result<Done, { kind: 'KeyReused' }> | null> {
  const { rows } = await client.execute({
    sql: 'SELECT fingerprint, status, body FROM commands WHERE principal = ? AND key = ?',
    args: [principal, key],
  })
  const row = rows[0]
  if (row === undefined) return null
  if (row.fingerprint !== fingerprint) return refused({ kind: 'KeyReused' })
  return ok({ status: Number(row.status) === 201 ? 201 : 200, body: JSON.parse(String(row.body)), replayed: true })
}

function batchOf(command: Command): InStatement[] {
  const { by, guards = [], idempotency, answer } = command
  const at = BigInt(by.now.getTime())
  const batch: InStatement[] = guards.map(({ what, sql, args = [] }) => ({
    sql: `INSERT INTO guards (what, ok) SELECT ?, coalesce((${sql}), 0)`,
    args: [what, ...args],
  }))
  if (guards.length > 0) batch.push('DELETE FROM guards')
  if (idempotency !== undefined) {
    batch.push({
      sql: 'INSERT INTO commands (principal, key, fingerprint, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      args: [
        by.actor,
        idempotency.key,
        idempotency.fingerprint,
        BigInt(answer.status),
        JSON.stringify(answer.body),
        at,
      ],
    })
  }
  if (command.raisesRevision === true) {
    batch.push('UPDATE organisation_state SET configuration_revision = configuration_revision + 1')
  }
  batch.push(...command.statements)
  batch.push({
    sql: 'INSERT INTO audit_entries (at, actor, action, object, detail, request_id) VALUES (?, ?, ?, ?, ?, ?)',
    args: [
      at,
      by.actor,
      command.action,
      command.object,
      command.detail === undefined ? null : JSON.stringify(command.detail),
      by.requestId,
    ],
  })
  return batch
}

const TRIES = 5

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_BUSY')
}

export function isConstraint(error: unknown): error is LibsqlError {
  return (
    error instanceof LibsqlError &&
    (error.code.startsWith('SQLITE_CONSTRAINT') || error.message.includes('append-only'))
  )
}

/** A short wait that grows, with chance in it, so that two who collided do not collide again. */
export function pause(attempt: number): Promise<void> {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  return new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * (0.5 + chance / 2 ** 33)))
}

/**
 * Runs a command as one write batch: guards, idempotency row, revision, effect and audit row, all or nothing.
 *
 * When the database was lost on the way, what happened is read back by the command's key before it is tried again;
 * without a key the outcome stays unknown and the exception passes on.
 *
 * @throws DatabaseUnavailable
 */
export async function runCommand(client: Client, command: Command): Promise<Result<Done, CommandRefusal>> {
  const { by, idempotency, guards = [] } = command
  const batch = batchOf(command)
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.batch(batch, 'write')
      return ok({ ...command.answer, replayed: false })
    } catch (error) {
      if (isConstraint(error)) {
        // Asked first: of two that were sent at once with one key, the guards of the second fail on what the first did.
        const earlier = idempotency === undefined ? null : await findEarlier(client, by.actor, idempotency)
        if (earlier !== null) return earlier
        const index = error instanceof LibsqlBatchError ? error.statementIndex : -1
        const guard = guards[index]
        if (guard !== undefined) return refused({ kind: 'GuardFailed', what: guard.what })
        return refused({ kind: 'Constraint', message: error.message })
      }
      const isLost = error instanceof DatabaseUnavailable && idempotency !== undefined
      if (attempt + 1 === TRIES || !(isBusy(error) || isLost)) throw error
      await pause(attempt)
      if (isLost) {
        const earlier = await findEarlier(client, by.actor, idempotency).catch(() => null)
        if (earlier !== null) return earlier
      }
    }
  }
}

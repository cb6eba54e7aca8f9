import { actorOf } from '../auth/principal.ts'
import { type Actor, type CommandRefusal, type Done, findEarlier, fingerprintOf } from '../db/command.ts'
import type { Result } from '../result.ts'
import type { AppContext } from './app-env.ts'
import { type Refusal, RefusalError } from './problem.ts'

/** The value of a verb's result; its refusal becomes the answer. For routes only. */
export function orRefuse<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value
  throw new RefusalError(result.error)
}

/** Who commands, for the audit row. */
export function actorIn(c: AppContext): Actor {
  return { actor: actorOf(c.var.principal), requestId: c.var.requestId, now: c.var.deps.now() }
}

/** What a refusal of the write batch says over HTTP. */
export function refusalOf(error: CommandRefusal): Refusal {
  switch (error.kind) {
    case 'KeyReused':
      return {
        status: 422,
        kind: 'idempotency-key-reused',
        detail: 'This Idempotency-Key was used for another request. Use a new one for a new request.',
        errors: [{ pointer: '/header/Idempotency-Key', code: 'reused', detail: 'Used for another request.' }],
      }
    case 'GuardFailed':
      return {
        status: 409,
        kind: 'changed-meanwhile',
        detail: `Somebody changed this meanwhile (${error.what}). Read it again, then repeat.`,
      }
    case 'Constraint':
      return { status: 409, kind: 'conflict', detail: conflictDetail(error.message) }
  }
}

function conflictDetail(message: string): string {
  const unique = /UNIQUE constraint failed: ([\w.]+)/.exec(message)?.[1]
  return unique === undefined
    ? 'The database refused this because it contradicts what is stored.'
    : `There is another one with the same ${unique.replaceAll('_', ' ').replace('.', ' ')}.`
}

export type Idempotency = { key: string; fingerprint: string }

/** The key that the caller gave this command, with the fingerprint of the request; 400 where it is missing. */
export function idempotencyIn(c: AppContext): Idempotency {
  const key = c.req.header('idempotency-key')
  if (key === undefined || key.length === 0 || key.length > 255 || !/^[\x21-\x7e]+$/.test(key)) {
    const detail =
      'This request needs the header Idempotency-Key: 1 to 255 visible characters, new for each new request.'
    throw new RefusalError({
      status: 400,
      kind: 'idempotency-key-missing',
      detail,
      errors: [{ pointer: '/header/Idempotency-Key', code: key ? 'malformed' : 'missing', detail }],
    })
  }
  return { key, fingerprint: fingerprintOf(c.req.method, c.req.path, c.var.bodyText) }
}

/**
 * Runs a command that has no natural key: answers what an earlier one with the same key got, or runs it now.
 */
export async function idempotently(
  c: AppContext,
  run: (idempotency: Idempotency) => Promise<Result<Done, Refusal>>,
): Promise<Done> {
  const idempotency = idempotencyIn(c)
  const find = async () => {
    const earlier = await findEarlier(c.var.organisation.client, actorOf(c.var.principal), idempotency)
    if (earlier !== null && !earlier.ok) throw new RefusalError(refusalOf(earlier.error))
    return earlier === null ? null : earlier.value
  }
  let done = await find()
  if (done === null) {
    const result = await run(idempotency)
    // What refuses this one may be what the same command, sent at the same time, has just done.
    done = result.ok ? result.value : ((await find()) ?? orRefuse<Done>(result))
  }
  if (done.replayed) c.header('Idempotent-Replayed', 'true')
  return done
}

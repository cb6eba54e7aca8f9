import { randomBytes } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Client, Row } from '@libsql/client/web'
import { digestOf } from '../auth/directory-lookups.ts'
import { SCOPES } from '../auth/principal.ts'
import { type Actor, findEarlier, isConstraint } from '../db/command.ts'
import { type Idempotency, refusalOf } from '../http/command-context.ts'
import { notFound, type Refusal } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { ok, type Result, refused } from '../result.ts'
import { Name } from '../values.ts'

export const ApiKeyInput = z
  .strictObject({
    name: Name,
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    expiresAt: z.iso.datetime().nullable().default(null),
    quotesPerMinute: z.int().min(1).max(100_000).default(60),
  })
  .openapi('ApiKeyInput')
type ApiKeyInput = z.output<typeof ApiKeyInput>

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    quotesPerMinute: z.int(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .openapi('ApiKey')
type ApiKey = z.infer<typeof ApiKey>

export const CreatedApiKey = ApiKey.extend({
  key: z
    .string()
    .nullable()
    .openapi({ description: 'The key itself, shown this once; null when the request was answered before.' }),
}).openapi('CreatedApiKey')

const instant = (value: unknown): string | null => (value === null ? null : new Date(Number(value)).toISOString())

function toApiKey(row: Row): ApiKey {
  return {
    id: String(row.id),
    name: String(row.name),
    scopes: JSON.parse(String(row.scopes)),
    quotesPerMinute: Number(row.quotes_per_minute),
    expiresAt: instant(row.expires_at),
    revokedAt: instant(row.revoked_at),
    createdAt: instant(row.created_at) ?? '',
    createdBy: String(row.created_by),
  }
}

/** The organisation's keys; a key itself is not stored and cannot be listed. */
export async function listApiKeys(directory: Client, organisationId: string): Promise<ApiKey[]> {
  const { rows } = await directory.execute({
    sql: 'SELECT * FROM api_keys WHERE organisation_id = ? ORDER BY created_at, id',
    args: [organisationId],
  })
  return rows.map(toApiKey)
}

const AUDIT =
  'INSERT INTO audit_entries (at, organisation_id, actor, action, object, detail, request_id) VALUES (?, ?, ?, ?, ?, ?, ?)'

/**
 * Makes a key of 32 random bytes and stores its digest. The stored answer leaves the key out, so a repeated request
 * gets everything but the secret.
 */
export async function createApiKey(
  directory: Client,
  organisationId: string,
  input: ApiKeyInput,
  by: Actor,
  idempotency: Idempotency,
): Promise<Result<{ body: ApiKey & { key: string | null }; replayed: boolean }, Refusal>> {
  const replay = async () => {
    const earlier = await findEarlier(directory, by.actor, idempotency)
    if (earlier === null) return null
    if (!earlier.ok) return refused(refusalOf(earlier.error))
    return ok({ body: CreatedApiKey.parse(earlier.value.body), replayed: true })
  }
  const earlier = await replay()
  if (earlier !== null) return earlier
  const key = `dz_${randomBytes(32).toString('base64url')}`
  const id = newId('key')
  const at = BigInt(by.now.getTime())
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  const shown: ApiKey = {
    id,
    name: input.name,
    scopes: input.scopes,
    quotesPerMinute: input.quotesPerMinute,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: null,
    createdAt: by.now.toISOString(),
    createdBy: by.actor,
  }
  const stored = directory.batch(
    [
      {
        sql: 'INSERT INTO commands (principal, key, fingerprint, status, body, created_at) VALUES (?, ?, ?, 201, ?, ?)',
        args: [by.actor, idempotency.key, idempotency.fingerprint, JSON.stringify({ ...shown, key: null }), at],
      },
      {
        sql: `INSERT INTO api_keys (id, organisation_id, name, digest, scopes, quotes_per_minute, expires_at, created_at, created_by)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        args: [
          id,
          organisationId,
          input.name,
          digestOf(key),
          JSON.stringify(input.scopes),
          BigInt(input.quotesPerMinute),
          expiresAt === null ? null : BigInt(expiresAt.getTime()),
          at,
          by.actor,
        ],
      },
      {
        sql: AUDIT,
        args: [
          at,
          organisationId,
          by.actor,
          'ApiKey.create',
          id,
          JSON.stringify({ scopes: input.scopes }),
          by.requestId,
        ],
      },
    ],
    'write',
  )
  try {
    await stored
  } catch (error) {
    // The same command, sent at the same time, was stored first: it has the key, and this answer has the rest.
    const first = isConstraint(error) ? await replay() : null
    if (first !== null) return first
    throw error
  }
  return ok({ body: { ...shown, key }, replayed: false })
}

/** Revokes a key; within a second no isolate accepts it any more. Revoking it again changes nothing. */
export async function revokeApiKey(
  directory: Client,
  organisationId: string,
  id: string,
  by: Actor,
): Promise<Result<ApiKey, Refusal>> {
  const at = BigInt(by.now.getTime())
  const [, , read] = await directory.batch(
    [
      {
        sql: 'UPDATE api_keys SET revoked_at = ? WHERE id = ? AND organisation_id = ? AND revoked_at IS NULL',
        args: [at, id, organisationId],
      },
      {
        sql: `INSERT INTO audit_entries (at, organisation_id, actor, action, object, detail, request_id)
          SELECT ?, ?, ?, 'ApiKey.revoke', ?, NULL, ? WHERE changes() = 1`,
        args: [at, organisationId, by.actor, id, by.requestId],
      },
      { sql: 'SELECT * FROM api_keys WHERE id = ? AND organisation_id = ?', args: [id, organisationId] },
    ],
    'write',
  )
  const row = read?.rows[0]
  return row === undefined ? refused(notFound()) : ok(toApiKey(row))
}

import { createHash } from 'node:crypto'
import type { Client, Row } from '@libsql/client/web'
import { placeIn } from '../db/client.ts'
import { type Principal, ROLES, type Role, SCOPES, type Scope } from './principal.ts'

/** A principal, and where its organisation's data is. */
export type Caller = {
  principal: Principal
  organisation: { id: string; slug: string; databaseUrl: string; databaseToken: string | null }
}

/** SHA-256 in hex: what is stored of a key, and what is looked up. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

const isRole = (value: string): value is Role => ROLES.some((role) => role === value)
const isScope = (value: unknown): value is Scope => SCOPES.some((scope) => scope === value)

/** The caller who holds this API key; null when it is unknown, revoked or expired. */
export async function findKey(directory: Client, key: string, now: Date): Promise<Caller | null> {
  const { rows } = await directory.execute({
    sql: `SELECT k.id, k.scopes, k.quotes_per_minute, k.created_by, o.id AS organisation_id, o.slug, o.database_url, o.database_token
      FROM api_keys k JOIN organisations o ON o.id = k.organisation_id
      WHERE k.digest = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)`,
    args: [digestOf(key), BigInt(now.getTime())],
  })
  const row = rows[0]
  if (row === undefined) return null
  const scopes: unknown = JSON.parse(String(row.scopes))
  const organisation = organisationOf(row)
  return {
    organisation,
    principal: {
      kind: 'key',
      keyId: String(row.id),
      organisationId: organisation.id,
      scopes: Array.isArray(scopes) ? scopes.filter(isScope) : [],
      quotesPerMinute: Number(row.quotes_per_minute),
      createdBy: String(row.created_by),
    },
  }
}

/** The organisations that a user belongs to, as the caller who the user is in each. */
export async function findMemberships(
  directory: Client,
  user: { id: string; name: string; email: string },
): Promise<Caller[]> {
  const { rows } = await directory.execute({
    sql: `SELECT m.role, m.participant_id, o.id AS organisation_id, o.slug, o.database_url, o.database_token
      FROM memberships m JOIN organisations o ON o.id = m.organisation_id WHERE m.user_id = ? ORDER BY o.slug, m.role`,
    args: [user.id],
  })
  const callers = new Map<string, Caller>()
  for (const row of rows) {
    const organisation = organisationOf(row)
    const known = callers.get(organisation.id)?.principal
    const before = known?.kind === 'user' ? known : undefined
    const role = String(row.role)
    callers.set(organisation.id, {
      organisation,
      principal: {
        kind: 'user',
        userId: user.id,
        organisationId: organisation.id,
        name: user.name,
        email: user.email,
        roles: [...(before?.roles ?? []), ...(isRole(role) ? [role] : [])],
        participantId: before?.participantId ?? (row.participant_id === null ? null : String(row.participant_id)),
      },
    })
  }
  return [...callers.values()]
}

function organisationOf(row: Row): Caller['organisation'] {
  return {
    id: String(row.organisation_id),
    slug: String(row.slug),
    ...placeIn(row),
  }
}

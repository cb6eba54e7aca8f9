import { type Principal, personsOf } from '../auth/principal.ts'
import { openClient } from '../db/client.ts'
import type { Deps } from '../env.ts'

/**
 * Every name under which somebody's work is recorded: their own, and those of all keys that they ever made. What a key
 * did counts as its maker's, also where the maker now approves in person.
 */
export async function namesOf(deps: Deps, principal: Principal): Promise<string[]> {
  const own = personsOf(principal)
  const { rows } = await openClient(deps.directory).execute({
    sql: 'SELECT id FROM api_keys WHERE organisation_id = ? AND created_by IN (SELECT value FROM json_each(?))',
    args: [principal.organisationId, JSON.stringify(own)],
  })
  return [...new Set([...own, ...rows.map((row) => `key:${row.id}`)])]
}

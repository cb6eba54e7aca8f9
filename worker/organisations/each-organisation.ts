import type { Client } from '@libsql/client/web'
import { openClient, organisationConnection, placeIn } from '../db/client.ts'
import type { Deps } from '../env.ts'

/**
 * Does some work in the database of every organisation. One that fails stops no other.
 *
 * @returns how many there are.
 * @throws AggregateError with every failure, each naming its organisation, once all have had their turn.
 */
export async function eachOrganisation(
  deps: Deps,
  work: (client: Client, organisationId: string) => Promise<unknown>,
): Promise<number> {
  const { rows } = await openClient(deps.directory).execute(
    'SELECT id, slug, database_url, database_token FROM organisations ORDER BY slug',
  )
  const failures: Error[] = []
  for (const row of rows) {
    const connection = organisationConnection(deps.directory, placeIn(row))
    try {
      await work(openClient(connection), String(row.id))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      failures.push(new Error(`${row.slug}: ${why}`, { cause }))
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'))
  return rows.length
}

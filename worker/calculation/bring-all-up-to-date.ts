import { DatabaseUnavailable, openClient, organisationConnection } from '../db/client.ts'
import type { Deps } from '../env.ts'
import { bringUpToDate } from './catch-up.ts'

/** Brings every organisation's figures up to date. One whose database is away is left for the next minute; the others go on. */
export async function bringAllUpToDate(deps: Deps): Promise<void> {
  const { rows } = await openClient(deps.directory).execute(
    'SELECT id, database_url, database_token FROM organisations ORDER BY id',
  )
  for (const row of rows) {
    const connection = organisationConnection(deps.directory, {
      databaseUrl: String(row.database_url),
      databaseToken: row.database_token === null ? null : String(row.database_token),
    })
    try {
      await bringUpToDate(openClient(connection), String(row.id), deps.now())
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error
    }
  }
}

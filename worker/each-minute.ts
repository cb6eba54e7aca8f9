import { bringUpToDate } from './calculation/catch-up.ts'
import { openClient } from './db/client.ts'
import type { Deps } from './env.ts'
import { eachOrganisation } from './organisations/each-organisation.ts'

const DAY_MS = 24 * 60 * 60_000
const KEPT_COMMANDS_MS = 30 * DAY_MS

/**
 * Forgets what has had its time: answers to commands after 30 days, lines of imports that broke off a day ago, sessions
 * that have ended, and attempts to sign in after a day.
 * Harmless when repeated.
 */
async function sweep(deps: Deps): Promise<void> {
  const now = deps.now().getTime()
  const oldCommands = { sql: 'DELETE FROM commands WHERE created_at < ?', args: [BigInt(now - KEPT_COMMANDS_MS)] }
  const oldLines = { sql: 'DELETE FROM staged_transactions WHERE recorded_at < ?', args: [BigInt(now - DAY_MS)] }
  const oldRejects = {
    sql: 'DELETE FROM import_rejects WHERE recorded_at < ? AND import_id NOT IN (SELECT id FROM imports)',
    args: [BigInt(now - DAY_MS)],
  }
  const oldSessions = { sql: 'DELETE FROM sessions WHERE expires_at < ?', args: [BigInt(now)] }
  const oldAttempts = { sql: 'DELETE FROM rate_limits WHERE last_request < ?', args: [BigInt(now - DAY_MS)] }
  await openClient(deps.directory).batch([oldCommands, oldSessions, oldAttempts], 'write')
  await eachOrganisation(deps, (client) => client.batch([oldCommands, oldLines, oldRejects], 'write'))
}

/**
 * What the platform's clock asks for each minute: figures brought up to date, so that readings find them so, and the
 * sweep. Neither waits for the other to succeed, and an organisation whose database is away holds up nobody else.
 *
 * @throws AggregateError naming what failed, for the platform's log.
 */
export async function eachMinute(deps: Deps): Promise<void> {
  const results = await Promise.allSettled([
    eachOrganisation(deps, (client, id) => bringUpToDate(client, id, deps.now())),
    sweep(deps),
  ])
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'))
}

import type { Client } from '@libsql/client/web'
import { type Actor, runCommand } from '../db/command.ts'
import { refusalOf } from '../http/command-context.ts'
import type { Refusal } from '../http/problem.ts'
import { ok, type Result, refused } from '../result.ts'
import type { Settings } from './settings-rows.ts'

/** Replaces the organisation's settings. */
export async function replaceSettings(
  client: Client,
  settings: Settings,
  by: Actor,
): Promise<Result<Settings, Refusal>> {
  const { name, currency, timeZone, fourEyes, today } = settings
  const done = await runCommand(client, {
    by,
    action: 'Settings.replace',
    object: 'settings',
    detail: settings,
    raisesRevision: true,
    statements: [
      {
        sql: 'UPDATE settings SET name = ?, currency = ?, time_zone = ?, four_eyes = ?, today = ? WHERE id = 1',
        args: [name, currency, timeZone, fourEyes ? 1n : 0n, today],
      },
    ],
    answer: { status: 200, body: settings },
  })
  return done.ok ? ok(settings) : refused(refusalOf(done.error))
}

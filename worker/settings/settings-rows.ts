import { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'
import { CalendarDate, Currency, Name } from '../values.ts'

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** The choices of an organisation. */
export const Settings = z
  .strictObject({
    name: Name,
    currency: Currency,
    timeZone: z.string().max(60).refine(isTimeZone, 'That is no IANA time zone, like Europe/Berlin.'),
    fourEyes: z.boolean().openapi({ description: 'A plan is published by somebody who did not write it.' }),
    today: CalendarDate.nullable().openapi({ description: 'Takes the place of the current date; for demonstrations.' }),
  })
  .openapi('Settings')
export type Settings = z.infer<typeof Settings>

/** The stored settings; every organisation has them from its creation on. */
export async function readSettings(client: Client): Promise<Settings> {
  const { rows } = await client.execute('SELECT name, currency, time_zone, four_eyes, today FROM settings')
  const row = rows[0]
  if (row === undefined) throw new Error('The organisation has no settings.')
  return {
    name: String(row.name),
    currency: String(row.currency),
    timeZone: String(row.time_zone),
    fourEyes: Number(row.four_eyes) === 1,
    today: row.today === null ? null : String(row.today),
  }
}

/** The organisation's current date: the stated one, or the clock's in its time zone. */
export function todayOf({ today, timeZone }: Pick<Settings, 'today' | 'timeZone'>, now: Date): string {
  if (today !== null) return today
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(now)
}

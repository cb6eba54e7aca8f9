import type { Client, InStatement, Row } from '@libsql/client/web'
import type { Actor, Guard } from '../db/command.ts'

/** One step that somebody took on a run, a reversal or a batch of payments. */
export type WorkflowEvent = { what: string; persons: string[]; reason: string | null; at: string }

/** Statement that records a step with everybody whose work it is: a key's work is also its maker's. */
export function eventStatement(
  objectId: string,
  what: string,
  persons: readonly string[],
  by: Actor,
  reason: string | null = null,
): InStatement {
  return {
    sql: 'INSERT INTO workflow_events (object_id, what, persons, reason, at, request_id) VALUES (?, ?, ?, ?, ?, ?)',
    args: [objectId, what, JSON.stringify(persons), reason, BigInt(by.now.getTime()), by.requestId],
  }
}

/** The steps taken, oldest first. */
export async function readEvents(client: Client, objectId: string): Promise<WorkflowEvent[]> {
  const { rows } = await client.execute({
    sql: 'SELECT what, persons, reason, at FROM workflow_events WHERE object_id = ? ORDER BY seq',
    args: [objectId],
  })
  return rows.map(eventOf)
}

const eventOf = (row: Row): WorkflowEvent => ({
  what: String(row.what),
  persons: JSON.parse(String(row.persons)),
  reason: row.reason === null ? null : String(row.reason),
  at: new Date(Number(row.at)).toISOString(),
})

/** That none of these names took one of these steps on the object. */
export function notTheirs(objectId: string, steps: readonly string[], names: readonly string[]): Guard {
  return {
    what: OWN_WORK,
    sql: `SELECT NOT EXISTS (SELECT 1 FROM workflow_events e, json_each(e.persons) p
      WHERE e.object_id = ? AND e.what IN (SELECT value FROM json_each(?)) AND p.value IN (SELECT value FROM json_each(?)))`,
    args: [objectId, JSON.stringify(steps), JSON.stringify(names)],
  }
}

/** The guard that somebody approves only what others made. */
export const OWN_WORK = 'four eyes'

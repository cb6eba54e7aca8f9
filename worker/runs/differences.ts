import type { Client } from '@libsql/client/web'
import { readResults, type StoredResult } from './result-rows.ts'
import type { StoredRun } from './run-rows.ts'

/** What one participant's result was and is; null where one of the runs has none. */
export type Difference = {
  readonly plan: string
  readonly participant: string
  readonly before: StoredResult | null
  readonly after: StoredResult | null
}

/** The run that another one is compared with: the one made before it for the same period, else the one that closed the period before. */
export async function findRunBefore(client: Client, run: StoredRun): Promise<string | null> {
  const { rows } = await client.execute({
    sql: `SELECT id FROM (
        SELECT 1 AS rank, r.rowid AS row, r.id FROM runs r WHERE r.period_id = ?1 AND r.state <> 'calculating'
          AND r.rowid < (SELECT rowid FROM runs WHERE id = ?2) AND EXISTS (SELECT 1 FROM run_plans a JOIN run_plans b ON b.plan_id = a.plan_id WHERE a.run_id = r.id AND b.run_id = ?2)
        UNION ALL SELECT 2, r.rowid, l.run_id FROM locked_periods l JOIN runs r ON r.id = l.run_id
          WHERE l.period_from < ?3 AND l.plan_id IN (SELECT plan_id FROM run_plans WHERE run_id = ?2)
      ) ORDER BY rank, row DESC LIMIT 1`,
    args: [run.period.id, run.id, run.period.from],
  })
  return rows[0] === undefined ? null : String(rows[0].id)
}

/** Whose result is another one than in the run before; those that are the same are left out. */
export async function differencesBetween(client: Client, before: string, after: string): Promise<Difference[]> {
  const key = ({ plan, participant }: StoredResult) => `${plan}\n${participant}`
  const [old, now] = await Promise.all([readResults(client, before), readResults(client, after)])
  const was = new Map(old.map((r) => [key(r), r]))
  const is = new Map(now.map((r) => [key(r), r]))
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((at): Difference[] => {
    const [b, a] = [was.get(at) ?? null, is.get(at) ?? null]
    if (b?.text === a?.text) return []
    const [plan = '', participant = ''] = at.split('\n')
    return [{ plan, participant, before: b, after: a }]
  })
}

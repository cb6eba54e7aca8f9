import type { Guard } from '../db/command.ts'
import { OWN_WORK } from '../workflow/events.ts'
import type { StoredRun } from './run-rows.ts'

/** What the audit log holds that a run does not read, or that is an approval itself. Whatever is not listed counts. */
const NO_INPUT = [
  'Plan.create',
  'Plan.save',
  'Plan.publish',
  'StatementLink.create',
  'StatementLink.revoke',
  'PayrollLayout.replace',
  'AccountCode.replace',
]

/** The first version of a plan that a run includes anew: those before were approved with earlier runs. */
const SINCE = `(SELECT l.run_id FROM locked_periods l JOIN run_plans q ON q.plan_id = l.plan_id
  WHERE q.run_id = ? AND l.run_id <> ? ORDER BY l.period_from DESC LIMIT 1)`

/**
 * That none of these names wrote anything that the run includes since the plans were last locked: transactions,
 * configuration, or a plan's version.
 */
export function notInIncludedWork(run: StoredRun, names: readonly string[]): Guard[] {
  const list = JSON.stringify(names)
  return [
    {
      what: OWN_WORK,
      sql: `SELECT NOT EXISTS (SELECT 1 FROM audit_entries a
        WHERE a.seq <= ? AND a.seq > coalesce((SELECT audit_seq FROM runs WHERE id = ${SINCE}), 0)
          AND a.action NOT IN (SELECT value FROM json_each(?)) AND a.action NOT LIKE 'Run.%' AND a.action NOT LIKE 'Reversal.%' AND a.action NOT LIKE 'Payment.%'
          AND a.actor IN (SELECT value FROM json_each(?)))`,
      args: [BigInt(run.auditSeq), run.id, run.id, JSON.stringify(NO_INPUT), list],
    },
    {
      what: OWN_WORK,
      sql: `SELECT NOT EXISTS (SELECT 1 FROM run_plans p JOIN plan_versions v ON v.plan_id = p.plan_id AND v.version <= p.through_version, json_each(v.authors) w
        WHERE p.run_id = ? AND w.value IN (SELECT value FROM json_each(?))
          AND v.version > coalesce((SELECT max(q.through_version) FROM locked_periods l JOIN run_plans q ON q.run_id = l.run_id AND q.plan_id = l.plan_id
            WHERE l.plan_id = p.plan_id), 0))`,
      args: [run.id, list],
    },
  ]
}

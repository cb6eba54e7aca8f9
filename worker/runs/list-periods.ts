import type { Client } from '@libsql/client/web'
import { periodsOf } from '#engine'
import { readMarks } from '../calculation/freshness.ts'
import { type OrganisationSnapshot, snapshotAt } from '../calculation/organisation-snapshot.ts'

export type PeriodState = 'open' | 'in review' | 'locked' | 'paid' | 'reversed'

/** A period of a plan, and how far it is closed. */
export type PlanPeriod = {
  planId: string
  planName: string
  periodId: string
  from: string
  to: string
  state: PeriodState
  runId: string | null
}

/** A locked period is paid once a batch of payments was, that was made after it and in the plan's currency. */
const STATES_SQL = `SELECT l.plan_id, l.period_id, l.run_id,
    CASE WHEN EXISTS (SELECT 1 FROM reversals v WHERE v.run_id = l.run_id AND v.state = 'posted') THEN 'reversed'
      WHEN EXISTS (SELECT 1 FROM payment_batches b WHERE b.state IN ('paid', 'settled') AND b.through_seq >= l.ledger_seq
        AND b.currency IN (SELECT currency FROM run_results r WHERE r.run_id = l.run_id AND r.plan_id = l.plan_id)) THEN 'paid'
      ELSE 'locked' END AS state
  FROM locked_periods l
  UNION ALL SELECT p.plan_id, r.period_id, r.id, 'in review' FROM runs r JOIN run_plans p ON p.run_id = r.id WHERE r.state IN ('submitted', 'approved')`

/** Every period of every published plan from its first version to today's, in order. */
export async function listPeriods(
  client: Client,
  organisation: string,
  today: (snapshot: OrganisationSnapshot) => string,
): Promise<PlanPeriod[]> {
  const { marks } = await readMarks(client)
  const snapshot = await snapshotAt(client, organisation, marks.revision)
  const { rows } = await client.execute(STATES_SQL)
  const states = new Map(
    rows.map((row) => [
      `${row.plan_id}\n${row.period_id}`,
      { state: String(row.state) as PeriodState, runId: String(row.run_id) },
    ]),
  )
  return snapshot.plans.flatMap((plan) => {
    const kind = plan.versions[0]?.program.plan.period
    const first = plan.versions.reduce((min, v) => (v.effectiveFrom < min ? v.effectiveFrom : min), '9999-12-31')
    if (kind === undefined) return []
    return periodsOf(snapshot.calendar, kind)
      .filter((p) => p.to > first && p.from <= today(snapshot))
      .map((p): PlanPeriod => {
        const known = states.get(`${plan.id}\n${p.id}`)
        return {
          planId: plan.id,
          planName: plan.name,
          periodId: p.id,
          from: p.from,
          to: p.to,
          state: known?.state ?? 'open',
          runId: known?.runId ?? null,
        }
      })
  })
}

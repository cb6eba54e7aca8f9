import type { Client, Row } from '@libsql/client/web'
import type { PeriodKind } from '#engine'
import type { Moment } from '../calculation/inputs-at.ts'

export const RUN_STATES = [
  'calculating',
  'calculated',
  'submitted',
  'approved',
  'posted',
  'rejected',
  'voided',
] as const
export type RunState = (typeof RUN_STATES)[number]

/** A plan of a run, and where it stood as the run began. */
export type RunPlan = {
  readonly plan: string
  readonly throughVersion: number
  readonly opensOn: string
  readonly ledgerSeq: number
}

/** What a run comes to in one currency, in minor units. */
export type Total = { currency: string; participants: number; earned: string; trueUp: string; payable: string }

/** What could not be calculated. */
export type RunException = {
  planId: string
  code: string
  message: string
  participantId: string | null
  transactionSeq: number | null
  periodId: string | null
}

export type StoredRun = {
  readonly id: string
  readonly period: { readonly id: string; readonly kind: PeriodKind; readonly from: string; readonly to: string }
  readonly state: RunState
  readonly version: number
  readonly moment: Moment
  readonly auditSeq: number
  readonly engineVersion: string
  readonly population: number
  readonly plans: readonly RunPlan[]
  readonly exceptions: readonly RunException[]
  readonly totals: readonly Total[]
  readonly inputHash: string | null
  readonly resultHash: string | null
  readonly createdAt: number
}

const isState = (text: string): text is RunState => RUN_STATES.some((state) => state === text)

/** What a column of a fixed list holds; anything else was not written by us. */
function stateOf(value: unknown): RunState {
  const text = String(value)
  if (!isState(text)) throw new Error(`There is no state ${text}.`)
  return text
}

const COLUMNS = `r.rowid AS _row, r.*, (SELECT json_group_array(json_array(p.plan_id, p.through_version, p.opens_on, p.ledger_seq))
  FROM run_plans p WHERE p.run_id = r.id) AS plans`

export function runOf(row: Row): StoredRun {
  const plans = (JSON.parse(String(row.plans)) as [string, number, string, number][]).map(
    ([plan, throughVersion, opensOn, ledgerSeq]) => ({ plan, throughVersion, opensOn, ledgerSeq }),
  )
  plans.sort((a, b) => (a.plan < b.plan ? -1 : 1))
  return {
    id: String(row.id),
    period: {
      id: String(row.period_id),
      kind: String(row.period_kind) as PeriodKind,
      from: String(row.period_from),
      to: String(row.period_to),
    },
    state: stateOf(row.state),
    version: Number(row.version),
    moment: {
      throughSeq: Number(row.through_seq),
      revision: Number(row.configuration_revision),
      versions: new Map(plans.map(({ plan, throughVersion }) => [plan, throughVersion])),
    },
    auditSeq: Number(row.audit_seq),
    engineVersion: String(row.engine_version),
    population: Number(row.population),
    plans,
    exceptions: JSON.parse(String(row.exceptions ?? '[]')),
    totals: JSON.parse(String(row.totals ?? '[]')),
    inputHash: row.input_hash === null ? null : String(row.input_hash),
    resultHash: row.result_hash === null ? null : String(row.result_hash),
    createdAt: Number(row.created_at),
  }
}

/** A run, or null. */
export async function readRun(client: Client, id: string): Promise<StoredRun | null> {
  const { rows } = await client.execute({ sql: `SELECT ${COLUMNS} FROM runs r WHERE r.id = ?`, args: [id] })
  return rows[0] === undefined ? null : runOf(rows[0])
}

/** One more row than `limit` of runs after a row. */
export async function runRows(
  client: Client,
  filter: { periodId?: string | undefined; planId?: string | undefined; state?: RunState | undefined },
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const both = (value: string | undefined): [string | null, string | null] => [value ?? null, value ?? null]
  const { rows } = await client.execute({
    sql: `SELECT ${COLUMNS} FROM runs r WHERE r.rowid > ? AND (? IS NULL OR r.period_id = ?) AND (? IS NULL OR r.state = ?)
      AND (? IS NULL OR EXISTS (SELECT 1 FROM run_plans p WHERE p.run_id = r.id AND p.plan_id = ?)) ORDER BY r.rowid LIMIT ?`,
    args: [after, ...both(filter.periodId), ...both(filter.state), ...both(filter.planId), BigInt(limit + 1)],
  })
  return rows
}

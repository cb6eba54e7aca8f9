import type { Client, Row } from '@libsql/client/web'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import type { CaseState, ExceptionCase } from './case-schema.ts'

export type CaseFilter = {
  state: CaseState | 'all'
  planId?: string | undefined
  participantId?: string | undefined
  ownerId?: string | undefined
  code?: string | undefined
}

const STATE = "CASE WHEN cleared_at IS NOT NULL THEN 'cleared' ELSE state END"

/** Cases after a number, limit + 1 of them; those of no participant are for who may see everybody's pay. */
export async function caseRows(
  client: Client,
  filter: CaseFilter,
  visible: readonly string[] | null,
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const conditions = ['seq > ?']
  const args: (string | bigint)[] = [after]
  const equal = (column: string, value: string | undefined): void => {
    if (value === undefined) return
    conditions.push(`${column} = ?`)
    args.push(value)
  }
  equal(STATE, filter.state === 'all' ? undefined : filter.state)
  equal('plan_id', filter.planId)
  equal('participant_id', filter.participantId)
  equal('owner_id', filter.ownerId)
  equal('code', filter.code)
  if (visible !== null) {
    conditions.push('participant_id IN (SELECT value FROM json_each(?))')
    args.push(JSON.stringify(visible))
  }
  const { rows } = await client.execute({
    sql: `SELECT seq AS _row, *, ${STATE} AS shown_state FROM exception_cases
      WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT ?`,
    args: [...args, BigInt(limit + 1)],
  })
  return rows
}

/** One case's row; undefined where there is none by that id. */
export async function caseRow(client: Client, id: string): Promise<Row | undefined> {
  const { rows } = await client.execute({
    sql: `SELECT *, ${STATE} AS shown_state FROM exception_cases WHERE id = ?`,
    args: [id],
  })
  return rows[0]
}

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value))
const instant = (value: unknown): string | null => (value === null ? null : new Date(Number(value)).toISOString())

/** A case out of its row, with the names of the plan and the participant. */
export function caseOf(row: Row | Record<string, unknown>, snapshot: OrganisationSnapshot): ExceptionCase {
  const planId = String(row.plan_id)
  const participantId = textOrNull(row.participant_id)
  const source = textOrNull(row.transaction_source)
  return {
    id: String(row.id),
    planId,
    planName: snapshot.plans.find((plan) => plan.id === planId)?.name ?? '',
    participantId,
    participantName: participantId === null ? null : (snapshot.participantNames.get(participantId) ?? null),
    transactionSeq: row.transaction_seq === null ? null : Number(row.transaction_seq),
    transaction: source === null ? null : { source, externalId: String(row.transaction_external_id) },
    periodId: textOrNull(row.period_id),
    code: String(row.code),
    message: String(row.message),
    at: textOrNull(row.at),
    path: String(row.path),
    state: row.shown_state as CaseState,
    ownerId: textOrNull(row.owner_id),
    reason: textOrNull(row.reason),
    resolution: textOrNull(row.resolution),
    firstSeenAt: instant(row.first_seen_at) ?? '',
    clearedAt: instant(row.cleared_at),
    handledAt: instant(row.handled_at),
    handledBy: textOrNull(row.handled_by),
  }
}

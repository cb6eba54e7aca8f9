import type { Client, Row } from '@libsql/client/web'
import { minorDigits, scaledToText } from '#engine'
import type { OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import type { CreditRow, EarningRow, PaymentRow } from './earning-schema.ts'

export type FigureFilter = {
  planId?: string | undefined
  participantId?: string | undefined
  periodId?: string | undefined
}

const amountOf = (row: Row) =>
  row.amount_minor === null
    ? null
    : {
        amount: scaledToText(BigInt(Number(row.amount_minor)), minorDigits(String(row.currency))),
        currency: String(row.currency),
      }

/** One more row than `limit` of earnings after the given rowid, of the participants whom the caller may see. */
export async function earningRows(
  client: Client,
  filter: FigureFilter,
  visible: readonly string[] | null,
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: `SELECT e.rowid AS _row, e.* FROM earnings e
      WHERE e.rowid > ? AND (? IS NULL OR e.plan_id = ?) AND (? IS NULL OR e.participant_id = ?) AND (? IS NULL OR e.period_id = ?)
        AND (? IS NULL OR e.participant_id IN (SELECT value FROM json_each(?)))
      ORDER BY e.rowid LIMIT ?`,
    args: [
      after,
      ...twice(filter.planId),
      ...twice(filter.participantId),
      ...twice(filter.periodId),
      ...twice(visible === null ? undefined : JSON.stringify(visible)),
      BigInt(limit + 1),
    ],
  })
  return rows
}

const twice = (value: string | undefined): [string | null, string | null] => [value ?? null, value ?? null]

export function earningOf(row: Row, snapshot: OrganisationSnapshot): EarningRow {
  const participantId = String(row.participant_id)
  const planId = String(row.plan_id)
  const corrects = row.corrects_period_id == null ? null : String(row.corrects_period_id)
  return {
    planId,
    planName: snapshot.plans.find((p) => p.id === planId)?.name ?? '',
    planVersion: Number(row.plan_version),
    participantId,
    participantName: snapshot.participantNames.get(participantId) ?? '',
    participantExternalId: snapshot.externalIds.get(participantId) ?? null,
    periodId: String(row.period_id),
    periodFrom: String(row.period_from),
    periodTo: String(row.period_to),
    earning: String(row.earning_id).slice(corrects === null ? 0 : corrects.length + 1),
    title: String(row.title),
    amount: amountOf(row),
    correctsPeriodId: corrects,
  }
}

/** One more row than `limit` of credits. */
export async function creditRows(
  client: Client,
  filter: Omit<FigureFilter, 'periodId'>,
  visible: readonly string[] | null,
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: `SELECT c.rowid AS _row, c.*, t.source, t.external_id, t.credited_on FROM credits c JOIN transactions t ON t.seq = c.transaction_seq
      WHERE c.rowid > ? AND (? IS NULL OR c.plan_id = ?) AND (? IS NULL OR c.participant_id = ?)
        AND (? IS NULL OR c.participant_id IN (SELECT value FROM json_each(?)))
      ORDER BY c.rowid LIMIT ?`,
    args: [
      after,
      ...twice(filter.planId),
      ...twice(filter.participantId),
      ...twice(visible === null ? undefined : JSON.stringify(visible)),
      BigInt(limit + 1),
    ],
  })
  return rows
}

export function creditOf(row: Row, snapshot: OrganisationSnapshot): CreditRow {
  const participantId = String(row.participant_id)
  return {
    planId: String(row.plan_id),
    participantId,
    participantExternalId: snapshot.externalIds.get(participantId) ?? null,
    rule: String(row.rule_id),
    creditType: String(row.credit_type),
    amount: scaledToText(BigInt(Number(row.amount)), Number(row.amount_scale)),
    territory: row.territory === null ? null : String(row.territory),
    transaction: {
      seq: Number(row.transaction_seq),
      source: String(row.source),
      externalId: String(row.external_id),
      creditedOn: String(row.credited_on),
    },
  }
}

/** One more row than `limit` of payments. */
export async function paymentRows(
  client: Client,
  filter: FigureFilter,
  visible: readonly string[] | null,
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const { rows } = await client.execute({
    sql: `SELECT p.rowid AS _row, p.* FROM payments p
      WHERE p.rowid > ? AND (? IS NULL OR p.plan_id = ?) AND (? IS NULL OR p.participant_id = ?) AND (? IS NULL OR p.period_id = ?)
        AND (? IS NULL OR p.participant_id IN (SELECT value FROM json_each(?)))
      ORDER BY p.rowid LIMIT ?`,
    args: [
      after,
      ...twice(filter.planId),
      ...twice(filter.participantId),
      ...twice(filter.periodId),
      ...twice(visible === null ? undefined : JSON.stringify(visible)),
      BigInt(limit + 1),
    ],
  })
  return rows
}

export function paymentOf(row: Row): PaymentRow {
  const currency = String(row.currency)
  const money = (minor: string | number): string => scaledToText(BigInt(minor), minorDigits(currency))
  const entries = JSON.parse(String(row.entries)) as { rule: string; what: string; minor: string }[]
  const balances = JSON.parse(String(row.balances)) as [string, string][]
  return {
    planId: String(row.plan_id),
    participantId: String(row.participant_id),
    periodId: String(row.period_id),
    periodFrom: String(row.period_from),
    periodTo: String(row.period_to),
    amount: { amount: money(Number(row.amount_minor)), currency },
    entries: entries.map(({ rule, what, minor }) => ({ rule, what, amount: money(minor) })),
    balances: balances.map(([rule, minor]) => ({ rule, amount: money(minor) })),
  }
}

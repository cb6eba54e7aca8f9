import type { Client } from '@libsql/client/web'
import { ENGINE_VERSION, periodsUnder } from '#engine'
import type { Fresh } from '../calculation/catch-up.ts'
import { explainLocked } from '../earnings/explain-locked.ts'
import { explainPeriod, type PeriodExplanation } from '../earnings/explain-period.ts'

/** What a locked period would be now, less what was posted of it: paid in the period that the statement shows. */
export type StatementTrueUp = {
  readonly planName: string
  readonly corrects: string
  readonly title: string
  readonly currency: string
  readonly minor: bigint
}

/** One participant's statement over a stretch of dates: every plan period in it, with its derivation. */
export type Statement = {
  readonly participant: string
  readonly participantId: string
  readonly organisation: string
  readonly periodId: string
  readonly from: string
  readonly to: string
  readonly sections: readonly PeriodExplanation[]
  readonly trueUps: readonly StatementTrueUp[]
  /** By currency, in minor units: what the sections and the true-ups add up to. */
  readonly totals: ReadonlyMap<string, bigint>
  readonly engineVersion: string
  readonly configurationRevision: number
  readonly throughSeq: number
  readonly asOf: string
}

/** The statement of one participant for a period of the calendar, from the same derivation as every other reading. */
export async function buildStatement(
  client: Client,
  fresh: Fresh,
  request: {
    readonly organisation: string
    readonly participantId: string
    readonly periodId: string
    readonly from: string
    readonly to: string
  },
): Promise<Statement> {
  const { snapshot, day, marks } = fresh
  const sections: PeriodExplanation[] = []
  const isWithin = (p: { from: string; to: string }) => p.from >= request.from && p.to <= request.to
  for (const plan of snapshot.plans) {
    const locked = snapshot.locked.get(plan.id) ?? []
    for (const period of locked.filter(isWithin)) {
      const explained = await explainLocked(client, period, request.participantId)
      if (explained) sections.push(explained)
    }
    const periods = periodsUnder({
      plan: plan.id,
      versions: plan.versions,
      facts: snapshot.facts,
      participant: request.participantId,
      through: day,
    })
    const isOpen = ({ id }: { id: string }) => !locked.some((l) => l.period === id)
    for (const period of periods.filter((p) => isWithin(p) && isOpen(p))) {
      const explained = await explainPeriod(client, snapshot, {
        plan,
        participant: request.participantId,
        period: period.id,
        day,
      })
      if (explained) sections.push(explained)
    }
  }
  const totals = new Map<string, bigint>()
  for (const { result } of sections) {
    const { currency } = result.version.program.plan
    for (const earning of result.earnings) totals.set(currency, (totals.get(currency) ?? 0n) + (earning.minor ?? 0n))
  }
  // A statement of locked periods alone is as of the latest of their runs.
  const moments = sections.flatMap((s) => (s.posted ? [s.posted] : []))
  const latest = moments.toSorted((a, b) => a.throughSeq - b.throughSeq || a.revision - b.revision).at(-1)
  const isClosed = moments.length === sections.length && trueUpsAreClosed(fresh, request.to)
  const seen =
    latest && isClosed ? latest : { revision: marks.revision, throughSeq: marks.lastSeq, engineVersion: ENGINE_VERSION }
  const trueUps = await readTrueUps(client, fresh, request)
  for (const { currency, minor } of trueUps) totals.set(currency, (totals.get(currency) ?? 0n) + minor)
  return {
    organisation: request.organisation,
    participant: snapshot.participantNames.get(request.participantId) ?? '',
    participantId: request.participantId,
    periodId: request.periodId,
    from: request.from,
    to: request.to,
    sections,
    trueUps,
    totals,
    engineVersion: seen.engineVersion,
    configurationRevision: seen.revision,
    throughSeq: seen.throughSeq,
    asOf: day,
  }
}

/** Whether no plan has an open period before a day, in which true-ups would still move. */
const trueUpsAreClosed = ({ snapshot }: Fresh, to: string): boolean =>
  snapshot.plans.every((plan) => (snapshot.locked.get(plan.id)?.at(-1)?.to ?? '') >= to)

/** True-ups that are paid within the statement's dates, posted or still to come. */
async function readTrueUps(
  client: Client,
  { snapshot }: Fresh,
  request: { readonly participantId: string; readonly from: string; readonly to: string },
): Promise<StatementTrueUp[]> {
  const { rows } = await client.execute({
    sql: `SELECT plan_id, corrects_period_id, title, currency, amount_minor FROM earnings
      WHERE participant_id = ? AND corrects_period_id IS NOT NULL AND period_from >= ? AND period_to <= ? ORDER BY plan_id, corrects_period_id, earning_id`,
    args: [request.participantId, request.from, request.to],
  })
  return rows.map((row) => ({
    planName: snapshot.plans.find((p) => p.id === row.plan_id)?.name ?? '',
    corrects: String(row.corrects_period_id),
    title: String(row.title),
    currency: String(row.currency),
    minor: BigInt(Number(row.amount_minor)),
  }))
}

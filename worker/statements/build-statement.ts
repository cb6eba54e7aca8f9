import type { Client } from '@libsql/client/web'
import { ENGINE_VERSION, periodsUnder } from '#engine'
import type { Fresh } from '../calculation/catch-up.ts'
import { explainPeriod, type PeriodExplanation } from '../earnings/explain-period.ts'

/** One participant's statement over a stretch of dates: every plan period in it, with its derivation. */
export type Statement = {
  readonly participant: string
  readonly participantId: string
  readonly organisation: string
  readonly periodId: string
  readonly from: string
  readonly to: string
  readonly sections: readonly PeriodExplanation[]
  /** By currency, in minor units: what the sections add up to. */
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
  for (const plan of snapshot.plans) {
    const periods = periodsUnder({
      plan: plan.id,
      versions: plan.versions,
      facts: snapshot.facts,
      participant: request.participantId,
      through: day,
    })
    for (const period of periods.filter((p) => p.from >= request.from && p.to <= request.to)) {
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
  return {
    organisation: request.organisation,
    participant: snapshot.participantNames.get(request.participantId) ?? '',
    participantId: request.participantId,
    periodId: request.periodId,
    from: request.from,
    to: request.to,
    sections,
    totals,
    engineVersion: ENGINE_VERSION,
    configurationRevision: marks.revision,
    throughSeq: marks.lastSeq,
    asOf: day,
  }
}

import type { Client } from '@libsql/client/web'
import { explain, type PeriodResult, type Step, titledSteps } from '#engine'
import { historyOf } from '../calculation/catch-up.ts'
import type { OrganisationSnapshot, PublishedPlan } from '../calculation/organisation-snapshot.ts'
import { populationOfPlan } from '../calculation/population-of-plan.ts'

export type PeriodExplanation = {
  readonly plan: PublishedPlan
  readonly version: number
  readonly hash: string
  readonly result: PeriodResult
  readonly derivations: readonly Step[]
  /** Of a locked period: the moment whose data its run saw, and the engine that calculated it. */
  readonly posted?: { readonly revision: number; readonly throughSeq: number; readonly engineVersion: string }
}

/** The derivation of a participant's period under a plan: the calculation again, with its steps. Undefined where there is none. */
export async function explainPeriod(
  client: Client,
  snapshot: OrganisationSnapshot,
  request: {
    readonly plan: PublishedPlan
    readonly participant: string
    readonly period: string
    readonly day: string
  },
): Promise<PeriodExplanation | undefined> {
  const { plan, participant } = request
  const credits = (await historyOf(client, snapshot, plan.id, [participant])).get(participant) ?? []
  const explained = explain({
    plan: plan.id,
    versions: plan.versions,
    facts: snapshot.facts,
    participant,
    credits,
    through: request.day,
    explain: request.period,
    population: await populationOfPlan(client, snapshot, plan, request.day),
  })
  if (!explained) return undefined
  const { version: used } = explained.result
  const version = plan.versions.find((v) => v.program === used.program && v.effectiveFrom === used.effectiveFrom)
  const derivations = titledSteps(used.program.plan, explained.derivations)
  return { plan, version: version?.version ?? 0, hash: version?.hash ?? '', ...explained, derivations }
}

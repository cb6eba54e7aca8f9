import type { Client } from '@libsql/client/web'
import { addDays, calculateAll, comparesParticipants, explain, populationOf, titledSteps } from '#engine'
import { creditsOf, readInputs } from '../calculation/inputs-at.ts'
import type { PeriodExplanation } from '../earnings/explain-period.ts'
import type { StoredRun } from './run-rows.ts'

/**
 * The derivation of a participant's period as a run saw it: the same calculation on the same data, whatever came later.
 * Undefined where the participant is not part of the period.
 */
export async function explainResult(
  client: Client,
  run: StoredRun,
  planId: string,
  participant: string,
): Promise<PeriodExplanation | undefined> {
  const all = await readInputs(client, run.moment)
  const plan = all.snapshot.plans.find((p) => p.id === planId)
  if (!plan) return undefined
  const { credits } = creditsOf(all, plan)
  const { facts, participantNames } = all.snapshot
  const input = { plan: plan.id, versions: plan.versions, facts, through: addDays(run.period.to, -1) }
  const everybody = [...participantNames.keys()].filter((p) => facts.assignmentsOf(plan.id, p).length > 0)
  const population = comparesParticipants(plan.versions)
    ? populationOf(calculateAll(input, new Map(everybody.map((p) => [p, credits.get(p) ?? []]))).values())
    : undefined
  const explained = explain({
    ...input,
    participant,
    credits: credits.get(participant) ?? [],
    explain: run.period.id,
    population,
  })
  if (!explained) return undefined
  const { version: used } = explained.result
  const version = plan.versions.find((v) => v.program === used.program && v.effectiveFrom === used.effectiveFrom)
  const derivations = titledSteps(used.program.plan, explained.derivations)
  return { plan, version: version?.version ?? 0, hash: version?.hash ?? '', ...explained, derivations }
}

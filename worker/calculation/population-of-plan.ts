import type { Client } from '@libsql/client/web'
import { calculateAll, comparesParticipants, type Population, populationOf } from '#engine'
import { historyOf } from './catch-up.ts'
import type { OrganisationSnapshot, PublishedPlan } from './organisation-snapshot.ts'

/** Everybody's figures of a plan that compares participants, from all its credits; other plans need none. */
export async function populationOfPlan(
  client: Client,
  snapshot: OrganisationSnapshot,
  plan: PublishedPlan,
  day: string,
): Promise<Population | undefined> {
  if (!comparesParticipants(plan.versions)) return undefined
  const everybody = [...snapshot.participantNames.keys()].filter(
    (p) => snapshot.facts.assignmentsOf(plan.id, p).length > 0,
  )
  const credits = await historyOf(client, snapshot, plan.id, everybody)
  const input = { plan: plan.id, versions: plan.versions, facts: snapshot.facts, through: day }
  return populationOf(calculateAll(input, new Map(everybody.map((p) => [p, credits.get(p) ?? []]))).values())
}

import type { Client } from '@libsql/client/web'
import { type Credit, calculateAll, comparesParticipants, type Population, populationOf } from '#engine'
import { historyOf } from './catch-up.ts'
import type { OrganisationSnapshot, PublishedPlan } from './organisation-snapshot.ts'

/** Everybody's figures of a plan that compares participants, from all its credits; other plans need none. */
export async function populationOfPlan(
  client: Client,
  snapshot: OrganisationSnapshot,
  plan: PublishedPlan,
  day: string,
): Promise<Population | undefined> {
  const histories = await historiesOfPlan(client, snapshot, plan)
  const input = { plan: plan.id, versions: plan.versions, facts: snapshot.facts, through: day }
  return histories && populationOf(calculateAll(input, histories).values())
}

/** The credits of everybody under a plan that compares participants, with or without any; other plans need none. */
export async function historiesOfPlan(
  client: Client,
  snapshot: OrganisationSnapshot,
  plan: PublishedPlan,
): Promise<ReadonlyMap<string, readonly Credit[]> | undefined> {
  if (!comparesParticipants(plan.versions)) return undefined
  const everybody = [...snapshot.participantNames.keys()].filter(
    (p) => snapshot.facts.assignmentsOf(plan.id, p).length > 0,
  )
  const credits = await historyOf(client, snapshot, plan.id, everybody)
  return new Map(everybody.map((p) => [p, credits.get(p) ?? []]))
}

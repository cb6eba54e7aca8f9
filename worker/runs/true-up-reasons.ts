import type { Client } from '@libsql/client/web'
import { addDays, comparesParticipants, type Period, type Reason, trueUps, type World } from '#engine'
import { type Inputs, readInputs } from '../calculation/inputs-at.ts'
import type { PublishedPlan } from '../calculation/organisation-snapshot.ts'
import { readRun } from './run-rows.ts'

/** One reason's part in the difference of an earning of a locked period, in minor units. */
export type ReasonedTrueUp = { readonly earning: string; readonly minor: bigint; readonly reason: Reason }

/** By participant and locked period. */
export type Reasons = ReadonlyMap<string, ReadonlyMap<string, readonly ReasonedTrueUp[]>>

/** Beyond this many changed transactions, telling them apart would cost as many calculations of everybody. */
const MOST_CHANGES = 100

const keyOf = (t: { source: string; externalId: string }): string => `${t.source}\n${t.externalId}`

function changesBetween(before: World, after: World): number {
  const was = new Map(before.transactions.map((t) => [keyOf(t), JSON.stringify({ ...t, id: '' })]))
  const is = new Map(after.transactions.map((t) => [keyOf(t), JSON.stringify({ ...t, id: '' })]))
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key)).length
}

function worldOf(
  { snapshot, transactions }: Inputs,
  plan: PublishedPlan,
  period: Period,
  whom: ReadonlySet<string>,
): World {
  const { facts } = snapshot.facts
  const versions = snapshot.plans.find((p) => p.id === plan.id)?.versions ?? []
  // Crediting asks for anybody's assignment; only figures of those whom it is about are needed.
  const assignments = comparesParticipants(versions)
    ? facts.assignments
    : facts.assignments.filter((a) => whom.has(a.participant))
  return { plan: plan.id, versions, facts: { ...facts, assignments }, transactions, through: addDays(period.to, -1) }
}

/**
 * Why locked periods are other now: the way from what the last run of the plan saw to what this one sees, one reason at a
 * time. None where the changes are too many to tell apart.
 *
 * @param before the run that locked the plan's last period.
 */
export async function trueUpReasons(
  client: Client,
  before: string,
  now: Inputs,
  plan: PublishedPlan,
  period: Period,
  whom: ReadonlySet<string>,
): Promise<Reasons> {
  const run = await readRun(client, before)
  if (run === null || whom.size === 0) return new Map()
  const was = worldOf(await readInputs(client, run.moment), plan, period, whom)
  const is = worldOf(now, plan, period, whom)
  if (changesBetween(was, is) > MOST_CHANGES) return new Map()
  const reasons = new Map<string, Map<string, ReasonedTrueUp[]>>()
  for (const { participant, period: about, of, minor, reason } of trueUps(was, is)) {
    // What payout rules did follows from the earnings; a figure that is open moves no money.
    if (of.kind !== 'earning' || minor === null) continue
    const { earning } = of
    const periods = reasons.get(participant) ?? new Map<string, ReasonedTrueUp[]>()
    reasons.set(participant, periods)
    periods.set(about, [...(periods.get(about) ?? []), { earning, minor, reason }])
  }
  return reasons
}

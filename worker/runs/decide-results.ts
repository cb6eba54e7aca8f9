import {
  addDays,
  addedUp,
  type Calculation,
  type Correction,
  type Credit,
  calculateAll,
  comparesParticipants,
  corrections,
  type DataException,
  earnedIn,
  type Movement,
  OPENING,
  type Period,
  participantMovements,
  sumOn,
} from '#engine'
import type { OrganisationSnapshot, PublishedPlan } from '../calculation/organisation-snapshot.ts'
import type { PostedMovements } from '../ledger/posted-movements.ts'

/** What results of one plan follow from. */
export type PlanInputs = {
  readonly snapshot: Pick<OrganisationSnapshot, 'facts' | 'participantNames'>
  readonly plan: PublishedPlan
  readonly period: Period
  /** First day of the plan's first locked period, or of this one. */
  readonly opensOn: string
  /** The plan's locked periods as the run began. */
  readonly locked: ReadonlySet<string>
  readonly credits: ReadonlyMap<string, readonly Credit[]>
  readonly posted: PostedMovements
}

/** What a run found for one participant. */
export type Result = {
  readonly participant: string
  readonly calculation: Calculation
  /** The period's own movements; none where the participant is not part of it. */
  readonly movements: readonly Movement[]
  /** What is posted besides: opening balances, and true-ups of locked periods. */
  readonly corrections: readonly Correction[]
}

export type Results = { readonly results: readonly Result[]; readonly exceptions: readonly DataException[] }

/** Everybody who has to have a result: assigned at some time of the periods that are ours, or posted before. */
export function populationOfRun({
  snapshot,
  plan,
  period,
  opensOn,
  posted,
}: Pick<PlanInputs, 'snapshot' | 'plan' | 'period' | 'opensOn' | 'posted'>): string[] {
  const assigned = [...snapshot.participantNames.keys()].filter((p) =>
    snapshot.facts.assignmentsOf(plan.id, p).some((a) => a.from < period.to && (a.to === null || a.to > opensOn)),
  )
  return [...new Set([...assigned, ...posted.keys()])].sort()
}

/**
 * Results of some participants of a plan. Pure: the same inputs give the same results, one participant at a time or all at
 * once, except that a plan that compares participants calculates everybody whoever is asked for.
 */
export function decideResults(inputs: PlanInputs, participants: readonly string[]): Results {
  const { snapshot, plan, period, opensOn, credits } = inputs
  const everybody = comparesParticipants(plan.versions)
    ? [...snapshot.participantNames.keys()].filter((p) => snapshot.facts.assignmentsOf(plan.id, p).length > 0)
    : participants
  const calculations = calculateAll(
    { plan: plan.id, versions: plan.versions, facts: snapshot.facts, through: addDays(period.to, -1) },
    new Map(everybody.map((p) => [p, credits.get(p) ?? []])),
  )
  const results: Result[] = []
  const exceptions: DataException[] = []
  for (const participant of participants) {
    const calculation = calculations.get(participant) ?? { periods: [], state: undefined }
    const ours = calculation.periods.filter((p) => p.period.from >= opensOn && p.period.from < period.to)
    const found = ours.flatMap((p) => p.exceptions)
    exceptions.push(...found)
    if (found.length === 0 && ours.every((p) => p.earnings.every((e) => e.minor !== null)))
      results.push(resultOf(inputs, participant, calculation))
  }
  return { results, exceptions }
}

function resultOf(inputs: PlanInputs, participant: string, calculation: Calculation): Result {
  const { plan, period, opensOn, locked, posted } = inputs
  const fresh = participantMovements(calculation, plan.versions, { from: opensOn, to: period.to })
  const own = fresh.periods.find((p) => p.period.period.id === period.id)
  return {
    participant,
    calculation,
    movements: own?.movements ?? [],
    corrections: corrections(fresh, posted.get(participant) ?? new Map(), (id) => locked.has(id)),
  }
}

/** Everything that a result posts, added up. */
export const allMovements = ({ movements, corrections: list }: Result): Movement[] =>
  addedUp([...movements, ...list.flatMap((c) => c.movements)])

const sumOf = (earned: ReadonlyMap<string, bigint>): bigint => [...earned.values()].reduce((sum, m) => sum + m, 0n)

/** What a result says in three figures: earned in the period, trued up for earlier ones, payable by both. */
export function figuresOfResult(result: Result): { earned: bigint; trueUp: bigint; payable: bigint } {
  return {
    earned: sumOf(earnedIn(result.movements)),
    trueUp: result.corrections
      .filter(({ period }) => period !== OPENING)
      .reduce((sum, { movements }) => sum + sumOf(earnedIn(movements)), 0n),
    payable: -sumOn(allMovements(result), 'liability:participant'),
  }
}

import type { DataException } from '../compile/data-exception.ts'
import type { Credit } from '../compile/frame.ts'
import { assignCredits } from '../credit/assign-credits.ts'
import { FactIndex } from '../facts/fact-index.ts'
import type { Facts, Transaction } from '../facts/facts.ts'
import type { CalendarDate } from '../time/calendar-date.ts'
import { type Calculation, calculateAll, type Version, versionOn } from './calculate.ts'

/** Everything that one plan's figures follow from. */
export type World = {
  readonly plan: string
  readonly versions: readonly Version[]
  readonly facts: Facts
  readonly transactions: readonly Transaction[]
  readonly through: CalendarDate
}

export type WorldFigures = {
  readonly calculations: ReadonlyMap<string, Calculation>
  /** Exceptions of crediting; those of calculating stand in the periods. */
  readonly exceptions: readonly DataException[]
}

/** Everybody to whom the plan is assigned at some time, in a stable order. */
const participantsOf = ({ plan, facts }: World): string[] =>
  [...new Set(facts.assignments.filter((a) => a.plan === plan).map((a) => a.participant))].sort()

/** Credits every transaction and calculates everybody: a whole plan from nothing. Pure. */
export function calculateWorld(world: World): WorldFigures {
  const facts = new FactIndex(world.facts)
  const credits = new Map<string, Credit[]>(participantsOf(world).map((participant) => [participant, []]))
  const exceptions: DataException[] = []
  for (const t of world.transactions) {
    const version = versionOn(world.versions, facts, t.creditedOn)
    if (!version) continue
    const assigned = assignCredits(version.program.plain, world.plan, facts, t)
    exceptions.push(...assigned.exceptions)
    for (const credit of assigned.credits) credits.get(credit.participant)?.push(credit)
  }
  const input = { plan: world.plan, versions: world.versions, facts, through: world.through }
  return { calculations: calculateAll(input, credits), exceptions }
}

/** One figure of a world, in minor units; null where a data exception leaves it open. */
export type Figure = {
  readonly participant: string
  readonly period: string
  readonly earning: string
  readonly minor: bigint | null
}

/** All earnings of all participants and periods, flat. */
export const figuresOf = ({ calculations }: WorldFigures): Figure[] =>
  [...calculations].flatMap(([participant, calculation]) =>
    calculation.periods.flatMap((p) =>
      p.earnings.map((e) => ({ participant, period: p.period.id, earning: e.earning, minor: e.minor })),
    ),
  )

import type { Program } from '../compile/compile-plan.ts'
import type { Exact } from '../money/exact.ts'
import type { Entrant } from './award-prizes.ts'
import type { Others } from './standings.ts'

/** What one participant contributes to comparisons in one period. */
export type Contribution = {
  readonly participant: string
  readonly period: string
  /** By version of the plan and measure that it compares on: a version compares everybody by its own measures. */
  readonly figures: ReadonlyMap<Program, ReadonlyMap<string, Exact>>
  /** By contest: the participant as an entrant, where eligible. */
  readonly entrants: ReadonlyMap<string, Entrant>
}

/** Everybody's contributions, arranged for asking about the others of one participant. */
export class Population {
  readonly #byPeriod = new Map<string, Contribution[]>()

  constructor(contributions: Iterable<Contribution>) {
    for (const contribution of contributions) {
      const list = this.#byPeriod.get(contribution.period)
      if (list) list.push(contribution)
      else this.#byPeriod.set(contribution.period, [contribution])
    }
  }

  others(participant: string, period: string, program: Program, measure: string): Others {
    return this.#except(participant, period).flatMap((c) => {
      const value = c.figures.get(program)?.get(measure)
      return value ? [{ participant: c.participant, value }] : []
    })
  }

  entrants(participant: string, period: string, contest: string): Entrant[] {
    return this.#except(participant, period).flatMap((c) => c.entrants.get(contest) ?? [])
  }

  #except(participant: string, period: string): Contribution[] {
    return (this.#byPeriod.get(period) ?? []).filter((c) => c.participant !== participant)
  }
}

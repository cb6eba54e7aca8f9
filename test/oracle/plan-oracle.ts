import type { Period } from '#engine'
import type { Fraction } from './fraction.ts'
import { creditsOf } from './language/credits.ts'
import { personUnder } from './language/earnings.ts'
import { measureOf } from './language/measures.ts'
import { attempt } from './language/no-figure.ts'
import { paymentOf } from './language/payments.ts'
import { periodsOf, segmentsOf, type World } from './language/world.ts'

export type { World } from './language/world.ts'

/** What the plan gives somebody in one period. Money in minor units; null is a figure without a value. */
export type OraclePeriod = {
  readonly period: Period
  readonly earnings: ReadonlyMap<string, bigint | null>
  readonly measures: ReadonlyMap<string, Fraction | null>
  readonly paid: bigint
  readonly balances: ReadonlyMap<string, bigint>
  /** `code` of what stood in the way, with the deal that it concerns. */
  readonly exceptions: readonly string[]
}

/**
 * An oracle of the whole plan language: slow, plain, and sharing nothing with the engine but the types of what is handed
 * in. Every figure of every period is made from all transactions anew.
 */
export function oracleOf(w: World): Map<string, OraclePeriod[]> {
  return new Map(w.participants.map((who) => [who, periodsOf(w, who).map((period) => periodOf(w, who, period))]))
}

function periodOf(w: World, who: string, period: Period): OraclePeriod {
  const paid = paymentOf(w, who, period)
  const { plan } = segmentsOf(w, period).at(-1)!
  const p = personUnder(w, plan, who)
  const ids = [...plan.measures, ...(plan.compositeMeasures ?? []), ...(plan.inputMeasures ?? [])].map((m) => m.id)
  return {
    period,
    earnings: new Map(paid.earnings.map((e) => [e.earning, e.minor])),
    measures: new Map(
      ids.map((id) => {
        const found = attempt(() => measureOf(p, id, period, p.credits))
        return [id, 'value' in found ? found.value : null]
      }),
    ),
    paid: paid.minor,
    balances: new Map([...paid.till.balances].filter(([, minor]) => minor !== 0n)),
    exceptions: [...new Set(paid.exceptions.map((x) => `${x.code} ${x.deal ?? '-'}`))].sort(),
  }
}

/** Exceptions met while crediting: which deal credits somebody less than it should. */
export const creditingExceptions = (w: World): string[] =>
  [...new Set(w.transactions.flatMap((t) => creditsOf(w, t).exceptions.map((x) => `${x.code} ${x.deal}`)))].sort()

import { sortCredits, subjectOf } from '../calculate/calculate.ts'
import { PeriodWalk } from '../calculate/walk-period.ts'
import type { Program } from '../compile/compile-plan.ts'
import type { Credit } from '../compile/frame.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import type { PayoutState } from '../payout/payout-state.ts'
import type { Period } from '../time/calendar.ts'

export type ExactPeriod = ReturnType<PeriodWalk['close']>

/** One participant's period by the reference: exact rationals, exceptions and all. */
export function exactPeriod(
  on: { program: Program; facts: FactIndex; plan: string; period: Period },
  participant: string,
  credits: readonly Credit[],
  payouts: PayoutState,
): ExactPeriod {
  const { program, facts, plan, period } = on
  const version = { program, effectiveFrom: period.from }
  const subject = subjectOf({ plan, versions: [version], facts, participant, population: undefined }, version, false)
  const walk = PeriodWalk.open(subject, period, undefined, period.from, { payouts, paidOn: new Map() })
  for (const credit of sortCredits(credits)) walk.add(credit)
  return walk.close()
}

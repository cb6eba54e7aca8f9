import { canonicalText, earnedIn, type Movement, OPENING, type Period, type Reason, sumOn } from '#engine'
import { titleOf } from '../calculation/locked-figures.ts'
import type { PublishedPlan } from '../calculation/organisation-snapshot.ts'
import type { Result } from './decide-results.ts'
import type { ReasonedTrueUp } from './true-up-reasons.ts'

type Amount = { account: string; item: string; minor: string }
export type Entry = { rule: string; what: string; minor: string }

/** What is stored of a result: every figure of it, and every amount that it posts. Minor units, as text. */
export type Figures = {
  /** The version that ruled the period; null where the participant is not part of it. */
  version: { number: number; hash: string } | null
  earnings: { earning: string; title: string; minor: string }[]
  payment: {
    minor: string
    payable: { earning: string; minor: string }[]
    entries: Entry[]
    balances: Balance[]
  } | null
  movements: Amount[]
  /** What locked periods would be now, less what was posted. */
  corrections: {
    period: string
    earnings: { earning: string; title: string; minor: string }[]
    payable: string
    movements: Amount[]
    /** None where the changes were too many to tell apart, or a reversal is among them. */
    reasons: { earning: string; minor: string; reason: Reason }[] | null
  }[]
  /** Balances from before the plan's first locked period. */
  opening: Amount[]
}
type Balance = { rule: string; minor: string }

const amounts = (movements: readonly Movement[]): Amount[] =>
  movements.map(({ account, item, minor }) => ({ account, item, minor: String(minor) }))

/** Reasons of a corrected period, if they add up to what is corrected. */
function reasonsOf(
  earned: ReadonlyMap<string, bigint>,
  found: readonly ReasonedTrueUp[] | undefined,
): Figures['corrections'][number]['reasons'] {
  const sums = new Map<string, bigint>()
  for (const { earning, minor } of found ?? []) sums.set(earning, (sums.get(earning) ?? 0n) + minor)
  const differs = [...new Set([...sums.keys(), ...earned.keys()])].some(
    (earning) => (sums.get(earning) ?? 0n) !== (earned.get(earning) ?? 0n),
  )
  if (differs) return null
  return (found ?? []).map(({ earning, minor, reason }) => ({ earning, minor: String(minor), reason }))
}

/** The figures of a result, as they are stored. */
export function figuresOf(
  plan: PublishedPlan,
  period: Period,
  { calculation, movements, corrections }: Result,
  reasons: ReadonlyMap<string, readonly ReasonedTrueUp[]> | undefined,
): Figures {
  const own = calculation.periods.find((p) => p.period.id === period.id)
  const version =
    own && plan.versions.find((v) => v.program === own.version.program && v.effectiveFrom === own.version.effectiveFrom)
  return {
    version: version ? { number: version.version, hash: version.hash } : null,
    earnings: (own?.earnings ?? []).map((e) => ({ earning: e.earning, title: e.title, minor: String(e.minor) })),
    payment: own
      ? {
          minor: String(own.payment.minor),
          payable: [...own.payment.payable].map(([earning, minor]) => ({ earning, minor: String(minor) })),
          entries: own.payment.entries.map((e) => ({ ...e, minor: String(e.minor) })),
          balances: [...own.payment.state.balances].map(([rule, minor]) => ({ rule, minor: String(minor) })),
        }
      : null,
    movements: amounts(movements),
    corrections: corrections
      .filter((c) => c.period !== OPENING)
      .map((c) => {
        const earned = earnedIn(c.movements)
        return {
          period: c.period,
          earnings: [...earned].map(([earning, minor]) => ({
            earning,
            title: titleOf(plan, earning),
            minor: String(minor),
          })),
          payable: String(-sumOn(c.movements, 'liability:participant')),
          movements: amounts(c.movements),
          reasons: reasonsOf(earned, reasons?.get(c.period)),
        }
      }),
    opening: amounts(corrections.find((c) => c.period === OPENING)?.movements ?? []),
  }
}

export const figuresText = (figures: Figures): string => canonicalText(figures)
export const figuresFrom = (text: string): Figures => JSON.parse(text) as Figures

import { allocate } from '../money/allocate.ts'
import { fromInteger } from '../money/exact.ts'
import type { CalendarDate } from '../time/calendar-date.ts'

/** What a deal earned under one earning, what of it has not been taken back, and the deal's credit date. */
export type PaidOn = { readonly paid: bigint; readonly left: bigint; readonly on: CalendarDate }

/** By earning and deal. */
export const paidKey = (earning: string, deal: string): string => `${earning}\n${deal}`

type Line = { readonly earning: string; readonly deal: string; readonly minor: bigint; readonly takesBack: boolean }

/**
 * What deals were paid once gate, floor and cap have bounded the period: what a bound takes from an earning is taken from
 * the deals that earned something in the period, in proportion (largest remainder, in the order of the lines). A clawback
 * can then never take what was never paid. What a floor adds is paid on no deal.
 *
 * @param earned by earning: the period's figure; null where it has none, and so nothing is paid.
 */
export function afterBounds(
  before: ReadonlyMap<string, PaidOn>,
  lines: readonly Line[],
  earned: readonly { readonly earning: string; readonly minor: bigint | null }[],
): Map<string, PaidOn> {
  const after = new Map(before)
  for (const { earning, minor } of earned) {
    const own = lines.filter((l) => l.earning === earning)
    const bound = own.reduce((sum, l) => sum + l.minor, 0n) - (minor ?? 0n)
    if (bound <= 0n) continue
    const nets = new Map<string, bigint>()
    for (const l of own) if (!l.takesBack) nets.set(l.deal, (nets.get(l.deal) ?? 0n) + l.minor)
    for (const l of own) if (l.takesBack && nets.has(l.deal)) nets.set(l.deal, (nets.get(l.deal) ?? 0n) + l.minor)
    const gained = [...nets].filter(([, net]) => net > 0n)
    const all = gained.reduce((sum, [, net]) => sum + net, 0n)
    const taken = bound < all ? bound : all
    const cuts = allocate(
      gained.map(([, net]) => ({ n: taken * net, d: all })),
      0,
    )
    gained.forEach(([deal], i) => {
      const key = paidKey(earning, deal)
      const known = after.get(key)
      const cut = cuts[i] ?? fromInteger(0n)
      if (known) after.set(key, { ...known, paid: known.paid - cut.n, left: known.left - cut.n })
    })
  }
  return after
}

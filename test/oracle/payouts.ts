import { moneyText } from './fraction.ts'

/** What is paid, in cents, by plan, person, period and earning. */
export type Payouts = ReadonlyMap<string, bigint>

export const payoutKey = (plan: string, person: string, period: string, earning: string): string =>
  [plan, person, period, earning].join(' · ')

/** Payouts as sorted lines of text: what tests compare, and read when they differ. */
export function payoutLines(payouts: Payouts): string[] {
  return [...payouts].map(([key, cents]) => `${key} · ${moneyText(cents)}`).sort()
}

/** What the second list pays more than the first, where anything differs. */
export function differences(before: Payouts, after: Payouts): Payouts {
  const found = new Map<string, bigint>()
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const more = (after.get(key) ?? 0n) - (before.get(key) ?? 0n)
    if (more !== 0n) found.set(key, more)
  }
  return found
}

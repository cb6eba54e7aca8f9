import { type Exact, fromInteger, multiply, ONE, parseExact, ZERO } from '../money/exact.ts'
import { roundToScaled } from '../money/rounding.ts'
import type { Clawback } from '../plan/payout.ts'
import { type CalendarDate, daysBetween } from '../time/calendar-date.ts'
import type { PaidOn } from './paid-on.ts'

/** Full months from one day to another: a month is full on the day of the same number; after a month too short to have it, on the 1st. */
export function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
  return to.slice(8) < from.slice(8) ? months - 1 : months
}

/** The part of what was paid that a reversal on a day takes back, before its share. */
function partLeft(clawback: Clawback, from: CalendarDate, to: CalendarDate): Exact {
  const { manner } = clawback
  if (manner.kind === 'Full') return ONE
  const passed = manner.by === 'days' ? daysBetween(from, to) : monthsBetween(from, to)
  if (passed >= manner.term) return ZERO
  return passed <= 0 ? ONE : { n: BigInt(manner.term - passed), d: BigInt(manner.term) }
}

/**
 * What is taken back of what was paid on a deal: a share of it, and never more than is left of it, whatever its sign.
 *
 * @param paid minor units paid on the deal; `left`: less what was taken back already.
 * @returns minor units with the sign of `paid`.
 */
export function clawedBack(clawback: Clawback, { paid, left, on }: PaidOn, reversedOn: CalendarDate): bigint {
  const part = multiply(partLeft(clawback, on, reversedOn), parseExact(clawback.share))
  const taken = roundToScaled(multiply(fromInteger(paid), part), 0, 'half-up')
  const isMore = paid > 0n ? taken > left : taken < left
  return isMore ? left : taken
}

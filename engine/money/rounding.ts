import { unreachable } from '../lib/assert.ts'
import type { RoundingMode } from '../plan/expression.ts'
import { type Exact, exactToText, fromScaled, powerOfTen, textToExact } from './exact.ts'

/**
 * The integer of 10^-digits that the mode picks. `half-up` is away from zero for negatives too, so that a reversal
 * mirrors its original.
 */
export function roundToScaled(x: Exact, digits: number, mode: RoundingMode): bigint {
  const n = x.n * powerOfTen(digits)
  const floor = n >= 0n || n % x.d === 0n ? n / x.d : n / x.d - 1n
  const rest = n - floor * x.d
  if (rest === 0n) return floor
  const negative = x.n < 0n
  const twice = rest * 2n
  const half = twice < x.d ? -1 : twice > x.d ? 1 : 0
  switch (mode) {
    case 'floor':
      return floor
    case 'ceiling':
      return floor + 1n
    case 'down':
      return negative ? floor + 1n : floor
    case 'up':
      return negative ? floor : floor + 1n
    case 'half-up':
      return half > 0 || (half === 0 && !negative) ? floor + 1n : floor
    case 'half-down':
      return half > 0 || (half === 0 && negative) ? floor + 1n : floor
    case 'half-even':
      return half > 0 || (half === 0 && floor % 2n !== 0n) ? floor + 1n : floor
    default:
      return unreachable(mode)
  }
}

/** The nearest value with that many decimals. */
export const roundExact = (x: Exact, digits: number, mode: RoundingMode): Exact =>
  fromScaled(roundToScaled(x, digits, mode), digits)

/** An exact figure as decimal text with at most that many decimals (half-up): for showing, never for calculating on. */
export const roundForEye = (exact: string, digits: number): string =>
  exactToText(roundExact(textToExact(exact), digits, 'half-up'))

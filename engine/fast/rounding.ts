import type { RoundingMode } from '../plan/expression.ts'

/**
 * a / b to an integer, for safe integers a and b > 0. Exact: the float64 quotient of two safe integers never crosses an
 * integer, so its floor is the true one, and the rest is a safe integer.
 */
export function divideRounded(a: number, b: number, mode: RoundingMode): number {
  const floor = Math.floor(a / b)
  const rest = a - floor * b
  if (rest === 0) return floor
  switch (mode) {
    case 'half-up':
      return rest > b - rest || (rest === b - rest && a > 0) ? floor + 1 : floor
    case 'half-even':
      return rest > b - rest || (rest === b - rest && floor % 2 !== 0) ? floor + 1 : floor
    case 'half-down':
      return rest > b - rest || (rest === b - rest && a < 0) ? floor + 1 : floor
    case 'floor':
      return floor
    case 'ceiling':
      return floor + 1
    case 'down':
      return a < 0 ? floor + 1 : floor
    case 'up':
      return a < 0 ? floor : floor + 1
  }
}

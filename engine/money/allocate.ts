import { add, compare, type Exact, fromScaled, negate, powerOfTen, sign, subtract, ZERO } from './exact.ts'
import { roundToScaled } from './rounding.ts'

/**
 * Cuts exact parts to `digits` decimals so that they sum to the rounded sum of the parts (largest remainder; ties go to
 * the earlier part). The sum is rounded half-up. Opposite parts are cut to opposite values, so that a reversal takes from
 * each what its original gave.
 *
 * @returns one value per part, in order; no part moves by a whole unit or more.
 */
export function allocate(parts: readonly Exact[], digits: number): Exact[] {
  const sum = parts.reduce(add, ZERO)
  const direction = sign(sum) || sign(parts.find((part) => part.n !== 0n) ?? ZERO)
  return direction < 0 ? upwards(parts.map(negate), digits).map(negate) : upwards(parts, digits)
}

/** Every part is cut downwards, and missing units go to the largest remainders. */
function upwards(parts: readonly Exact[], digits: number): Exact[] {
  const total = roundToScaled(parts.reduce(add, ZERO), digits, 'half-up')
  const floors = parts.map((part) => roundToScaled(part, digits, 'floor'))
  let missing = total - floors.reduce((sum, units) => sum + units, 0n)
  const unit = powerOfTen(digits)
  // Sorting is stable: of equal remainders the earlier part stays first.
  const order = parts
    .map((part, index) => ({ index, remainder: subtract(part, { n: floors[index] ?? 0n, d: unit }) }))
    .sort((a, b) => compare(b.remainder, a.remainder))
  const units = [...floors]
  for (const { index } of order) {
    if (missing <= 0n) break
    units[index] = (units[index] ?? 0n) + 1n
    missing--
  }
  return units.map((value) => fromScaled(value, digits))
}

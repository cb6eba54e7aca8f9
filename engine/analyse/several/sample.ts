import { add, compare, divide, type Exact, isZero, minimum, multiply, subtract, ZERO } from '../../money/exact.ts'
import { roundExact } from '../../money/rounding.ts'
import { formAt, type Side, slopesOfForm } from './form.ts'
import { middleOf, type Region } from './region.ts'

const HALF: Exact = { n: 1n, d: 2n }
const FOUR: Exact = { n: 4n, d: 1n }
const SIXTEENTH: Exact = { n: 1n, d: 16n }
/** Points tried, at most. */
const MOST = 243

const isInside = ({ lo, hi }: Side, x: Exact): boolean => compare(lo, x) < 0 && compare(x, hi) < 0

/** A value inside a side with as few decimals as it takes, at most so many. */
function written(side: Side, x: Exact, digits: number): Exact {
  for (let d = 0; d < digits; d++) {
    const rounded = roundExact(x, d, 'half-up')
    if (isInside(side, rounded)) return rounded
  }
  return roundExact(x, digits, 'half-up')
}

/** Values that stand for a side: in its middle, near its beginning, near its end. */
function valuesOf(side: Side, digits: number): Exact[] {
  const middle = middleOf(side)
  const far = minimum(side.hi, multiply(middle, FOUR))
  const part = multiply(subtract(far, side.lo), SIXTEENTH)
  return [middle, add(side.lo, part), subtract(far, part)].map((x) => written(side, x, digits))
}

/** A point with one variable moved so that a limit that is not met is met. */
function* repaired(region: Region, point: readonly Exact[], digits: readonly number[]): Generator<Exact[]> {
  for (const { form, lo, hi } of region.limits.values()) {
    const value = formAt(form, point)
    const isMet = (!lo || compare(value, lo) >= 0) && (!hi || compare(value, hi) <= 0)
    const slopes = isMet ? undefined : slopesOfForm(form, point.length)
    if (!slopes) continue
    const reach = (x: Exact): Exact => add(multiply(x.n < 0n ? { n: -x.n, d: x.d } : x, { n: 1n, d: 4n }), FOUR)
    const wanted =
      lo && hi ? multiply(add(lo, hi), HALF) : lo ? add(lo, reach(lo)) : hi ? subtract(hi, reach(hi)) : ZERO
    for (const [k, slope] of slopes.entries()) {
      if (isZero(slope)) continue
      const side = region.box[k] as Side
      // As far as it takes, and half as far again.
      for (const share of [
        { n: 1n, d: 1n },
        { n: 3n, d: 2n },
      ]) {
        const x = add(point[k] as Exact, divide(multiply(subtract(wanted, value), share), slope))
        if (isInside(side, x)) yield point.toSpliced(k, 1, written(side, x, digits[k] ?? 0))
      }
    }
  }
}

/** Points inside a region, as decimals, the plainest first; none where none was found. */
export function* pointsOf(region: Region, digits: readonly number[]): Generator<readonly Exact[]> {
  const sides = region.box.map((side, k) =>
    compare(side.lo, side.hi) === 0 ? [side.lo] : valuesOf(side, digits[k] ?? 0),
  )
  let tried = 0
  const stack: { readonly point: Exact[]; readonly isRepaired: boolean }[] = [
    { point: sides.map(([x]) => x as Exact), isRepaired: false },
  ]
  const fits = (point: readonly Exact[]) =>
    point.every((x, k) => {
      const side = region.box[k] as Side
      return compare(side.lo, side.hi) === 0 || isInside(side, x)
    }) && region.holds(point)
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (fits(next.point)) yield next.point
    else if (!next.isRepaired)
      for (const point of repaired(region, next.point, digits)) stack.push({ point, isRepaired: true })
  }
  const count = sides.reduce((n, values) => n * values.length, 1)
  for (let place = 1; place < count && tried < MOST; place++) {
    tried++
    let rest = place
    const point = sides.map((values) => {
      const x = values[rest % values.length] as Exact
      rest = Math.floor(rest / values.length)
      return x
    })
    if (fits(point)) yield point
  }
}

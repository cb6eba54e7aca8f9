import { compare, type Exact } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { RateTable } from '../plan/ast.ts'
import type { ComparisonOperator, RoundingMode } from '../plan/expression.ts'
import { Algebra, holds, placeAmong } from './algebra.ts'
import { type Cut, level, type Origin } from './curve.ts'
import { CELLS, type Cell, type Figure, INVALID, isAbsent, isRatio, UNKNOWN } from './figure.ts'
import { bernstein, rootsIn } from './polynomial.ts'
import {
  at,
  between,
  difference,
  fixed,
  fixedValue,
  NOTHING,
  product,
  quotient,
  type Ratio,
  signPolynomial,
  signWithin,
  sum,
  VARIABLE,
} from './ratio.ts'

/** An operation on two numbers, for cells: what is absent stays absent. */
const lifted =
  (of: (x: Ratio, y: Ratio) => Ratio | undefined) =>
  (x: Cell, y: Cell): Cell => {
    if (isAbsent(x)) return x
    if (isAbsent(y)) return y
    return isRatio(x) && isRatio(y) ? (of(x, y) ?? UNKNOWN) : UNKNOWN
  }

/** Stairs that a rounding cuts into a stretch, at most; beyond, the rounding is left out and the figure marked as coarse. */
const STAIRS = 400

/**
 * Figures over one variable, exact for all of its values: each operation works stretch by stretch and cuts further where a
 * comparison changes its outcome.
 */
export class CurveAlgebra extends Algebra {
  /** Every cut that any operation made, whether or not it shows in the end: where a situation may change its course. */
  readonly seen = new Map<string, Cut>()
  readonly variable: Figure = level<Cell>(VARIABLE)
  readonly zero: Figure = level<Cell>(NOTHING)
  fixed = fixed
  plus = lifted(sum)
  minus = lifted(difference)
  times = lifted(product)

  /** A cut at x by a block. */
  #cut(x: Exact, by: Origin): Cut {
    const cut: Cut = { x, by: [by] }
    this.seen.set(`${x.n}/${x.d} ${by.path}`, cut)
    return cut
  }

  /** A stretch cut where a polynomial is 0; each part is told the polynomial's sign on it. */
  #bySign(
    p: ReturnType<typeof signPolynomial>,
    lo: Exact,
    hi: Exact,
    by: Origin,
    cell: (sign: -1 | 0 | 1, x: Exact | undefined) => Cell,
  ): Figure {
    const isPoint = compare(lo, hi) === 0
    const roots = isPoint ? [] : rootsIn(p, lo, hi)
    if (roots.length === 0) return level(cell(signWithin(p, lo, hi), undefined))
    const cuts: Cut[] = []
    const cells: Cell[] = []
    let left = lo
    for (const x of roots) {
      cells.push(cell(signWithin(p, left, x), undefined), cell(0, x))
      cuts.push(this.#cut(x, by))
      left = x
    }
    cells.push(cell(signWithin(p, left, hi), undefined))
    return { cuts, cells }
  }

  divide(a: Figure, b: Figure, by: Origin): Figure {
    return this.both(a, b, (x, y, lo, hi) => {
      if (!isRatio(x) || !isRatio(y)) return level<Cell>(UNKNOWN)
      return this.#bySign(y.n, lo, hi, by, (s) => (s === 0 ? INVALID : (quotient(x, y, s) ?? UNKNOWN)))
    })
  }

  extreme(a: Figure, b: Figure, which: 'least' | 'most', by: Origin): Figure {
    return this.both(a, b, (x, y, lo, hi) => {
      if (!isRatio(x) || !isRatio(y)) return level<Cell>(UNKNOWN)
      return this.#bySign(signPolynomial(x, y), lo, hi, by, (s, point) => {
        const taken = (which === 'least') === s <= 0 ? x : y
        return point ? CELLS.atPoint(taken, point) : taken
      })
    })
  }

  compare(a: Figure, b: Figure, op: ComparisonOperator, by: Origin): Figure {
    return this.both(a, b, (x, y, lo, hi) => {
      if (isRatio(x) && isRatio(y)) return this.#bySign(signPolynomial(x, y), lo, hi, by, (s) => holds(op, s))
      return level<Cell>(holds(op, x === y ? 0 : (x as string) < (y as string) ? -1 : 1))
    })
  }

  /** A rounding of a line is a staircase; one with too many stairs is left out, since each is smaller than what is looked for. */
  round(a: Figure, digits: number, mode: RoundingMode, by: Origin): Figure {
    return this.combine([a], ([x], lo, hi) => {
      if (!isRatio(x as Cell)) return level(x as Cell)
      const r = x as Ratio
      const value = fixedValue(r)
      if (value) return level<Cell>(fixed(roundExact(value, digits, mode)))
      return this.#stairs(r, digits, mode, by, lo, hi) ?? this.#coarse(r, digits)
    })
  }

  #coarse(r: Ratio, digits: number): Figure {
    if (digits < 4) this.isCoarse = true
    return level<Cell>(r)
  }

  #stairs(r: Ratio, digits: number, mode: RoundingMode, by: Origin, lo: Exact, hi: Exact): Figure | undefined {
    if (r.n.length !== 2 || r.d.length !== 1) return undefined
    // Rounding jumps at halves of the last digit, or at whole ones, depending on the mode: cut at both.
    const unit = 2n * 10n ** BigInt(digits)
    const [first, last] = [at(r, lo), at(r, hi)].sort(compare) as [Exact, Exact]
    const from = (first.n * unit) / first.d
    const to = (last.n * unit) / last.d
    if (to - from > BigInt(STAIRS)) return undefined
    const xs: Exact[] = []
    for (let k = from; k <= to + 1n; k++) {
      const root = rootsIn(signPolynomial(r, fixed({ n: k, d: unit })), lo, hi)[0]
      if (root) xs.push(root)
    }
    xs.sort(compare)
    const cells: Cell[] = []
    let left = lo
    const rounded = (x: Exact): Cell => fixed(roundExact(at(r, x), digits, mode))
    for (const x of xs) {
      cells.push(rounded(between(left, x)), rounded(x))
      left = x
    }
    cells.push(rounded(between(left, hi)))
    // Drop cuts where the rounding does not jump.
    const cuts: Cut[] = []
    const kept: Cell[] = [cells[0] as Cell]
    xs.forEach((x, i) => {
      const [point, right] = [cells[2 * i + 1] as Cell, cells[2 * i + 2] as Cell]
      const before = kept.at(-1) as Cell
      if (CELLS.same(before, point) && CELLS.same(point, right)) return
      cuts.push(this.#cut(x, by))
      kept.push(point, right)
    })
    return { cuts, cells: kept }
  }

  bandOf(
    x: Figure,
    edges: readonly Exact[],
    edgeBelongsTo: RateTable['edgeBelongsTo'],
    origin: (band: number) => Origin,
  ): Figure {
    return this.combine([x], ([cell], lo, hi) => {
      if (isAbsent(cell as Cell)) return level(cell as Cell)
      const r = cell as Ratio
      const place = (value: Exact) => placeAmong(value, edges, edgeBelongsTo)
      const value = fixedValue(r)
      if (value) return level<Cell>(place(value))
      const crossings: Cut[] = []
      for (let i = 1; i < edges.length; i++) {
        this.budget.spend(1)
        for (const root of rootsIn(signPolynomial(r, fixed(edges[i] as Exact)), lo, hi))
          crossings.push(this.#cut(root, origin(i)))
      }
      crossings.sort((a, b) => compare(a.x, b.x))
      const cuts: Cut[] = []
      const cells: Cell[] = []
      let left = lo
      for (const cut of crossings) {
        if (compare(cut.x, left) === 0) continue
        cells.push(place(at(r, between(left, cut.x))), place(at(r, cut.x)))
        cuts.push(cut)
        left = cut.x
      }
      cells.push(place(at(r, between(left, hi))))
      return { cuts, cells }
    })
  }

  /** The greatest and the least value on a stretch, from the Bernstein form: exact for lines, safe for others. */
  static range(r: Ratio, lo: Exact, hi: Exact): readonly [Exact, Exact] | undefined {
    if (r.d.length !== 1) return undefined
    const values = bernstein(r.n, lo, hi)
    let [least, most] = [values[0] as Exact, values[0] as Exact]
    for (const v of values) {
      if (compare(v, least) < 0) least = v
      if (compare(v, most) > 0) most = v
    }
    return [least, most]
  }
}

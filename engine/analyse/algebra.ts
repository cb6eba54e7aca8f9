import { compare, type Exact } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { RateTable } from '../plan/ast.ts'
import type { ComparisonOperator, RoundingMode } from '../plan/expression.ts'
import type { Budget } from './budget.ts'
import { type Cut, combineCurves, type Domain, level, type Origin } from './curve.ts'
import { CELLS, type Cell, type Figure, INVALID, isAbsent, isRatio, UNKNOWN } from './figure.ts'
import { bernstein, rootsIn } from './polynomial.ts'
import {
  at,
  between,
  difference,
  fixed,
  fixedValue,
  NOTHING,
  opposite,
  product,
  quotient,
  type Ratio,
  signPolynomial,
  signWithin,
  sum,
  VARIABLE,
} from './ratio.ts'

type Combine = (cells: readonly Cell[], lo: Exact, hi: Exact) => Figure

/** Stairs that a rounding cuts into a stretch, at most; beyond, the rounding is left out and the figure marked as coarse. */
const STAIRS = 400

/**
 * The arithmetic of figures over one variable: everything that the engine does to numbers, done to all of them at once.
 * Each operation works stretch by stretch and cuts further where a comparison changes its outcome.
 */
export class Algebra {
  readonly domain: Domain
  readonly budget: Budget
  /** Every cut that any operation made, whether or not it shows in the end: where a situation may change its course. */
  readonly seen = new Map<string, Cut>()
  /** Whether some rounding was left out of a figure. */
  isCoarse = false

  constructor(domain: Domain, budget: Budget) {
    this.domain = domain
    this.budget = budget
  }

  readonly variable: Figure = level<Cell>(VARIABLE)
  readonly zero: Figure = level<Cell>(NOTHING)
  number(value: Exact): Figure {
    return level<Cell>(fixed(value))
  }

  combine(figures: readonly Figure[], combine: Combine): Figure {
    let size = 1
    for (const f of figures) size += f.cells.length
    this.budget.spend(size)
    return combineCurves(this.domain, figures, CELLS, combine)
  }

  /** A cut at x by a block. */
  #cut(x: Exact, by: Origin): Cut {
    const cut: Cut = { x, by: [by] }
    this.seen.set(`${x.n}/${x.d} ${by.path}`, cut)
    return cut
  }

  #arithmetic(a: Figure, b: Figure, of: (x: Ratio, y: Ratio) => Ratio | undefined): Figure {
    return this.combine([a, b], ([x, y]) => {
      if (isAbsent(x as Cell)) return level(x as Cell)
      if (isAbsent(y as Cell)) return level(y as Cell)
      return level<Cell>(isRatio(x as Cell) && isRatio(y as Cell) ? (of(x as Ratio, y as Ratio) ?? UNKNOWN) : UNKNOWN)
    })
  }

  add = (a: Figure, b: Figure): Figure => (b === this.zero ? a : a === this.zero ? b : this.#arithmetic(a, b, sum))
  subtract = (a: Figure, b: Figure): Figure => this.#arithmetic(a, b, difference)
  multiply = (a: Figure, b: Figure): Figure => this.#arithmetic(a, b, product)
  negate = (a: Figure): Figure =>
    this.combine([a], ([x]) => level<Cell>(isRatio(x as Cell) ? opposite(x as Ratio) : (x as Cell)))

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

  /** Cells of both figures, once neither is absent; otherwise what is absent. */
  #both(a: Figure, b: Figure, combine: (x: Cell, y: Cell, lo: Exact, hi: Exact) => Figure): Figure {
    return this.combine([a, b], ([x, y], lo, hi) => {
      if (isAbsent(x as Cell)) return level(x as Cell)
      if (isAbsent(y as Cell)) return level(y as Cell)
      return combine(x as Cell, y as Cell, lo, hi)
    })
  }

  divide(a: Figure, b: Figure, by: Origin): Figure {
    return this.#both(a, b, (x, y, lo, hi) => {
      if (!isRatio(x) || !isRatio(y)) return level<Cell>(UNKNOWN)
      return this.#bySign(y.n, lo, hi, by, (s) => (s === 0 ? INVALID : (quotient(x, y, s) ?? UNKNOWN)))
    })
  }

  extreme(a: Figure, b: Figure, which: 'least' | 'most', by: Origin): Figure {
    return this.#both(a, b, (x, y, lo, hi) => {
      if (!isRatio(x) || !isRatio(y)) return level<Cell>(UNKNOWN)
      return this.#bySign(signPolynomial(x, y), lo, hi, by, (s, point) => {
        const taken = (which === 'least') === s <= 0 ? x : y
        return point ? CELLS.atPoint(taken, point) : taken
      })
    })
  }

  absolute(a: Figure, by: Origin): Figure {
    return this.extreme(a, this.negate(a), 'most', by)
  }

  compare(a: Figure, b: Figure, op: ComparisonOperator, by: Origin): Figure {
    return this.#both(a, b, (x, y, lo, hi) => {
      if (isRatio(x) && isRatio(y)) return this.#bySign(signPolynomial(x, y), lo, hi, by, (s) => holds(op, s))
      return level<Cell>(holds(op, x === y ? 0 : (x as string) < (y as string) ? -1 : 1))
    })
  }

  /** `then` where the condition holds, `otherwise` where it does not. */
  select(when: Figure, then: Figure, otherwise: Figure): Figure {
    return this.combine([when, then, otherwise], ([w, t, o]) =>
      level<Cell>(isAbsent(w as Cell) ? (w as Cell) : w === true ? (t as Cell) : (o as Cell)),
    )
  }

  /** All of them, or any: read from left to right, as far as needed. */
  logic(of: readonly Figure[], stopsAt: boolean): Figure {
    return this.combine(of, (cells) => {
      for (const cell of cells) if (isAbsent(cell) || cell === stopsAt) return level(cell)
      return level<Cell>(!stopsAt)
    })
  }

  map(a: Figure, of: (cell: Cell) => Cell): Figure {
    return this.combine([a], ([x]) => level(isAbsent(x as Cell) ? (x as Cell) : of(x as Cell)))
  }

  /** `otherwise` where there is no value; only a missing one has a default. */
  orElse(a: Figure, otherwise: Figure): Figure {
    return this.combine([a, otherwise], ([x, o]) =>
      level(x !== undefined && isAbsent(x) && x.absent === 'missing' ? (o as Cell) : (x as Cell)),
    )
  }

  isMissing(a: Figure): Figure {
    return this.combine([a], ([x]) => {
      const absent = isAbsent(x as Cell) ? (x as { absent: string }).absent : undefined
      return level<Cell>(absent === undefined ? false : absent === 'missing' ? true : (x as Cell))
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

  /** The place of the band that x reaches among rising edges; what lies below the first belongs to it. */
  bandOf(
    x: Figure,
    edges: readonly Exact[],
    edgeBelongsTo: RateTable['edgeBelongsTo'],
    origin: (band: number) => Origin,
  ): Figure {
    return this.combine([x], ([cell], lo, hi) => {
      if (isAbsent(cell as Cell)) return level(cell as Cell)
      const r = cell as Ratio
      const place = (value: Exact): number => {
        let index = 0
        for (let i = 1; i < edges.length; i++) {
          const order = compare(value, edges[i] as Exact)
          if (order > 0 || (order === 0 && edgeBelongsTo === 'higher')) index = i
          else break
        }
        return index
      }
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

function holds(op: ComparisonOperator, order: number): boolean {
  switch (op) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

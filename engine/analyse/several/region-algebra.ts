import type { Exact } from '../../money/exact.ts'
import { ONE, ZERO } from '../../money/exact.ts'
import { roundExact } from '../../money/rounding.ts'
import type { RateTable } from '../../plan/ast.ts'
import type { ComparisonOperator, RoundingMode } from '../../plan/expression.ts'
import { Algebra, holds, placeAmong } from '../algebra.ts'
import type { Budget } from '../budget.ts'
import { level, type Origin } from '../curve.ts'
import { type Cell, type Figure, fixedOf, INVALID, isAbsent, isFraction, UNKNOWN } from '../figure.ts'
import type { Form } from './form.ts'
import {
  addFractions,
  divideFractions,
  type Fraction,
  fixedAsFraction,
  multiplyFractions,
  signForm,
  subtractFractions,
  variableFraction,
} from './fraction.ts'
import type { Region } from './region.ts'

/**
 * A comparison goes both ways in the region: it is to be split by the sign of the form. No Error, since it is thrown once
 * for each region and nobody reads its stack.
 */
export class Undecided {
  readonly form: Form
  readonly by: Origin

  constructor(form: Form, by: Origin) {
    this.form = form
    this.by = by
  }
}

const lifted =
  (of: (x: Fraction, y: Fraction) => Fraction | undefined) =>
  (x: Cell, y: Cell): Cell => {
    if (isAbsent(x)) return x
    if (isAbsent(y)) return y
    return isFraction(x) && isFraction(y) ? (of(x, y) ?? UNKNOWN) : UNKNOWN
  }

/**
 * Figures over one region of several variables, in which every comparison goes one way. The first that does not stops the
 * calculation (`Undecided`). On a surface, `side` says from which side it is approached, or 0 that it is stood on.
 */
export class RegionAlgebra extends Algebra {
  readonly #region: Region
  readonly #side: 1 | 0 | -1
  readonly zero: Figure = level<Cell>(fixedAsFraction(ZERO))
  fixed = fixedAsFraction
  plus = lifted(addFractions)
  minus = lifted(subtractFractions)
  times = lifted(multiplyFractions)

  constructor(region: Region, side: 1 | 0 | -1, budget: Budget) {
    super({ lo: ZERO, hi: ONE }, budget)
    this.#region = region
    this.#side = side
  }

  variable(k: number): Figure {
    return level<Cell>(variableFraction(k))
  }

  #decide(form: Form, by: Origin): -1 | 0 | 1 {
    this.budget.spend(form.length)
    const sign = this.#region.signOf(form, this.#side)
    if (sign === undefined) throw new Undecided(form, by)
    return sign
  }

  divide(a: Figure, b: Figure, by: Origin): Figure {
    return this.both(a, b, (x, y) => {
      if (!isFraction(x) || !isFraction(y)) return level<Cell>(UNKNOWN)
      const sign = this.#decide(y.top, by)
      return level<Cell>(sign === 0 ? INVALID : (divideFractions(x, y, sign) ?? UNKNOWN))
    })
  }

  extreme(a: Figure, b: Figure, which: 'least' | 'most', by: Origin): Figure {
    return this.both(a, b, (x, y) => {
      if (!isFraction(x) || !isFraction(y)) return level<Cell>(UNKNOWN)
      return level<Cell>((which === 'least') === this.#decide(signForm(x, y), by) <= 0 ? x : y)
    })
  }

  compare(a: Figure, b: Figure, op: ComparisonOperator, by: Origin): Figure {
    return this.both(a, b, (x, y) => {
      if (isFraction(x) && isFraction(y)) return level<Cell>(holds(op, this.#decide(signForm(x, y), by)))
      return level<Cell>(holds(op, x === y ? 0 : (x as string) < (y as string) ? -1 : 1))
    })
  }

  /** Stairs are left out: what is not a fixed number counts as not rounded, and coarse roundings are marked. */
  round(a: Figure, digits: number, mode: RoundingMode): Figure {
    return this.combine([a], ([cell]) => {
      const value = isAbsent(cell as Cell) ? undefined : fixedOf(cell as Cell)
      if (value) return level<Cell>(this.fixed(roundExact(value, digits, mode)))
      if (digits < 4) this.isCoarse = true
      return level(cell as Cell)
    })
  }

  bandOf(
    x: Figure,
    edges: readonly Exact[],
    edgeBelongsTo: RateTable['edgeBelongsTo'],
    origin: (band: number) => Origin,
  ): Figure {
    return this.combine([x], ([cell]) => {
      if (isAbsent(cell as Cell)) return level(cell as Cell)
      if (!isFraction(cell as Cell)) return level<Cell>(UNKNOWN)
      const value = fixedOf(cell as Cell)
      if (value) return level<Cell>(placeAmong(value, edges, edgeBelongsTo))
      let index = 0
      for (let i = 1; i < edges.length; i++) {
        const order = this.#decide(signForm(cell as Fraction, fixedAsFraction(edges[i] as Exact)), origin(i))
        if (order < 0 || (order === 0 && edgeBelongsTo === 'lower')) break
        index = i
      }
      return level<Cell>(index)
    })
  }
}

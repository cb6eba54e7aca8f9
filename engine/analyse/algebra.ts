import { compare, type Exact } from '../money/exact.ts'
import type { RateTable } from '../plan/ast.ts'
import type { ComparisonOperator, RoundingMode } from '../plan/expression.ts'
import type { Budget } from './budget.ts'
import { combineCurves, type Domain, level, type Origin } from './curve.ts'
import { CELLS, type Cell, type Figure, isAbsent } from './figure.ts'

type Combine = (cells: readonly Cell[], lo: Exact, hi: Exact) => Figure

/**
 * The arithmetic in which a plan is read: everything that the engine does to numbers, done to all of them at once. What is
 * the same whatever a number is stands here; how numbers are added, and which way a comparison goes, is for the two kinds:
 * curves over one variable (curve-algebra.ts), and polynomials over a region of several (several/region-algebra.ts).
 */
export abstract class Algebra {
  readonly domain: Domain
  readonly budget: Budget
  /** Whether some rounding was left out of a figure. */
  isCoarse = false

  constructor(domain: Domain, budget: Budget) {
    this.domain = domain
    this.budget = budget
  }

  abstract readonly zero: Figure
  /** A number that is the same everywhere. */
  abstract fixed(value: Exact): Cell
  /** Of two numbers; what is absent stays absent, and what outgrows the bounds is unknown. */
  abstract plus(a: Cell, b: Cell): Cell
  abstract minus(a: Cell, b: Cell): Cell
  abstract times(a: Cell, b: Cell): Cell
  abstract divide(a: Figure, b: Figure, by: Origin): Figure
  abstract extreme(a: Figure, b: Figure, which: 'least' | 'most', by: Origin): Figure
  abstract compare(a: Figure, b: Figure, op: ComparisonOperator, by: Origin): Figure
  abstract round(a: Figure, digits: number, mode: RoundingMode, by: Origin): Figure
  /** The place of the band that x reaches among rising edges; what lies below the first belongs to it. */
  abstract bandOf(
    x: Figure,
    edges: readonly Exact[],
    edgeBelongsTo: RateTable['edgeBelongsTo'],
    origin: (band: number) => Origin,
  ): Figure

  number(value: Exact): Figure {
    return level(this.fixed(value))
  }

  combine(figures: readonly Figure[], combine: Combine): Figure {
    let size = 1
    for (const f of figures) size += f.cells.length
    this.budget.spend(size)
    return combineCurves(this.domain, figures, CELLS, combine)
  }

  #each(a: Figure, b: Figure, of: (x: Cell, y: Cell) => Cell): Figure {
    return this.combine([a, b], ([x, y]) => level(of(x as Cell, y as Cell)))
  }

  add = (a: Figure, b: Figure): Figure =>
    b === this.zero ? a : a === this.zero ? b : this.#each(a, b, (x, y) => this.plus(x, y))
  subtract = (a: Figure, b: Figure): Figure => this.#each(a, b, (x, y) => this.minus(x, y))
  multiply = (a: Figure, b: Figure): Figure => this.#each(a, b, (x, y) => this.times(x, y))
  negate = (a: Figure): Figure => this.subtract(this.zero, a)

  /** Cells of both figures, once neither is absent; otherwise what is absent. */
  protected both(a: Figure, b: Figure, combine: (x: Cell, y: Cell, lo: Exact, hi: Exact) => Figure): Figure {
    return this.combine([a, b], ([x, y], lo, hi) => {
      if (isAbsent(x as Cell)) return level(x as Cell)
      if (isAbsent(y as Cell)) return level(y as Cell)
      return combine(x as Cell, y as Cell, lo, hi)
    })
  }

  absolute(a: Figure, by: Origin): Figure {
    return this.extreme(a, this.negate(a), 'most', by)
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
}

/** The place of a value among rising edges. */
export function placeAmong(value: Exact, edges: readonly Exact[], edgeBelongsTo: RateTable['edgeBelongsTo']): number {
  let index = 0
  for (let i = 1; i < edges.length; i++) {
    const order = compare(value, edges[i] as Exact)
    if (order > 0 || (order === 0 && edgeBelongsTo === 'higher')) index = i
    else break
  }
  return index
}

export function holds(op: ComparisonOperator, order: number): boolean {
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

import type { CompiledMeasure } from '../compile/compile-plan.ts'
import { unreachable } from '../lib/assert.ts'
import { fromInteger } from '../money/exact.ts'
import type { Aggregate } from '../plan/ast.ts'
import type { Algebra } from './algebra.ts'
import { level, type Origin } from './curve.ts'
import { type Cell, type Figure, fixedOf, isAbsent, isNumber, MISSING, onlyNumber, UNKNOWN } from './figure.ts'

/** What a measure has gathered, as figures. The counterpart of calculate/tally.ts. */
export type Tally = {
  readonly count: Figure
  readonly sum: Figure
  readonly edge: Figure
  readonly seen: ReadonlySet<string>
  /** Distinct values of which each is new. */
  readonly unseen: Figure
}

export const emptyTally = (algebra: Algebra): Tally => ({
  count: algebra.zero,
  sum: algebra.zero,
  edge: level<Cell>(MISSING),
  seen: new Set(),
  unseen: algebra.zero,
})

const keyOf = (figure: Figure): string | undefined => {
  const cell = figure.cuts.length === 0 ? (figure.cells[0] as Cell) : undefined
  if (cell === undefined || isAbsent(cell)) return undefined
  if (!isNumber(cell)) return String(cell)
  const value = fixedOf(cell)
  return value && `${value.n}/${value.d}`
}

/** The tally with one more credit, or with as many alike as `times` says, where `holds`. */
export function addTo(
  algebra: Algebra,
  aggregate: Aggregate,
  tally: Tally,
  given: { value: Figure | undefined; holds: Figure; times: Figure; by: Origin },
): Tally {
  const { value, holds, times, by } = given
  const isCertain = holds.cuts.length === 0 && holds.cells[0] === true
  if (holds.cuts.length === 0 && holds.cells[0] === false) return tally
  const where = (figure: Figure, otherwise: Figure): Figure =>
    isCertain ? figure : algebra.select(holds, figure, otherwise)
  const count = algebra.add(tally.count, where(times, algebra.zero))
  if (aggregate === 'count' || !value) return { ...tally, count }
  switch (aggregate) {
    case 'sum':
    case 'average': {
      const whole = onlyOne(times) ? value : algebra.multiply(value, times)
      return { ...tally, count, sum: algebra.add(tally.sum, where(whole, algebra.zero)) }
    }
    case 'minimum':
    case 'maximum': {
      const better = algebra.extreme(tally.edge, value, aggregate === 'minimum' ? 'least' : 'most', by)
      return { ...tally, count, edge: where(algebra.orElse(better, value), tally.edge) }
    }
    case 'latest':
      return { ...tally, count, edge: where(value, tally.edge) }
    case 'distinctCount': {
      const key = keyOf(value)
      if (key !== undefined && isCertain) return { ...tally, count, seen: new Set([...tally.seen, key]) }
      return { ...tally, count, unseen: algebra.add(tally.unseen, isCertain ? times : level<Cell>(UNKNOWN)) }
    }
    default:
      return unreachable(aggregate)
  }
}

const onlyOne = (times: Figure): boolean => {
  const value = onlyNumber(times)
  return value !== undefined && value.n === value.d
}

/** Two stretches of one window as one. */
export function join(algebra: Algebra, aggregate: Aggregate, earlier: Tally, later: Tally, by: Origin): Tally {
  const edge =
    aggregate === 'minimum' || aggregate === 'maximum'
      ? algebra.extreme(earlier.edge, later.edge, aggregate === 'minimum' ? 'least' : 'most', by)
      : later.edge
  return {
    count: algebra.add(earlier.count, later.count),
    sum: algebra.add(earlier.sum, later.sum),
    edge: algebra.orElse(algebra.orElse(edge, later.edge), earlier.edge),
    seen: new Set([...earlier.seen, ...later.seen]),
    unseen: algebra.add(earlier.unseen, later.unseen),
  }
}

/** The measure's figure. */
export function figureOf(algebra: Algebra, measure: CompiledMeasure, tally: Tally, by: Origin): Figure {
  switch (measure.aggregate) {
    case 'sum':
      return tally.sum
    case 'count':
      return tally.count
    case 'distinctCount':
      return algebra.add(algebra.number(fromInteger(tally.seen.size)), tally.unseen)
    case 'average': {
      const nobody = algebra.compare(tally.count, algebra.zero, '=', by)
      return algebra.select(nobody, level<Cell>(MISSING), algebra.divide(tally.sum, tally.count, by))
    }
    case 'minimum':
    case 'maximum':
    case 'latest':
      return tally.edge
    default:
      return unreachable(measure.aggregate)
  }
}

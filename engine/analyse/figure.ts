import { compare, type Exact } from '../money/exact.ts'
import type { CellLaws, Curve } from './curve.ts'
import { equalRatios, fixed, fixedValue, type Ratio, at as ratioAt } from './ratio.ts'
import { type Fraction, fixedFraction } from './several/fraction.ts'

/** There is no value: `missing` and `invalid` as the engine has it (a default helps the first only); `unknown`: this analysis cannot tell. */
export type Absent = { readonly absent: 'missing' | 'invalid' | 'unknown' }
export const MISSING: Absent = { absent: 'missing' }
export const INVALID: Absent = { absent: 'invalid' }
export const UNKNOWN: Absent = { absent: 'unknown' }

/** What an expression is over one stretch, or over one region of several variables. A plain number is the place of a band. */
export type Cell = Ratio | Fraction | boolean | string | number | readonly string[] | Absent
export type Figure = Curve<Cell>

export const isRatio = (cell: Cell): cell is Ratio => typeof cell === 'object' && 'd' in cell
export const isFraction = (cell: Cell): cell is Fraction => typeof cell === 'object' && 'under' in cell
export const isNumber = (cell: Cell): cell is Ratio | Fraction => isRatio(cell) || isFraction(cell)
export const isAbsent = (cell: Cell): cell is Absent => typeof cell === 'object' && 'absent' in cell

const same = (a: Cell, b: Cell): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (isRatio(a)) return isRatio(b) && equalRatios(a, b)
  if (isAbsent(a)) return isAbsent(b) && a.absent === b.absent
  return false
}

export const CELLS: CellLaws<Cell> = {
  same,
  atPoint: (cell, x) => (isRatio(cell) && !fixedValue(cell) ? fixed(ratioAt(cell, x)) : cell),
}

/** The cell at x: a stretch's or a point's. */
export function cellAt(figure: Figure, x: Exact): Cell {
  let k = 0
  for (const cut of figure.cuts) {
    const order = compare(cut.x, x)
    if (order === 0) return figure.cells[2 * k + 1] as Cell
    if (order > 0) break
    k++
  }
  return CELLS.atPoint(figure.cells[2 * k] as Cell, x)
}

/** The number at x, if there is one. */
export function numberAt(figure: Figure, x: Exact): Exact | undefined {
  const cell = cellAt(figure, x)
  return isRatio(cell) ? fixedValue(cell) : undefined
}

/** The number that a cell is everywhere; undefined where it varies, or is none. */
export function fixedOf(cell: Cell): Exact | undefined {
  if (isRatio(cell)) return fixedValue(cell)
  return isFraction(cell) ? fixedFraction(cell) : undefined
}

/** The value of a figure that is the same number everywhere. */
export function onlyNumber(figure: Figure): Exact | undefined {
  const cell = figure.cuts.length === 0 ? (figure.cells[0] as Cell) : undefined
  return cell === undefined ? undefined : fixedOf(cell)
}

/** Whether a figure is unknown somewhere. */
export const isUnknownIn = (figure: Figure): boolean =>
  figure.cells.some((cell) => isAbsent(cell) && cell.absent === 'unknown')

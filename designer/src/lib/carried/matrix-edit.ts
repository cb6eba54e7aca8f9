import type { Expression, MatrixAxis } from '#engine'
import { edgesOf, type Grid, sizeOf } from '#lib/blocks/matrix.ts'
import { fromPercent, isDecimal, readDecimal, toPercent } from '#lib/blocks/percent.ts'
import type { Named } from './request.ts'

/** How far apart the cells of neighbouring places on an axis lie; the last axis runs fastest. */
const strideOf = ({ axes }: Grid, axis: number): number =>
  axes.slice(axis + 1).reduce((product, each) => product * sizeOf(each), 1)

export const withAxis = (grid: Grid, index: number, axis: MatrixAxis): Grid => ({
  ...grid,
  axes: grid.axes.map((each, i) => (i === index ? axis : each)),
})

export const withEdges = (axis: MatrixAxis, edges: readonly string[]): MatrixAxis =>
  axis.kind === 'Keys' ? { ...axis, keys: [...edges] } : { ...axis, from: [...edges] }

export const withEdge = (grid: Grid, index: number, place: number, edge: string): Grid => {
  const axis = grid.axes[index]
  if (!axis) return grid
  const edges = edgesOf(axis).map((each, i) => (i === place ? edge : each))
  return withAxis(grid, index, withEdges(axis, edges))
}

export const withCell = (grid: Grid, at: number, cell: Expression): Grid => ({
  ...grid,
  cells: grid.cells.map((each, i) => (i === at ? cell : each)),
})

/** A copy is a cell of its own. */
function copyOf(cell: Expression): Expression {
  const { at: _, ...rest } = cell
  return rest as Expression
}

/** The cells cut along an axis: for each place before it, the pieces of its places. */
function slabs(grid: Grid, index: number): Expression[][][] {
  const axis = grid.axes[index]
  const [stride, size] = [strideOf(grid, index), axis ? sizeOf(axis) : 1]
  const outer = Math.floor(grid.cells.length / (stride * size))
  return Array.from({ length: outer }, (_, i) =>
    Array.from({ length: size }, (_, j) => grid.cells.slice((i * size + j) * stride, (i * size + j + 1) * stride)),
  )
}

/** One more place at the end of an axis, with the cells of the last one; a key `*` stays the last. */
export function withPlace(grid: Grid, index: number, edge: string): Grid {
  const axis = grid.axes[index]
  if (!axis) return grid
  const edges = edgesOf(axis)
  const at = axis.kind === 'Keys' && edges.at(-1) === '*' ? edges.length - 1 : edges.length
  const cells = slabs(grid, index).flatMap((pieces) => {
    const copied = (pieces[Math.max(0, at - 1)] ?? []).map(copyOf)
    return pieces.toSpliced(at, 0, copied).flat()
  })
  return { ...withAxis(grid, index, withEdges(axis, edges.toSpliced(at, 0, edge))), cells }
}

/** An axis keeps at least one place. */
export function withoutPlace(grid: Grid, index: number, place: number): Grid {
  const axis = grid.axes[index]
  if (!axis || sizeOf(axis) <= 1) return grid
  const cells = slabs(grid, index).flatMap((pieces) => pieces.toSpliced(place, 1).flat())
  return { ...withAxis(grid, index, withEdges(axis, edgesOf(axis).toSpliced(place, 1))), cells }
}

export const withMoreAxes = (grid: Grid): Grid => ({ ...grid, axes: [...grid.axes, { kind: 'Keys', keys: ['*'] }] })

/** Without an axis, the cells of its first place stay. */
export function withoutAxis(grid: Grid, index: number): Grid {
  const cells = slabs(grid, index).flatMap((pieces) => pieces[0] ?? [])
  return { axes: grid.axes.toSpliced(index, 1), cells }
}

/** Another kind of axis; edges that would be no numbers become 0, 1, 2, … */
export function asKind(axis: MatrixAxis, kind: string): MatrixAxis {
  if (kind === 'Keys') return { kind, keys: [...edgesOf(axis)] }
  const edges = edgesOf(axis)
  const from = edges.every(isDecimal) ? [...edges] : edges.map((_, i) => String(i))
  const edgeBelongsTo = axis.kind === 'Bands' ? axis.edgeBelongsTo : 'higher'
  return { kind: 'Bands', axis: kind as 'money' | 'number' | 'share', edgeBelongsTo, from }
}

export const kindOf = (axis: MatrixAxis): string => (axis.kind === 'Keys' ? 'Keys' : axis.axis)

/** What stands in the input of a cell. */
export function typedCell(cell: Expression | undefined, parameters: readonly Named[]): string {
  switch (cell?.kind) {
    case 'Percent':
      return `${toPercent(cell.value)} %`
    case 'Number':
      return cell.value
    case 'Money':
      return `${cell.value} ${cell.currency}`
    case 'Parameter':
      return parameters.find((each) => each.value === cell.parameter)?.label ?? cell.parameter
    default:
      return cell ? `ƒ ${cell.kind}` : ''
  }
}

/**
 * The cell that a person typed: `5 %`, `100 EUR`, a parameter by name, or a plain number, which is what the cell was.
 * Undefined if it is none of them.
 */
export function readCell(
  typed: string,
  was: Expression | undefined,
  parameters: readonly Named[],
): Expression | undefined {
  const text = typed.trim()
  const named = parameters.find((each) => each.label === text || each.value === text)
  if (named) return { kind: 'Parameter', parameter: named.value }
  const [, figure = '', unit = ''] = /^(.*?)\s*(%|[A-Z]{3})?$/.exec(text) ?? []
  const value = readDecimal(figure)
  if (value === null) return undefined
  if (unit === '%' || (unit === '' && was?.kind === 'Percent')) return { kind: 'Percent', value: fromPercent(value) }
  if (unit !== '') return { kind: 'Money', value, currency: unit }
  return was?.kind === 'Money' ? { kind: 'Money', value, currency: was.currency } : { kind: 'Number', value }
}

/** The edge that a person typed: shares in percent; undefined if the axis has no such edge. */
export function readEdge(typed: string, axis: MatrixAxis): string | undefined {
  if (axis.kind === 'Keys') return typed.trim() === '' ? undefined : typed.trim()
  const value = readDecimal(typed)
  if (value === null) return undefined
  return axis.axis === 'share' ? fromPercent(value) : value
}

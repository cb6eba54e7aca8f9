import type { Expression, MatrixAxis } from '#engine'
import { parseData } from './definitions/aspects.ts'
import { toPercent } from './percent.ts'

export type Grid = { readonly axes: readonly MatrixAxis[]; readonly cells: readonly Expression[] }

/** A matrix as its block carries it; undefined for what is none. */
export function readGrid(text: string): Grid | undefined {
  const { axes, cells } = parseData(text)
  return Array.isArray(axes) && Array.isArray(cells) && axes.length > 0 ? { axes, cells } : undefined
}

export const edgesOf = (axis: MatrixAxis): readonly string[] => (axis.kind === 'Keys' ? axis.keys : axis.from)
export const sizeOf = (axis: MatrixAxis): number => edgesOf(axis).length

/** An edge as a person reads it: shares as percents. */
export const edgeText = (axis: MatrixAxis, index: number): string => {
  const edge = edgesOf(axis)[index] ?? ''
  return axis.kind === 'Bands' && axis.axis === 'share' ? `${toPercent(edge)} %` : edge
}

/** A cell as a person reads it. What is more than a literal or a parameter is only named. */
export function cellText(cell: Expression | undefined): string {
  switch (cell?.kind) {
    case undefined:
      return ''
    case 'Percent':
      return `${toPercent(cell.value)} %`
    case 'Number':
    case 'Money':
      return cell.value
    case 'Parameter':
      return cell.parameter
    default:
      return 'ƒ'
  }
}

/** The axes as a picture on a page has them: down, across, and one page for each place of what comes before. */
export function pagesOf({ axes }: Grid): {
  pages: number
  rows: MatrixAxis | undefined
  columns: MatrixAxis | undefined
} {
  const columns = axes.length > 1 ? axes.at(-1) : undefined
  const rows = axes.length > 1 ? axes.at(-2) : axes[0]
  return { pages: axes.length > 2 && axes[0] ? sizeOf(axes[0]) : 1, rows, columns }
}

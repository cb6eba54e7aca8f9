import type { Matrix, MatrixAxis, RateTable } from '../plan/ast.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { sentence } from './phrase.ts'
import { Sheet } from './sheet.ts'
import { edgeText } from './table-axis.ts'

/** What a band is called by its edge: one that belongs to the band below is not in this one. */
function labelOf(
  { words: { table: w } }: Speaker,
  edgeBelongsTo: RateTable['edgeBelongsTo'],
  edge: string,
  isFirst: boolean,
): string {
  if (isFirst) return w.fromFirst(edge)
  return edgeBelongsTo === 'lower' ? w.above(edge) : w.from(edge)
}

export function describeTable(
  speaker: Speaker,
  table: RateTable,
  index: number,
  tablesOfQuota: ReadonlySet<string>,
): Described {
  const { table: w } = speaker.words
  const axis = table.axis === 'money' ? w.axes.money(speaker.plan.currency) : w.axes[table.axis]()
  const sheet = new Sheet('tables', index, table)
    .add(['mode'], w.mode, w.modes[table.mode], { isInLead: true })
    .add(['edgeBelongsTo'], w.edge, w.edges[table.edgeBelongsTo])
    .add(['axis'], w.axis, axis)
  table.bands.forEach((band, i) => {
    const edge = edgeText(speaker, table.axis, band.from, tablesOfQuota.has(table.id))
    const label = table.mode === 'interpolated' ? w.at(edge) : labelOf(speaker, table.edgeBelongsTo, edge, i === 0)
    sheet.add(['bands', i, 'value'], label, speaker.text(band.value), {
      node: band.value,
      at: band.at,
      isRow: true,
      key: `from ${speaker.words.figures.number(band.from)}`,
    })
  })
  return sheet.done(sentence(w.modes[table.mode]))
}

function placesOn(speaker: Speaker, axis: MatrixAxis): string[] {
  const { table: w, quoted } = speaker.words
  if (axis.kind === 'Keys') return axis.keys.map((key) => (key === '*' ? w.otherText : quoted(key)))
  return axis.from.map((from, i) => {
    const edge = edgeText(speaker, axis.axis, from)
    return labelOf(speaker, axis.edgeBelongsTo, edge, i === 0)
  })
}

function axisText(speaker: Speaker, axis: MatrixAxis): string {
  const { table: w } = speaker.words
  if (axis.kind === 'Keys') return axis.keys.at(-1) === '*' ? w.keysAxisElse : w.keysAxis
  const kind = axis.axis === 'money' ? w.axes.money(speaker.plan.currency) : w.axes[axis.axis]()
  return w.bandsAxis(kind, w.edges[axis.edgeBelongsTo])
}

/** Cells are named by where they stand; a plan with too few or too many cells has no names for some of them. */
export function describeMatrix(speaker: Speaker, matrix: Matrix, index: number): Described {
  const { table: w } = speaker.words
  const sheet = new Sheet('matrices', index, matrix)
  const places = matrix.axes.map((axis) => placesOn(speaker, axis))
  matrix.axes.forEach((axis, i) => {
    sheet.add(['axes', i], w.matrixAxis(i + 1), w.axisValues(axisText(speaker, axis), places[i] ?? []))
  })
  matrix.cells.forEach((cell, i) => {
    let rest = i
    const names = places.toReversed().map((axis) => {
      const name = axis[rest % axis.length] ?? ''
      rest = Math.floor(rest / axis.length)
      return name
    })
    const label = rest === 0 ? names.toReversed().join(' × ') : `${i + 1}`
    sheet.add(['cells', i], label, speaker.text(cell), { node: cell, isRow: true, key: `cell ${label}` })
  })
  return sheet.done(w.matrixLead(matrix.axes.length))
}

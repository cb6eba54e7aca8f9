import type { ExpressionOf, MatrixAxis, RateTable, TableReading } from '#engine'
import type { Fraction } from '../fraction.ts'
import { evaluate, numberOf, type Scope, type Value } from './evaluate.ts'
import { decimal, larger, minus, negative, ONE, over, plus, smaller, times, ZERO } from './exact.ts'
import { NoFigure } from './no-figure.ts'

/** The edges of a table as figures of what it reads: an edge of a share is that share of `per`. */
type Ready = { readonly table: RateTable; readonly edges: readonly Fraction[]; readonly cell: (i: number) => Fraction }

function ready(id: string, per: Parameters<typeof numberOf>[0] | undefined, s: Scope): Ready {
  const table = s.plan.tables.find((t) => t.id === id)!
  const unit = per ? numberOf(per, s) : ONE
  if (unit.n <= 0n) throw new NoFigure('quota-zero')
  return {
    table,
    edges: table.bands.map((b) => times(decimal(b.from), unit)),
    cell: (i) => numberOf(table.bands[i]!.value, s),
  }
}

/** Which band a figure lies in: the last whose edge it has reached (or passed, where the edge belongs to the lower band). */
function bandOf(edges: readonly Fraction[], owner: 'higher' | 'lower', x: Fraction): number {
  let found = 0
  for (const [i, edge] of edges.entries())
    if (owner === 'higher' ? x.compare(edge) >= 0 : x.compare(edge) > 0) found = i
  return found
}

/** The height at x of straight lines between points; level beyond the first and the last. */
function height({ edges, cell }: Ready, x: Fraction): Fraction {
  const last = edges.length - 1
  if (x.compare(edges[0]!) <= 0) return cell(0)
  if (x.compare(edges[last]!) >= 0) return cell(last)
  const point = edges.findIndex((edge) => x.compare(edge) === 0)
  if (point >= 0) return cell(point)
  const i = edges.findIndex((_, k) => x.compare(edges[k + 1]!) < 0)
  const part = over(minus(x, edges[i]!), minus(edges[i + 1]!, edges[i]!))
  return plus(cell(i), times(part, minus(cell(i + 1), cell(i))))
}

/** What lies between two totals, each slice at its own band's value; what lies below 0 at the first band's. */
function bySlices(r: Ready, from: Fraction, to: Fraction): Fraction {
  if (to.compare(from) < 0) return negative(bySlices(r, to, from))
  const { edges, cell } = r
  let total = ZERO
  for (const [i, edge] of edges.entries()) {
    const end = edges[i + 1]
    const bottom = i === 0 ? from : larger(from, edge)
    const top = end ? smaller(to, end) : to
    if (top.compare(bottom) > 0) total = plus(total, times(minus(top, bottom), cell(i)))
  }
  return total
}

/** What the table gives for a total as such. */
function valueAt(r: Ready, x: Fraction): Fraction {
  const { mode, edgeBelongsTo } = r.table
  if (mode === 'interpolated') return height(r, x)
  if (mode === 'marginal') return bySlices(r, ZERO, x)
  const reached = r.cell(bandOf(r.edges, edgeBelongsTo, x))
  return mode === 'step' ? reached : times(x, reached)
}

/** What the table gives for one total more than for another. */
const added = (r: Ready, from: Fraction, to: Fraction): Fraction =>
  r.table.mode === 'marginal' ? bySlices(r, from, to) : minus(valueAt(r, to), valueAt(r, from))

export function applyTable(e: ExpressionOf<'ApplyTable'>, s: Scope): Fraction {
  const { reads } = e
  if (reads.kind !== 'Running') {
    const x = numberOf(reads.of, s)
    const r = ready(e.table, e.per, s)
    const pays = e.pays && numberOf(e.pays, s)
    return pays ? times(pays, average(r, x)) : valueAt(r, x)
  }
  const { measure, lookup } = reads
  if (lookup === 'slice') {
    const [before, after] = [s.before(measure), s.measure(measure)]
    const r = ready(e.table, e.per, s)
    const pays = e.pays && numberOf(e.pays, s)
    if (pays) return times(pays, average(r, after, before))
    return added(r, before, after)
  }
  const at = lookup === 'after' ? s.measure(measure) : s.before(measure)
  const r = ready(e.table, e.per, s)
  if (r.table.mode === 'interpolated') return height(r, at)
  const reached = r.cell(bandOf(r.edges, r.table.edgeBelongsTo, at))
  if (r.table.mode === 'step') return reached
  return times(e.pays ? numberOf(e.pays, s) : minus(s.measure(measure), s.before(measure)), reached)
}

/** The rate on average over what is read: what the table gives for it, by it; of nothing, that of the band there. */
function average(r: Ready, to: Fraction, from?: Fraction): Fraction {
  const difference = from ? minus(to, from) : to
  if (difference.n === 0n) return r.cell(bandOf(r.edges, r.table.edgeBelongsTo, to))
  return over(from ? added(r, from, to) : valueAt(r, to), difference)
}

export function tableCell(e: ExpressionOf<'TableCell'>, s: Scope): Fraction {
  const x = readingAt(e.reads, s)
  const r = ready(e.table, e.per, s)
  return r.table.mode === 'interpolated' ? height(r, x) : r.cell(bandOf(r.edges, r.table.edgeBelongsTo, x))
}

const readingAt = (reads: TableReading, s: Scope): Fraction =>
  reads.kind !== 'Running'
    ? numberOf(reads.of, s)
    : reads.lookup === 'before'
      ? s.before(reads.measure)
      : s.measure(reads.measure)

export function matrixCell(e: ExpressionOf<'MatrixCell'>, s: Scope): Fraction {
  const matrix = s.plan.matrices!.find((m) => m.id === e.matrix)!
  const values = e.of.map((x) => evaluate(x, s))
  let cell = 0
  for (const [i, axis] of matrix.axes.entries()) {
    const size = axis.kind === 'Keys' ? axis.keys.length : axis.from.length
    cell = cell * size + positionOn(axis, values[i]!)
  }
  return numberOf(matrix.cells[cell]!, s)
}

function positionOn(axis: MatrixAxis, value: Value): number {
  if (axis.kind === 'Bands') return bandOf(axis.from.map(decimal), axis.edgeBelongsTo, value as Fraction)
  const at = axis.keys.indexOf(value as string)
  if (at >= 0) return at
  if (axis.keys.at(-1) !== '*') throw new NoFigure('missing-value')
  return axis.keys.length - 1
}

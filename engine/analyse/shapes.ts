import { add, compare, type Exact, isZero, multiply, powerOfTen, reduce, subtract, ZERO } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { Cut, Domain } from './curve.ts'
import { CurveAlgebra } from './curve-algebra.ts'
import { type Cell, type Figure, isAbsent, isRatio, numberAt } from './figure.ts'
import { rootsIn } from './polynomial.ts'
import { at, between, fixedValue, type Ratio, signWithin, slope } from './ratio.ts'

/** A jump of a figure: what crossing it to the right is worth. */
export type Jump = { readonly cut: Cut; readonly size: Exact; readonly low: Exact; readonly high: Exact }
/** A stretch over which a figure falls, rises too fast, or stands still. `hi` is undefined where it has no end. */
export type Stretch = { readonly lo: Exact; readonly hi: Exact | undefined; readonly cuts: readonly Cut[] }

type Piece = { readonly lo: Exact; readonly hi: Exact; readonly cell: Cell; readonly left?: Cut; readonly right?: Cut }

export function piecesOf(figure: Figure, domain: Domain): Piece[] {
  return figure.cuts.length === 0
    ? [{ ...domain, cell: figure.cells[0] as Cell }]
    : Array.from({ length: figure.cuts.length + 1 }, (_, i): Piece => {
        const [left, right] = [figure.cuts[i - 1], figure.cuts[i]]
        return {
          lo: left?.x ?? domain.lo,
          hi: right?.x ?? domain.hi,
          cell: figure.cells[2 * i] as Cell,
          ...(left ? { left } : {}),
          ...(right ? { right } : {}),
        }
      })
}

const number = (cell: Cell, x: Exact): Exact | undefined => (isRatio(cell) ? at(cell, x) : undefined)

/** The points around a cut that can be written with so many decimals: the last before it, and the first that is past it. */
function around(figure: Figure, cut: Cut, digits: number): { low: Exact; high: Exact } {
  const unit = { n: 1n, d: powerOfTen(digits) }
  const down = roundExact(cut.x, digits, 'floor')
  const isOnGrid = compare(down, cut.x) === 0
  const low = isOnGrid ? subtract(down, unit) : down
  if (!isOnGrid) return { low, high: add(down, unit) }
  const here = numberAt(figure, cut.x)
  const before = numberAt(figure, low)
  const after = numberAt(figure, add(down, unit))
  const isPast = here && before && after && compare(abs(subtract(here, before)), abs(subtract(here, after))) >= 0
  return isPast || !here ? { low, high: down } : { low: down, high: add(down, unit) }
}

const abs = (x: Exact): Exact => (x.n < 0n ? { n: -x.n, d: x.d } : x)

/** Decimals beyond which nobody writes down an amount to meet a point. */
const WRITTEN = 12

/**
 * All jumps of at least `least`, up or down. Where a figure stands alone at a point, above or below both of its sides, it
 * jumps there and back: onto the point, and off it.
 */
export function jumpsOf(figure: Figure, least: Exact, digits: number): Jump[] {
  return figure.cuts.flatMap((cut, i): Jump[] => {
    const left = number(figure.cells[2 * i] as Cell, cut.x)
    const point = number(figure.cells[2 * i + 1] as Cell, cut.x)
    const right = number(figure.cells[2 * i + 2] as Cell, cut.x)
    if (!left || !right) return []
    const unit = { n: 1n, d: powerOfTen(digits) }
    const [below, above] = [subtract(cut.x, unit), add(cut.x, unit)]
    const all: Jump[] = []
    if (point && isAlone(left, point, right) && isWritable(cut.x, digits)) {
      all.push({ cut, size: reduce(subtract(point, left)), low: below, high: cut.x })
      all.push({ cut, size: reduce(subtract(right, point)), low: cut.x, high: above })
      all.push({ cut, size: reduce(subtract(right, left)), low: below, high: above })
    } else all.push({ cut, size: reduce(subtract(right, left)), ...around(figure, cut, digits) })
    return all.filter(({ size }) => compare(abs(size), least) >= 0)
  })
}

/** Whether a value lies outside of what is on both of its sides. */
const isAlone = (left: Exact, point: Exact, right: Exact): boolean => {
  const [a, b] = [compare(point, left), compare(point, right)]
  return a !== 0 && a === b
}

/** Whether somebody can meet a point exactly: counts are whole, amounts may have more decimals than a currency. */
const isWritable = (x: Exact, digits: number): boolean =>
  compare(roundExact(x, digits === 0 ? 0 : WRITTEN, 'floor'), x) === 0

/** Where the slope has the wanted sign: pieces cut where the slope changes its sign. */
function stretchesWhere(
  figure: Figure,
  domain: Domain,
  wanted: (slopeLess: Ratio) => ReturnType<typeof slope>,
  sign: -1 | 1,
): Stretch[] {
  const found: Stretch[] = []
  for (const piece of piecesOf(figure, domain)) {
    if (!isRatio(piece.cell)) continue
    const { n } = wanted(piece.cell)
    const roots = rootsIn(n, piece.lo, piece.hi)
    const edges = [piece.lo, ...roots, piece.hi]
    for (let i = 1; i < edges.length; i++) {
      const [lo, hi] = [edges[i - 1] as Exact, edges[i] as Exact]
      if (signWithin(n, lo, hi) !== sign) continue
      const cuts = [i === 1 ? piece.left : undefined, i === edges.length - 1 ? piece.right : undefined]
      const isOpen = compare(hi, domain.hi) === 0
      found.push({ lo, hi: isOpen ? undefined : hi, cuts: cuts.filter((c) => c !== undefined) })
    }
  }
  return found
}

/** Stretches over which the figure falls. */
export const fallsOf = (figure: Figure, domain: Domain): Stretch[] => stretchesWhere(figure, domain, slope, -1)

/** Stretches over which it rises by more than `limit` for one. */
export const steepOf = (figure: Figure, domain: Domain, limit: Exact): Stretch[] =>
  stretchesWhere(
    figure,
    domain,
    (r) => {
      const s = slope(r)
      return { n: rises(s, limit), d: s.d }
    },
    1,
  )

/** The numerator of slope − limit; it has its sign, since the denominator is above 0. */
function rises(s: Ratio, limit: Exact): Ratio['n'] {
  const length = Math.max(s.n.length, s.d.length)
  const out = Array.from({ length }, (_, i) => subtract(s.n[i] ?? ZERO, multiply(s.d[i] ?? ZERO, limit)))
  while (out.length > 0 && isZero(out[out.length - 1] as Exact)) out.pop()
  return out
}

/** Whether a figure rises on some stretch, or jumps up. */
export const risesSomewhere = (figure: Figure, domain: Domain): boolean =>
  stretchesWhere(figure, domain, slope, 1).length > 0 ||
  figure.cuts.some((cut, i) => {
    const left = number(figure.cells[2 * i] as Cell, cut.x)
    const right = number(figure.cells[2 * i + 2] as Cell, cut.x)
    return left !== undefined && right !== undefined && compare(right, left) > 0
  })

/** Stretches over which it stands still, if it rises elsewhere. */
export function flatsOf(figure: Figure, domain: Domain): Stretch[] {
  const pieces = piecesOf(figure, domain)
  const values = pieces.map((p) => (isRatio(p.cell) ? fixedValue(p.cell) : undefined))
  if (!risesSomewhere(figure, domain)) return []
  return pieces.flatMap((p, i): Stretch[] =>
    values[i] && !isAbsent(p.cell)
      ? [{ lo: p.lo, hi: p.right ? p.hi : undefined, cuts: [p.left, p.right].filter((c) => c !== undefined) }]
      : [],
  )
}

/** The least and the greatest slope of all stretches that are lines. */
export function slopesOf(figure: Figure, domain: Domain): { least: Exact; most: Exact } {
  let [least, most]: [Exact | undefined, Exact | undefined] = [undefined, undefined]
  for (const piece of piecesOf(figure, domain)) {
    if (!isRatio(piece.cell)) continue
    const range = CurveAlgebra.range(slope(piece.cell), piece.lo, piece.hi)
    if (!range) continue
    if (!least || compare(range[0], least) < 0) least = range[0]
    if (!most || compare(range[1], most) > 0) most = range[1]
  }
  return { least: least ?? ZERO, most: most ?? ZERO }
}

/** Two points well inside a stretch that can be written with so many decimals; undefined where it is too narrow. */
export function pointsIn({ lo, hi }: Stretch, digits: number): readonly [Exact, Exact] | undefined {
  const unit = { n: 1n, d: powerOfTen(digits) }
  const end = hi ?? (isZero(lo) ? { n: 10_000n, d: 1n } : multiply(lo, { n: 2n, d: 1n }))
  const from = add(roundExact(lo, digits, 'floor'), unit)
  const to = subtract(roundExact(end, digits, 'ceiling'), unit)
  return compare(from, to) < 0 ? [from, to] : undefined
}

/** Points that stand for all stretches of a figure: around each cut, in the middle, and beyond the last. */
export function samplesOf(figure: Figure, domain: Domain, digits: number): Exact[] {
  const points: Exact[] = []
  for (const cut of figure.cuts) {
    const { low, high } = around(figure, cut, digits)
    points.push(low, high)
  }
  for (const piece of piecesOf(figure, domain)) {
    const middle = piece.right
      ? between(piece.lo, piece.hi)
      : isZero(piece.lo)
        ? { n: 10_000n, d: 1n }
        : multiply(piece.lo, { n: 2n, d: 1n })
    points.push(roundExact(middle, digits, 'half-up'))
  }
  return points.filter((x) => compare(x, domain.lo) > 0 && compare(x, domain.hi) < 0)
}

/** The point at which a figure is greatest among its samples, by a measure of what counts. */
export function greatest(
  figure: Figure,
  domain: Domain,
  digits: number,
  worth: (value: Exact, x: Exact) => Exact,
): { x: Exact; value: Exact; worth: Exact } | undefined {
  let best: { x: Exact; value: Exact; worth: Exact } | undefined
  for (const x of samplesOf(figure, domain, digits)) {
    const value = numberAt(figure, x)
    if (!value) continue
    const w = worth(value, x)
    if (!best || compare(w, best.worth) > 0) best = { x, value, worth: w }
  }
  return best
}

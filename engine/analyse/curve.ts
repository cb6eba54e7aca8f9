import { compare, type Exact } from '../money/exact.ts'

/** What makes a figure change its course at a point: the block, and whether the block says so itself. */
export type Origin = {
  readonly path: string
  readonly at: string | null
  /** The mode of the table whose edge it is; null for anything else. */
  readonly table: 'whole' | 'step' | 'marginal' | 'interpolated' | null
}

export type Cut = { readonly x: Exact; readonly by: readonly Origin[] }

/**
 * A figure over an open stretch of x, exact: n cuts make n + 1 stretches and n points between them, and `cells` lists
 * stretch, point, stretch, … (2n + 1). A cell at a point has a value of its own, since an edge belongs to one band.
 */
export type Curve<T> = { readonly cuts: readonly Cut[]; readonly cells: readonly T[] }

/** The stretch over which curves are drawn, its ends excluded. */
export type Domain = { readonly lo: Exact; readonly hi: Exact }

export const level = <T>(value: T): Curve<T> => ({ cuts: [], cells: [value] })

/** How cells are compared, and what they are at a point inside their stretch. */
export type CellLaws<T> = {
  readonly same: (a: T, b: T) => boolean
  readonly atPoint: (cell: T, x: Exact) => T
}

/** Gathers the cells of a curve from left to right, and drops cuts that turn out to be none. */
class Drawing<T> {
  readonly cuts: Cut[] = []
  readonly cells: T[] = []
  readonly #laws: CellLaws<T>

  constructor(laws: CellLaws<T>) {
    this.#laws = laws
  }

  stretch(cell: T): void {
    const point = this.cells.at(-1)
    const left = this.cells.at(-2)
    const cut = this.cuts.at(-1)
    if (cut && point !== undefined && left !== undefined) {
      const { same, atPoint } = this.#laws
      if (same(left, cell) && same(atPoint(left, cut.x), point)) {
        this.cuts.pop()
        this.cells.pop()
        return
      }
    }
    this.cells.push(cell)
  }

  point(cut: Cut, cell: T): void {
    this.cuts.push(cut)
    this.cells.push(cell)
  }

  draw(part: Curve<T>): void {
    this.stretch(part.cells[0] as T)
    part.cuts.forEach((cut, i) => {
      this.point(cut, part.cells[2 * i + 1] as T)
      this.stretch(part.cells[2 * i + 2] as T)
    })
  }
}

/**
 * Combines curves stretch by stretch: the cuts of all, and within each stretch those that `combine` adds.
 *
 * @param combine the cells of one stretch (lo < hi) or of one point (lo = hi).
 */
export function combineCurves<T>(
  domain: Domain,
  curves: readonly Curve<T>[],
  laws: CellLaws<T>,
  combine: (cells: readonly T[], lo: Exact, hi: Exact) => Curve<T>,
): Curve<T> {
  const drawing = new Drawing(laws)
  const passed = curves.map(() => 0)
  let lo = domain.lo
  for (;;) {
    const next = nextCut(curves, passed)
    const cells = curves.map((curve, i) => curve.cells[2 * (passed[i] as number)] as T)
    drawing.draw(combine(cells, lo, next?.x ?? domain.hi))
    if (!next) return drawing
    const here = curves.map((curve, i) => {
      const k = passed[i] as number
      const cut = curve.cuts[k]
      if (!cut || compare(cut.x, next.x) !== 0) return laws.atPoint(curve.cells[2 * k] as T, next.x)
      passed[i] = k + 1
      return curve.cells[2 * k + 1] as T
    })
    drawing.point(next, combine(here, next.x, next.x).cells[0] as T)
    lo = next.x
  }
}

/** The nearest cut to the right, with the origins of all curves that have it. */
function nextCut<T>(curves: readonly Curve<T>[], passed: readonly number[]): Cut | undefined {
  let next: Cut | undefined
  curves.forEach((curve, i) => {
    const cut = curve.cuts[passed[i] as number]
    if (!cut) return
    const order = next ? compare(cut.x, next.x) : -1
    if (order < 0) next = cut
    else if (order === 0 && next && next !== cut) {
      const known = next.by
      const more = cut.by.filter((o) => !known.some((k) => k.path === o.path))
      if (more.length > 0) next = { x: next.x, by: [...known, ...more] }
    }
  })
  return next
}

import type { StaticType } from '../check/types.ts'
import {
  add,
  compare,
  divide,
  type Exact,
  exactToText,
  isZero,
  maximum,
  minimum,
  multiply,
  parseExact,
  subtract,
  ZERO,
} from '../money/exact.ts'
import type { RateTable } from '../plan/ast.ts'
import type { Frame } from './frame.ts'
import type { StepValue } from './step.ts'

export type Evaluate<T> = (f: Frame) => T
type CompiledBand = { readonly from: Exact; readonly value: Evaluate<Exact> }

/** A compiled one-axis rate table. Edges are multiples of `per`, compared exactly: x against edge × per. */
export class CompiledTable {
  readonly table: RateTable
  readonly path: string
  readonly #bands: readonly CompiledBand[]
  readonly #money: boolean

  constructor(table: RateTable, path: string, values: readonly Evaluate<Exact>[], money: boolean) {
    this.table = table
    this.path = path
    this.#money = money
    this.#bands = table.bands.map((band, i) => ({ from: parseExact(band.from), value: values[i] as Evaluate<Exact> }))
  }

  /** The band that x reaches; what lies below the first edge belongs to the first band. */
  reached(x: Exact, per: Exact): number {
    let index = 0
    for (let i = 1; i < this.#bands.length; i++) {
      const order = compare(x, multiply((this.#bands[i] as CompiledBand).from, per))
      if (order > 0 || (order === 0 && this.table.edgeBelongsTo === 'higher')) index = i
      else break
    }
    return index
  }

  /** The reached band's own value, or the point on the line of an interpolated table. */
  cell(f: Frame, x: Exact, per: Exact): Exact {
    if (this.table.mode === 'interpolated') return this.#onLine(f, x, per)
    const index = this.reached(x, per)
    const value = (this.#bands[index] as CompiledBand).value(f)
    this.#record(f, {
      index,
      per,
      slice: x,
      rate: value,
      value: { type: this.#money ? 'money' : 'percent', text: exactToText(value) },
    })
    return value
  }

  /** The table's figure at x: all slices up to it, the reached rate on all of it, or the reached step. */
  at(f: Frame, x: Exact, per: Exact, type: StaticType): Exact {
    switch (this.table.mode) {
      case 'marginal':
        return this.between(f, ZERO, x, per, type)
      case 'whole':
        return multiply(x, this.cell(f, x, per))
      case 'step':
      case 'interpolated':
        return this.cell(f, x, per)
    }
  }

  /** Straight lines join the points; beyond the first and the last the line is level. */
  #onLine(f: Frame, x: Exact, per: Exact): Exact {
    const points = this.#bands.map((band) => ({ x: multiply(band.from, per), band }))
    const after = points.findIndex((point) => compare(x, point.x) < 0)
    const [left, right] = [points[after < 0 ? points.length - 1 : after - 1], points[after]]
    const low = left?.band.value(f) ?? (right as (typeof points)[number]).band.value(f)
    const value =
      left && right && compare(x, left.x) !== 0
        ? add(low, divide(multiply(subtract(right.band.value(f), low), subtract(x, left.x)), subtract(right.x, left.x)))
        : low
    const index = after < 0 ? points.length - 1 : Math.max(0, after - 1)
    const shown = { type: this.#money ? ('money' as const) : ('percent' as const), text: exactToText(value) }
    this.#record(f, { index, per, slice: x, rate: value, value: shown })
    return value
  }

  /** What moving from `low` to `high` adds: slice by slice in a marginal table, the difference of two figures otherwise. */
  between(f: Frame, low: Exact, high: Exact, per: Exact, type: StaticType): Exact {
    if (this.table.mode !== 'marginal') return subtract(this.at(f, high, per, type), this.at(f, low, per, type))
    const falls = compare(high, low) < 0
    const [from, to] = falls ? [high, low] : [low, high]
    let total = ZERO
    for (let i = 0; i < this.#bands.length; i++) {
      const band = this.#bands[i] as CompiledBand
      const next = this.#bands[i + 1]
      const start = i === 0 ? from : maximum(from, multiply(band.from, per))
      const end = next ? minimum(to, multiply(next.from, per)) : to
      if (compare(start, end) >= 0) continue
      const slice = falls ? subtract(start, end) : subtract(end, start)
      const rate = band.value(f)
      const paid = multiply(slice, rate)
      this.#record(f, { index: i, per, slice, rate, value: { type, text: exactToText(paid) } })
      total = add(total, paid)
    }
    return total
  }

  /** The rate over [low, high) on another basis: what the slices pay per unit of input, times `paid`. */
  over(f: Frame, low: Exact, high: Exact, per: Exact, paid: Exact): Exact {
    const moved = subtract(high, low)
    if (isZero(moved)) return multiply(this.cell(f, high, per), paid)
    return divide(multiply(this.between(f, low, high, per, 'number'), paid), moved)
  }

  /** The same over everything up to x: nothing is read of what the table gives for 0. */
  overAll(f: Frame, x: Exact, per: Exact, paid: Exact): Exact {
    if (isZero(x)) return multiply(this.cell(f, x, per), paid)
    return divide(multiply(this.at(f, x, per, 'number'), paid), x)
  }

  #record(f: Frame, piece: { index: number; per: Exact; slice: Exact; rate: Exact; value: StepValue }): void {
    if (!f.steps) return
    const { index, per, slice, rate, value } = piece
    const edge = (i: number) => {
      const band = this.#bands[i]
      return band ? exactToText(multiply(band.from, per)) : null
    }
    f.steps.push({
      kind: 'Band',
      path: `${this.path}/bands/${index}`,
      at: this.table.bands[index]?.at ?? this.table.at ?? null,
      label: this.table.title,
      value,
      steps: [],
      band: {
        from: edge(index) ?? '0',
        to: edge(index + 1),
        slice: exactToText(slice),
        rate: exactToText(rate),
        rateType: this.#money ? 'money' : 'percent',
      },
    })
  }
}

import type { Exact } from '../money/exact.ts'
import { powerOfTen } from '../money/exact.ts'
import { roundToScaled } from '../money/rounding.ts'
import type { RoundingMode } from '../plan/expression.ts'
import type { Band, Binary, Const, Node, Shape, Tier } from './ir.ts'
import { SAFE } from './ir.ts'

/** The fast form cannot say this; whoever compiles takes the exact way instead. */
export class NotFast extends Error {
  override name = 'NotFast'
}

/** The range of an input, as integers at its scale. */
export type Range = { readonly lo: number; readonly hi: number }
export const ANY: Range = { lo: -SAFE, hi: SAFE }

/** A literal larger than this keeps a plan out of the fast form. */
const LARGEST_LITERAL = 10n ** 15n

/**
 * Makes nodes, each only once (hash-consing), with constants folded, decimal places aligned and ranges derived. All
 * integers: `mul` adds scales, `add`, `min`, `max` and comparisons align them, `round` cuts.
 */
export class Builder {
  /** Nodes that may have no value. Folding may drop what reads them, and the language's exception with it: so they stay. */
  readonly guards: Node[] = []
  readonly #known = new Map<string, Node>()
  #next = 0

  #keep<T extends Node>(key: string, make: (id: number) => T): T {
    const known = this.#known.get(key)
    if (known) return known as T
    const node = make(this.#next++)
    this.#known.set(key, node)
    return node
  }

  #guard(node: Node): Node {
    if (!this.guards.includes(node)) this.guards.push(node)
    return node
  }

  const(value: bigint, scale: number): Const {
    let [v, s] = [value, scale]
    while (s > 0 && v % 10n === 0n) {
      v /= 10n
      s--
    }
    if (v > LARGEST_LITERAL || v < -LARGEST_LITERAL) throw new NotFast('a literal of more than 15 digits')
    const n = Number(v)
    return this.#keep(`c${v}e${s}`, (id) => ({ id, op: 'const', value: v, scale: s, lo: n, hi: n }))
  }

  exact(x: Exact): Const {
    const scale = x.d.toString().length - 1
    if (x.d !== powerOfTen(scale)) throw new NotFast('a literal that is no decimal')
    return this.const(x.n, scale)
  }

  bool(value: boolean): Const {
    return this.const(value ? 1n : 0n, 0)
  }

  input(slot: number, scale: number, range: Range): Node {
    return this.#keep(`i${slot}`, (id) => ({ id, op: 'input', slot, scale, ...range }))
  }

  /** The same value counted in smaller units. */
  to(n: Node, scale: number): Node {
    if (n.scale === scale) return n
    const factor = powerOfTen(scale - n.scale)
    if (n.op === 'const') return this.#raw(n.value * factor, scale)
    const by = Number(factor)
    return this.#binary('mul', n, this.#raw(factor, scale - n.scale), scale, n.lo * by, n.hi * by)
  }

  /** A constant that keeps its trailing zeros. */
  #raw(value: bigint, scale: number): Const {
    if (value > SAFE || value < -SAFE) throw new NotFast('a factor beyond the safe integers')
    const n = Number(value)
    return this.#keep(`r${value}e${scale}`, (id) => ({ id, op: 'const', value, scale, lo: n, hi: n }))
  }

  align(a: Node, b: Node): [Node, Node] {
    const scale = Math.max(a.scale, b.scale)
    return [this.to(a, scale), this.to(b, scale)]
  }

  #binary(op: Binary['op'], a: Node, b: Node, scale: number, lo: number, hi: number): Node {
    return this.#keep(`${op} ${a.id} ${b.id}`, (id) => ({ id, op, a, b, scale, lo, hi }))
  }

  add(x: Node, y: Node): Node {
    const [a, b] = this.align(x, y)
    if (a.op === 'const' && b.op === 'const') return this.const(a.value + b.value, a.scale)
    if (isZero(b)) return a
    if (isZero(a)) return b
    return this.#binary('add', a, b, a.scale, a.lo + b.lo, a.hi + b.hi)
  }

  sub(x: Node, y: Node): Node {
    const [a, b] = this.align(x, y)
    if (a.op === 'const' && b.op === 'const') return this.const(a.value - b.value, a.scale)
    if (isZero(b)) return a
    return this.#binary('sub', a, b, a.scale, a.lo - b.hi, a.hi - b.lo)
  }

  mul(a: Node, b: Node): Node {
    if (a.op === 'const' && b.op === 'const') return this.const(a.value * b.value, a.scale + b.scale)
    if (isOne(b)) return a
    if (isOne(a)) return b
    const ends = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]
    return this.#binary('mul', a, b, a.scale + b.scale, Math.min(...ends), Math.max(...ends))
  }

  min(x: Node, y: Node): Node {
    const [a, b] = this.align(x, y)
    if (a === b) return a
    return this.#binary('min', a, b, a.scale, Math.min(a.lo, b.lo), Math.min(a.hi, b.hi))
  }

  max(x: Node, y: Node): Node {
    const [a, b] = this.align(x, y)
    if (a === b) return a
    return this.#binary('max', a, b, a.scale, Math.max(a.lo, b.lo), Math.max(a.hi, b.hi))
  }

  compare(op: 'lt' | 'le' | 'eq', x: Node, y: Node): Node {
    const [a, b] = this.align(x, y)
    if (a.op === 'const' && b.op === 'const')
      return this.bool(op === 'lt' ? a.value < b.value : op === 'le' ? a.value <= b.value : a.value === b.value)
    return this.#binary(op, a, b, 0, 0, 1)
  }

  /** An item that decides ends the evaluation, as in the language; what stands before it stays, for its guards. */
  and(a: Node, b: Node): Node {
    if (a.op === 'const') return a.value === 0n ? a : b
    if (b.op === 'const' && b.value === 1n) return a
    return a === b ? a : this.#binary('and', a, b, 0, 0, 1)
  }

  or(a: Node, b: Node): Node {
    if (a.op === 'const') return a.value === 0n ? b : a
    if (b.op === 'const' && b.value === 0n) return a
    return a === b ? a : this.#binary('or', a, b, 0, 0, 1)
  }

  not(a: Node): Node {
    if (a.op === 'const') return this.bool(a.value === 0n)
    return this.#keep(`not ${a.id}`, (id) => ({ id, op: 'not', a, scale: 0, lo: 0, hi: 1 }))
  }

  neg(a: Node): Node {
    if (a.op === 'const') return this.const(-a.value, a.scale)
    return this.#keep(`neg ${a.id}`, (id) => ({ id, op: 'neg', a, scale: a.scale, lo: -a.hi, hi: -a.lo }))
  }

  abs(a: Node): Node {
    if (a.lo >= 0) return a
    if (a.op === 'const') return this.const(-a.value, a.scale)
    const lo = a.hi < 0 ? -a.hi : 0
    return this.#keep(`abs ${a.id}`, (id) => ({ id, op: 'abs', a, scale: a.scale, lo, hi: Math.max(-a.lo, a.hi) }))
  }

  /** The same value, refused when it is not above 0. */
  positive(a: Node): Node {
    if (a.lo > 0) return a
    if (a.hi <= 0) throw new NotFast('a divisor that is never above 0')
    return this.#guard(this.#keep(`pos ${a.id}`, (id) => ({ id, op: 'positive', a, scale: a.scale, lo: 1, hi: a.hi })))
  }

  round(a: Node, digits: number, mode: RoundingMode): Node {
    if (a.scale <= digits) return a
    if (a.op === 'const') return this.const(roundToScaled({ n: a.value, d: powerOfTen(a.scale) }, digits, mode), digits)
    const by = a.scale - digits
    if (by > 15) throw new NotFast('a rounding by more than 15 digits')
    const unit = 10 ** by
    const lo = Math.floor(a.lo / unit)
    const hi = Math.ceil(a.hi / unit)
    return this.#keep(`round${mode}${by} ${a.id}`, (id) => ({ id, op: 'round', a, by, mode, scale: digits, lo, hi }))
  }

  /** a / b, rounded to an integer of 10^-scale; the caller has brought both to where that is an integer division. */
  quotient(a: Node, b: Node, scale: number, mode: RoundingMode): Node {
    const most = Math.max(Math.abs(a.lo), Math.abs(a.hi)) + 1
    const lo = a.lo >= 0 ? 0 : -most
    return this.#keep(`div${mode}${scale} ${a.id} ${b.id}`, (id) => ({
      id,
      op: 'quotient',
      a,
      b,
      mode,
      scale,
      lo,
      hi: most,
    }))
  }

  select(when: Node, x: Node, y: Node): Node {
    if (when.op === 'const') return when.value === 0n ? y : x
    const [a, b] = this.align(x, y)
    if (a === b) return a
    const lo = Math.min(a.lo, b.lo)
    const hi = Math.max(a.hi, b.hi)
    return this.#keep(`if ${when.id} ${a.id} ${b.id}`, (id) => ({
      id,
      op: 'select',
      when,
      a,
      b,
      scale: a.scale,
      lo,
      hi,
    }))
  }

  lookup(a: Node, cells: readonly number[], otherwise: number, scale: number): Node {
    const values = [...cells, otherwise].filter((v) => !Number.isNaN(v))
    if (a.op === 'const') {
      const value = cells[Number(a.value)] ?? otherwise
      if (Number.isNaN(value)) throw new NotFast('a key that is on no axis')
      return this.const(BigInt(value), scale)
    }
    const [lo, hi] = [Math.min(...values), Math.max(...values)]
    const node: Node = this.#keep(`lookup${cells.join()};${otherwise};${scale} ${a.id}`, (id) => ({
      id,
      op: 'lookup',
      a,
      cells,
      otherwise,
      scale,
      lo,
      hi,
    }))
    return values.length === cells.length + 1 ? node : this.#guard(node)
  }

  pick(a: Node, cells: readonly number[], scale: number): Node {
    if (a.op === 'const') return this.const(BigInt(cells[Number(a.value)] ?? 0), scale)
    const [lo, hi] = [Math.min(...cells), Math.max(...cells)]
    return this.#keep(`pick${cells.join()};${scale} ${a.id}`, (id) => ({ id, op: 'pick', a, cells, scale, lo, hi }))
  }

  /** The result's scale is given: that of the input, of the unit and of the rates. */
  tier(t: Omit<Tier, keyof Shape | 'op' | 'reach'>, scale: number): Node {
    const { low, high, per, unit, base, edges, steps } = t
    const span = Math.max(Math.abs(high.lo), Math.abs(high.hi))
    const added = low && addedTo(high, low)
    const moved = added ?? (low ? Math.max(Math.abs(high.hi - low.lo), Math.abs(low.hi - high.lo)) : span)
    // Every partial sum stays within this; an edge beyond the safe integers still compares rightly.
    const most = moved * unit * (Math.abs(base) + steps.reduce((sum, s) => sum + Math.abs(s), 0))
    const reach = Math.max(span, low ? -low.lo : 0, low ? low.hi : 0, moved) * unit
    const key = `tier${unit};${base};${edges.join()};${steps.join()};${scale} ${low?.id} ${high.id} ${per?.id}`
    return this.#keep(key, (id) => ({ id, op: 'tier', ...t, scale, reach, lo: -most, hi: most }))
  }

  band(b: Omit<Band, keyof Shape | 'op' | 'reach'>, scale: number): Node {
    const [lo, hi] = [Math.min(...b.cells), Math.max(...b.cells)]
    const reach = Math.max(-b.a.lo, b.a.hi) * b.unit
    const key = `band${b.unit};${b.edges.join()};${b.cells.join()};${b.higher};${scale} ${b.a.id} ${b.per?.id}`
    return this.#keep(key, (id) => ({ id, op: 'band', ...b, scale, reach, lo, hi }))
  }
}

/** By how much at most `high` differs from `low`, where it is `low` and something added. */
function addedTo(high: Node, low: Node): number | undefined {
  if (high.op === 'add' && high.a === low) return Math.max(Math.abs(high.b.lo), Math.abs(high.b.hi))
  return undefined
}

const isZero = (n: Node): boolean => n.op === 'const' && n.value === 0n
const isOne = (n: Node): boolean => n.op === 'const' && n.value === 1n && n.scale === 0

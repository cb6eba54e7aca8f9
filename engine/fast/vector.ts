import type { RoundingMode } from '../plan/expression.ts'
import { inOrder, isProven, type Node, SAFE } from './ir.ts'
import { divideRounded } from './rounding.ts'

/** Lanes that are calculated at once: a register of them fits the first cache a few times over. */
export const LANES = 2_048

type V = Float64Array
/** One operation over `n` lanes; lanes that leave the safe integers, or that have no value, are marked as failed. */
type Step = (n: number, failed: Uint8Array) => void

/**
 * Nodes as operations over whole vectors: one interpreted call for each operation and block, so that interpreting costs
 * nothing. Inputs are written into `inputs` before a run, or replaced by views of columns with `bind`.
 */
export class VectorCode {
  readonly outputs: readonly V[]
  readonly failed = new Uint8Array(LANES)
  readonly #steps: Step[] = []
  readonly #registers: V[] = []
  readonly #inputs = new Map<number, number>()
  readonly #isChecked: boolean
  readonly #outputPlaces: number[]

  constructor(roots: readonly Node[]) {
    const places = new Map<Node, number>()
    let checked = false
    for (const n of inOrder(roots)) {
      const place = this.#registers.length
      places.set(n, place)
      this.#registers.push(new Float64Array(LANES))
      if (n.op === 'const') (this.#registers[place] as V).fill(Number(n.value))
      else if (n.op === 'input') this.#inputs.set(n.slot, place)
      else {
        this.#steps.push(this.#step(n, place, (a) => places.get(a) as number))
        const grows = n.op === 'add' || n.op === 'sub' || n.op === 'mul' || n.op === 'tier' || n.op === 'band'
        checked ||= n.op === 'positive' || n.op === 'lookup' || (grows && !isProven(n))
        if (grows && !isProven(n) && n.op !== 'tier' && n.op !== 'band') {
          const registers = this.#registers
          this.#steps.push((lanes, failed) => check(registers[place] as V, lanes, failed))
        }
      }
    }
    this.#isChecked = checked
    this.#outputPlaces = roots.map((n) => places.get(n) as number)
    this.outputs = this.#outputPlaces.map((place) => this.#registers[place] as V)
  }

  /** The slots that are read. */
  get slots(): readonly number[] {
    return [...this.#inputs.keys()]
  }

  /** The register of an input, to write. */
  input(slot: number): V {
    return this.#registers[this.#inputs.get(slot) as number] as V
  }

  /** Reads an input from a column's own memory. */
  bind(slot: number, view: V): void {
    const place = this.#inputs.get(slot)
    if (place !== undefined) this.#registers[place] = view
  }

  /** @returns the output's register, which may be an input's view. */
  output(i: number): V {
    return this.#registers[this.#outputPlaces[i] as number] as V
  }

  /** @returns whether some lane failed; `failed` says which. */
  run(n: number): boolean {
    if (this.#isChecked) this.failed.fill(0, 0, n)
    for (const step of this.#steps) step(n, this.failed)
    if (!this.#isChecked) return false
    for (let i = 0; i < n; i++) if (this.failed[i] !== 0) return true
    return false
  }

  #step(n: Node, to: number, at: (a: Node) => number): Step {
    const r = this.#registers
    switch (n.op) {
      case 'add':
      case 'sub':
      case 'mul':
      case 'min':
      case 'max':
      case 'lt':
      case 'le':
      case 'eq':
      case 'and':
      case 'or': {
        const work = BINARY[n.op]
        const [a, b] = [at(n.a), at(n.b)]
        return (lanes) => work(r[to] as V, r[a] as V, r[b] as V, lanes)
      }
      case 'neg':
      case 'abs':
      case 'not': {
        const work = UNARY[n.op]
        const a = at(n.a)
        return (lanes) => work(r[to] as V, r[a] as V, lanes)
      }
      case 'positive': {
        const a = at(n.a)
        return (lanes, failed) => positive(r[to] as V, r[a] as V, lanes, failed)
      }
      case 'select': {
        const [when, a, b] = [at(n.when), at(n.a), at(n.b)]
        return (lanes) => select(r[to] as V, r[when] as V, r[a] as V, r[b] as V, lanes)
      }
      case 'lookup': {
        const cells = Float64Array.from([...n.cells, n.otherwise])
        const a = at(n.a)
        return (lanes, failed) => lookup(r[to] as V, r[a] as V, cells, lanes, failed)
      }
      case 'pick': {
        const cells = Float64Array.from(n.cells)
        const a = at(n.a)
        return (lanes) => pick(r[to] as V, r[a] as V, cells, lanes)
      }
      case 'round': {
        const a = at(n.a)
        const unit = 10 ** n.by
        const { mode } = n
        if (mode === 'half-up' && n.a.hi + unit <= SAFE && n.a.lo - unit >= -SAFE)
          return (lanes) => roundHalfUp(r[to] as V, r[a] as V, unit, lanes)
        return (lanes) => round(r[to] as V, r[a] as V, unit, mode, lanes)
      }
      case 'quotient': {
        const [a, b] = [at(n.a), at(n.b)]
        const { mode } = n
        return (lanes) => quotient(r[to] as V, r[a] as V, r[b] as V, mode, lanes)
      }
      case 'tier': {
        const high = at(n.high)
        const low = n.low && at(n.low)
        const per = n.per && at(n.per)
        const cells = Float64Array.from([n.base, n.unit, ...n.edges.flatMap((e, i) => [e, n.steps[i] as number])])
        const isChecked = !isProven(n)
        return (lanes, failed) =>
          tier(
            r[to] as V,
            r[high] as V,
            low === undefined ? ZEROS : (r[low] as V),
            per === undefined ? ONES : (r[per] as V),
            cells,
            lanes,
            isChecked ? failed : undefined,
          )
      }
      case 'band': {
        const a = at(n.a)
        const per = n.per && at(n.per)
        const cells = Float64Array.from([n.unit, ...n.edges, ...n.cells])
        const { higher } = n
        const count = n.edges.length
        return (lanes, failed) =>
          band(r[to] as V, r[a] as V, per === undefined ? ONES : (r[per] as V), cells, count, higher, lanes, failed)
      }
      default:
        throw new Error(`no vector operation ${n.op}`)
    }
  }
}

const ZEROS = new Float64Array(LANES)
const ONES = new Float64Array(LANES).fill(1)

type Work2 = (to: V, a: V, b: V, n: number) => void
type Work1 = (to: V, a: V, n: number) => void

const BINARY: Record<'add' | 'sub' | 'mul' | 'min' | 'max' | 'lt' | 'le' | 'eq' | 'and' | 'or', Work2> = {
  add: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) + (b[i] as number)
  },
  sub: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) - (b[i] as number)
  },
  mul: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) * (b[i] as number)
  },
  min: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) < (b[i] as number) ? (a[i] as number) : (b[i] as number)
  },
  max: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) > (b[i] as number) ? (a[i] as number) : (b[i] as number)
  },
  lt: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) < (b[i] as number) ? 1 : 0
  },
  le: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = (a[i] as number) <= (b[i] as number) ? 1 : 0
  },
  eq: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = a[i] === b[i] ? 1 : 0
  },
  and: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = a[i] !== 0 && b[i] !== 0 ? 1 : 0
  },
  or: (to, a, b, n) => {
    for (let i = 0; i < n; i++) to[i] = a[i] !== 0 || b[i] !== 0 ? 1 : 0
  },
}

const UNARY: Record<'neg' | 'abs' | 'not', Work1> = {
  neg: (to, a, n) => {
    for (let i = 0; i < n; i++) to[i] = -(a[i] as number)
  },
  abs: (to, a, n) => {
    for (let i = 0; i < n; i++) to[i] = Math.abs(a[i] as number)
  },
  not: (to, a, n) => {
    for (let i = 0; i < n; i++) to[i] = a[i] === 0 ? 1 : 0
  },
}

function check(a: V, n: number, failed: Uint8Array): void {
  for (let i = 0; i < n; i++) if ((a[i] as number) > SAFE || (a[i] as number) < -SAFE) failed[i] = 1
}

function positive(to: V, a: V, n: number, failed: Uint8Array): void {
  for (let i = 0; i < n; i++) {
    to[i] = a[i] as number
    if (!((a[i] as number) > 0)) failed[i] = 1
  }
}

function select(to: V, when: V, a: V, b: V, n: number): void {
  for (let i = 0; i < n; i++) to[i] = when[i] !== 0 ? (a[i] as number) : (b[i] as number)
}

function lookup(to: V, a: V, cells: V, n: number, failed: Uint8Array): void {
  const last = cells.length - 1
  for (let i = 0; i < n; i++) {
    const code = a[i] as number
    const x = cells[code < last ? code : last] as number
    to[i] = x
    if (Number.isNaN(x)) failed[i] = 1
  }
}

function pick(to: V, a: V, cells: V, n: number): void {
  for (let i = 0; i < n; i++) to[i] = cells[a[i] as number] as number
}

function roundHalfUp(to: V, a: V, unit: number, n: number): void {
  const half = unit / 2
  for (let i = 0; i < n; i++) {
    const x = a[i] as number
    to[i] = x >= 0 ? Math.floor((x + half) / unit) : -Math.floor((half - x) / unit)
  }
}

function round(to: V, a: V, unit: number, mode: RoundingMode, n: number): void {
  for (let i = 0; i < n; i++) to[i] = divideRounded(a[i] as number, unit, mode)
}

function quotient(to: V, a: V, b: V, mode: RoundingMode, n: number): void {
  for (let i = 0; i < n; i++) to[i] = divideRounded(a[i] as number, b[i] as number, mode)
}

const isUnsafe = (x: number): boolean => x > SAFE || x < -SAFE

function tier(to: V, highs: V, lows: V, pers: V, cells: V, n: number, failed: Uint8Array | undefined): void {
  const base = cells[0] as number
  const unit = cells[1] as number
  for (let i = 0; i < n; i++) {
    const high = (highs[i] as number) * unit
    const low = (lows[i] as number) * unit
    const per = pers[i] as number
    let sum = (high - low) * base
    let most = Math.abs(sum)
    for (let k = 2; k < cells.length; k += 2) {
      const edge = (cells[k] as number) * per
      if (high <= edge && low <= edge) break
      const slice = (high > edge ? high - edge : 0) - (low > edge ? low - edge : 0)
      const paid = slice * (cells[k + 1] as number)
      sum += paid
      // Larger than any partial sum, so that one comparison stands for all.
      most += Math.abs(paid)
    }
    to[i] = sum
    if (failed && (isUnsafe(most) || isUnsafe(high) || isUnsafe(low) || isUnsafe(high - low))) failed[i] = 1
  }
}

function band(to: V, a: V, pers: V, cells: V, count: number, higher: boolean, n: number, failed: Uint8Array): void {
  const unit = cells[0] as number
  for (let i = 0; i < n; i++) {
    const x = (a[i] as number) * unit
    const per = pers[i] as number
    let k = 1
    if (higher) while (k <= count && x >= (cells[k] as number) * per) k++
    else while (k <= count && x > (cells[k] as number) * per) k++
    to[i] = cells[count + k] as number
    if (isUnsafe(x)) failed[i] = 1
  }
}

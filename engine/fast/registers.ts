import type { RoundingMode } from '../plan/expression.ts'
import { argsOf, inOrder, isProven, type Node, SAFE } from './ir.ts'
import { divideRounded } from './rounding.ts'

export const MODES: readonly RoundingMode[] = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']

/** Words of an instruction: operation, target, up to five operands. */
export const WIDTH = 7

/**
 * Operations of the register machine. Numbers and not names stand in the machines' switches, since only they become a
 * jump table.
 */
const OPERATION = {
  add: 0,
  sub: 1,
  mul: 2,
  min: 3,
  max: 4,
  lt: 5,
  le: 6,
  eq: 7,
  and: 8,
  or: 9,
  neg: 10,
  abs: 11,
  not: 12,
  positive: 13,
  check: 14,
  select: 15,
  selectLess: 16,
  lookup: 17,
  pick: 18,
  round: 20,
  roundHalfUp: 21,
  mulRound: 22,
  quotient: 23,
  tier: 24,
  tierChecked: 25,
  band: 26,
  bandChecked: 27,
} as const

/** Straight-line code over registers: inputs stand in the first, by slot; constants at their places in `constants`. */
export type Code = {
  readonly words: Int32Array
  readonly constants: Float64Array
  readonly outputs: readonly { readonly register: number; readonly scale: number }[]
  readonly tables: readonly Float64Array[]
  /** Where a node's figure stands after a run; nodes that were fused into others have none. */
  readonly registerOf: ReadonlyMap<Node, number>
}

/**
 * Code for some roots. What is proven for inputs in their ranges is not checked.
 *
 * @param keep further nodes that are calculated: guards, and what derivations read.
 * @param mixed whether only MixedRegisters runs it, which checks everything itself.
 */
export function emit(roots: readonly Node[], slots: number, keep: ReadonlySet<Node> = new Set(), mixed = false): Code {
  const nodes = inOrder([...roots, ...keep])
  const readers = new Map<Node, number>()
  for (const node of [...roots, ...keep]) readers.set(node, 2)
  for (const n of nodes) for (const a of argsOf(n)) readers.set(a, (readers.get(a) ?? 0) + 1)
  const registerOf = new Map<Node, number>()
  const words: number[] = []
  const constants: number[] = new Array(slots).fill(0)
  const tables: number[][] = []
  const fused = new Set<Node>()
  const register = (n: Node): number => registerOf.get(n) as number
  const table = (cells: readonly number[]): number => tables.push([...cells]) - 1
  const push = (op: keyof typeof OPERATION, n: Node, ...operands: number[]): void => {
    const line = [OPERATION[op], register(n), ...operands]
    while (line.length < WIDTH) line.push(0)
    words.push(...line)
  }
  /** A node that one other node alone reads, so that it can be calculated inside it. */
  const isOwn = (n: Node): boolean => readers.get(n) === 1
  for (const n of nodes) {
    if (n.op === 'round' && n.mode === 'half-up' && n.a.op === 'mul' && isOwn(n.a) && (mixed || withinHalf(n.a, n.by)))
      fused.add(n.a)
    if (n.op === 'select' && n.when.op === 'lt' && isOwn(n.when)) fused.add(n.when)
  }
  for (const n of nodes) {
    if (fused.has(n)) continue
    registerOf.set(n, n.op === 'input' ? n.slot : constants.push(n.op === 'const' ? Number(n.value) : 0) - 1)
    switch (n.op) {
      case 'const':
      case 'input':
        break
      case 'add':
      case 'sub':
      case 'mul':
      case 'min':
      case 'max':
      case 'lt':
      case 'le':
      case 'eq':
      case 'and':
      case 'or':
        push(n.op, n, register(n.a), register(n.b))
        break
      case 'neg':
      case 'abs':
      case 'not':
      case 'positive':
        push(n.op, n, register(n.a))
        break
      case 'select':
        if (fused.has(n.when) && n.when.op === 'lt')
          push('selectLess', n, register(n.when.a), register(n.when.b), register(n.a), register(n.b))
        else push('select', n, register(n.when), register(n.a), register(n.b))
        break
      case 'lookup':
        push('lookup', n, register(n.a), table([...n.cells, n.otherwise]))
        break
      case 'pick':
        push('pick', n, register(n.a), table(n.cells))
        break
      case 'round': {
        const unit = table([10 ** n.by, 10 ** n.by / 2])
        if (n.a.op === 'mul' && fused.has(n.a)) push('mulRound', n, register(n.a.a), register(n.a.b), unit)
        else if (n.mode === 'half-up' && withinHalf(n.a, n.by)) push('roundHalfUp', n, register(n.a), unit)
        else push('round', n, register(n.a), unit, MODES.indexOf(n.mode))
        break
      }
      case 'quotient':
        push('quotient', n, register(n.a), register(n.b), MODES.indexOf(n.mode))
        break
      case 'tier': {
        const cells = table([n.base, n.unit, ...n.edges.flatMap((edge, i) => [edge, n.steps[i] as number])])
        const low = n.low ? register(n.low) : -1
        push(isProven(n) ? 'tier' : 'tierChecked', n, register(n.high), low, n.per ? register(n.per) : -1, cells)
        break
      }
      case 'band': {
        const cells = table([n.unit, ...n.edges, ...n.cells])
        const per = n.per ? register(n.per) : -1
        push(isProven(n) ? 'band' : 'bandChecked', n, register(n.a), per, cells, n.edges.length, n.higher ? 1 : 0)
        break
      }
    }
    if ((n.op === 'add' || n.op === 'sub' || n.op === 'mul') && !mixed && !isProven(n)) push('check', n)
  }
  return {
    words: Int32Array.from(words),
    constants: Float64Array.from(constants),
    outputs: roots.map((n) => ({ register: register(n), scale: n.scale })),
    tables: tables.map((cells) => Float64Array.from(cells)),
    registerOf,
  }
}

/** Whether a unit may be added on either side without leaving the safe integers. */
const withinHalf = (n: Node, by: number): boolean => n.hi + 10 ** by <= SAFE && n.lo - 10 ** by >= -SAFE

/**
 * Runs code over float64 registers that hold safe integers.
 *
 * @returns false when a figure left the safe integers, a divisor was not above 0 or a key had no cell: the caller takes
 *   the next exact way, and the registers mean nothing.
 */
export function run(code: Code, r: Float64Array): boolean {
  const { words, tables } = code
  for (let pc = 0; pc < words.length; pc += WIDTH) {
    const to = words[pc + 1] as number
    const a = r[words[pc + 2] as number] as number
    switch (words[pc]) {
      case 0:
        r[to] = a + (r[words[pc + 3] as number] as number)
        break
      case 1:
        r[to] = a - (r[words[pc + 3] as number] as number)
        break
      case 2:
        r[to] = a * (r[words[pc + 3] as number] as number)
        break
      case 3: {
        const b = r[words[pc + 3] as number] as number
        r[to] = a < b ? a : b
        break
      }
      case 4: {
        const b = r[words[pc + 3] as number] as number
        r[to] = a > b ? a : b
        break
      }
      case 5:
        r[to] = a < (r[words[pc + 3] as number] as number) ? 1 : 0
        break
      case 6:
        r[to] = a <= (r[words[pc + 3] as number] as number) ? 1 : 0
        break
      case 7:
        r[to] = a === (r[words[pc + 3] as number] as number) ? 1 : 0
        break
      case 8:
        r[to] = a !== 0 && r[words[pc + 3] as number] !== 0 ? 1 : 0
        break
      case 9:
        r[to] = a !== 0 || r[words[pc + 3] as number] !== 0 ? 1 : 0
        break
      case 10:
        r[to] = -a
        break
      case 11:
        r[to] = a < 0 ? -a : a
        break
      case 12:
        r[to] = a === 0 ? 1 : 0
        break
      case 13:
        if (a <= 0) return false
        r[to] = a
        break
      case 14: {
        const x = r[to] as number
        if (x > SAFE || x < -SAFE) return false
        break
      }
      case 15:
        r[to] = r[words[pc + (a !== 0 ? 3 : 4)] as number] as number
        break
      case 16:
        r[to] = r[words[pc + (a < (r[words[pc + 3] as number] as number) ? 4 : 5)] as number] as number
        break
      case 17: {
        const cells = tables[words[pc + 3] as number] as Float64Array
        const last = cells.length - 1
        const value = cells[a < last ? a : last] as number
        if (Number.isNaN(value)) return false
        r[to] = value
        break
      }
      case 18:
        r[to] = (tables[words[pc + 3] as number] as Float64Array)[a] as number
        break
      case 20:
        r[to] = divideRounded(
          a,
          (tables[words[pc + 3] as number] as Float64Array)[0] as number,
          MODES[words[pc + 4] as number] as RoundingMode,
        )
        break
      case 21: {
        const unit = tables[words[pc + 3] as number] as Float64Array
        const one = unit[0] as number
        const half = unit[1] as number
        r[to] = a >= 0 ? Math.floor((a + half) / one) : -Math.floor((half - a) / one)
        break
      }
      case 22: {
        const unit = tables[words[pc + 4] as number] as Float64Array
        const one = unit[0] as number
        const half = unit[1] as number
        const x = a * (r[words[pc + 3] as number] as number)
        r[to] = x >= 0 ? Math.floor((x + half) / one) : -Math.floor((half - x) / one)
        break
      }
      case 23:
        r[to] = divideRounded(a, r[words[pc + 3] as number] as number, MODES[words[pc + 4] as number] as RoundingMode)
        break
      case 24: {
        const cells = tables[words[pc + 5] as number] as Float64Array
        const unit = cells[1] as number
        const from = words[pc + 3] as number
        const low = from < 0 ? 0 : (r[from] as number) * unit
        const high = a * unit
        const by = words[pc + 4] as number
        const per = by < 0 ? 1 : (r[by] as number)
        let sum = (high - low) * (cells[0] as number)
        for (let i = 2; i < cells.length; i += 2) {
          const edge = (cells[i] as number) * per
          const step = cells[i + 1] as number
          if (high > edge) sum += (high - (low > edge ? low : edge)) * step
          else if (low > edge) sum -= (low - edge) * step
          else break
        }
        r[to] = sum
        break
      }
      case 25: {
        const cells = tables[words[pc + 5] as number] as Float64Array
        const unit = cells[1] as number
        const from = words[pc + 3] as number
        const low = from < 0 ? 0 : (r[from] as number) * unit
        const high = a * unit
        const by = words[pc + 4] as number
        const per = by < 0 ? 1 : (r[by] as number)
        const moved = high - low
        let sum = moved * (cells[0] as number)
        if (isUnsafe(high) || isUnsafe(low) || isUnsafe(moved) || isUnsafe(sum)) return false
        for (let i = 2; i < cells.length; i += 2) {
          const edge = (cells[i] as number) * per
          const slice = (high > edge ? high - edge : 0) - (low > edge ? low - edge : 0)
          const paid = slice * (cells[i + 1] as number)
          sum += paid
          if (isUnsafe(paid) || isUnsafe(sum)) return false
        }
        r[to] = sum
        break
      }
      case 26: {
        const cells = tables[words[pc + 4] as number] as Float64Array
        const count = words[pc + 5] as number
        const by = words[pc + 3] as number
        const per = by < 0 ? 1 : (r[by] as number)
        const x = a * (cells[0] as number)
        let i = 1
        if (words[pc + 6] === 1) while (i <= count && x >= (cells[i] as number) * per) i++
        else while (i <= count && x > (cells[i] as number) * per) i++
        r[to] = cells[count + i] as number
        break
      }
      case 27: {
        const cells = tables[words[pc + 4] as number] as Float64Array
        const count = words[pc + 5] as number
        const by = words[pc + 3] as number
        const per = by < 0 ? 1 : (r[by] as number)
        const x = a * (cells[0] as number)
        if (isUnsafe(x)) return false
        let i = 1
        if (words[pc + 6] === 1) while (i <= count && x >= (cells[i] as number) * per) i++
        else while (i <= count && x > (cells[i] as number) * per) i++
        r[to] = cells[count + i] as number
        break
      }
      default:
        return false
    }
  }
  return true
}

const isUnsafe = (x: number): boolean => x > SAFE || x < -SAFE

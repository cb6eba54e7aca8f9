import type { RoundingMode } from '../plan/expression.ts'
import { SAFE } from './ir.ts'
import { type Code, MODES, WIDTH } from './registers.ts'
import { divideRounded } from './rounding.ts'

/** Beyond this the reference may put fractions in lowest terms or refuse them, so the decision is left to it. */
const LARGEST = 1n << 190n

const isSafe = (x: number): boolean => x <= SAFE && x >= -SAFE

/**
 * The way out: the same code, with every operation checked. An operation that leaves the safe integers is done over big
 * integers; its register then holds NaN, and the figure stands beside it. What comes back into the safe integers is a
 * number again, so that only the steps that need it pay for it.
 */
export class MixedRegisters {
  readonly #code: Code
  readonly #big: bigint[]
  #r: Float64Array

  constructor(code: Code) {
    this.#code = code
    this.#big = new Array<bigint>(code.constants.length).fill(0n)
    this.#r = code.constants
  }

  /** The figure of a register, whichever way it is held. */
  big(register: number): bigint {
    const x = this.#r[register] as number
    return Number.isNaN(x) ? (this.#big[register] as bigint) : BigInt(x)
  }

  #put(to: number, x: bigint): boolean {
    if (x <= 9_007_199_254_740_991n && x >= -9_007_199_254_740_991n) this.#r[to] = Number(x)
    else {
      if (x > LARGEST || x < -LARGEST) return false
      this.#r[to] = Number.NaN
      this.#big[to] = x
    }
    return true
  }

  #copy(to: number, from: number): void {
    const x = this.#r[from] as number
    this.#r[to] = x
    if (Number.isNaN(x)) this.#big[to] = this.#big[from] as bigint
  }

  /** Whether a < b (or a <= b): numbers as numbers, anything else over big integers. */
  #isBelow(a: number, b: number, orEqual: boolean): boolean {
    const x = this.#r[a] as number
    const y = this.#r[b] as number
    if (!Number.isNaN(x) && !Number.isNaN(y)) return orEqual ? x <= y : x < y
    return orEqual ? this.big(a) <= this.big(b) : this.big(a) < this.big(b)
  }

  /** @param r registers with inputs and constants written; safe integers all. */
  run(r: Float64Array): boolean {
    this.#r = r
    const { words, tables } = this.#code
    for (let pc = 0; pc < words.length; pc += WIDTH) {
      const to = words[pc + 1] as number
      const p = words[pc + 2] as number
      const q = words[pc + 3] as number
      const a = r[p] as number
      switch (words[pc]) {
        case 0: {
          const x = a + (r[q] as number)
          if (isSafe(x)) r[to] = x
          else if (!this.#put(to, this.big(p) + this.big(q))) return false
          break
        }
        case 1: {
          const x = a - (r[q] as number)
          if (isSafe(x)) r[to] = x
          else if (!this.#put(to, this.big(p) - this.big(q))) return false
          break
        }
        case 2: {
          const x = a * (r[q] as number)
          if (isSafe(x)) r[to] = x
          else if (!this.#put(to, this.big(p) * this.big(q))) return false
          break
        }
        case 3:
          this.#copy(to, this.#isBelow(p, q, false) ? p : q)
          break
        case 4:
          this.#copy(to, this.#isBelow(p, q, false) ? q : p)
          break
        case 5:
          r[to] = this.#isBelow(p, q, false) ? 1 : 0
          break
        case 6:
          r[to] = this.#isBelow(p, q, true) ? 1 : 0
          break
        case 7:
          r[to] = this.#isBelow(p, q, true) && this.#isBelow(q, p, true) ? 1 : 0
          break
        case 8:
          r[to] = a !== 0 && r[q] !== 0 ? 1 : 0
          break
        case 9:
          r[to] = a !== 0 || r[q] !== 0 ? 1 : 0
          break
        case 10:
          if (!this.#put(to, -this.big(p))) return false
          break
        case 11: {
          const x = this.big(p)
          if (!this.#put(to, x < 0n ? -x : x)) return false
          break
        }
        case 12:
          r[to] = a === 0 ? 1 : 0
          break
        case 13:
          if (this.big(p) <= 0n) return false
          this.#copy(to, p)
          break
        case 14:
          break
        case 15:
          this.#copy(to, words[pc + (a !== 0 ? 3 : 4)] as number)
          break
        case 16:
          this.#copy(to, words[pc + (this.#isBelow(p, q, false) ? 4 : 5)] as number)
          break
        case 17: {
          const cells = tables[q] as Float64Array
          const last = cells.length - 1
          const value = cells[a < last ? a : last] as number
          if (Number.isNaN(value)) return false
          r[to] = value
          break
        }
        case 18:
          r[to] = (tables[q] as Float64Array)[a] as number
          break
        case 20:
          if (
            !this.#divide(
              to,
              p,
              (tables[q] as Float64Array)[0] as number,
              MODES[words[pc + 4] as number] as RoundingMode,
            )
          )
            return false
          break
        case 21:
          if (!this.#divide(to, p, (tables[q] as Float64Array)[0] as number, 'half-up')) return false
          break
        case 22: {
          const one = (tables[words[pc + 4] as number] as Float64Array)[0] as number
          const x = a * (r[q] as number)
          if (isSafe(x)) r[to] = divideRounded(x, one, 'half-up')
          else if (!this.#mulRound(to, p, q, one)) return false
          break
        }
        case 23: {
          const mode = MODES[words[pc + 4] as number] as RoundingMode
          const b = r[q] as number
          if (!Number.isNaN(a) && !Number.isNaN(b)) r[to] = divideRounded(a, b, mode)
          else if (!this.#put(to, divideBig(this.big(p), this.big(q), mode))) return false
          break
        }
        case 24:
        case 25: {
          const cells = tables[words[pc + 5] as number] as Float64Array
          if (!this.#tier(to, p, q, words[pc + 4] as number, cells)) return false
          break
        }
        case 26:
        case 27: {
          const cells = tables[words[pc + 4] as number] as Float64Array
          const count = words[pc + 5] as number
          const higher = words[pc + 6] === 1
          const x = a * (cells[0] as number)
          const per = q < 0 ? 1 : (r[q] as number)
          let i = 1
          if (isSafe(x) && isSafe(per)) {
            if (higher) while (i <= count && x >= (cells[i] as number) * per) i++
            else while (i <= count && x > (cells[i] as number) * per) i++
          } else {
            const big = this.big(p) * BigInt(cells[0] as number)
            const unit = q < 0 ? 1n : this.big(q)
            const reaches = (k: number) => big - BigInt(cells[k] as number) * unit
            while (i <= count && (higher ? reaches(i) >= 0n : reaches(i) > 0n)) i++
          }
          r[to] = cells[count + i] as number
          break
        }
        default:
          return false
      }
    }
    return true
  }

  #divide(to: number, p: number, one: number, mode: RoundingMode): boolean {
    const a = this.#r[p] as number
    if (Number.isNaN(a)) return this.#put(to, divideBig(this.#big[p] as bigint, BigInt(one), mode))
    this.#r[to] = divideRounded(a, one, mode)
    return true
  }

  /**
   * round(a × b / one) where the product leaves the safe integers. With a = whole × one + rest, a × b / one is
   * whole × b + rest × b / one, so that it often stays within them.
   */
  #mulRound(to: number, p: number, q: number, one: number): boolean {
    const a = this.#r[p] as number
    const b = this.#r[q] as number
    if (a >= 0 && b >= 0) {
      const whole = Math.floor(a / one)
      const head = whole * b
      const tail = (a - whole * one) * b
      if (isSafe(tail)) {
        const x = head + divideRounded(tail, one, 'half-up')
        if (isSafe(head) && isSafe(x)) {
          this.#r[to] = x
          return true
        }
      }
    }
    return this.#put(to, divideBig(this.big(p) * this.big(q), BigInt(one), 'half-up'))
  }

  #tier(to: number, p: number, from: number, by: number, cells: Float64Array): boolean {
    const r = this.#r
    const unit = cells[1] as number
    const high = (r[p] as number) * unit
    const low = from < 0 ? 0 : (r[from] as number) * unit
    const per = by < 0 ? 1 : (r[by] as number)
    const moved = high - low
    if (!isSafe(high) || !isSafe(low) || !isSafe(moved) || !isSafe(per)) return this.#bigTier(to, p, from, by, cells)
    // Slices are numbers; what they pay is added up as a number while it can be.
    let sum = moved * (cells[0] as number)
    let big: bigint | undefined = isSafe(sum) ? undefined : BigInt(moved) * BigInt(cells[0] as number)
    for (let i = 2; i < cells.length; i += 2) {
      const edge = (cells[i] as number) * per
      if (high <= edge && low <= edge) break
      const slice = (high > edge ? high - edge : 0) - (low > edge ? low - edge : 0)
      const step = cells[i + 1] as number
      if (big === undefined) {
        const paid = slice * step
        const next = sum + paid
        if (isSafe(paid) && isSafe(next)) {
          sum = next
          continue
        }
        big = BigInt(sum)
      }
      big += BigInt(slice) * BigInt(step)
    }
    if (big !== undefined) return this.#put(to, big)
    r[to] = sum
    return true
  }

  #bigTier(to: number, p: number, from: number, by: number, cells: Float64Array): boolean {
    const unit = BigInt(cells[1] as number)
    const high = this.big(p) * unit
    const low = from < 0 ? 0n : this.big(from) * unit
    const per = by < 0 ? 1n : this.big(by)
    let sum = (high - low) * BigInt(cells[0] as number)
    for (let i = 2; i < cells.length; i += 2) {
      const edge = BigInt(cells[i] as number) * per
      const slice = (high > edge ? high - edge : 0n) - (low > edge ? low - edge : 0n)
      sum += slice * BigInt(cells[i + 1] as number)
    }
    return this.#put(to, sum)
  }
}

/** a / b to an integer, b above 0. */
function divideBig(a: bigint, b: bigint, mode: RoundingMode): bigint {
  const floor = a >= 0n || a % b === 0n ? a / b : a / b - 1n
  const rest = a - floor * b
  if (rest === 0n) return floor
  const half = rest * 2n - b
  switch (mode) {
    case 'half-up':
      return half > 0n || (half === 0n && a > 0n) ? floor + 1n : floor
    case 'half-even':
      return half > 0n || (half === 0n && floor % 2n !== 0n) ? floor + 1n : floor
    case 'half-down':
      return half > 0n || (half === 0n && a < 0n) ? floor + 1n : floor
    case 'floor':
      return floor
    case 'ceiling':
      return floor + 1n
    case 'down':
      return a < 0n ? floor + 1n : floor
    case 'up':
      return a < 0n ? floor : floor + 1n
  }
}

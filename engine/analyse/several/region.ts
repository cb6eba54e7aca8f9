import {
  add,
  compare,
  divide,
  type Exact,
  isZero,
  maximum,
  minimum,
  multiply,
  negate,
  reduce,
  sign,
  subtract,
  ZERO,
} from '../../money/exact.ts'
import {
  type Box,
  divideForm,
  type Form,
  formAt,
  formValue,
  onlyVariable,
  rangeOf,
  type Side,
  scaleForm,
  slopesOfForm,
  stripped,
} from './form.ts'

type Sign = -1 | 0 | 1
/** Between what a form without a constant lies, by what was assumed. */
type Limit = { readonly form: Form; readonly lo: Exact | undefined; readonly hi: Exact | undefined }

/** Rounds in which the sides of a box are narrowed by what was assumed. */
const ROUNDS = 2

const keyOf = (form: Form): string => form.map((t) => `${t.powers}:${t.by.n}/${t.by.d}`).join(' ')

/** A form as scale · (steep + plus), where the steep part has no constant and leads with 1. */
function normalised(e: Form): { scale: Exact; steep: Form; plus: Exact } {
  const last = e.at(-1)
  const constant = last?.powers === 0 ? last.by : ZERO
  const scale = (e[0] as Form[number]).by
  const unit = scaleForm(last?.powers === 0 ? e.slice(0, -1) : e, divide({ n: 1n, d: 1n }, scale))
  return { scale, steep: unit, plus: reduce(divide(constant, scale)) }
}

/**
 * An open region of several variables, all above 0: a box, what was assumed of forms that do not follow its sides, and, where
 * it is a part of a surface, the form that is 0 there. Everything outside of what was assumed is cut off as far as lines
 * allow; what is left may be larger than the region, never smaller.
 */
export class Region {
  readonly box: Box
  readonly limits: ReadonlyMap<string, Limit>
  readonly surface: Form | undefined

  constructor(box: Box, limits: ReadonlyMap<string, Limit> = new Map(), surface: Form | undefined = undefined) {
    this.box = box
    this.limits = limits
    this.surface = surface
  }

  /** The sign of a form all over the region, on one side of the surface or on it (0); undefined if it is not the same everywhere. */
  signOf(e: Form, side: 1 | 0 | -1 = 1): Sign | undefined {
    if (!this.surface) return this.#sign(e)
    const { quotient, rest } = divideForm(e, this.surface)
    if (rest.length > 0) return this.#sign(rest)
    if (quotient.length === 0 || side === 0) return 0
    const factor = this.signOf(quotient, side)
    return factor === undefined ? undefined : ((factor * side) as Sign)
  }

  #sign(given: Form): Sign | undefined {
    const e = stripped(given)
    const value = formValue(e)
    if (value) return sign(value)
    const { lo, hi } = rangeOf(e, this.box)
    // The region is open, so that a form that moves reaches neither end.
    if (lo.n >= 0n) return 1
    if (hi.n <= 0n) return -1
    const { scale, steep, plus } = normalised(e)
    const limit = this.limits.get(keyOf(steep))
    if (limit?.lo && compare(limit.lo, negate(plus)) >= 0) return sign(scale)
    if (limit?.hi && compare(limit.hi, negate(plus)) <= 0) return -sign(scale) as Sign
    return undefined
  }

  /** The form that a decision depends on: on a surface, what it is there. */
  #here(e: Form): Form {
    return stripped(this.surface ? divideForm(e, this.surface).rest : e)
  }

  /** Whether a decision follows a side of the box. */
  isAlongBox(e: Form): boolean {
    return onlyVariable(this.#here(e)) !== undefined
  }

  /** The parts in which a form has one sign each; those that are empty are left out. */
  split(e: Form): Region[] {
    const here = this.#here(e)
    return [this.#where(here, 1), this.#where(here, -1)].filter((r) => r !== undefined)
  }

  /** The part of the surface on which a form is 0, inside the region; undefined where there is none. */
  onSurface(e: Form): Region | undefined {
    const surface = stripped(e)
    const flat = new Region(this.box, new Map(), surface)
    let part = flat.#limited(surface, ZERO, ZERO)
    for (const { form, lo, hi } of this.limits.values()) {
      if (!part) return undefined
      part = part.#limited(divideForm(form, surface).rest, lo, hi)
    }
    return part
  }

  #where(e: Form, wanted: 1 | -1): Region | undefined {
    return wanted > 0 ? this.#limited(e, ZERO, undefined) : this.#limited(e, undefined, ZERO)
  }

  /** The region in which lo ≤ e ≤ hi; undefined where nothing is left. */
  #limited(given: Form, from: Exact | undefined, to: Exact | undefined): Region | undefined {
    const value = formValue(given)
    if (value) {
      const isOut = (from && compare(value, from) < 0) || (to && compare(value, to) > 0)
      return isOut ? undefined : this
    }
    const { scale, steep, plus } = normalised(given)
    const bound = (x: Exact | undefined) => x && reduce(subtract(divide(x, scale), plus))
    const [lo, hi] = scale.n > 0n ? [bound(from), bound(to)] : [bound(to), bound(from)]
    const variable = onlyVariable(steep)
    if (variable !== undefined) {
      const box = this.box.with(variable, narrowed(this.box[variable] as Side, lo, hi))
      return this.#isEmpty(box) ? undefined : new Region(box, this.limits, this.surface)
    }
    const key = keyOf(steep)
    const known = this.limits.get(key)
    const limit: Limit = {
      form: steep,
      lo: known?.lo && lo ? maximum(known.lo, lo) : (known?.lo ?? lo),
      hi: known?.hi && hi ? minimum(known.hi, hi) : (known?.hi ?? hi),
    }
    if (limit.lo && limit.hi && compare(limit.lo, limit.hi) >= (this.#isOwn(steep) ? 1 : 0)) return undefined
    const limits = new Map(this.limits).set(key, limit)
    let box: Box = this.box
    for (let i = 0; i < ROUNDS; i++) for (const each of limits.values()) box = narrowedBy(box, each)
    return this.#isEmpty(box) ? undefined : new Region(box, limits, this.surface)
  }

  /** A surface is flat along itself; anything else that is flat has nothing inside. */
  #isOwn(steep: Form): boolean {
    return this.surface !== undefined && keyOf(normalised(this.surface).steep) === keyOf(steep)
  }

  #isEmpty(box: Box): boolean {
    const flat = this.surface && onlyVariable(this.surface)
    return box.some(({ lo, hi }, k) => compare(lo, hi) >= (k === flat ? 1 : 0))
  }

  /** Whether a point meets all that was assumed. */
  holds(point: readonly Exact[]): boolean {
    return [...this.limits.values()].every(({ form, lo, hi }) => {
      const value = formAt(form, point)
      return (!lo || compare(value, lo) >= 0) && (!hi || compare(value, hi) <= 0)
    })
  }

  /** Two halves along the side that is widest for its size: what holds of a form in each may not hold of both. */
  halved(): Region[] {
    const width = ({ lo, hi }: Side): Exact => divide(subtract(hi, lo), add(hi, { n: 1n, d: 1n }))
    let widest = 0
    for (let k = 1; k < this.box.length; k++)
      if (compare(width(this.box[k] as Side), width(this.box[widest] as Side)) > 0) widest = k
    const side = this.box[widest] as Side
    const middle = middleOf(side)
    return [
      { lo: side.lo, hi: middle },
      { lo: middle, hi: side.hi },
    ].map((half) => new Region(this.box.with(widest, half), this.limits, this.surface))
  }
}

const narrowed = ({ lo, hi }: Side, from: Exact | undefined, to: Exact | undefined): Side => ({
  lo: from ? maximum(lo, from) : lo,
  hi: to ? minimum(hi, to) : hi,
})

/** A side without the values that a limit on a line rules out, whatever the other variables are. */
function narrowedBy(box: Box, { form, lo, hi }: Limit): Box {
  const slopes = slopesOfForm(form, box.length)
  if (!slopes) return box
  const reach = slopes.map((a, k): Side => {
    const [x, y] = [multiply(a, (box[k] as Side).lo), multiply(a, (box[k] as Side).hi)]
    return a.n < 0n ? { lo: y, hi: x } : { lo: x, hi: y }
  })
  return box.map((side, k) => {
    const a = slopes[k] as Exact
    if (isZero(a)) return side
    const others = reach.reduce((sum, r, j) => (j === k ? sum : { lo: add(sum.lo, r.lo), hi: add(sum.hi, r.hi) }), {
      lo: ZERO,
      hi: ZERO,
    })
    const least = lo && reduce(divide(subtract(lo, others.hi), a))
    const most = hi && reduce(divide(subtract(hi, others.lo), a))
    return a.n > 0n ? narrowed(side, least, most) : narrowed(side, most, least)
  })
}

/** A value well inside a side; sides that go on without end are met near their beginning. */
export function middleOf({ lo, hi }: Side): Exact {
  if (compare(hi, multiply(add(lo, { n: 1n, d: 1n }), { n: 1000n, d: 1n })) < 0)
    return reduce({ n: lo.n * hi.d + hi.n * lo.d, d: 2n * lo.d * hi.d })
  return isZero(lo) ? minimum({ n: 10_000n, d: 1n }, divide(hi, { n: 2n, d: 1n })) : multiply(lo, { n: 2n, d: 1n })
}

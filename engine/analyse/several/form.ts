import {
  add as addExact,
  compare,
  divide,
  type Exact,
  isZero,
  negate,
  reduce,
  multiply as times,
  ZERO,
} from '../../money/exact.ts'

/**
 * A polynomial in up to seven variables, exact. A term's powers are packed, four bits for each variable; terms stand in
 * falling order of them, which is an order of monomials (lexicographic), so that the first term leads. No term is 0.
 */
export type Form = readonly Term[]
export type Term = { readonly powers: number; readonly by: Exact }

export const MOST_VARIABLES = 7
/** Beyond this degree a figure counts as unknown. */
const MOST_DEGREE = 6
const BITS = 4

const powerOf = (powers: number, k: number): number => (powers >> (BITS * k)) & 15
const total = (powers: number): number => {
  let sum = 0
  for (let rest = powers; rest > 0; rest >>= BITS) sum += rest & 15
  return sum
}

export const constantForm = (value: Exact): Form => (isZero(value) ? [] : [{ powers: 0, by: value }])
export const variableForm = (k: number): Form => [{ powers: 1 << (BITS * k), by: { n: 1n, d: 1n } }]

/** The value of a form without variables; undefined if it has some. */
export const formValue = (p: Form): Exact | undefined =>
  p.length === 0 ? ZERO : p.length === 1 && p[0]?.powers === 0 ? p[0].by : undefined

export const isWithinDegree = (p: Form): boolean => p.every(({ powers }) => total(powers) <= MOST_DEGREE)

export function addForms(p: Form, q: Form): Form {
  if (p.length === 0) return q
  if (q.length === 0) return p
  const sum: Term[] = []
  let [i, j] = [0, 0]
  while (i < p.length || j < q.length) {
    const [a, b] = [p[i], q[j]]
    if (a && (!b || a.powers > b.powers)) {
      sum.push(a)
      i++
    } else if (b && (!a || b.powers > a.powers)) {
      sum.push(b)
      j++
    } else if (a && b) {
      const by = reduce(addExact(a.by, b.by))
      if (!isZero(by)) sum.push({ powers: a.powers, by })
      i++
      j++
    }
  }
  return sum
}

export const scaleForm = (p: Form, by: Exact): Form =>
  isZero(by) ? [] : p.map((t) => ({ powers: t.powers, by: reduce(times(t.by, by)) }))
export const negateForm = (p: Form): Form => p.map((t) => ({ powers: t.powers, by: negate(t.by) }))
export const subtractForms = (p: Form, q: Form): Form => addForms(p, negateForm(q))

const shifted = (p: Form, { powers, by }: Term): Form =>
  p.map((t) => ({ powers: t.powers + powers, by: reduce(times(t.by, by)) }))

export const multiplyForms = (p: Form, q: Form): Form =>
  q.reduce<Form>((sum, term) => addForms(sum, shifted(p, term)), [])

export const sameForm = (p: Form, q: Form): boolean =>
  p.length === q.length && p.every((t, i) => t.powers === q[i]?.powers && compare(t.by, q[i]?.by ?? ZERO) === 0)

/** The slope along one variable. */
export const derivativeOf = (p: Form, k: number): Form =>
  p.flatMap((t) => {
    const power = powerOf(t.powers, k)
    return power === 0 ? [] : [{ powers: t.powers - (1 << (BITS * k)), by: times(t.by, { n: BigInt(power), d: 1n }) }]
  })

export const dependsOn = (p: Form, k: number): boolean => p.some((t) => powerOf(t.powers, k) > 0)

/** The variable of a form that is a line over one variable alone. */
export function onlyVariable(p: Form): number | undefined {
  const lead = p[0]
  if (!lead || p.length > 2 || total(lead.powers) !== 1 || (p[1] && p[1].powers !== 0)) return undefined
  for (let k = 0; k < MOST_VARIABLES; k++) if (powerOf(lead.powers, k) === 1) return k
  return undefined
}

/** The coefficient of each variable of a form of degree 1, without its constant; undefined if it is of another degree. */
export function slopesOfForm(p: Form, variables: number): Exact[] | undefined {
  const slopes = new Array<Exact>(variables).fill(ZERO)
  for (const t of p) {
    if (t.powers === 0) continue
    if (total(t.powers) !== 1) return undefined
    slopes[slopes.findIndex((_, k) => powerOf(t.powers, k) === 1)] = t.by
  }
  return slopes
}

/** Without the monomial that all terms share: all variables are above 0, so that its sign stays. */
export function stripped(p: Form): Form {
  let shared = 0
  for (let k = 0; k < MOST_VARIABLES; k++) {
    const least = p.reduce((power, t) => Math.min(power, powerOf(t.powers, k)), p.length === 0 ? 0 : 15)
    shared |= least << (BITS * k)
  }
  return shared === 0 ? p : p.map((t) => ({ powers: t.powers - shared, by: t.by }))
}

const divides = (a: number, b: number): boolean => {
  for (let k = 0; k < MOST_VARIABLES; k++) if (powerOf(a, k) > powerOf(b, k)) return false
  return true
}

/**
 * p = quotient · d + rest, where no term of the rest is divisible by the leading term of d. On the surface d = 0 the form
 * is its rest, and the rest is 0 exactly where d divides p.
 */
export function divideForm(p: Form, d: Form): { readonly quotient: Form; readonly rest: Form } {
  const lead = d[0]
  let [left, quotient, rest]: [Form, Form, Form] = [p, [], []]
  if (!lead) return { quotient, rest: p }
  for (let first = left[0]; first; first = left[0]) {
    if (divides(lead.powers, first.powers)) {
      const term = { powers: first.powers - lead.powers, by: reduce(divide(first.by, lead.by)) }
      quotient = addForms(quotient, [term])
      left = subtractForms(left, shifted(d, term))
    } else {
      rest = addForms(rest, [first])
      left = left.slice(1)
    }
  }
  return { quotient, rest }
}

export type Side = { readonly lo: Exact; readonly hi: Exact }
export type Box = readonly Side[]

const power = (x: Exact, n: number): Exact => {
  let result: Exact = { n: 1n, d: 1n }
  for (let i = 0; i < n; i++) result = times(result, x)
  return result
}

function monomialAt(powers: number, point: readonly Exact[]): Exact {
  let value: Exact = { n: 1n, d: 1n }
  for (let k = 0, rest = powers; rest > 0; k++, rest >>= BITS) {
    if ((rest & 15) > 0) value = times(value, power(point[k] as Exact, rest & 15))
  }
  return value
}

export const formAt = (p: Form, point: readonly Exact[]): Exact =>
  reduce(p.reduce((sum, t) => addExact(sum, times(t.by, monomialAt(t.powers, point))), ZERO))

/** Between what a form lies over a box whose sides are not below 0: exact for lines, safe for others. */
export function rangeOf(p: Form, box: Box): Side {
  const [low, high] = [box.map((s) => s.lo), box.map((s) => s.hi)]
  let [lo, hi] = [ZERO, ZERO]
  for (const { powers, by } of p) {
    const [small, large] = [times(by, monomialAt(powers, low)), times(by, monomialAt(powers, high))]
    lo = addExact(lo, by.n > 0n ? small : large)
    hi = addExact(hi, by.n > 0n ? large : small)
  }
  return { lo: reduce(lo), hi: reduce(hi) }
}

import {
  add,
  compare,
  divide,
  type Exact,
  maximum,
  minimum,
  multiply,
  negate,
  parseExact,
  sign,
  ZERO,
} from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { Plan } from '../plan/ast.ts'
import type { ComparisonOperator, Expression } from '../plan/expression.ts'

/** All numbers from `lo` to `hi`, both included; an end that is left out is infinite. */
export type Range = { readonly lo?: Exact; readonly hi?: Exact }

/** What is known of operands on the way down to a node, by their JSON: ranges of numbers, and texts that they are or are not. */
export type Known = ReadonlyMap<
  string,
  { readonly range?: Range; readonly is?: string; readonly not?: readonly string[] }
>
export const NOTHING_KNOWN: Known = new Map()

const ANY: Range = {}
const exactly = (value: Exact): Range => ({ lo: value, hi: value })
const range = (lo: Exact | undefined, hi: Exact | undefined): Range => ({
  ...(lo ? { lo } : {}),
  ...(hi ? { hi } : {}),
})
const AT_LEAST_0: Range = { lo: ZERO }
const ONE = parseExact('1')

const hull = (a: Range, b: Range): Range =>
  range(a.lo && b.lo && minimum(a.lo, b.lo), a.hi && b.hi && maximum(a.hi, b.hi))
const intersect = (a: Range, b: Range): Range =>
  range(a.lo && b.lo ? maximum(a.lo, b.lo) : (a.lo ?? b.lo), a.hi && b.hi ? minimum(a.hi, b.hi) : (a.hi ?? b.hi))
const isEmpty = (r: Range): boolean => r.lo !== undefined && r.hi !== undefined && compare(r.lo, r.hi) > 0
const opposite = (r: Range): Range => range(r.hi && negate(r.hi), r.lo && negate(r.lo))
const sum = (a: Range, b: Range): Range => range(a.lo && b.lo && add(a.lo, b.lo), a.hi && b.hi && add(a.hi, b.hi))

function product(a: Range, b: Range): Range {
  if (a.lo && a.hi && b.lo && b.hi) {
    const all = [multiply(a.lo, b.lo), multiply(a.lo, b.hi), multiply(a.hi, b.lo), multiply(a.hi, b.hi)]
    return range(all.reduce(minimum), all.reduce(maximum))
  }
  if (a.lo && b.lo && sign(a.lo) >= 0 && sign(b.lo) >= 0) return { lo: multiply(a.lo, b.lo) }
  const factor = constantOf(a) ?? constantOf(b)
  const other = constantOf(a) ? b : a
  if (!factor) return ANY
  const scaled = range(other.lo && multiply(other.lo, factor), other.hi && multiply(other.hi, factor))
  return sign(factor) >= 0 ? scaled : range(scaled.hi, scaled.lo)
}

const constantOf = (r: Range): Exact | undefined => (r.lo && r.hi && compare(r.lo, r.hi) === 0 ? r.lo : undefined)

/** The key of an operand: its JSON without block ids. */
export const keyOf = (e: Expression): string =>
  JSON.stringify(e, (key, value: unknown) => (key === 'at' ? undefined : value))

/**
 * The numbers that an expression can be, by interval arithmetic: never too few. Amounts have no bounds (there are returns),
 * counts are not negative, and what conditions around the node say of an operand is used.
 */
export function rangeOf(plan: Plan, e: Expression, known: Known = NOTHING_KNOWN): Range {
  const told = known.size > 0 ? known.get(keyOf(e))?.range : undefined
  const own = ownRange(plan, e, known)
  return told ? intersect(told, own) : own
}

function ownRange(plan: Plan, e: Expression, known: Known): Range {
  const of = (node: Expression) => rangeOf(plan, node, known)
  const all = (nodes: readonly Expression[]) => nodes.map(of)
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money':
      return exactly(parseExact(e.value))
    case 'Measure':
      return measureRange(plan, e.measure)
    case 'Attainment': {
      const { lo } = measureRange(plan, e.measure)
      return lo && sign(lo) >= 0 ? AT_LEAST_0 : ANY
    }
    case 'Add':
      return all(e.of).reduce(sum)
    case 'Multiply':
      return all(e.of).reduce(product)
    case 'Min':
      return all(e.of).reduce((a, b) =>
        range(a.lo && b.lo && minimum(a.lo, b.lo), a.hi && b.hi ? minimum(a.hi, b.hi) : (a.hi ?? b.hi)),
      )
    case 'Max':
      return all(e.of).reduce((a, b) =>
        range(a.lo && b.lo ? maximum(a.lo, b.lo) : (a.lo ?? b.lo), a.hi && b.hi && maximum(a.hi, b.hi)),
      )
    case 'Subtract':
      return sum(of(e.left), opposite(of(e.right)))
    case 'Divide': {
      const by = constantOf(of(e.right))
      if (!by || sign(by) === 0) return ANY
      const quotient = product(of(e.left), exactly(divide(ONE, by)))
      const { digits } = e
      return digits === undefined ? quotient : rounded(quotient, digits)
    }
    case 'Negate':
      return opposite(of(e.of))
    case 'Absolute': {
      const r = of(e.of)
      if (r.lo && sign(r.lo) >= 0) return r
      if (r.hi && sign(r.hi) <= 0) return opposite(r)
      return range(ZERO, r.lo && r.hi && maximum(negate(r.lo), r.hi))
    }
    case 'Round':
      return rounded(of(e.of), e.digits)
    case 'If': {
      const holds = truthOf(plan, e.when, known)
      const then = () => rangeOf(plan, e.then, learn(plan, e.when, true, known))
      const otherwise = () => rangeOf(plan, e.otherwise, learn(plan, e.when, false, known))
      return holds === true ? then() : holds === false ? otherwise() : hull(then(), otherwise())
    }
    case 'Default':
      return hull(of(e.of), of(e.otherwise))
    case 'TableCell':
    case 'ApplyTable': {
      const table = plan.tables.find((t) => t.id === e.table)
      if (!table || (e.kind === 'ApplyTable' && (table.mode === 'whole' || table.mode === 'marginal'))) return ANY
      return table.bands.map((b) => of(b.value)).reduce(hull)
    }
    case 'MatrixCell':
      return (
        plan.matrices
          ?.find((m) => m.id === e.matrix)
          ?.cells.map(of)
          .reduce(hull) ?? ANY
      )
    case 'Rank':
      return { lo: ONE }
    case 'Percentile':
      return { lo: ZERO, hi: ONE }
    default:
      return ANY
  }
}

const rounded = (r: Range, digits: number): Range =>
  range(r.lo && roundExact(r.lo, digits, 'floor'), r.hi && roundExact(r.hi, digits, 'ceiling'))

/** The range of a measure; counts and sums of what is not negative are not negative. */
export function measureRange(plan: Plan, id: string): Range {
  const measure = plan.measures.find((m) => m.id === id)
  if (!measure) return ANY
  if (measure.aggregate === 'count' || measure.aggregate === 'distinctCount') return AT_LEAST_0
  const value = measure.value ? rangeOf(plan, measure.value) : ANY
  if (measure.aggregate === 'sum') return value.lo && sign(value.lo) >= 0 ? AT_LEAST_0 : ANY
  return value
}

const NEGATED: Record<ComparisonOperator, ComparisonOperator> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}
const MIRRORED: Record<ComparisonOperator, ComparisonOperator> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** Whether a condition always holds (true), never (false), or may do either (undefined). Sound: it never says too much. */
export function truthOf(plan: Plan, e: Expression, known: Known = NOTHING_KNOWN): boolean | undefined {
  switch (e.kind) {
    case 'YesNo':
      return e.value
    case 'Not': {
      const of = truthOf(plan, e.of, known)
      return of === undefined ? undefined : !of
    }
    case 'And':
      return everyHolds(plan, e.of, known, true)
    case 'Or': {
      const none = everyHolds(plan, e.of, known, false)
      return none === undefined ? undefined : !none
    }
    case 'OneOf':
      if (e.list.kind !== 'TextList') return undefined
      if (e.list.values.length === 0) return false
      return oneOf(e.of, e.list.values, known)
    case 'TextMatch':
      if (e.text.kind !== 'Text') return undefined
      if (e.text.value === '') return true
      return e.of.kind === 'Text'
        ? e.how === 'contains'
          ? e.of.value.includes(e.text.value)
          : e.of.value.startsWith(e.text.value)
        : undefined
    case 'Compare':
      return compared(plan, e, known)
    default:
      return undefined
  }
}

function oneOf(of: Expression, values: readonly string[], known: Known): boolean | undefined {
  if (of.kind === 'Text') return values.includes(of.value)
  const told = known.get(keyOf(of))
  if (told?.is !== undefined) return values.includes(told.is)
  return told?.not && values.every((v) => told.not?.includes(v)) ? false : undefined
}

/** Whether all conditions hold (or, negated, none): each is read with what the ones before it say. */
function everyHolds(plan: Plan, of: readonly Expression[], known: Known, positive: boolean): boolean | undefined {
  let learnt = known
  let all = true
  for (const e of of) {
    const truth = truthOf(plan, e, learnt)
    const holds = truth === undefined ? undefined : truth === positive
    if (holds === false) return false
    if (holds === undefined) all = false
    learnt = learn(plan, e, positive, learnt)
    if ([...learnt.values()].some((k) => k.range && isEmpty(k.range))) return false
  }
  return all ? true : undefined
}

function compared(plan: Plan, e: Expression & { kind: 'Compare' }, known: Known): boolean | undefined {
  const [left, right] = [textOf(e.left, known), textOf(e.right, known)]
  if (e.op === '=' || e.op === '<>') {
    if (left !== undefined && right !== undefined) return (left === right) === (e.op === '=')
    const [told, text] = right !== undefined ? [known.get(keyOf(e.left)), right] : [known.get(keyOf(e.right)), left]
    if (text !== undefined && told?.not?.includes(text)) return e.op === '<>'
    if (text !== undefined) return undefined
  }
  if (e.left.kind === 'Date' && e.right.kind === 'Date')
    return ordered(e.op, e.left.value < e.right.value ? -1 : e.left.value > e.right.value ? 1 : 0)
  const [a, b] = [rangeOf(plan, e.left, known), rangeOf(plan, e.right, known)]
  const below = a.hi && b.lo ? compare(a.hi, b.lo) : undefined
  const above = a.lo && b.hi ? compare(a.lo, b.hi) : undefined
  const same = constantOf(a) && constantOf(b) ? compare(constantOf(a) as Exact, constantOf(b) as Exact) : undefined
  switch (e.op) {
    case '<':
      return below === -1 ? true : above === 0 || above === 1 ? false : undefined
    case '<=':
      return below === -1 || below === 0 ? true : above === 1 ? false : undefined
    case '>':
      return above === 1 ? true : below === 0 || below === -1 ? false : undefined
    case '>=':
      return above === 1 || above === 0 ? true : below === -1 ? false : undefined
    case '=':
    case '<>': {
      const equal = same === 0 ? true : below === -1 || above === 1 ? false : undefined
      return equal === undefined ? undefined : equal === (e.op === '=')
    }
  }
}

const ordered = (op: ComparisonOperator, order: number): boolean =>
  op === '='
    ? order === 0
    : op === '<>'
      ? order !== 0
      : op === '<'
        ? order < 0
        : op === '<='
          ? order <= 0
          : op === '>'
            ? order > 0
            : order >= 0

const textOf = (e: Expression, known: Known): string | undefined =>
  e.kind === 'Text' ? e.value : known.get(keyOf(e))?.is

/** What is known besides where a condition holds, or does not. Strict bounds are kept as bounds that include the edge. */
export function learn(plan: Plan, e: Expression, holds: boolean, known: Known): Known {
  if (e.kind === 'Not') return learn(plan, e.of, !holds, known)
  if ((e.kind === 'And' && holds) || (e.kind === 'Or' && !holds))
    return e.of.reduce((sofar, part) => learn(plan, part, holds, sofar), known)
  if (e.kind !== 'Compare') return known
  const op = holds ? e.op : NEGATED[e.op]
  const learnt = new Map(known)
  const note = (operand: Expression, how: ComparisonOperator, other: Expression): void => {
    if (operand.kind === 'Number' || operand.kind === 'Money' || operand.kind === 'Percent' || operand.kind === 'Text')
      return
    const key = keyOf(operand)
    const before = learnt.get(key) ?? {}
    if (other.kind === 'Text') {
      if (how === '=') learnt.set(key, { ...before, is: other.value })
      if (how === '<>') learnt.set(key, { ...before, not: [...(before.not ?? []), other.value] })
      return
    }
    const bound = rangeOf(plan, other, known)
    const told: Range =
      how === '='
        ? bound
        : how === '>=' || how === '>'
          ? range(bound.lo, undefined)
          : how === '<' || how === '<='
            ? range(undefined, bound.hi)
            : ANY
    if (told.lo || told.hi) learnt.set(key, { ...before, range: intersect(before.range ?? ANY, told) })
  }
  note(e.left, op, e.right)
  note(e.right, MIRRORED[op], e.left)
  return learnt
}

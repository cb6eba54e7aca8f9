import type { Expression, Period, Plan, RoundingMode, Transaction } from '#engine'
import { Fraction } from '../fraction.ts'
import { days } from './calendar.ts'
import { decimal, larger, minus, negative, over, plus, rounded, smaller, times, whole } from './exact.ts'
import { fieldOf } from './fields.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { applyTable, matrixCell, tableCell } from './tables.ts'
import { parameterFact, quotaOver, territoryOf, titleOf, type World } from './world.ts'

export type OracleCredit = {
  readonly rule: string
  readonly type: string
  readonly participant: string
  readonly amount: Fraction
  readonly territory: string | null
  readonly deal: Transaction
  readonly counts: 'attainment and pay' | 'attainment only' | 'pay only' | 'neither'
}

/** What an expression may read where it stands. */
export type Scope = {
  readonly world: World
  readonly plan: Plan
  readonly who: string
  /** The day of which parameters, titles and territories are read. */
  readonly on: string
  readonly deal?: Transaction
  readonly credit?: OracleCredit
  readonly period?: Period
  readonly planFrom: string
  /** A measure after the credit at hand, or at the end of the period; and before the credit. */
  readonly measure: (id: string) => Fraction
  readonly before: (id: string) => Fraction
  readonly earned: (id: string) => Fraction
  readonly rank: (id: string, best: 'highest' | 'lowest') => Fraction
  readonly percentile: (id: string) => Fraction
}

export type Value = Fraction | string | boolean | readonly string[]

const missing = (): never => {
  throw new NoFigure('missing-value')
}
/** A scope in which nothing but facts can be read. */
export const plainScope = (given: Pick<Scope, 'world' | 'plan' | 'who' | 'on'> & Partial<Scope>): Scope => ({
  planFrom: given.on,
  measure: missing,
  before: missing,
  earned: missing,
  rank: missing,
  percentile: missing,
  ...given,
})

export const numberOf = (e: Expression, s: Scope): Fraction => {
  const value = evaluate(e, s)
  if (value instanceof Fraction) return value
  throw new Error(`${e.kind} is no number.`)
}
export const holdsTrue = (e: Expression, s: Scope): boolean => evaluate(e, s) === true
const textOf = (e: Expression, s: Scope): string => evaluate(e, s) as string

/** The value of an expression; throws NoFigure where it has none. Operands are read in the order in which they stand. */
export function evaluate(e: Expression, s: Scope): Value {
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money':
      return decimal(e.value)
    case 'Text':
    case 'Date':
    case 'YesNo':
      return e.value
    case 'TextList':
      return e.values
    case 'Field':
      return fieldOf(e.field, s)
    case 'Parameter':
      return parameterOf(e.parameter, s)
    case 'Recipient': {
      const found =
        e.attribute === 'title'
          ? titleOf(s.world, s.who, s.on)
          : (s.credit?.territory ?? territoryOf(s.world, s.who, s.on))
      return found ?? missing()
    }
    case 'CreditAmount':
      return s.credit!.amount
    case 'CreditType':
      return s.credit!.type
    case 'Measure':
      return s.measure(e.measure)
    case 'Quota':
      return quotaOver(s.world, s.plan, e.quota, e.span, s.who, s.period!, s.planFrom, s.on)
    case 'Attainment':
      return attainment(e, s)
    case 'Earned':
      return s.earned(e.earning)
    case 'Add':
      return e.of.map((x) => numberOf(x, s)).reduce(plus)
    case 'Multiply':
      return e.of.map((x) => numberOf(x, s)).reduce(times)
    case 'Min':
      return e.of.map((x) => numberOf(x, s)).reduce(smaller)
    case 'Max':
      return e.of.map((x) => numberOf(x, s)).reduce(larger)
    case 'Subtract': {
      const [left, right] = [evaluate(e.left, s), evaluate(e.right, s)]
      if (left instanceof Fraction && right instanceof Fraction) return minus(left, right)
      return whole(days(right as string, left as string))
    }
    case 'Divide': {
      const [left, right] = [numberOf(e.left, s), numberOf(e.right, s)]
      if (right.n === 0n) throw new NoFigure('division-by-zero')
      return stated(over(left, right), e.digits, e.mode)
    }
    case 'Negate':
      return negative(numberOf(e.of, s))
    case 'Absolute': {
      const value = numberOf(e.of, s)
      return value.n < 0n ? negative(value) : value
    }
    case 'Round':
      return rounded(numberOf(e.of, s), e.digits, e.mode)
    case 'Compare':
      return compared(e.op, evaluate(e.left, s), evaluate(e.right, s))
    case 'And':
      return e.of.every((x) => holdsTrue(x, s))
    case 'Or':
      return e.of.some((x) => holdsTrue(x, s))
    case 'Not':
      return !holdsTrue(e.of, s)
    case 'If':
      return holdsTrue(e.when, s) ? evaluate(e.then, s) : evaluate(e.otherwise, s)
    case 'OneOf': {
      const of = textOf(e.of, s)
      return (evaluate(e.list, s) as readonly string[]).includes(of)
    }
    case 'TextMatch': {
      const [of, text] = [textOf(e.of, s), textOf(e.text, s)]
      return e.how === 'contains' ? of.includes(text) : of.startsWith(text)
    }
    case 'Default': {
      const found = attempt(() => evaluate(e.of, s))
      if ('value' in found) return found.value
      if (!isAbsent(found.code)) throw new NoFigure(found.code)
      return evaluate(e.otherwise, s)
    }
    case 'IsMissing': {
      const found = attempt(() => evaluate(e.of, s))
      if ('value' in found) return false
      if (!isAbsent(found.code)) throw new NoFigure(found.code)
      return true
    }
    case 'ApplyTable':
      return applyTable(e, s)
    case 'TableCell':
      return tableCell(e, s)
    case 'MatrixCell':
      return matrixCell(e, s)
    case 'Rank':
      return s.rank(e.measure, e.best)
    case 'Percentile':
      return s.percentile(e.measure)
  }
}

function parameterOf(id: string, s: Scope): Fraction {
  const stated = parameterFact(s.world, id, s.who, s.on)
  const fallback = s.plan.parameters.find((p) => p.id === id)?.default
  return stated ?? (fallback === null || fallback === undefined ? missing() : decimal(fallback))
}

/** What is not there has a default; what cannot be, has none. */
const isAbsent = (code: string): boolean => code === 'missing-value' || code === 'quota-missing'

/** A quotient stays exact unless the division states digits. */
function stated(x: Fraction, digits: number | undefined, mode: RoundingMode | undefined): Fraction {
  return digits === undefined ? x : rounded(x, digits, mode ?? 'half-up')
}

/** A measure against the quota of the same window. */
function attainment(e: { measure: string; quota: string }, s: Scope): Fraction {
  const first = s.plan.compositeMeasures?.find((m) => m.id === e.measure)?.of[0]?.measure ?? e.measure
  const window = s.plan.measures.find((m) => m.id === first)?.window ?? { kind: 'Period' as const }
  const reached = s.measure(e.measure)
  const quota = quotaOver(s.world, s.plan, e.quota, window, s.who, s.period!, s.planFrom, s.on)
  if (quota.n === 0n) throw new NoFigure('quota-zero')
  return over(reached, quota)
}

function compared(op: string, left: Value, right: Value): boolean {
  const sign =
    left instanceof Fraction && right instanceof Fraction
      ? left.compare(right)
      : left === right
        ? 0
        : (left as string) < (right as string)
          ? -1
          : 1
  switch (op) {
    case '=':
      return sign === 0
    case '<>':
      return sign !== 0
    case '<':
      return sign < 0
    case '<=':
      return sign <= 0
    case '>':
      return sign > 0
    default:
      return sign >= 0
  }
}

import { pointerStep } from '../check/bounds.ts'
import { article, type Place } from '../check/infer-type.ts'
import type { Scope, StaticType } from '../check/types.ts'
import { activeShare } from '../facts/active-share.ts'
import type { Transaction } from '../facts/facts.ts'
import { unreachable } from '../lib/assert.ts'
import {
  absolute,
  add,
  compare,
  divide,
  type Exact,
  exactToText,
  isZero,
  maximum,
  minimum,
  multiply,
  NumberOverflow,
  negate,
  ONE,
  parseExact,
  readExact,
  sign,
  subtract,
} from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { Changes, Conversion } from '../plan/ast.ts'
import type { Expression, ExpressionOf } from '../plan/expression.ts'
import { windowOf } from '../plan/measure-window.ts'
import { spanOf } from '../time/calendar.ts'
import { addDays, daysBetween } from '../time/calendar-date.ts'
import type { CompiledMatrix } from './compile-matrix.ts'
import type { CompiledTable, Evaluate } from './compile-table.ts'
import { asNoValue, NoValue } from './data-exception.ts'
import type { Frame } from './frame.ts'
import type { PlanTypes } from './known-types.ts'
import { type Step, showValue, type Value } from './step.ts'

/** A place below another, whose pointer is written only when somebody asks for it: for an exception or a step. */
class Below implements Place {
  readonly at: string | null
  readonly scope: Scope
  readonly above: Place
  readonly key: string | undefined
  readonly next: string | number | undefined

  constructor(above: Place, at: string | null, key: string | undefined, next: string | number | undefined) {
    this.above = above
    this.at = at
    this.scope = above.scope
    this.key = key
    this.next = next
  }

  get path(): string {
    const own = this.key === undefined ? this.above.path : this.above.path + pointerStep(this.key)
    return this.next === undefined ? own : own + pointerStep(this.next)
  }
}

const within = (place: Place, key: string, next?: string | number): Place => new Below(place, place.at, key, next)

/** What compiling needs to know besides the expression: its types, the tables, and whether steps are recorded. */
export type CompileContext = {
  readonly types: PlanTypes
  readonly tables: ReadonlyMap<string, CompiledTable>
  readonly matrices: ReadonlyMap<string, CompiledMatrix>
  readonly traced: boolean
  /** Whether every node says where a figure outgrew all bounds; otherwise the whole expression is evaluated again for that. */
  readonly guarded?: boolean
}

/**
 * Compiles a checked expression to a closure. Arithmetic is exact; what cannot be evaluated throws NoValue at its block.
 * With `traced`, the same closures also record their steps into the frame: an explanation cannot differ from the figure.
 */
export function compileExpression(c: CompileContext, e: Expression, place: Place): Evaluate<Value> {
  if (c.traced) return compileNode({ ...c, guarded: true }, e, place)
  const plain = compileNode(c, e, place)
  if (literal(e)) return plain
  return (f) => {
    try {
      return plain(f)
    } catch (error) {
      if (!(error instanceof NumberOverflow)) throw error
      // Once more, by closures that know their own block, so that the exception is at the one whose figure grew.
      return compileNode({ ...c, guarded: true }, e, place)(f)
    }
  }
}

function compileNode(c: CompileContext, e: Expression, outer: Place): Evaluate<Value> {
  const place: Place = e.at === undefined ? outer : new Below(outer, e.at, undefined, undefined)
  const own = literal(e) ?? (c.guarded ? guarded(build(c, e, place), place) : build(c, e, place))
  return c.traced && e.kind !== 'TextList' ? traced(own, e, c.types.types.get(e) ?? 'number', place) : own
}

const compileNumber = (c: CompileContext, e: Expression, place: Place): Evaluate<Exact> =>
  compileNode(c, e, place) as Evaluate<Exact>

/** The checker has typed the expression as money or a number, so its value is Exact. */
export const compileExact = (c: CompileContext, e: Expression, place: Place): Evaluate<Exact> =>
  compileExpression(c, e, place) as Evaluate<Exact>
/** The checker has typed the expression as yes/no. */
export const compileYesNo = (c: CompileContext, e: Expression, place: Place): Evaluate<boolean> =>
  compileExpression(c, e, place) as Evaluate<boolean>

const guarded =
  (evaluate: Evaluate<Value>, place: Place): Evaluate<Value> =>
  (f) => {
    try {
      return evaluate(f)
    } catch (error) {
      throw asNoValue(error, place)
    }
  }

const traced =
  (evaluate: Evaluate<Value>, e: Expression, type: StaticType, place: Place): Evaluate<Value> =>
  (f) => {
    const parent = f.steps
    const own: Step[] = []
    f.steps = own
    try {
      const value = evaluate(f)
      parent?.push({
        kind: e.kind,
        path: place.path,
        at: place.at,
        label: labelOf(e),
        value: showValue(type, value),
        steps: own,
      })
      return value
    } catch (error) {
      if (error instanceof NoValue)
        parent?.push({ kind: e.kind, path: place.path, at: place.at, label: labelOf(e), value: null, steps: own })
      throw error
    } finally {
      f.steps = parent
    }
  }

/** What a step is called: the name of what it reads. */
export function labelOf(e: Expression): string | null {
  switch (e.kind) {
    case 'Field':
      return e.field
    case 'Parameter':
      return e.parameter
    case 'Measure':
      return e.measure
    case 'Quota':
      return e.quota
    case 'Attainment':
      return `${e.measure} ÷ ${e.quota}`
    case 'Earned':
      return e.earning
    case 'ApplyTable':
    case 'TableCell':
      return e.table
    case 'MatrixCell':
      return e.matrix
    case 'Rank':
    case 'Percentile':
      return e.measure
    case 'Recipient':
      return e.attribute
    case 'Compare':
      return e.op
    default:
      return null
  }
}

/** Whether a checked expression is a date: nothing is calculated to be one. */
function isDate(types: PlanTypes, e: Expression): boolean {
  switch (e.kind) {
    case 'Date':
      return true
    case 'Field':
      return types.fields.get(e.field) === 'date'
    case 'If':
      return isDate(types, e.then)
    case 'Default':
      return isDate(types, e.of)
    default:
      return false
  }
}

/** A literal reads nothing and cannot fail; undefined for anything else. */
function literal(e: Expression): Evaluate<Value> | undefined {
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money': {
      const value = parseExact(e.value)
      return () => value
    }
    case 'Text':
    case 'YesNo':
    case 'Date':
      return () => e.value
    case 'TextList':
      return () => e.values
    default:
      return undefined
  }
}

type Read = Exclude<Expression, { kind: 'Number' | 'Percent' | 'Money' | 'Text' | 'YesNo' | 'Date' | 'TextList' }>

/** Each in order, where they stand in a list `of`. */
const compileAll = (c: CompileContext, nodes: readonly Expression[], place: Place): Evaluate<Value>[] =>
  nodes.map((node, i) => compileNode(c, node, within(place, 'of', i)))

function fold(
  c: CompileContext,
  nodes: readonly Expression[],
  place: Place,
  combine: (a: Exact, b: Exact) => Exact,
): Evaluate<Exact> {
  const of = compileAll(c, nodes, place) as Evaluate<Exact>[]
  return (f) => {
    let value = (of[0] as Evaluate<Exact>)(f)
    for (let i = 1; i < of.length; i++) value = combine(value, (of[i] as Evaluate<Exact>)(f))
    return value
  }
}

const changesOf = (c: CompileContext): Changes => c.types.plan.changes ?? {}

function build(c: CompileContext, expression: Expression, place: Place): Evaluate<Value> {
  const e = expression as Read
  switch (e.kind) {
    case 'Field':
      return compileField(c, e, place)
    case 'Parameter': {
      const declared = c.types.parameters.get(e.parameter)
      const standard = declared?.default === null || declared === undefined ? undefined : parseExact(declared.default)
      return (f) =>
        f.facts.parameter(e.parameter, f.participant, f.date) ??
        standard ??
        missing(`The parameter "${e.parameter}" has no value.`, place)
    }
    case 'Recipient':
      return (f) =>
        (e.attribute === 'title'
          ? f.facts.titleOf(f.participant, f.date)
          : (f.credit?.territory ?? f.facts.territoryOf(f.participant, f.date))) ??
        missing(`The participant has no ${e.attribute} on ${f.date}.`, place)
    case 'CreditAmount':
      return (f) => f.credit?.amount ?? missing('There is no credit here.', place)
    case 'CreditType':
      return (f) => f.credit?.creditType ?? missing('There is no credit here.', place)
    case 'Measure':
      return (f) => f.after(e.measure) ?? missing(`"${e.measure}" has no value: nothing was credited to it.`, place)
    case 'Quota': {
      const changes = changesOf(c)
      return (f) => quotaOf(f, e.quota, e.span, place, changes)
    }
    case 'Attainment': {
      const window = windowOf(c.types.plan, e.measure)
      const changes = changesOf(c)
      return (f) => {
        const reached = f.after(e.measure) ?? missing(`"${e.measure}" has no value.`, place)
        const quota = quotaOf(f, e.quota, window, place, changes)
        if (isZero(quota)) throw new NoValue('quota-zero', `The quota "${e.quota}" is 0.`, place)
        return divide(reached, quota)
      }
    }
    case 'Earned':
      return (f) => f.earned(e.earning) ?? missing(`The earning "${e.earning}" could not be calculated.`, place)
    case 'Add':
      return fold(c, e.of, place, add)
    case 'Multiply':
      return fold(c, e.of, place, multiply)
    case 'Min':
      return fold(c, e.of, place, minimum)
    case 'Max':
      return fold(c, e.of, place, maximum)
    case 'Subtract': {
      const left = compileNode(c, e.left, within(place, 'left'))
      const right = compileNode(c, e.right, within(place, 'right'))
      if (isDate(c.types, e.left)) {
        return (f) => ({ n: BigInt(daysBetween(right(f) as string, left(f) as string)), d: 1n })
      }
      return (f) => subtract(left(f) as Exact, right(f) as Exact)
    }
    case 'Divide': {
      const left = compileNumber(c, e.left, within(place, 'left'))
      const right = compileNumber(c, e.right, within(place, 'right'))
      const { digits, mode } = e
      return (f) => {
        const dividend = left(f)
        const divisor = right(f)
        if (isZero(divisor)) throw new NoValue('division-by-zero', 'This divides by zero.', place)
        const quotient = divide(dividend, divisor)
        return digits === undefined ? quotient : roundExact(quotient, digits, mode ?? 'half-up')
      }
    }
    case 'Negate': {
      const of = compileNumber(c, e.of, within(place, 'of'))
      return (f) => negate(of(f))
    }
    case 'Absolute': {
      const of = compileNumber(c, e.of, within(place, 'of'))
      return (f) => absolute(of(f))
    }
    case 'Round': {
      const of = compileNumber(c, e.of, within(place, 'of'))
      return (f) => roundExact(of(f), e.digits, e.mode)
    }
    case 'Compare':
      return compileCompare(
        e,
        compileNode(c, e.left, within(place, 'left')),
        compileNode(c, e.right, within(place, 'right')),
      )
    case 'And': {
      const of = compileAll(c, e.of, place)
      return (f) => of.every((item) => item(f))
    }
    case 'Or': {
      const of = compileAll(c, e.of, place)
      return (f) => of.some((item) => item(f))
    }
    case 'Not': {
      const of = compileNode(c, e.of, within(place, 'of')) as Evaluate<boolean>
      return (f) => !of(f)
    }
    case 'If': {
      const when = compileNode(c, e.when, within(place, 'when')) as Evaluate<boolean>
      const then = compileNode(c, e.then, within(place, 'then'))
      const otherwise = compileNode(c, e.otherwise, within(place, 'otherwise'))
      return (f) => (when(f) ? then(f) : otherwise(f))
    }
    case 'OneOf': {
      const of = compileNode(c, e.of, within(place, 'of'))
      const list = compileNode(c, e.list, within(place, 'list'))
      return (f) => (list(f) as readonly string[]).includes(of(f) as string)
    }
    case 'TextMatch': {
      const of = compileNode(c, e.of, within(place, 'of'))
      const text = compileNode(c, e.text, within(place, 'text'))
      return (f) => {
        const [whole, part] = [of(f) as string, text(f) as string]
        return e.how === 'contains' ? whole.includes(part) : whole.startsWith(part)
      }
    }
    case 'Default': {
      const of = compileNode(c, e.of, within(place, 'of'))
      const otherwise = compileNode(c, e.otherwise, within(place, 'otherwise'))
      return (f) =>
        orElse(
          () => of(f),
          () => otherwise(f),
        )
    }
    case 'IsMissing': {
      const of = compileNode(c, e.of, within(place, 'of'))
      return (f) =>
        orElse(
          () => {
            of(f)
            return false
          },
          () => true,
        )
    }
    case 'ApplyTable':
    case 'TableCell':
      return compileTableUse(c, e, place)
    case 'MatrixCell': {
      const matrix = c.matrices.get(e.matrix) as CompiledMatrix
      const of = compileAll(c, e.of, place)
      return (f) =>
        matrix.cell(
          f,
          of.map((value) => value(f)),
        ) ?? missing(`"${matrix.matrix.title}" has no row for this.`, place)
    }
    case 'Rank':
    case 'Percentile':
      return (f) => {
        const standing = f.standing(e.measure) ?? missing(`"${e.measure}" ranks nobody here.`, place)
        if (e.kind === 'Percentile') return standing.percentile
        return e.best === 'highest' ? standing.fromTop : standing.fromBottom
      }
    default:
      return unreachable(e)
  }
}

const missing = (message: string, place: Place): never => {
  throw new NoValue('missing-value', message, place)
}

/** Only a missing value has a default; a division by zero stays what it is. */
function orElse(value: () => Value, otherwise: () => Value): Value {
  try {
    return value()
  } catch (error) {
    if (error instanceof NoValue && (error.code === 'missing-value' || error.code === 'quota-missing'))
      return otherwise()
    throw error
  }
}

function compileField(c: CompileContext, e: ExpressionOf<'Field'>, place: Place): Evaluate<Value> {
  const type = c.types.fields.get(e.field)
  const system = [
    'amount',
    'quantity',
    'currency',
    'kind',
    'source',
    'externalId',
    'account',
    'product',
    'occurredOn',
    'creditedOn',
  ].includes(e.field)
  const numeric = type === 'money' || type === 'number' || type === 'percent' || type === 'quantity'
  const { currency, conversion } = c.types.plan
  return (f) => {
    const t = f.transaction
    if (!t) return missing('There is no transaction here.', place)
    const value = system ? t[e.field as 'amount'] : Object.hasOwn(t.fields, e.field) ? t.fields[e.field] : null
    if (value === null || value === undefined) return missing(`The transaction has no "${e.field}".`, place)
    const foreign = type === 'money' && t.currency !== null && t.currency !== currency ? t.currency : undefined
    if (foreign !== undefined && !conversion) {
      throw new NoValue('currency-mismatch', `The transaction is in ${foreign}; the plan pays in ${currency}.`, place)
    }
    const read = numeric && typeof value === 'string' ? readExact(value) : value
    if (read !== undefined && typeof value === (type === 'yes/no' ? 'boolean' : 'string')) {
      return foreign !== undefined && conversion
        ? convert(f, t, read as Exact, { from: foreign, to: currency, conversion }, place)
        : read
    }
    throw new NoValue('wrong-type', `The transaction's "${e.field}" is not ${article(type ?? 'text')}.`, place)
  }
}

/** An amount at the stated rate of the stated date; the rate used is a step of its own. A missing rate is never 1. */
function convert(
  f: Frame,
  t: Transaction,
  amount: Exact,
  ask: { from: string; to: string; conversion: Conversion },
  place: Place,
): Exact {
  const { from, to, conversion } = ask
  const on = conversion.date === 'periodEnd' ? lastDayOf(f, t) : t[conversion.date]
  const rate = f.facts.rate(conversion.rateType, from, to, on)
  if (!rate)
    throw new NoValue('fx-missing', `There is no ${conversion.rateType} rate from ${from} to ${to} on ${on}.`, place)
  const factor = parseExact(rate.rate)
  f.steps?.push({
    kind: 'ExchangeRate',
    path: place.path,
    at: place.at,
    label: `${from}/${to} ${rate.on}`,
    value: { type: 'number', text: exactToText(factor) },
    steps: [],
  })
  return multiply(amount, factor)
}

function lastDayOf(f: Frame, t: Transaction): string {
  const period =
    f.period ?? f.facts.calendar.find((p) => p.kind === f.periodKind && p.from <= t.creditedOn && t.creditedOn < p.to)
  return period ? addDays(period.to, -1) : t.creditedOn
}

/** The day whose quota counts for the whole span; null where quotas are prorated by days. */
function quotaDay(f: Frame, policy: QuotaChange, first: string): string | null {
  if (policy === 'prorated') return null
  return policy === 'period start' ? first : f.date
}

type QuotaChange = NonNullable<Changes['quota']>

function quotaOf(f: Frame, quota: string, span: ExpressionOf<'Quota'>['span'], place: Place, changes: Changes): Exact {
  if (!f.period) return missing('There is no period here.', place)
  const dates = spanOf(f.facts.calendar, span, f.period, f.planFrom)
  if ('missing' in dates)
    throw new NoValue('calendar-gap', `The calendar states no ${dates.missing} around ${dates.on}.`, place)
  const value = f.facts.quota(quota, f.participant, dates, quotaDay(f, changes.quota ?? 'prorated', dates.from))
  if (value === undefined)
    throw new NoValue(
      'quota-missing',
      `There is no quota "${quota}" for ${dates.from} to ${dates.to} (exclusive).`,
      place,
    )
  const share = activeShare(f.facts, f, changes.assignment ?? 'days', dates)
  if (!share)
    throw new NoValue('calendar-gap', `The calendar states no months from ${dates.from} to ${dates.to}.`, place)
  return multiply(value, share)
}

function compileCompare(e: ExpressionOf<'Compare'>, left: Evaluate<Value>, right: Evaluate<Value>): Evaluate<boolean> {
  const order = (a: Value, b: Value): number => {
    if (typeof a === 'object' && 'n' in a) return compare(a, b as Exact)
    return a === b ? 0 : (a as string) < (b as string) ? -1 : 1
  }
  const { op } = e
  return (f) => {
    const r = order(left(f), right(f))
    switch (op) {
      case '=':
        return r === 0
      case '<>':
        return r !== 0
      case '<':
        return r < 0
      case '<=':
        return r <= 0
      case '>':
        return r > 0
      case '>=':
        return r >= 0
      default:
        return unreachable(op)
    }
  }
}

function compileTableUse(
  c: CompileContext,
  e: ExpressionOf<'ApplyTable' | 'TableCell'>,
  place: Place,
): Evaluate<Exact> {
  const table = c.tables.get(e.table) as CompiledTable
  const perValue = e.per ? compileNumber(c, e.per, within(place, 'per')) : undefined
  const per = (f: Frame): Exact => {
    if (!perValue) return ONE
    const value = perValue(f)
    if (sign(value) <= 0) throw new NoValue('quota-zero', 'The table is read per a figure that is not above 0.', place)
    return value
  }
  const pays = e.kind === 'ApplyTable' && e.pays ? compileNumber(c, e.pays, within(place, 'pays')) : undefined
  const { reads } = e
  const type = c.types.types.get(e) ?? 'number'
  if (reads.kind === 'Running') {
    const { measure, lookup } = reads
    return (f) => {
      const before = () => f.before(measure) ?? missing(`"${measure}" has no value before this credit.`, place)
      const after = () => f.after(measure) ?? missing(`"${measure}" has no value after this credit.`, place)
      if (e.kind === 'ApplyTable' && lookup === 'slice') {
        const [from, to, unit] = [before(), after(), per(f)]
        return pays ? table.over(f, from, to, unit, pays(f)) : table.between(f, from, to, unit, type)
      }
      const rate = table.cell(f, lookup === 'before' ? before() : after(), per(f))
      if (e.kind === 'TableCell' || table.table.mode === 'step' || table.table.mode === 'interpolated') return rate
      return multiply(rate, pays ? pays(f) : subtract(after(), before()))
    }
  }
  const input = compileNumber(c, reads.of, within(place, 'reads', 'of'))
  if (e.kind === 'TableCell') return (f) => table.cell(f, input(f), per(f))
  return (f) => {
    const x = input(f)
    if (!pays) return table.at(f, x, per(f), type)
    return table.overAll(f, x, per(f), pays(f))
  }
}

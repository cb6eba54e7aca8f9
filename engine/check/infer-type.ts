import { unreachable } from '../lib/assert.ts'
import type { Earning, Matrix, Measure, Parameter, Plan, RateTable } from '../plan/ast.ts'
import type { Expression, ExpressionOf, TableReading } from '../plan/expression.ts'
import { pointerStep } from './bounds.ts'
import type { Diagnostic, Fix } from './diagnostic.ts'
import { nearestName } from './nearest-name.ts'
import {
  common,
  compatible,
  isArithmetic,
  isNumeric,
  type Scope,
  type StaticType,
  SYSTEM_FIELDS,
  staticType,
} from './types.ts'

const MOST_DIAGNOSTICS = 100

/** Everything an expression of a plan can refer to, with what has been learnt of its type so far. */
export class TypeContext {
  readonly diagnostics: Diagnostic[] = []
  readonly used = new Set<string>()
  readonly fields: ReadonlyMap<string, StaticType>
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly measures: ReadonlyMap<string, Measure>
  readonly tables: ReadonlyMap<string, RateTable>
  readonly matrices: ReadonlyMap<string, Matrix>
  readonly earnings: ReadonlyMap<string, Earning>
  /** Measures, composite and handed in alike. */
  readonly measureIds: ReadonlySet<string>
  readonly measureTypes = new Map<string, StaticType>()
  readonly cellTypes = new Map<string, StaticType>()
  readonly types = new Map<Expression, StaticType>()
  readonly plan: Plan
  /** Looking for what was meant takes time: only for the first few names. */
  #suggestions = 10

  constructor(plan: Plan) {
    this.plan = plan
    this.fields = new Map([...SYSTEM_FIELDS, ...plan.fields.map((f) => [f.id, staticType(f.type)] as const)])
    this.parameters = new Map(plan.parameters.map((p) => [p.id, p]))
    this.measures = new Map(plan.measures.map((m) => [m.id, m]))
    this.tables = new Map(plan.tables.map((t) => [t.id, t]))
    this.earnings = new Map(plan.earnings.map((e) => [e.id, e]))
    this.matrices = new Map((plan.matrices ?? []).map((m) => [m.id, m]))
    this.measureIds = new Set(
      [...plan.measures, ...(plan.compositeMeasures ?? []), ...(plan.inputMeasures ?? [])].map((m) => m.id),
    )
  }

  /** When the list is full, an error takes the place of what is none: no plan passes because of what else is said of it. */
  report(code: string, place: Place, message: string, severity: Diagnostic['severity'] = 'error', fix?: Fix): void {
    const diagnostic = { code, severity, at: place.at, path: place.path, message, ...(fix ? { fix } : {}) }
    if (this.diagnostics.length < MOST_DIAGNOSTICS) this.diagnostics.push(diagnostic)
    else if (severity === 'error') {
      const lesser = this.diagnostics.findLastIndex((d) => d.severity !== 'error')
      if (lesser >= 0) this.diagnostics[lesser] = diagnostic
    }
  }

  /** A name that is not there, with the one that was likely meant. `property` holds it at the place. */
  reportUnknown(kind: string, id: string, place: Place, property: string, names: Iterable<string>): void {
    const near = this.#suggestions-- > 0 ? nearestName(id, names) : undefined
    const path = property === '' ? place.path : place.path + pointerStep(property)
    this.report(
      'unknown-reference',
      place,
      `There is no ${kind} "${id}" in this plan.`,
      'error',
      near === undefined ? undefined : { title: `Use "${near}"`, edits: [{ path, value: near }] },
    )
  }
}

/** Where we are: the pointer, and the nearest block. */
export type Place = { readonly path: string; readonly at: string | null; readonly scope: Scope }
export const within = (place: Place, key: string | number, node?: { at?: string }): Place => ({
  path: place.path + pointerStep(key),
  at: node?.at ?? place.at,
  scope: place.scope,
})

const SCOPE_WORDS: Record<Scope, string> = {
  transaction: 'a credit rule',
  credit: 'a measure',
  'earning-line': 'an earning per credit',
  period: 'an earning per period, a gate, a floor or a cap',
  band: 'a band of a table',
}
const NAMES = {
  field: (c: TypeContext) => c.fields.keys(),
  parameter: (c: TypeContext) => c.parameters.keys(),
  measure: (c: TypeContext) => c.measureIds,
  earning: (c: TypeContext) => c.earnings.keys(),
}
const CREDIT_SCOPES: readonly Scope[] = ['transaction', 'credit', 'earning-line']

/**
 * The static type of an expression, reporting every mistake on the way. An expression with a mistake has no type
 * (undefined), and nothing that contains it is blamed for that.
 */
export function inferType(c: TypeContext, e: Expression, outer: Place): StaticType | undefined {
  const type = infer(c, e, outer)
  if (type !== undefined) c.types.set(e, type)
  return type
}

function infer(c: TypeContext, e: Expression, outer: Place): StaticType | undefined {
  const place: Place = { ...outer, at: e.at ?? outer.at }
  const child = (key: string, node: Expression) => inferType(c, node, within(place, key))
  const only = (scopes: readonly Scope[], what: string): boolean => {
    if (scopes.includes(place.scope)) return true
    c.report('out-of-place', place, `${what} cannot be read in ${SCOPE_WORDS[place.scope]}.`)
    return false
  }
  const known = (kind: keyof typeof NAMES, id: string, found: boolean): boolean => {
    if (found) c.used.add(`${kind}:${id}`)
    else c.reportUnknown(kind, id, place, kind, NAMES[kind](c))
    return found
  }
  const need = (type: StaticType | undefined, ok: (t: StaticType) => boolean, key: string, words: string): boolean => {
    if (type === undefined) return false
    if (ok(type)) return true
    c.report('type-mismatch', within(place, key), `This needs ${words}, and it is ${article(type)}.`)
    return false
  }
  switch (e.kind) {
    case 'Number':
      return 'number'
    case 'Percent':
      return 'percent'
    case 'Money':
      if (e.currency === c.plan.currency) return 'money'
      c.report(
        'currency-mismatch',
        place,
        `The plan pays in ${c.plan.currency}; this amount is in ${e.currency}.`,
        'error',
        {
          title: `Make it ${e.value} ${c.plan.currency}`,
          edits: [{ path: `${place.path}/currency`, value: c.plan.currency }],
        },
      )
      return undefined
    case 'Text':
      return 'text'
    case 'TextList':
      return 'text list'
    case 'YesNo':
      return 'yes/no'
    case 'Date':
      return 'date'
    case 'Field': {
      const type = c.fields.get(e.field)
      if (!known('field', e.field, type !== undefined)) return undefined
      return only(CREDIT_SCOPES, `The field "${e.field}"`) ? type : undefined
    }
    case 'Parameter': {
      const parameter = c.parameters.get(e.parameter)
      return known('parameter', e.parameter, parameter !== undefined) ? parameter?.type : undefined
    }
    case 'Recipient':
      return place.scope !== 'band' || only([], 'The recipient') ? 'text' : undefined
    case 'CreditAmount':
      return only(['credit', 'earning-line'], 'The credit') ? 'money' : undefined
    case 'CreditType':
      return only(['credit', 'earning-line'], 'The credit type') ? 'text' : undefined
    case 'Measure':
      if (!known('measure', e.measure, c.measureIds.has(e.measure))) return undefined
      return only(['period'], `The measure "${e.measure}"`) ? c.measureTypes.get(e.measure) : undefined
    case 'Quota':
      return only(['period', 'earning-line'], 'A quota') ? e.unit : undefined
    case 'Attainment':
      if (!known('measure', e.measure, c.measureIds.has(e.measure))) return undefined
      return only(['period'], 'An attainment') ? 'percent' : undefined
    case 'Earned': {
      const earning = c.earnings.get(e.earning)
      if (!known('earning', e.earning, earning !== undefined)) return undefined
      return only(['period'], `The earning "${e.earning}"`) ? 'money' : undefined
    }
    case 'Add':
    case 'Min':
    case 'Max':
      return e.of.reduce<StaticType | undefined | null>((sofar, item, i) => {
        const type = inferType(c, item, within(within(place, 'of'), i))
        if (type === undefined || sofar === undefined) return undefined
        if (!isArithmetic(type) || (sofar !== null && !compatible(sofar, type))) {
          const words = sofar === null ? 'money or a number' : article(sofar)
          c.report(
            'type-mismatch',
            within(within(place, 'of'), i, item),
            `This needs ${words}, and it is ${article(type)}.`,
          )
          return undefined
        }
        return sofar === null ? type : common(sofar, type)
      }, null) as StaticType | undefined
    case 'Multiply': {
      let money = 0
      let bad = false
      let all: StaticType | null = null
      e.of.forEach((item, i) => {
        const here = within(within(place, 'of'), i)
        const type = inferType(c, item, here)
        if (type === undefined) bad = true
        else if (!isArithmetic(type) || (type === 'money' && ++money > 1)) {
          bad = true
          c.report(
            'type-mismatch',
            { ...here, at: item.at ?? here.at },
            type === 'money'
              ? 'Money cannot be multiplied by money.'
              : `Only money and numbers multiply, and this is ${article(type)}.`,
          )
        } else all = all === null || all === type ? type : 'number'
      })
      return bad ? undefined : money ? 'money' : all === 'quantity' && e.of.length > 1 ? 'number' : (all ?? undefined)
    }
    case 'Subtract': {
      const left = child('left', e.left)
      const right = child('right', e.right)
      if (left === 'date' && right === 'date') return 'number'
      if (!need(left, isArithmetic, 'left', 'money, a number or dates') || left === undefined) return undefined
      if (!need(right, (t) => compatible(left, t), 'right', article(left)) || right === undefined) return undefined
      return common(left, right)
    }
    case 'Divide': {
      const left = child('left', e.left)
      const right = child('right', e.right)
      if (
        !need(left, isArithmetic, 'left', 'money or a number') ||
        !need(right, isArithmetic, 'right', 'money or a number')
      )
        return undefined
      if (left !== 'money' && right === 'money') {
        c.report('type-mismatch', within(place, 'right', e.right), 'A number cannot be divided by money.')
        return undefined
      }
      return left === 'money' && right !== 'money' ? 'money' : 'number'
    }
    case 'Negate':
    case 'Absolute':
    case 'Round': {
      const type = child('of', e.of)
      return need(type, isArithmetic, 'of', 'money or a number') ? type : undefined
    }
    case 'Compare': {
      const left = child('left', e.left)
      const right = child('right', e.right)
      if (left === undefined || right === undefined) return undefined
      const ordered = e.op !== '=' && e.op !== '<>'
      if (
        !need(
          left,
          (t) => t !== 'text list' && (!ordered || isArithmetic(t) || t === 'date'),
          'left',
          ordered ? 'money, a number or a date' : 'a single value',
        )
      )
        return undefined
      return need(right, (t) => compatible(left, t), 'right', article(left)) ? 'yes/no' : undefined
    }
    case 'And':
    case 'Or': {
      const types = e.of.map((item, i) => {
        const here = within(within(place, 'of'), i)
        const type = inferType(c, item, here)
        if (type !== undefined && type !== 'yes/no') {
          c.report(
            'type-mismatch',
            { ...here, at: item.at ?? here.at },
            `This needs a yes/no, and it is ${article(type)}.`,
          )
        }
        return type
      })
      return types.every((t) => t === 'yes/no') ? 'yes/no' : undefined
    }
    case 'Not':
      return need(child('of', e.of), (t) => t === 'yes/no', 'of', 'a yes/no') ? 'yes/no' : undefined
    case 'If': {
      const when = child('when', e.when)
      const then = child('then', e.then)
      const otherwise = child('otherwise', e.otherwise)
      if (!need(when, (t) => t === 'yes/no', 'when', 'a yes/no') || then === undefined) return undefined
      return need(otherwise, (t) => compatible(then, t), 'otherwise', article(then)) && otherwise
        ? common(then, otherwise)
        : undefined
    }
    case 'OneOf': {
      const of = need(child('of', e.of), (t) => t === 'text', 'of', 'a text')
      return need(child('list', e.list), (t) => t === 'text list', 'list', 'a list of texts') && of
        ? 'yes/no'
        : undefined
    }
    case 'TextMatch': {
      const of = need(child('of', e.of), (t) => t === 'text', 'of', 'a text')
      return need(child('text', e.text), (t) => t === 'text', 'text', 'a text') && of ? 'yes/no' : undefined
    }
    case 'Default': {
      const of = child('of', e.of)
      const otherwise = child('otherwise', e.otherwise)
      if (of === undefined) return undefined
      return need(otherwise, (t) => compatible(of, t), 'otherwise', article(of)) && otherwise
        ? common(of, otherwise)
        : undefined
    }
    case 'IsMissing':
      return child('of', e.of) === undefined ? undefined : 'yes/no'
    case 'ApplyTable':
    case 'TableCell':
      return inferTable(c, e, place)
    case 'MatrixCell':
      return inferMatrix(c, e, place)
    case 'Rank':
    case 'Percentile':
      if (!known('measure', e.measure, c.measureIds.has(e.measure))) return undefined
      return only(['period'], 'A ranking') ? (e.kind === 'Rank' ? 'number' : 'percent') : undefined
    default:
      return unreachable(e)
  }
}

function inferMatrix(c: TypeContext, e: ExpressionOf<'MatrixCell'>, place: Place): StaticType | undefined {
  const matrix = c.matrices.get(e.matrix)
  if (!matrix) {
    c.reportUnknown('matrix', e.matrix, place, 'matrix', c.matrices.keys())
    return undefined
  }
  c.used.add(`matrix:${e.matrix}`)
  if (matrix.axes.length !== e.of.length) {
    c.report(
      'matrix-axes',
      place,
      `"${matrix.title}" has ${matrix.axes.length} axes, and ${e.of.length} values are given.`,
    )
    return undefined
  }
  const fits = e.of.map((value, i) => {
    const here = within(within(place, 'of'), i)
    const type = inferType(c, value, here)
    if (type === undefined) return false
    const axis = matrix.axes[i]
    const right = axis?.kind === 'Keys' ? type === 'text' : axis?.axis === 'money' ? type === 'money' : isNumeric(type)
    if (!right) {
      const words = axis?.kind === 'Keys' ? 'a text' : axis?.axis === 'money' ? 'an amount of money' : 'a number'
      c.report(
        'type-mismatch',
        { ...here, at: value.at ?? here.at },
        `This axis reads ${words}, and this is ${article(type)}.`,
      )
    }
    return right
  })
  return fits.every(Boolean) ? c.cellTypes.get(e.matrix) : undefined
}

function inferTable(c: TypeContext, e: ExpressionOf<'ApplyTable' | 'TableCell'>, place: Place): StaticType | undefined {
  const table = c.tables.get(e.table)
  if (!table) {
    c.reportUnknown('table', e.table, place, 'table', c.tables.keys())
    return undefined
  }
  c.used.add(`table:${e.table}`)
  const input = inferReading(c, e.reads, within(place, 'reads'))
  const per = e.per ? inferType(c, e.per, within(place, 'per')) : null
  const cell = c.cellTypes.get(e.table)
  if (input === undefined || per === undefined || cell === undefined) return undefined
  if (table.axis === 'share' ? per !== null && !isArithmetic(per) : per !== null) {
    c.report(
      'table-axis',
      within(place, 'per', e.per),
      `The edges of "${table.title}" are ${table.axis === 'money' ? 'amounts' : 'numbers'}, so it is not read per anything.`,
    )
    return undefined
  }
  const fits =
    table.axis === 'money'
      ? input === 'money'
      : table.axis === 'number'
        ? isNumeric(input)
        : per !== null
          ? isArithmetic(input)
          : isNumeric(input)
  if (!fits) {
    c.report(
      'table-axis',
      within(place, 'reads'),
      `"${table.title}" reads ${table.axis === 'money' ? 'money' : table.axis === 'share' ? 'a share, or an amount per quota' : 'a number'}, and this is ${article(input)}.`,
    )
    return undefined
  }
  if (e.kind === 'TableCell') {
    if (table.mode !== 'marginal') return cell
    c.report(
      'table-mode',
      place,
      `"${table.title}" is marginal: it has no single rate. Apply it instead, or make it whole.`,
    )
    return undefined
  }
  if (table.mode === 'step' || table.mode === 'interpolated') {
    if (!e.pays) return cell
    c.report(
      'table-pays',
      within(place, 'pays', e.pays),
      `"${table.title}" gives its figure as it is, not a rate on something: take away what it should be paid on.`,
    )
    return undefined
  }
  const paid = e.pays ? inferType(c, e.pays, within(place, 'pays')) : input
  if (paid === undefined) return undefined
  if (cell === 'money' && paid === 'money') {
    c.report('type-mismatch', place, 'The table gives money for money: rates would multiply two amounts.')
    return undefined
  }
  return cell === 'money' || paid === 'money' ? 'money' : 'number'
}

function inferReading(c: TypeContext, reads: TableReading, place: Place): StaticType | undefined {
  switch (reads.kind) {
    case 'Running': {
      const measure = c.measures.get(reads.measure)
      if (!measure && !c.plan.compositeMeasures?.some((m) => m.id === reads.measure)) {
        c.reportUnknown('measure', reads.measure, place, 'measure', [
          ...c.measures.keys(),
          ...(c.plan.compositeMeasures ?? []).map((m) => m.id),
        ])
        return undefined
      }
      c.used.add(`measure:${reads.measure}`)
      if (place.scope !== 'earning-line') {
        c.report('out-of-place', place, 'A running total is read credit by credit, in an earning per credit.')
        return undefined
      }
      if (measure && measure.aggregate !== 'sum' && measure.aggregate !== 'count' && reads.lookup === 'slice') {
        c.report('table-reading', place, 'Only a sum or a count is cut into slices.')
        return undefined
      }
      return c.measureTypes.get(reads.measure)
    }
    case 'Transaction':
      if (place.scope !== 'earning-line' && place.scope !== 'credit') {
        c.report('out-of-place', place, 'A transaction on its own is read in an earning per credit.')
        return undefined
      }
      return inferType(c, reads.of, within(place, 'of'))
    case 'Window':
      if (place.scope !== 'period') {
        c.report('out-of-place', place, 'The whole window at once is read in an earning per period.')
        return undefined
      }
      return inferType(c, reads.of, within(place, 'of'))
    default:
      return unreachable(reads)
  }
}

export function article(type: StaticType): string {
  switch (type) {
    case 'money':
      return 'an amount of money'
    case 'text list':
      return 'a list of texts'
    default:
      return `a ${type}`
  }
}

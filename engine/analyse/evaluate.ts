import type { TypeContext } from '../check/infer-type.ts'
import { activeShare } from '../facts/active-share.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import type { Transaction } from '../facts/facts.ts'
import { unreachable } from '../lib/assert.ts'
import {
  add,
  divide,
  type Exact,
  isZero,
  multiply,
  ONE,
  parseExact,
  readExact,
  sign,
  subtract,
  ZERO,
} from '../money/exact.ts'
import type { RateTable } from '../plan/ast.ts'
import type { Expression, ExpressionOf, QuotaSpan, Window } from '../plan/expression.ts'
import { windowOf } from '../plan/measure-window.ts'
import { pointerStep } from '../plan/pointer.ts'
import { type Period, spanOf } from '../time/calendar.ts'
import { daysBetween } from '../time/calendar-date.ts'
import type { Algebra } from './algebra.ts'
import { level, type Origin } from './curve.ts'
import { type Cell, type Figure, fixedOf, INVALID, isAbsent, isNumber, MISSING, onlyNumber, UNKNOWN } from './figure.ts'
import { PLAN } from './situation.ts'

/** A deal of which some numbers are figures over the variable; everything else is as in the transaction. */
export type Deal = {
  readonly transaction: Transaction
  readonly numbers: ReadonlyMap<string, Figure>
  readonly times: Figure
}

export type CreditedDeal = {
  readonly rule: string
  readonly creditType: string
  readonly territory: string | null
  readonly amount: Figure
  /** Whether it is credited at all. */
  readonly holds: Figure
  readonly deal: Deal
}

/** What an expression may read: the frame of the engine, with figures for numbers. */
export type Scene = {
  readonly facts: FactIndex
  readonly participant: string
  readonly date: string
  readonly deal: Deal | undefined
  readonly credit: CreditedDeal | undefined
  readonly period: Period | undefined
  readonly planFrom: string
  readonly before: (measure: string) => Figure | undefined
  readonly after: (measure: string) => Figure | undefined
  readonly earned: (earning: string) => Figure | undefined
}

/** A checked plan, and the arithmetic in which it is read. */
export type Reading = { readonly types: TypeContext; readonly algebra: Algebra }

const ABSENT: Figure = level<Cell>(MISSING)

/**
 * The value of an expression for all values of the variable at once. It does what compile-expression.ts does, node by node;
 * a test compares both at random points of random plans.
 */
export function evaluate(r: Reading, e: Expression, scene: Scene, path: string): Figure {
  const { algebra } = r
  algebra.budget.spend(1)
  const by: Origin = { path, at: e.at ?? null, table: null }
  const child = (key: string, node: Expression) => evaluate(r, node, scene, path + pointerStep(key))
  const all = (nodes: readonly Expression[]) => nodes.map((node, i) => evaluate(r, node, scene, `${path}/of/${i}`))
  const fold = (of: (a: Figure, b: Figure) => Figure, nodes: readonly Expression[]) => all(nodes).reduce(of)
  const constant = (value: Exact) => algebra.number(value)
  switch (e.kind) {
    case 'Number':
    case 'Percent':
    case 'Money':
      return constant(parseExact(e.value))
    case 'Text':
    case 'YesNo':
    case 'Date':
      return level<Cell>(e.value)
    case 'TextList':
      return level<Cell>(e.values)
    case 'Field':
      return fieldOf(r, e.field, scene)
    case 'Parameter': {
      const standard = r.types.parameters.get(e.parameter)?.default
      const value = scene.facts.parameter(e.parameter, scene.participant, scene.date)
      return value ? constant(value) : standard == null ? ABSENT : constant(parseExact(standard))
    }
    case 'Recipient': {
      const text =
        e.attribute === 'title'
          ? scene.facts.titleOf(scene.participant, scene.date)
          : (scene.credit?.territory ?? scene.facts.territoryOf(scene.participant, scene.date))
      return text === undefined ? ABSENT : level<Cell>(text)
    }
    case 'CreditAmount':
      return scene.credit?.amount ?? ABSENT
    case 'CreditType':
      return scene.credit ? level<Cell>(scene.credit.creditType) : ABSENT
    case 'Measure':
      return scene.after(e.measure) ?? ABSENT
    case 'Quota':
      return quotaOf(r, e.quota, e.span, scene)
    case 'Attainment': {
      const quota = quotaOf(r, e.quota, windowOf(r.types.plan, e.measure), scene)
      const value = onlyNumber(quota)
      if (value && isZero(value)) return level<Cell>(INVALID)
      return algebra.divide(scene.after(e.measure) ?? ABSENT, quota, by)
    }
    case 'Earned':
      return scene.earned(e.earning) ?? ABSENT
    case 'Add':
      return fold(algebra.add, e.of)
    case 'Multiply':
      return fold(algebra.multiply, e.of)
    case 'Min':
      return fold((a, b) => algebra.extreme(a, b, 'least', by), e.of)
    case 'Max':
      return fold((a, b) => algebra.extreme(a, b, 'most', by), e.of)
    case 'Subtract':
      return r.types.types.get(e.left) === 'date'
        ? days(algebra, child('left', e.left), child('right', e.right))
        : algebra.subtract(child('left', e.left), child('right', e.right))
    case 'Divide': {
      const quotient = algebra.divide(child('left', e.left), child('right', e.right), by)
      return e.digits === undefined ? quotient : algebra.round(quotient, e.digits, e.mode ?? 'half-up', by)
    }
    case 'Negate':
      return algebra.negate(child('of', e.of))
    case 'Absolute':
      return algebra.absolute(child('of', e.of), by)
    case 'Round':
      return algebra.round(child('of', e.of), e.digits, e.mode, by)
    case 'Compare':
      return algebra.compare(child('left', e.left), child('right', e.right), e.op, by)
    case 'And':
      return algebra.logic(all(e.of), false)
    case 'Or':
      return algebra.logic(all(e.of), true)
    case 'Not':
      return algebra.map(child('of', e.of), (cell) => cell !== true)
    case 'If':
      return algebra.select(child('when', e.when), child('then', e.then), child('otherwise', e.otherwise))
    case 'OneOf':
      return textTest(algebra, child('of', e.of), child('list', e.list), (of, list) =>
        (list as readonly string[]).includes(of as string),
      )
    case 'TextMatch':
      return textTest(algebra, child('of', e.of), child('text', e.text), (of, text) =>
        e.how === 'contains' ? (of as string).includes(text as string) : (of as string).startsWith(text as string),
      )
    case 'Default':
      return algebra.orElse(child('of', e.of), child('otherwise', e.otherwise))
    case 'IsMissing':
      return algebra.isMissing(child('of', e.of))
    case 'ApplyTable':
    case 'TableCell':
      return tableUse(r, e, scene, path)
    case 'MatrixCell':
      return matrixCell(r, e, all(e.of), scene)
    case 'Rank':
    case 'Percentile':
      return level<Cell>(UNKNOWN)
    default:
      return unreachable(e)
  }
}

const textTest = (algebra: Algebra, a: Figure, b: Figure, test: (x: Cell, y: Cell) => boolean): Figure =>
  algebra.combine([a, b], ([x, y]) =>
    level<Cell>(isAbsent(x as Cell) ? (x as Cell) : isAbsent(y as Cell) ? (y as Cell) : test(x as Cell, y as Cell)),
  )

const days = (algebra: Algebra, left: Figure, right: Figure): Figure =>
  algebra.combine([left, right], ([x, y]) =>
    level<Cell>(
      typeof x === 'string' && typeof y === 'string' ? algebra.fixed({ n: BigInt(daysBetween(y, x)), d: 1n }) : UNKNOWN,
    ),
  )

function fieldOf(r: Reading, field: string, scene: Scene): Figure {
  const number = scene.deal?.numbers.get(field)
  if (number) return number
  const t = scene.deal?.transaction
  if (!t) return ABSENT
  const type = r.types.fields.get(field)
  const system = field in t && field !== 'fields' ? t[field as 'amount'] : undefined
  const value = system !== undefined ? system : Object.hasOwn(t.fields, field) ? t.fields[field] : null
  if (value === null || value === undefined) return ABSENT
  if (type === 'money' || type === 'number' || type === 'percent' || type === 'quantity') {
    const read = typeof value === 'string' ? readExact(value) : undefined
    return read ? r.algebra.number(read) : level<Cell>(INVALID)
  }
  return level<Cell>(value)
}

function quotaOf(r: Reading, quota: string, span: Window | QuotaSpan, scene: Scene): Figure {
  if (!scene.period) return ABSENT
  const dates = spanOf(scene.facts.calendar, span, scene.period, scene.planFrom)
  if ('missing' in dates) return level<Cell>(INVALID)
  const policy = r.types.plan.changes?.quota ?? 'prorated'
  const on = policy === 'prorated' ? null : policy === 'period start' ? dates.from : scene.date
  const value = scene.facts.quota(quota, scene.participant, dates, on)
  const who = { plan: PLAN, participant: scene.participant }
  const share = activeShare(scene.facts, who, r.types.plan.changes?.assignment ?? 'days', dates)
  if (!share) return level<Cell>(INVALID)
  return value ? r.algebra.number(multiply(value, share)) : ABSENT
}

/** What a table's bands give here: cells read parameters and constants only, so that each is one number. */
function bandValues(r: Reading, table: RateTable, index: number, scene: Scene): Cell[] {
  return table.bands.map((band, i) => {
    const figure = evaluate(r, band.value, scene, `/tables/${index}/bands/${i}/value`)
    return figure.cuts.length === 0 ? (figure.cells[0] as Cell) : UNKNOWN
  })
}

function tableUse(r: Reading, e: ExpressionOf<'ApplyTable' | 'TableCell'>, scene: Scene, path: string): Figure {
  const { algebra } = r
  const index = r.types.plan.tables.findIndex((t) => t.id === e.table)
  const table = r.types.plan.tables[index] as RateTable
  const values = bandValues(r, table, index, scene)
  const per = e.per ? evaluate(r, e.per, scene, `${path}/per`) : undefined
  const perValue = per && onlyNumber(per)
  if (perValue && sign(perValue) <= 0) return level<Cell>(INVALID)
  const by = (band: number): Origin => ({
    path: `/tables/${index}/bands/${band}`,
    at: table.bands[band]?.at ?? table.at ?? null,
    table: table.mode,
  })
  // x and x ÷ per reach the same band, and a slice of x is per times a slice of x ÷ per.
  const share = (x: Figure) => (per ? algebra.divide(x, per, { path, at: e.at ?? null, table: null }) : x)
  const guarded = (figure: Figure) =>
    per && !perValue
      ? algebra.select(
          algebra.compare(per, algebra.zero, '>', { path, at: e.at ?? null, table: null }),
          figure,
          level<Cell>(INVALID),
        )
      : figure
  const back = (x: Figure) => (per ? algebra.multiply(x, per) : x)
  const cell = (x: Figure) => cellOf(algebra, table, values, share(x), by)
  const figureAt = (x: Figure): Figure => {
    if (table.mode === 'marginal') return back(slices(algebra, table, values, share(x), by))
    return table.mode === 'whole' ? algebra.multiply(x, cell(x)) : cell(x)
  }
  const between = (low: Figure, high: Figure) => algebra.subtract(figureAt(high), figureAt(low))
  const pays = e.kind === 'ApplyTable' && e.pays ? evaluate(r, e.pays, scene, `${path}/pays`) : undefined
  const over = (low: Figure, high: Figure, paid: Figure): Figure => {
    const moved = algebra.subtract(high, low)
    const rate = algebra.divide(between(low, high), moved, { path, at: e.at ?? null, table: null })
    const standing = algebra.compare(moved, algebra.zero, '=', { path, at: e.at ?? null, table: null })
    return algebra.multiply(algebra.select(standing, cell(high), rate), paid)
  }
  const read = (): Figure => {
    if (e.reads.kind === 'Running') {
      const [before, after] = [scene.before(e.reads.measure) ?? ABSENT, scene.after(e.reads.measure) ?? ABSENT]
      const looked = e.reads.lookup === 'before' ? before : after
      if (e.kind === 'TableCell') return cell(looked)
      if (e.reads.lookup === 'slice') return pays ? over(before, after, pays) : between(before, after)
      if (table.mode === 'step' || table.mode === 'interpolated') return cell(looked)
      return algebra.multiply(cell(looked), pays ?? algebra.subtract(after, before))
    }
    const x = evaluate(r, e.reads.of, scene, `${path}/reads/of`)
    if (e.kind === 'TableCell') return cell(x)
    return pays ? over(algebra.zero, x, pays) : figureAt(x)
  }
  return guarded(read())
}

type ByBand = (band: number) => Origin

function perBand(
  algebra: Algebra,
  table: RateTable,
  x: Figure,
  by: ByBand,
  of: (band: number, x: Cell) => Cell,
): Figure {
  const edges = table.bands.map((b) => parseExact(b.from))
  const place = algebra.bandOf(x, edges, table.edgeBelongsTo, by)
  return algebra.combine([place, x], ([band, value]) => {
    if (typeof band !== 'number') return level(band as Cell)
    return level(isNumber(value as Cell) ? of(band, value as Cell) : (value as Cell))
  })
}

/** The reached band's value, or the point on the line of an interpolated table. */
function cellOf(algebra: Algebra, table: RateTable, values: readonly Cell[], x: Figure, by: ByBand): Figure {
  if (table.mode !== 'interpolated') return perBand(algebra, table, x, by, (band) => values[band] as Cell)
  const points = table.bands.map((b) => parseExact(b.from))
  // Below the first point lies a stretch of its own: the line is level there.
  const edges = [subtract(points[0] as Exact, ONE), ...points]
  const place = algebra.bandOf(x, edges, 'higher', (band) => by(Math.max(0, band - 1)))
  return algebra.combine([place, x], ([stretch, value]) => {
    if (typeof stretch !== 'number') return level(stretch as Cell)
    const [left, right] = [values[stretch - 1], values[stretch]]
    if (left === undefined) return level(values[0] as Cell)
    if (right === undefined || !isNumber(left) || !isNumber(right) || !isNumber(value as Cell)) return level(left)
    const [x0, x1] = [points[stretch - 1] as Exact, points[stretch] as Exact]
    const rise = algebra.minus(right, left)
    const run = algebra.minus(value as Cell, algebra.fixed(x0))
    const part = algebra.times(algebra.times(rise, run), algebra.fixed(divide(ONE, subtract(x1, x0))))
    return level(algebra.plus(left, part))
  })
}

/** All slices up to x, each at its own band's rate: one line per band. */
function slices(algebra: Algebra, table: RateTable, values: readonly Cell[], x: Figure, by: ByBand): Figure {
  const edges = table.bands.map((b) => parseExact(b.from))
  const rates = values.map(fixedOf)
  const below: (Exact | undefined)[] = [ZERO]
  edges.forEach((edge, i) => {
    const next = edges[i + 1]
    const [sofar, rate] = [below[i], rates[i]]
    if (next) below.push(sofar && rate && add(sofar, multiply(rate, subtract(next, i === 0 ? ZERO : edge))))
  })
  return perBand(algebra, table, x, by, (band, value) => {
    const [sofar, rate] = [below[band], rates[band]]
    if (!sofar || !rate) return isAbsent(values[band] as Cell) ? (values[band] as Cell) : MISSING
    const run = band === 0 ? value : algebra.minus(value, algebra.fixed(edges[band] as Exact))
    return algebra.plus(algebra.times(run, algebra.fixed(rate)), algebra.fixed(sofar))
  })
}

function matrixCell(r: Reading, e: ExpressionOf<'MatrixCell'>, of: readonly Figure[], scene: Scene): Figure {
  const { algebra } = r
  const index = r.types.plan.matrices?.findIndex((m) => m.id === e.matrix) ?? -1
  const matrix = r.types.plan.matrices?.[index]
  if (!matrix) return ABSENT
  const places = matrix.axes.map((axis, i) => {
    const x = of[i] as Figure
    if (axis.kind === 'Bands') {
      return algebra.bandOf(x, axis.from.map(parseExact), axis.edgeBelongsTo, (band) => ({
        path: `/matrices/${index}/axes/${i}/from/${band}`,
        at: matrix.at ?? null,
        table: 'step',
      }))
    }
    const star = axis.keys.indexOf('*')
    return algebra.map(x, (cell) => {
      const key = axis.keys.indexOf(cell as string)
      return key >= 0 ? key : star >= 0 ? star : MISSING
    })
  })
  const values = new Map<number, Cell>()
  return algebra.combine(places, (cells) => {
    let place = 0
    for (const [i, cell] of cells.entries()) {
      if (typeof cell !== 'number') return level(cell)
      const axis = matrix.axes[i]
      place = place * (axis?.kind === 'Keys' ? axis.keys.length : (axis?.from.length ?? 1)) + cell
    }
    let value = values.get(place)
    if (value === undefined) {
      const cell = matrix.cells[place] as Expression
      value = evaluate(r, cell, scene, `/matrices/${index}/cells/${place}`).cells[0] as Cell
      values.set(place, value)
    }
    return level(value)
  })
}

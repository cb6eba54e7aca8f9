import { type Exact, parseExact, powerOfTen } from '../money/exact.ts'
import type { Matrix, Plan, RateTable } from '../plan/ast.ts'
import type { Expression, ExpressionOf, RoundingMode } from '../plan/expression.ts'
import { dayNumber } from '../time/calendar-date.ts'
import { type Builder, NotFast } from './build.ts'
import type { Const, Node } from './ir.ts'
import type { Texts } from './texts.ts'

/**
 * What an expression became. A number is `num` or the fraction `num` ÷ `den`, with `den` above 0: quotients stay exact
 * until a rounding cuts them. Dates are day numbers.
 */
export type Number_ = { readonly kind: 'number'; readonly num: Node; readonly den?: Node | undefined }
export type Value =
  | Number_
  | { readonly kind: 'yes/no' | 'text'; readonly node: Node }
  | { readonly kind: 'list'; readonly values: readonly string[] }

/** How the leaves of an expression are read where it stands: from columns, from a participant's figures, or not at all. */
export type Leaves = {
  /** @throws NotFast for a leaf that cannot be read here. */
  readonly leaf: (e: Expression) => Value
  readonly running: (measure: string) => { readonly before: Number_; readonly after: Number_ }
}

/** Turns checked expressions into nodes. Everything it cannot say throws NotFast. */
export class Lowering {
  readonly b: Builder
  readonly texts: Texts
  /** What each expression became: a derivation reads its figures through it. */
  readonly made = new Map<Expression, Value>()
  readonly #tables: ReadonlyMap<string, RateTable>
  readonly #matrices: ReadonlyMap<string, Matrix>
  readonly #leaves: Leaves

  constructor(plan: Plan, leaves: Leaves, b: Builder, texts: Texts) {
    this.b = b
    this.texts = texts
    this.#leaves = leaves
    this.#tables = new Map(plan.tables.map((t) => [t.id, t]))
    this.#matrices = new Map((plan.matrices ?? []).map((m) => [m.id, m]))
  }

  number(e: Expression): Number_ {
    const value = this.lower(e)
    if (value.kind !== 'number') throw new NotFast('a number is needed')
    return value
  }

  yesNo(e: Expression): Node {
    const value = this.lower(e)
    if (value.kind !== 'yes/no') throw new NotFast('a yes/no is needed')
    return value.node
  }

  lower(e: Expression): Value {
    const value = this.#lower(e)
    this.made.set(e, value)
    return value
  }

  #lower(e: Expression): Value {
    const { b } = this
    switch (e.kind) {
      case 'Number':
      case 'Percent':
      case 'Money':
        return { kind: 'number', num: b.exact(parseExact(e.value)) }
      case 'Text':
        return { kind: 'text', node: b.const(BigInt(this.texts.code(e.value)), 0) }
      case 'TextList':
        return { kind: 'list', values: e.values }
      case 'YesNo':
        return { kind: 'yes/no', node: b.bool(e.value) }
      case 'Date':
        return { kind: 'number', num: b.const(BigInt(dayNumber(e.value)), 0) }
      case 'Attainment':
      case 'Field':
      case 'Parameter':
      case 'Recipient':
      case 'CreditAmount':
      case 'CreditType':
      case 'Measure':
      case 'Quota':
      case 'Earned':
        return this.#leaves.leaf(e)
      case 'Add':
        return this.#fold(e.of, (x, y) => this.add(x, y))
      case 'Multiply':
        return this.#fold(e.of, (x, y) => this.times(x, y))
      case 'Min':
        return this.#fold(e.of, (x, y) => this.combine(x, y, (p, q) => b.min(p, q)))
      case 'Max':
        return this.#fold(e.of, (x, y) => this.combine(x, y, (p, q) => b.max(p, q)))
      case 'Subtract':
        return this.combine(this.number(e.left), this.number(e.right), (p, q) => b.sub(p, q))
      case 'Divide': {
        const quotient = this.over(this.number(e.left), this.number(e.right))
        return e.digits === undefined ? quotient : this.round(quotient, e.digits, e.mode ?? 'half-up')
      }
      case 'Negate': {
        const { num, den } = this.number(e.of)
        return { kind: 'number', num: b.neg(num), den }
      }
      case 'Absolute': {
        const { num, den } = this.number(e.of)
        return { kind: 'number', num: b.abs(num), den }
      }
      case 'Round':
        return this.round(this.number(e.of), e.digits, e.mode)
      case 'Compare':
        return { kind: 'yes/no', node: this.#compare(e) }
      case 'And':
        return { kind: 'yes/no', node: e.of.map((item) => this.yesNo(item)).reduce((x, y) => b.and(x, y)) }
      case 'Or':
        return { kind: 'yes/no', node: e.of.map((item) => this.yesNo(item)).reduce((x, y) => b.or(x, y)) }
      case 'Not':
        return { kind: 'yes/no', node: b.not(this.yesNo(e.of)) }
      case 'If':
        return this.#if(this.yesNo(e.when), this.lower(e.then), this.lower(e.otherwise))
      case 'OneOf': {
        const of = this.lower(e.of)
        const list = this.lower(e.list)
        if (of.kind !== 'text' || list.kind !== 'list') throw new NotFast('a list that is no literal')
        return { kind: 'yes/no', node: this.#isOneOf(of.node, list.values) }
      }
      case 'TextMatch':
        return this.#leaves.leaf(e)
      case 'Default':
        // A missing input never reaches the fast form, so what is here is there.
        return this.lower(e.of)
      case 'IsMissing':
        if (e.of.kind !== 'Field' && e.of.kind !== 'Parameter') throw new NotFast('whether a calculation is missing')
        this.lower(e.of)
        return { kind: 'yes/no', node: b.bool(false) }
      case 'ApplyTable':
        return this.#applyTable(e)
      case 'TableCell':
        return this.#tableCell(e)
      case 'MatrixCell':
        return this.#matrixCell(e)
      default:
        throw new NotFast(`${e.kind} compares participants`)
    }
  }

  #fold(nodes: readonly Expression[], combine: (x: Number_, y: Number_) => Number_): Number_ {
    return nodes.map((e) => this.number(e)).reduce(combine)
  }

  add(x: Number_, y: Number_): Number_ {
    return this.combine(x, y, (p, q) => this.b.add(p, q))
  }

  times(x: Number_, y: Number_): Number_ {
    const den = x.den && y.den ? this.b.mul(x.den, y.den) : (x.den ?? y.den)
    return { kind: 'number', num: this.b.mul(x.num, y.num), den }
  }

  over(x: Number_, y: Number_): Number_ {
    const below = this.b.positive(y.num)
    const num = y.den ? this.b.mul(x.num, y.den) : x.num
    if (below.op === 'const' && isPowerOfTen(below.value))
      return this.times({ kind: 'number', num, den: x.den }, this.#tenth(below))
    return { kind: 'number', num, den: x.den ? this.b.mul(x.den, below) : below }
  }

  /** 1 ÷ 10^n as a decimal. */
  #tenth(c: Const): Number_ {
    const by = c.value.toString().length - 1 - c.scale
    return { kind: 'number', num: by >= 0 ? this.b.const(1n, by) : this.b.const(powerOfTen(-by), 0) }
  }

  /** Two fractions over one denominator, combined above it. */
  combine(x: Number_, y: Number_, combine: (p: Node, q: Node) => Node): Number_ {
    const [p, q, den] = this.#over(x, y)
    return { kind: 'number', num: combine(p, q), den }
  }

  #over(x: Number_, y: Number_): [Node, Node, Node | undefined] {
    if (x.den === y.den) return [x.num, y.num, x.den]
    const p = y.den ? this.b.mul(x.num, y.den) : x.num
    const q = x.den ? this.b.mul(y.num, x.den) : y.num
    return [p, q, x.den && y.den ? this.b.mul(x.den, y.den) : (x.den ?? y.den)]
  }

  round({ num, den }: Number_, digits: number, mode: RoundingMode): Number_ {
    const { b } = this
    if (!den) return { kind: 'number', num: b.round(num, digits, mode) }
    // num ÷ den counts in 10^-(num.scale - den.scale); both are brought to where the quotient counts in 10^-digits.
    const shift = digits - num.scale + den.scale
    const above = shift > 0 ? b.to(num, num.scale + shift) : num
    const below = shift < 0 ? b.to(den, den.scale - shift) : den
    return { kind: 'number', num: b.quotient(above, below, digits, mode) }
  }

  #if(when: Node, x: Value, y: Value): Value {
    if (x.kind === 'number' && y.kind === 'number') return this.combine(x, y, (p, q) => this.b.select(when, p, q))
    if (x.kind === 'list' || y.kind === 'list' || x.kind !== y.kind || x.kind === 'number' || y.kind === 'number')
      throw new NotFast('a choice between lists')
    return { kind: x.kind, node: this.b.select(when, x.node, y.node) }
  }

  #compare(e: ExpressionOf<'Compare'>): Node {
    const { b } = this
    const [x, y] = [this.lower(e.left), this.lower(e.right)]
    if (x.kind === 'number' && y.kind === 'number') {
      const [p, q] = this.#over(x, y)
      switch (e.op) {
        case '=':
          return b.compare('eq', p, q)
        case '<>':
          return b.not(b.compare('eq', p, q))
        case '<':
          return b.compare('lt', p, q)
        case '<=':
          return b.compare('le', p, q)
        case '>':
          return b.compare('lt', q, p)
        case '>=':
          return b.compare('le', q, p)
      }
    }
    if (x.kind === 'list' || y.kind === 'list' || x.kind === 'number' || y.kind === 'number')
      throw new NotFast('a comparison of lists')
    if (e.op !== '=' && e.op !== '<>') throw new NotFast('an order of texts')
    const [literal, other] = x.node.op === 'const' ? [x.node, y.node] : [y.node, x.node]
    const isSame =
      x.kind === 'text' && literal.op === 'const' && other.op !== 'const'
        ? this.#isOneOf(other, [this.texts.text(Number(literal.value))])
        : b.compare('eq', x.node, y.node)
    return e.op === '=' ? isSame : b.not(isSame)
  }

  /** A list of yes and no by text code: a text that the plan has not named is not in it. */
  #isOneOf(of: Node, values: readonly string[]): Node {
    const codes = values.map((value) => this.texts.code(value))
    const cells = Array.from({ length: Math.max(0, ...codes) + 1 }, (_, i) => (codes.includes(i) ? 1 : 0))
    return this.b.lookup(of, cells, 0, 0)
  }

  /** Read per 1, an edge is itself; per a figure, it is that share of it. The input and the figure share a denominator. */
  #reading(x: Number_, perOf: Expression | undefined): { x: Node; per: Node | undefined; den: Node | undefined } {
    const { b } = this
    if (!perOf) return { x: x.num, per: x.den, den: x.den }
    const per = this.number(perOf)
    const above = per.den ? b.mul(x.num, per.den) : x.num
    const unit = b.positive(x.den ? b.mul(per.num, x.den) : per.num)
    return { x: above, per: unit, den: x.den && per.den ? b.mul(x.den, per.den) : (x.den ?? per.den) }
  }

  #table(id: string): RateTable {
    return this.#tables.get(id) as RateTable
  }

  /** Edges as integers, and what the input is multiplied by so that edge × per counts as it does. */
  #edges(table: Pick<RateTable, 'bands'>, x: Node, per: Node | undefined): { unit: number; edges: number[] } {
    const exact = table.bands.slice(1).map((band) => this.b.exact(parseExact(band.from)))
    const own = Math.max(0, ...exact.map((c) => c.scale))
    const scale = own + (per?.scale ?? 0)
    const at = Math.max(scale, x.scale)
    const edges = exact.map((c) => safe(c.value * powerOfTen(own - c.scale) * powerOfTen(at - scale)))
    return { unit: safe(powerOfTen(at - x.scale)), edges }
  }

  #applyTable(e: ExpressionOf<'ApplyTable'>): Number_ {
    const table = this.#table(e.table)
    if (e.reads.kind === 'Running') return this.#applyRunning(e, table, e.reads.measure, e.reads.lookup)
    const x = this.number(e.reads.of)
    if (e.pays) {
      const pays = this.number(e.pays)
      if (table.mode === 'whole') return this.times(this.#cell(table, x, e.per), pays)
      if (table.mode !== 'marginal') throw new NotFast('a step that is paid on another basis')
      return this.over(this.times(this.#marginal(table, undefined, x, e.per), pays), x)
    }
    switch (table.mode) {
      case 'marginal':
        return this.#marginal(table, undefined, x, e.per)
      case 'whole':
        return this.times(x, this.#cell(table, x, e.per))
      default:
        return this.#cell(table, x, e.per)
    }
  }

  #applyRunning(
    e: ExpressionOf<'ApplyTable'>,
    table: RateTable,
    measure: string,
    lookup: 'slice' | 'before' | 'after',
  ): Number_ {
    const { before, after } = this.#leaves.running(measure)
    if (lookup === 'slice') {
      const total = (x: Number_): Number_ =>
        table.mode === 'whole' ? this.times(x, this.#cell(table, x, e.per)) : this.#cell(table, x, e.per)
      const paid =
        table.mode === 'marginal'
          ? this.#marginal(table, before, after, e.per)
          : this.combine(total(after), total(before), (p, q) => this.b.sub(p, q))
      if (!e.pays) return paid
      const moved = this.combine(after, before, (p, q) => this.b.sub(p, q))
      return this.over(this.times(paid, this.number(e.pays)), moved)
    }
    const rate = this.#cell(table, lookup === 'before' ? before : after, e.per)
    if (table.mode === 'step') return rate
    const basis = e.pays ? this.number(e.pays) : this.combine(after, before, (p, q) => this.b.sub(p, q))
    return this.times(rate, basis)
  }

  #tableCell(e: ExpressionOf<'TableCell'>): Number_ {
    const table = this.#table(e.table)
    if (e.reads.kind !== 'Running') return this.#cell(table, this.number(e.reads.of), e.per)
    const { before, after } = this.#leaves.running(e.reads.measure)
    return this.#cell(table, e.reads.lookup === 'before' ? before : after, e.per)
  }

  /** Constant bands are one node; others are a choice at every edge. */
  #cell(table: RateTable, input: Number_, perOf: Expression | undefined): Number_ {
    const { b } = this
    if (table.mode === 'interpolated') throw new NotFast('an interpolated table')
    const { x, per } = this.#reading(input, perOf)
    const { unit, edges } = this.#edges(table, x, per)
    const values = table.bands.map((band) => this.number(band.value))
    const higher = table.edgeBelongsTo === 'higher'
    const constants = values.map((v) => (v.den ? undefined : v.num))
    if (constants.every((v) => v?.op === 'const')) {
      const scale = Math.max(...constants.map((v) => v.scale))
      const cells = constants.map((v) => safe(v.value * powerOfTen(scale - v.scale)))
      return { kind: 'number', num: b.band({ a: x, per, unit, edges, cells, higher }, scale) }
    }
    const place = b.band({ a: x, per, unit, edges, cells: edges.map((_, i) => i).concat(edges.length), higher }, 0)
    return values.slice(1).reduce((sofar: Number_, value, i) => {
      const reached = b.compare('le', b.const(BigInt(i + 1), 0), place)
      return this.combine(value, sofar, (p, q) => b.select(reached, p, q))
    }, values[0] as Number_)
  }

  /** What moving from `low` to `high` adds. Both count over one denominator, so the slices do too. */
  #marginal(table: RateTable, low: Number_ | undefined, high: Number_, perOf: Expression | undefined): Number_ {
    const { b } = this
    if (low && low.den !== high.den) throw new NotFast('a running total that is a fraction')
    const read = this.#reading(high, perOf)
    const from = low && this.#reading(low, perOf)
    const rates = table.bands.map((band) => this.number(band.value))
    const { x, per } = read
    const start = from?.x
    if (start && start.scale !== x.scale) throw new NotFast('a running total that changes its scale')
    const { unit, edges } = this.#edges(table, x, per)
    // From nothing, slices begin at 0: edges at or below it would have to be left out.
    if (edges.some((edge) => edge <= 0)) throw new NotFast('a marginal table with an edge that is not above 0')
    const constants = rates.map((v) => (v.den ? undefined : v.num))
    if (constants.every((v) => v?.op === 'const')) {
      const scale = Math.max(...constants.map((v) => v.scale))
      const cells = constants.map((v) => safe(v.value * powerOfTen(scale - v.scale)))
      const steps = cells.slice(1).map((cell, i) => cell - (cells[i] as number))
      const tier = { low: start, high: x, per, unit, base: cells[0] as number, edges, steps }
      return { kind: 'number', num: b.tier(tier, x.scale + logTen(unit) + scale), den: read.den }
    }
    return {
      ...this.#marginalByParts(rates, {
        x: this.b.to(x, x.scale + logTen(unit)),
        start: start && this.b.to(start, x.scale + logTen(unit)),
        per,
        edges,
      }),
      den: read.den,
    }
  }

  /** The same, part by part, where rates are not constant. */
  #marginalByParts(
    rates: readonly Number_[],
    { x, start, per, edges }: { x: Node; start: Node | undefined; per: Node | undefined; edges: readonly number[] },
  ): Number_ {
    const { b } = this
    if (rates.some((rate) => rate.den)) throw new NotFast('a rate that is a fraction')
    const zero = b.const(0n, 0)
    let total = b.mul(start ? b.sub(x, start) : x, (rates[0] as Number_).num)
    edges.forEach((edge, i) => {
      const scaled = b.const(BigInt(edge), x.scale - (per?.scale ?? 0))
      const at = per ? b.mul(scaled, per) : scaled
      const over = b.max(b.sub(x, at), zero)
      const slice = start ? b.sub(over, b.max(b.sub(start, at), zero)) : over
      const step = b.sub((rates[i + 1] as Number_).num, (rates[i] as Number_).num)
      total = b.add(total, b.mul(slice, step))
    })
    return { kind: 'number', num: total }
  }

  #matrixCell(e: ExpressionOf<'MatrixCell'>): Number_ {
    const { b } = this
    const matrix = this.#matrices.get(e.matrix) as Matrix
    const cells = matrix.cells.map((cell) => this.number(cell))
    const constants = cells.map((v) => (v.den ? undefined : v.num))
    if (!constants.every((v) => v?.op === 'const')) throw new NotFast('a matrix of cells that are not constant')
    const scale = Math.max(...constants.map((v) => v.scale))
    const values = constants.map((v) => safe(v.value * powerOfTen(scale - v.scale)))
    const sizes = matrix.axes.map((axis) => (axis.kind === 'Keys' ? axis.keys.length : axis.from.length))
    const places = matrix.axes.map(
      (axis, i): { at: (k: number) => number; node: (cells: number[], s: number) => Node } => {
        const of = e.of[i] as Expression
        if (axis.kind === 'Keys') {
          const value = this.lower(of)
          if (value.kind !== 'text') throw new NotFast('a key that is no text')
          const codes = axis.keys.map((key) => this.texts.code(key))
          const star = axis.keys.indexOf('*')
          return {
            at: (k) => k,
            node: (own, s) => {
              const otherwise = star >= 0 ? (own[star] as number) : Number.NaN
              const list = Array.from({ length: Math.max(...codes) + 1 }, (_, code) => {
                const at = codes.indexOf(code)
                return at >= 0 ? (own[at] as number) : otherwise
              })
              return b.lookup(value.node, list, otherwise, s)
            },
          }
        }
        const input = this.number(of)
        const table = { bands: axis.from.map((from) => ({ from })) } as Pick<RateTable, 'bands'>
        const { unit, edges } = this.#edges(table, input.num, input.den)
        return {
          at: (k) => k,
          node: (own, s) =>
            b.band(
              { a: input.num, per: input.den, unit, edges, cells: own, higher: axis.edgeBelongsTo === 'higher' },
              s,
            ),
        }
      },
    )
    if (places.length === 1) return { kind: 'number', num: (places[0] as (typeof places)[number]).node(values, scale) }
    let stride = 1
    let index: Node = b.const(0n, 0)
    for (let i = places.length - 1; i >= 0; i--) {
      const by = stride
      const own = Array.from({ length: sizes[i] as number }, (_, k) => k * by)
      index = b.add((places[i] as (typeof places)[number]).node(own, 0), index)
      stride *= sizes[i] as number
    }
    return { kind: 'number', num: b.pick(index, values, scale) }
  }
}

const logTen = (unit: number): number => String(unit).length - 1
const isPowerOfTen = (n: bigint): boolean => /^10*$/.test(n.toString())

function safe(n: bigint): number {
  if (n > 10n ** 15n || n < -(10n ** 15n)) throw new NotFast('an edge or a rate of more than 15 digits')
  return Number(n)
}

/** The figure that an integer at a scale stands for. */
export const exactOf = (units: number | bigint, scale: number): Exact => ({ n: BigInt(units), d: powerOfTen(scale) })

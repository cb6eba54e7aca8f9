import type { Expression, QuotaSpan, RoundingMode, TableReading, Window } from '#engine'
import type { Pick } from './pick.ts'

export type Type = 'money' | 'number' | 'text' | 'yes/no' | 'date'
export type Place = 'transaction' | 'credit' | 'earning-line' | 'period' | 'band'

/** What a plan's expressions can refer to, by what they give. */
export type Inventory = {
  readonly currency: string
  readonly moneyMeasures: readonly string[]
  readonly numberMeasures: readonly string[]
  /** Measures that are walked credit by credit; the second list may be cut into slices. */
  readonly running: readonly string[]
  readonly sliced: readonly string[]
  readonly tables: readonly { id: string; axis: 'money' | 'number' | 'share'; mode: string; cell: 'money' | 'number' }[]
  readonly matrices: readonly { id: string; axes: readonly ('money' | 'number' | 'text')[]; cell: 'money' | 'number' }[]
  /** Earnings that may be read: those that stand earlier. */
  readonly earnings: readonly string[]
}

export const MODES: readonly RoundingMode[] = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']
export const PRODUCTS = ['alpha', 'beta', 'gamma']

function dates(p: Pick): Window {
  const [from, to] = [p.day(4), p.day(7)].sort() as [string, string]
  return { kind: 'Dates', from, to: from === to ? '2026-09-01' : to }
}

export function window(p: Pick): Window {
  return p.oneOf<Window>(
    { kind: 'Period' },
    { kind: 'Period' },
    { kind: 'QuarterToDate' },
    { kind: 'HalfYearToDate' },
    { kind: 'YearToDate' },
    { kind: 'YearToDate' },
    { kind: 'PlanToDate' },
    { kind: 'Trailing', periods: p.int(1, 4) },
    dates(p),
  )
}
const span = (p: Pick): QuotaSpan =>
  p.chance(70) ? p.oneOf({ kind: 'Period' }, { kind: 'Quarter' }, { kind: 'Year' }, { kind: 'YearToDate' }) : window(p)

/** A well-typed expression of the kind of value asked for, reading only what its place may read. */
export class Expressions {
  readonly p: Pick
  readonly has: Inventory
  readonly place: Place

  constructor(p: Pick, has: Inventory, place: Place) {
    this.p = p
    this.has = has
    this.place = place
  }

  of(type: Type, depth: number): Expression {
    const { p } = this
    switch (type) {
      case 'money':
        return depth <= 0 || p.chance(35) ? this.moneyLeaf() : this.moneyInner(depth - 1)
      case 'number':
        return depth <= 0 || p.chance(40) ? this.numberLeaf() : this.numberInner(depth - 1)
      case 'yes/no':
        return depth <= 0 ? this.plainYesNo() : this.yesNo(depth - 1)
      case 'text':
        return this.text(depth - 1)
      case 'date':
        return this.date(depth - 1)
    }
  }

  get #hasDeal(): boolean {
    return this.place === 'transaction' || this.place === 'credit' || this.place === 'earning-line'
  }
  get #hasCredit(): boolean {
    return this.place === 'credit' || this.place === 'earning-line'
  }
  #some(options: readonly (Expression | undefined)[]): Expression {
    return this.p.oneOf(...options.filter((x) => x !== undefined))
  }
  /** One of a list as an expression; undefined where the list is empty. */
  #named(list: readonly string[], make: (id: string) => Expression): Expression | undefined {
    return list.length > 0 ? make(this.p.oneOf(...list)) : undefined
  }

  moneyLeaf(): Expression {
    const { p, has } = this
    const literal: Expression = { kind: 'Money', value: p.decimal(2000, 10), currency: has.currency }
    const target: Expression = { kind: 'Parameter', parameter: 'target' }
    if (this.place === 'band') return this.#some([literal, literal, target])
    if (this.#hasDeal) {
      const amount: Expression = { kind: 'Field', field: 'amount' }
      const credit: Expression | undefined = this.#hasCredit ? { kind: 'CreditAmount' } : undefined
      const cost: Expression = { kind: 'Field', field: 'cost' }
      const quota: Expression | undefined =
        this.place === 'earning-line' && p.chance(20) ? this.quota('money') : undefined
      return this.#some([literal, target, amount, amount, amount, credit, credit, credit, credit, cost, quota])
    }
    const measure = () => this.#named(has.moneyMeasures, (id) => ({ kind: 'Measure', measure: id }))
    const earned = () => this.#named(has.earnings, (id) => ({ kind: 'Earned', earning: id }))
    return this.#some([literal, target, measure(), measure(), measure(), measure(), earned(), this.quota('money')])
  }

  quota(unit: 'money' | 'number'): Expression {
    return { kind: 'Quota', quota: unit === 'money' ? 'revenue' : 'deals', span: span(this.p), unit }
  }

  numberLeaf(): Expression {
    const { p, has } = this
    const literal = p.oneOf<Expression>(
      { kind: 'Number', value: p.decimal(20, 15) },
      { kind: 'Percent', value: p.share() },
      { kind: 'Percent', value: p.share() },
      { kind: 'Parameter', parameter: p.oneOf('rate', 'factor') },
    )
    if (this.place === 'band') return literal
    if (this.#hasDeal) {
      const field: Expression = { kind: 'Field', field: p.oneOf('quantity', 'score', 'margin', 'seats') }
      return this.#some([literal, literal, field])
    }
    const all = [...has.moneyMeasures, ...has.numberMeasures]
    const measure = this.#named(has.numberMeasures, (id) => ({ kind: 'Measure', measure: id }))
    const attained = this.#named(all, (id) => ({
      kind: 'Attainment',
      measure: id,
      quota: p.oneOf('revenue', 'revenue', 'deals'),
    }))
    const standing = this.#named(all, (id) =>
      p.chance(50)
        ? { kind: 'Rank', measure: id, best: p.oneOf('highest', 'lowest') }
        : { kind: 'Percentile', measure: id },
    )
    return this.#some([literal, literal, measure, measure, attained, attained, p.chance(60) ? standing : literal])
  }

  /** What is the same for money and for numbers. */
  #arithmetic(type: 'money' | 'number', depth: number): Expression {
    const { p } = this
    const one = () => this.of(type, depth)
    const few = () => p.some(1, 3, one)
    switch (p.int(0, 8)) {
      case 0:
        return { kind: 'Add', of: few() }
      case 1:
        return { kind: 'Subtract', left: one(), right: one() }
      case 2:
        return { kind: p.oneOf('Negate', 'Absolute'), of: one() }
      case 3:
        return { kind: 'Round', of: one(), digits: p.int(0, 4), mode: p.oneOf(...MODES) }
      case 4:
        return { kind: 'Min', of: few() }
      case 5:
        return { kind: 'Max', of: few() }
      case 6:
        // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word, and its value is no function.
        return { kind: 'If', when: this.of('yes/no', depth), then: one(), otherwise: one() }
      case 7:
        return { kind: 'Default', of: one(), otherwise: one() }
      default:
        return this.divide(type, depth)
    }
  }

  divide(type: 'money' | 'number', depth: number): Expression {
    const { p } = this
    const byMoney = type === 'number' && p.chance(30)
    return {
      kind: 'Divide',
      left: this.of(byMoney ? 'money' : type, depth),
      right: byMoney
        ? this.of('money', depth)
        : p.chance(50)
          ? { kind: 'Number', value: p.oneOf('3', '7', '12', '2') }
          : this.of('number', depth),
      ...p.maybe(40, 'digits', () => p.int(0, 12)),
      ...p.maybe(30, 'mode', () => p.oneOf(...MODES)),
    }
  }

  moneyInner(depth: number): Expression {
    const { p } = this
    const roll = p.int(0, 99)
    if (roll < 35) {
      const of = [this.of('money', depth), this.of('number', depth)]
      return { kind: 'Multiply', of: p.chance(50) ? of : of.reverse() }
    }
    if (roll < 70 && this.place !== 'band') return this.table('money', depth) ?? this.#arithmetic('money', depth)
    return this.#arithmetic('money', depth)
  }

  numberInner(depth: number): Expression {
    const { p } = this
    const roll = p.int(0, 99)
    if (roll < 15) return { kind: 'Multiply', of: p.some(1, 3, () => this.of('number', depth)) }
    if (roll < 35 && this.place !== 'band') return this.table('number', depth) ?? this.#arithmetic('number', depth)
    if (roll < 40 && this.#hasDeal)
      return { kind: 'Subtract', left: this.of('date', depth), right: this.of('date', depth) }
    return this.#arithmetic('number', depth)
  }

  /** A table or a matrix that gives this kind of value here; undefined if the plan has none. */
  table(type: 'money' | 'number', depth: number): Expression | undefined {
    const { p, has } = this
    const made: Expression[] = []
    for (const t of has.tables) {
      const found = this.reading(t.axis, depth)
      if (!found) continue
      const { reads, per, of } = found
      const base = { table: t.id, reads, ...(per ? { per } : {}) }
      if (t.cell === type && t.mode !== 'marginal') made.push({ kind: 'TableCell', ...base })
      if (t.mode === 'step' || t.mode === 'interpolated') {
        if (t.cell === type) made.push({ kind: 'ApplyTable', ...base })
        continue
      }
      const isSlice = reads.kind === 'Running' && reads.lookup === 'slice'
      const other = p.chance(30) ? p.oneOf<'money' | 'number'>('money', 'number') : undefined
      const pays = t.mode === 'whole' && isSlice ? undefined : other
      const paid = pays ?? of
      if (t.cell === 'money' && paid === 'money') continue
      if ((t.cell === 'money' || paid === 'money' ? 'money' : 'number') !== type) continue
      const applied: Expression = { kind: 'ApplyTable', ...base, ...(pays ? { pays: this.of(pays, depth) } : {}) }
      made.push(applied, applied)
    }
    for (const m of has.matrices) {
      if (m.cell !== type) continue
      if (this.place === 'transaction' && m.axes.length > 2) continue
      made.push({ kind: 'MatrixCell', matrix: m.id, of: m.axes.map((axis) => this.of(axis, depth - 1)) })
    }
    return made.length > 0 ? p.oneOf(...made) : undefined
  }

  /** What a table with this axis may read here, and in what its own figure is. */
  reading(
    axis: 'money' | 'number' | 'share',
    depth: number,
  ): { reads: TableReading; per?: Expression; of: 'money' | 'number' } | undefined {
    const { p, has } = this
    if (this.place === 'transaction' || this.place === 'band') return undefined
    const withPer = axis === 'share' && p.chance(75)
    const of = axis === 'share' ? (withPer ? p.oneOf<'money' | 'number'>('money', 'money', 'number') : 'number') : axis
    const per = withPer ? { per: this.per(of) } : {}
    if (this.place === 'period') return { reads: { kind: 'Window', of: this.of(of, depth) }, ...per, of }
    const list = has.running.filter((id) => (of === 'money' ? has.moneyMeasures : has.numberMeasures).includes(id))
    if (this.place === 'earning-line' && list.length > 0 && p.chance(75)) {
      const measure = p.oneOf(...list)
      const lookup = has.sliced.includes(measure)
        ? p.oneOf('slice', 'slice', 'after', 'before')
        : p.oneOf('after', 'before')
      return { reads: { kind: 'Running', measure, lookup: lookup as 'slice' }, ...per, of }
    }
    return { reads: { kind: 'Transaction', of: this.of(of, depth) }, ...per, of }
  }

  per(of: 'money' | 'number'): Expression {
    const { p, has } = this
    if (this.place === 'credit' || p.chance(25)) {
      return of === 'money'
        ? { kind: 'Money', value: p.oneOf('1000', '333.33', '5000'), currency: has.currency }
        : { kind: 'Number', value: p.oneOf('10', '3', '7.5') }
    }
    return this.quota(of)
  }

  plainYesNo(): Expression {
    const { p } = this
    if (this.#hasDeal && p.chance(50)) return { kind: 'Field', field: 'strategic' }
    return { kind: 'YesNo', value: p.chance(75) }
  }

  yesNo(depth: number): Expression {
    const { p } = this
    const type = p.oneOf<Type>('money', 'money', 'number', 'number', 'text', 'date')
    switch (p.int(0, 9)) {
      case 0:
        return { kind: p.oneOf('And', 'Or'), of: p.some(1, 3, () => this.of('yes/no', depth)) }
      case 1:
        return { kind: 'Not', of: this.of('yes/no', depth) }
      case 2:
        return {
          kind: 'OneOf',
          of: this.of('text', depth),
          list: { kind: 'TextList', values: p.some(0, 3, () => this.word()) },
        }
      case 3: {
        const text: Expression = { kind: 'Text', value: p.oneOf('a', 'b', 'al', 'rep', 'A', '') }
        return { kind: 'TextMatch', how: p.oneOf('contains', 'startsWith'), of: this.of('text', depth), text }
      }
      case 4:
        return { kind: 'IsMissing', of: this.of(type, depth) }
      case 5:
        return this.plainYesNo()
      default: {
        const op = type === 'text' ? p.oneOf('=', '<>') : p.oneOf('=', '<>', '<', '<=', '>', '>=')
        return { kind: 'Compare', op: op as '=', left: this.of(type, depth), right: this.of(type, depth) }
      }
    }
  }

  word(): string {
    return this.p.oneOf('alpha', 'beta', 'rep', 'lead', 'booking', 'revenue', 'north', 'small', '')
  }

  text(depth: number): Expression {
    const { p } = this
    const word: Expression = { kind: 'Text', value: this.word() }
    const recipient: Expression | undefined =
      this.place === 'band' ? undefined : { kind: 'Recipient', attribute: p.oneOf('title', 'territory') }
    if (depth > 0 && p.chance(15)) return { kind: 'Default', of: this.text(depth - 1), otherwise: word }
    if (!this.#hasDeal) return this.#some([word, recipient, recipient])
    const field: Expression = {
      kind: 'Field',
      field: p.oneOf('kind', 'product', 'account', 'segment', 'tier', 'currency', 'externalId', 'source'),
    }
    const type: Expression | undefined = this.#hasCredit ? { kind: 'CreditType' } : undefined
    return this.#some([word, field, field, field, recipient, type])
  }

  date(depth: number): Expression {
    const { p } = this
    const literal: Expression = { kind: 'Date', value: p.day() }
    if (!this.#hasDeal) return literal
    const field: Expression = { kind: 'Field', field: p.oneOf('occurredOn', 'creditedOn', 'signed') }
    if (depth > 0 && p.chance(10)) return { kind: 'Default', of: field, otherwise: literal }
    return p.chance(75) ? field : literal
  }
}

import type { Program } from '../compile/compile-plan.ts'
import { parseExact } from '../money/exact.ts'
import type { Expression } from '../plan/expression.ts'
import { type Builder, NotFast } from './build.ts'
import type { Node } from './ir.ts'
import { type Leaves, Lowering, type Number_ } from './lower.ts'
import type { Figure, RowPlan } from './plan-rows.ts'
import { type Population, quotaOfAttainment } from './population.ts'
import { Slots } from './slots.ts'

/** What is calculated for each participant once their rows are added up: earnings and rules' amounts, in minor units. */
export type PeriodPlan = {
  readonly slots: Slots
  readonly earnings: ReadonlyMap<string, Node>
  /** By payout rule: its amount, and the floor of its recovery. */
  readonly amounts: ReadonlyMap<string, { readonly amount: Node | undefined; readonly floor: Node | undefined }>
}

/** The period's part of a plan. @throws NotFast for what the reference has to calculate. */
export function planPeriod(program: Program, rows: RowPlan, population: Population, b: Builder): PeriodPlan {
  const { plan, minorDigits } = program
  const figureOf = (figure: Figure | undefined) => {
    if (!figure) throw new NotFast('a measure that has no sum')
    return {
      scale: figure.scale,
      lo: -figure.most,
      hi: figure.most,
      hard: { lo: -figure.most, hi: figure.most },
      isText: false,
    }
  }
  const slots = new Slots(b, (source, key) => {
    switch (source.kind) {
      case 'measure':
        return figureOf(rows.measures.get(source.measure))
      case 'count':
        return figureOf(rows.counts.get(source.measure))
      case 'total':
        return figureOf(rows.totals.get(source.earning))
      case 'participant': {
        const column = population.columns.get(key)
        if (!column) throw new NotFast('a figure of participants that is not there')
        return { ...column, hard: column }
      }
      default:
        throw new NotFast('a row in a period')
    }
  })
  const earned = new Map<string, Node>()
  const measure = (id: string): Number_ => {
    const composite = plan.compositeMeasures?.find((m) => m.id === id)
    if (composite)
      return composite.of
        .map((part) => lowering.times(measure(part.measure), { kind: 'number', num: b.exact(parseExact(part.weight)) }))
        .reduce((x, y) => lowering.add(x, y))
    if (plan.inputMeasures?.some((m) => m.id === id))
      return slots.participant({ kind: 'Measure', measure: id }) as Number_
    const sum = slots.number({ kind: 'measure', measure: id })
    if (plan.measures.find((m) => m.id === id)?.aggregate !== 'average') return sum
    return lowering.over(sum, slots.number({ kind: 'count', measure: id }))
  }
  const leaves: Leaves = {
    running: () => {
      throw new NotFast('a running total in a period')
    },
    leaf: (e) => {
      switch (e.kind) {
        case 'Measure':
          return measure(e.measure)
        case 'Attainment':
          return lowering.over(
            measure(e.measure),
            slots.participant(quotaOfAttainment(plan, e.measure, e.quota)) as Number_,
          )
        case 'Earned': {
          const node = earned.get(e.earning)
          if (!node) throw new NotFast('an earning before it is calculated')
          return { kind: 'number', num: node }
        }
        case 'Parameter':
        case 'Quota':
          return slots.participant(e)
        case 'Recipient':
          if (e.attribute !== 'title') throw new NotFast('the territory of a participant')
          return slots.participant(e)
        default:
          throw new NotFast(`${e.kind} in a period`)
      }
    },
  }
  const lowering = new Lowering(plan, leaves, b, population.texts)
  const minor = (value: Number_, mode: 'half-up' | (typeof plan.earnings)[number]['rounding']['mode']): Node =>
    b.to(lowering.round(value, minorDigits, mode).num, minorDigits)
  const zero: Number_ = { kind: 'number', num: b.const(0n, 0) }
  for (const { earning } of program.plain.earnings) {
    const amount =
      earning.per === 'credit' ? slots.number({ kind: 'total', earning: earning.id }) : lowering.number(earning.amount)
    const bounded = bound(amount, earning.floor, earning.cap)
    const open = earning.gate && lowering.yesNo(earning.gate)
    const value = open ? choose(open, bounded, zero) : bounded
    earned.set(earning.id, minor(value, earning.rounding.mode))
  }
  const amounts = new Map(
    (plan.payoutRules ?? []).map((rule) => {
      const amount = rule.kind === 'CapTogether' ? rule.cap : 'amount' in rule ? rule.amount : undefined
      const floor = rule.kind === 'Draw' ? rule.recovery?.floor : undefined
      const node = (e: Expression | undefined): Node | undefined => e && minor(lowering.number(e), 'half-up')
      return [rule.id, { amount: node(amount), floor: node(floor) }] as const
    }),
  )
  return { slots, earnings: earned, amounts }

  function bound(amount: Number_, floor: Expression | undefined, cap: Expression | undefined): Number_ {
    let value = amount
    if (floor) value = lowering.combine(value, lowering.number(floor), (x, y) => b.max(x, y))
    if (cap) value = lowering.combine(value, lowering.number(cap), (x, y) => b.min(x, y))
    return value
  }
  function choose(when: Node, x: Number_, y: Number_): Number_ {
    return lowering.combine(x, y, (p, q) => b.select(when, p, q))
  }
}

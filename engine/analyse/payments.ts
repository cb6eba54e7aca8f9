import { unreachable } from '../lib/assert.ts'
import { type Exact, ONE, parseExact, subtract } from '../money/exact.ts'
import type { Payable, PayoutRule, PayoutRuleOf } from '../plan/payout.ts'
import type { Algebra } from './algebra.ts'
import type { Origin } from './curve.ts'
import type { Figure } from './figure.ts'

/** Rules' amounts of a period, as figures: a cap, a draw, a minimum; and the floor of a recovery. */
export type RuleFigures = { readonly amount: Figure | undefined; readonly floor: Figure | undefined }

/** One period: what was earned, and what of it stands in lines of deals. */
export type EarnedFigures = {
  readonly earned: ReadonlyMap<string, Figure>
  readonly lines: ReadonlyMap<string, Figure>
  readonly amountsOf: (rule: PayoutRule, index: number) => RuleFigures
}

type Due = { readonly period: number; readonly earning: string; readonly value: Figure; readonly isHeld: boolean }

/**
 * What is paid, as figures: the counterpart of payout/apply-payout-rules.ts, without the rounding to minor units. Payments
 * of all periods, and what is still owed either way at the end of the last, so that what is only paid later is not lost,
 * and what is only lent is not gained.
 */
export class Payments {
  readonly #algebra: Algebra
  readonly #rules: readonly PayoutRule[]
  readonly #schedules: ReadonlyMap<string, Payable>
  readonly #balances = new Map<string, Figure>()
  #due: Due[] = []
  #waiting: Figure
  #paid: Figure
  #periods = 0

  constructor(algebra: Algebra, rules: readonly PayoutRule[], schedules: ReadonlyMap<string, Payable>) {
    this.#algebra = algebra
    this.#rules = rules
    this.#schedules = schedules
    this.#waiting = algebra.zero
    this.#paid = algebra.zero
  }

  /** Closes the next period. */
  close(given: EarnedFigures): void {
    this.#periods++
    const making = new Making(this.#algebra)
    const now = this.#due.filter((d) => d.period <= this.#periods)
    this.#due = this.#due.filter((d) => d.period > this.#periods)
    for (const { earning, value, isHeld } of now) {
      if (isHeld) making.enter(value)
      else making.pay(earning, value)
    }
    for (const [earning, value] of given.earned) this.#schedule(making, earning, value, given.lines.get(earning))
    for (const [index, rule] of this.#rules.entries()) {
      const by: Origin = { path: `/payoutRules/${index}`, at: rule.at ?? null, table: null }
      this.#apply(making, rule, given.amountsOf(rule, index), by)
    }
    this.#paid = this.#algebra.add(this.#paid, making.total())
  }

  /** All payments, and what is still owed. */
  settled(): Figure {
    const { add, negate } = this.#algebra
    let sum = add(this.#paid, this.#waiting)
    for (const { value } of this.#due) sum = add(sum, value)
    for (const rule of this.#rules) {
      const balance = this.#balances.get(rule.id)
      if (balance) sum = add(sum, rule.kind === 'Draw' ? negate(balance) : balance)
    }
    return sum
  }

  #share(value: Figure, share: Exact): Figure {
    return this.#algebra.multiply(value, this.#algebra.number(share))
  }

  #schedule(making: Making, earning: string, value: Figure, lines: Figure | undefined): void {
    const payable = this.#schedules.get(earning)
    const { add, subtract: less, zero } = this.#algebra
    if (!payable) making.pay(earning, value)
    else if (payable.kind === 'OnEvent') {
      const rest = this.#share(lines ?? zero, subtract(ONE, parseExact(payable.atOnce)))
      making.pay(earning, less(value, rest))
      this.#waiting = add(this.#waiting, rest)
    } else {
      const parts =
        payable.kind === 'Instalments'
          ? payable.parts.map((p) => ({ share: parseExact(p.share), after: p.afterPeriods }))
          : Array.from({ length: payable.periods }, (_, after) => ({
              share: { n: 1n, d: BigInt(payable.periods) },
              after,
            }))
      for (const { share, after } of parts) {
        const part = this.#share(value, share)
        if (after === 0) making.pay(earning, part)
        else this.#due.push({ period: this.#periods + after, earning, value: part, isHeld: false })
      }
    }
  }

  #apply(making: Making, rule: PayoutRule, { amount, floor }: RuleFigures, by: Origin): void {
    const { zero, negate } = this.#algebra
    const above = (value: Figure) => this.#algebra.extreme(value, zero, 'most', by)
    switch (rule.kind) {
      case 'CapTogether':
        this.#cap(making, rule, amount ?? zero, by)
        break
      case 'Draw':
        this.#draw(making, rule, above(amount ?? zero), floor, by)
        break
      case 'Hold': {
        const held = this.#share(above(making.seen(rule)), parseExact(rule.share))
        making.change(rule, negate(held))
        this.#due.push({ period: this.#periods + rule.periods, earning: rule.id, value: held, isHeld: true })
        break
      }
      case 'CarryNegative':
        this.#carry(making, rule, (total) => this.#algebra.compare(total, zero, '<', by))
        break
      case 'MinimumPayment':
        this.#carry(making, rule, (total) =>
          this.#algebra.logic(
            [this.#algebra.compare(total, zero, '>', by), this.#algebra.compare(total, amount ?? zero, '<', by)],
            false,
          ),
        )
        break
      default:
        unreachable(rule)
    }
  }

  #cap(making: Making, rule: PayoutRuleOf<'CapTogether'>, cap: Figure, by: Origin): void {
    const { add, subtract: less, negate, zero } = this.#algebra
    const sum = making.seen(rule)
    const excess = this.#algebra.extreme(less(sum, cap), zero, 'most', by)
    making.change(rule, negate(excess))
    if (rule.excess === 'lost') return
    const room = this.#algebra.extreme(less(cap, sum), zero, 'most', by)
    const banked = this.#balances.get(rule.id) ?? zero
    const fromBank = this.#algebra.extreme(room, banked, 'least', by)
    making.change(rule, fromBank)
    this.#balances.set(rule.id, less(add(banked, excess), fromBank))
  }

  #draw(making: Making, rule: PayoutRuleOf<'Draw'>, amount: Figure, floor: Figure | undefined, by: Origin): void {
    const { add, subtract: less, negate, zero } = this.#algebra
    const above = (value: Figure) => this.#algebra.extreme(value, zero, 'most', by)
    const gross = making.seen(rule)
    const runs = rule.periods === undefined || this.#periods <= rule.periods
    const paid = !runs ? zero : rule.pays === 'onTop' ? amount : above(less(amount, gross))
    making.change(rule, paid)
    if (!rule.recovery) return
    const untouched = floor ?? (runs ? amount : zero)
    const afterAdvance = rule.pays === 'onTop' && rule.periods !== undefined ? rule.periods + 1 : 1
    const recoverable =
      this.#periods >= (rule.recovery.from ?? afterAdvance)
        ? this.#share(above(less(gross, untouched)), parseExact(rule.recovery.percent))
        : zero
    const owed = this.#balances.get(rule.id) ?? zero
    const recovered = this.#algebra.extreme(owed, recoverable, 'least', by)
    making.change(rule, negate(recovered))
    const ends = rule.periods !== undefined && this.#periods >= rule.periods
    this.#balances.set(rule.id, ends && rule.recovery.forgivenAtEnd ? zero : less(add(owed, paid), recovered))
  }

  #carry(making: Making, { id }: PayoutRule, holds: (total: Figure) => Figure): void {
    const { zero, negate } = this.#algebra
    making.change({}, this.#balances.get(id) ?? zero)
    const total = making.total()
    const carried = this.#algebra.select(holds(total), total, zero)
    making.change({}, negate(carried))
    this.#balances.set(id, carried)
  }
}

/** One period's payment while it is being made. */
class Making {
  readonly #algebra: Algebra
  readonly #payable = new Map<string, Figure>()
  #entered: Figure
  readonly #effects: { readonly earnings: readonly string[] | undefined; readonly value: Figure }[] = []

  constructor(algebra: Algebra) {
    this.#algebra = algebra
    this.#entered = algebra.zero
  }

  pay(earning: string, value: Figure): void {
    this.#payable.set(earning, this.#algebra.add(this.#payable.get(earning) ?? this.#algebra.zero, value))
  }

  enter(value: Figure): void {
    this.#entered = this.#algebra.add(this.#entered, value)
  }

  /** What a rule finds of its earnings: what became payable, and what earlier rules did to no others than these. */
  seen({ earnings }: { readonly earnings?: readonly string[] }): Figure {
    return this.#effects
      .filter((effect) => earnings === undefined || effect.earnings?.every((id) => earnings.includes(id)))
      .reduce((sum, { value }) => this.#algebra.add(sum, value), this.#sum(earnings ?? [...this.#payable.keys()]))
  }

  change({ earnings }: { readonly earnings?: readonly string[] }, value: Figure): void {
    this.enter(value)
    this.#effects.push({ earnings, value })
  }

  total(): Figure {
    return this.#algebra.add(this.#sum([...this.#payable.keys()]), this.#entered)
  }

  #sum(earnings: readonly string[]): Figure {
    const { add, zero } = this.#algebra
    return earnings.reduce((sum, id) => add(sum, this.#payable.get(id) ?? zero), zero)
  }
}

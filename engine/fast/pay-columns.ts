import type { Plan } from '../plan/ast.ts'
import { NotFast } from './build.ts'
import { SAFE } from './ir.ts'
import { divideRounded } from './rounding.ts'

/** Balances that rules carry, by rule: minor units by participant; and how many periods each has been paid. */
export type Balances = {
  readonly periods: Float64Array
  readonly byRule: ReadonlyMap<string, Float64Array>
}

export type PaidColumns = { readonly pay: Float64Array; readonly balances: Balances }

type Rule = NonNullable<Plan['payoutRules']>[number]
type Amounts = { readonly amount: Float64Array | undefined; readonly floor: Float64Array | undefined }

const NONE = new Float64Array(0)

/** Whether a plan's payout rules can be applied column by column; others are applied by the reference, one by one. */
export function payableInColumns(plan: Plan): boolean {
  return (plan.payoutRules ?? []).every((rule) => rule.kind !== 'Hold') && plan.earnings.every((e) => !e.payable)
}

/**
 * Payout rules in their order, each over all participants. Everything in minor units.
 *
 * @param failed marks who leaves the safe integers.
 * @throws NotFast for a rule that the reference has to apply.
 */
export function payColumns(
  plan: Plan,
  count: number,
  earned: ReadonlyMap<string, Float64Array>,
  amounts: ReadonlyMap<string, Amounts>,
  before: Balances | undefined,
  failed: Uint8Array,
): PaidColumns {
  const pay = new Float64Array(count)
  const periods = new Float64Array(count)
  for (const column of earned.values()) {
    for (let p = 0; p < count; p++) {
      pay[p] = (pay[p] as number) + (column[p] as number)
      if (isUnsafe(pay[p] as number)) failed[p] = 1
    }
  }
  for (let p = 0; p < count; p++) periods[p] = (before?.periods[p] ?? 0) + 1
  const byRule = new Map<string, Float64Array>()
  const effects: Effect[] = []
  for (const rule of plan.payoutRules ?? []) {
    const { amount = NONE, floor } = amounts.get(rule.id) ?? { amount: undefined, floor: undefined }
    const balance = before?.byRule.get(rule.id)?.slice() ?? new Float64Array(count)
    byRule.set(rule.id, balance)
    const concerned = 'earnings' in rule ? rule.earnings : undefined
    const gross = grossOf(concerned, earned, effects, count)
    const effect = { earnings: concerned, minor: new Float64Array(count) }
    switch (rule.kind) {
      case 'Draw':
        draw(rule, { gross, amount, floor, balance, pay, periods, effect: effect.minor })
        break
      case 'CapTogether':
        cap(rule.excess === 'banked', { gross, amount, balance, pay, effect: effect.minor })
        break
      case 'CarryNegative':
        carry({ balance, pay, effect: effect.minor }, (total) => total < 0)
        break
      case 'MinimumPayment':
        carry({ balance, pay, effect: effect.minor }, (total, p) => total > 0 && total < (amount[p] as number))
        break
      default:
        throw new NotFast('a rule that keeps amounts for later periods')
    }
    effects.push(effect)
    for (let p = 0; p < count; p++)
      if (isUnsafe(pay[p] as number) || isUnsafe(balance[p] as number) || isUnsafe(gross[p] as number)) failed[p] = 1
  }
  for (let p = 0; p < count; p++) if (isUnsafe(pay[p] as number)) failed[p] = 1
  return { pay, balances: { periods, byRule } }
}

/** True of NaN too. */
const isUnsafe = (x: number): boolean => !(x <= SAFE && x >= -SAFE)

/** What a rule did to the payment, found by later rules that concern all of its earnings. */
type Effect = { readonly earnings: readonly string[] | undefined; readonly minor: Float64Array }

/** What a rule finds of its earnings: what they add up to, and what earlier rules did to no others than these. */
function grossOf(
  earnings: readonly string[] | undefined,
  earned: ReadonlyMap<string, Float64Array>,
  effects: readonly Effect[],
  count: number,
): Float64Array {
  const gross = new Float64Array(count)
  const addAll = (column: Float64Array): void => {
    for (let p = 0; p < count; p++) gross[p] = (gross[p] as number) + (column[p] as number)
  }
  for (const id of earnings ?? earned.keys()) {
    const column = earned.get(id)
    if (column) addAll(column)
  }
  for (const effect of effects)
    if (earnings === undefined || effect.earnings?.every((id) => earnings.includes(id))) addAll(effect.minor)
  return gross
}

type Draw = Extract<Rule, { kind: 'Draw' }>

/** Columns that a rule reads, and those that it changes: the balance, the payment, and what later rules find of it. */
type Changed = { readonly balance: Float64Array; readonly pay: Float64Array; readonly effect: Float64Array }
type Bounded = Changed & { readonly gross: Float64Array; readonly amount: Float64Array }

function draw(
  rule: Draw,
  c: Bounded & { readonly floor: Float64Array | undefined; readonly periods: Float64Array },
): void {
  const { gross, amount, floor, balance, pay, periods, effect } = c
  const share = partOf(rule.recovery?.percent ?? '0')
  const isOnTop = rule.pays === 'onTop'
  const afterAdvance = isOnTop && rule.periods !== undefined ? rule.periods + 1 : 1
  for (let p = 0; p < pay.length; p++) {
    const g = gross[p] as number
    const stated = amount[p] as number
    const a = stated > 0 ? stated : 0
    const period = periods[p] as number
    const runs = rule.periods === undefined || period <= rule.periods
    const paid = !runs ? 0 : isOnTop ? a : a > g ? a - g : 0
    pay[p] = (pay[p] as number) + paid
    effect[p] = paid
    if (!rule.recovery) continue
    const owed = balance[p] as number
    const untouched = floor ? (floor[p] as number) : runs ? a : 0
    const over = g - untouched
    const recoverable = period >= (rule.recovery.from ?? afterAdvance) && over > 0 ? share(over) : 0
    const recovered = owed < recoverable ? owed : recoverable
    pay[p] = (pay[p] as number) - recovered
    effect[p] = paid - recovered
    const ends = rule.periods !== undefined && period >= rule.periods
    balance[p] = ends && rule.recovery.forgivenAtEnd ? 0 : owed + paid - recovered
  }
}

/** A share of an amount, to the minor unit. */
function partOf(percent: string): (minor: number) => number {
  const [whole = '0', fraction = ''] = percent.split('.')
  const units = Number(whole + fraction)
  const one = 10 ** fraction.length
  if (units === one) return (minor) => minor
  return (minor) => {
    const x = minor * units
    // NaN and not a wrong figure: whoever reads it falls back to the reference.
    return isUnsafe(x) ? Number.NaN : divideRounded(x, one, 'half-up')
  }
}

function cap(isBanked: boolean, { gross, amount, balance, pay, effect }: Bounded): void {
  for (let p = 0; p < pay.length; p++) {
    const room = (amount[p] as number) - (gross[p] as number)
    const banked = isBanked ? (balance[p] as number) : 0
    const moved = room < 0 ? room : room < banked ? room : banked
    pay[p] = (pay[p] as number) + moved
    effect[p] = moved
    if (isBanked) balance[p] = banked - moved
  }
}

function carry({ balance, pay, effect }: Changed, holds: (total: number, p: number) => boolean): void {
  for (let p = 0; p < pay.length; p++) {
    const before = pay[p] as number
    const total = before + (balance[p] as number)
    const isCarried = holds(total, p)
    pay[p] = isCarried ? 0 : total
    balance[p] = isCarried ? total : 0
    effect[p] = (pay[p] as number) - before
  }
}

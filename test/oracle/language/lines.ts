import type { Earning, Period, Plan } from '#engine'
import { Fraction } from '../fraction.ts'
import { days, fullMonths, spanOf, within } from './calendar.ts'
import type { Exception } from './credits.ts'
import { holdsTrue, numberOf, type OracleCredit, type Scope } from './evaluate.ts'
import {
  decimal,
  minus,
  negative,
  ONE,
  over,
  plus,
  rounded,
  shareOut,
  sum,
  times,
  units,
  whole,
  ZERO,
} from './exact.ts'
import { clawbackOf, creditScope, measureOf, type Person, reversedBy, windowOf } from './measures.ts'
import { minorDigits } from './money.ts'
import { attempt } from './no-figure.ts'
import { periodOn, segmentsOf } from './world.ts'

/** What one credit earns under one earning. */
export type Line = {
  readonly earning: string
  readonly credit: OracleCredit
  readonly exact: Fraction
  readonly minor: bigint
  /** The deal that it was earned on, or taken back from. */
  readonly onDeal: string
  /** When that deal was credited, if it is the deal itself. */
  readonly on: string | undefined
}

const dealKey = (source: string, externalId: string): string => JSON.stringify([source, externalId])
const keyOf = (c: OracleCredit): string => dealKey(c.deal.source, c.deal.externalId)
const paysAnything = (c: OracleCredit): boolean => c.counts === 'attainment and pay' || c.counts === 'pay only'

/** The measures whose running totals an amount reads. */
function runningMeasures(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const node = value as { kind?: string; measure?: string }
  if (node.kind === 'Running') return [node.measure!]
  return Object.values(value).flatMap(runningMeasures)
}

/**
 * The first day of what running rounding adds up over: the window of the running totals that the amount reads; the period
 * where it reads none, several windows, or one that slides. A window of dates goes on from the plan's first day.
 */
function roundsFrom(p: Person, earning: Earning, period: Period): string {
  const windows = runningMeasures(earning.amount).map((id) => windowOf(p.plan, id))
  const [window] = windows
  if (!window || windows.some((w) => JSON.stringify(w) !== JSON.stringify(window))) return period.from
  if (window.kind === 'Trailing') return period.from
  if (window.kind === 'Dates') return p.planFrom
  const found = attempt(() => spanOf(p.world.facts.calendar, window, period, p.planFrom))
  return 'value' in found ? found.value.from : p.planFrom
}

/** Everything that an earning reads of one credit: measures before and after it in the window of the credit's own period. */
function lineScope(p: Person, credit: OracleCredit, period: Period): Scope {
  const at = p.credits.indexOf(credit)
  return {
    ...creditScope(p, credit),
    period,
    measure: (id) => measureOf(p, id, period, p.credits.slice(0, at + 1)),
    before: (id) => measureOf(p, id, period, p.credits.slice(0, at)),
  }
}

/** What the earning says of a credit on its own; undefined where its condition does not take it. */
function amountOf(p: Person, earning: Earning, credit: OracleCredit, period: Period): Fraction | undefined {
  const scope = lineScope(p, credit, period)
  if (earning.when && !holdsTrue(earning.when, scope)) return undefined
  return numberOf(earning.amount, scope)
}

/**
 * What a reversal takes back of the deal, as the given lines show what was paid on it, less what it has taken already;
 * undefined where they do not show the deal.
 */
function takenBack(p: Person, earning: string, credit: OracleCredit, lines: readonly Line[]): bigint | undefined {
  const rule = clawbackOf(p, credit)!
  const original = dealKey(credit.deal.source, reversedBy(credit.deal)!)
  const about = lines.filter((l) => l.earning === earning && l.onDeal === original)
  const soFar = lines
    .filter((l) => l.earning === earning && l.on === undefined && keyOf(l.credit) === keyOf(credit))
    .reduce((total, l) => total - l.minor, 0n)
  const sold = about.filter((l) => l.on !== undefined)
  const soldOn = sold[0]?.on
  if (soldOn === undefined) return undefined
  const paid = sold.reduce((total, l) => total + l.minor, 0n)
  const left = about.reduce((total, l) => total + l.minor, 0n) + soFar
  const share = times(decimal(rule.share), partNotPassed(rule.manner, soldOn, credit.deal.creditedOn))
  const part = units(times(whole(paid), share), 0, 'half-up')
  return ((paid > 0n ? part > left : part < left) ? left : part) - soFar
}

function partNotPassed(manner: NonNullable<Plan['clawbacks']>[number]['manner'], from: string, to: string): Fraction {
  if (manner.kind === 'Full') return ONE
  const passed = manner.by === 'days' ? days(from, to) : fullMonths(from, to)
  const part = minus(ONE, over(whole(passed), whole(manner.term)))
  if (part.n < 0n) return ZERO
  return part.compare(ONE) > 0 ? ONE : part
}

/**
 * The lines of one earning for those credits of a period that `takes` says, given the lines before it. A line of basis
 * `running` is the step of the rounded running total, over the window of the measure that the earning reads. A reversal
 * that stands before its deal takes back right after it.
 */
export function linesOf(
  p: Person,
  earning: Earning,
  period: Period,
  takes: (c: OracleCredit) => boolean,
  before: readonly Line[],
): { lines: Line[]; exceptions: Exception[] } {
  const digits = minorDigits(p.plan.currency)
  const { mode, basis } = earning.rounding
  const from = roundsFrom(p, earning, period)
  let total = sum(asIfAlways(p, earning, period).flatMap((x) => (x.on >= from ? [x.exact] : [])))
  const lines: Line[] = []
  const exceptions: Exception[] = []
  const takeBack = (under: Person, credit: OracleCredit): void => {
    const taken = takenBack(under, earning.id, credit, [...before, ...lines])
    if (!taken) return
    const exact = negative(new Fraction(taken, 10n ** BigInt(digits)))
    const onDeal = dealKey(credit.deal.source, reversedBy(credit.deal)!)
    lines.push({ earning: earning.id, credit, exact, minor: -taken, onDeal, on: undefined })
  }
  for (const credit of p.credits.filter((c) => within(c.deal.creditedOn, period) && paysAnything(c))) {
    if (isClawedBack(p, earning, credit)) {
      if (takes(credit)) takeBack(p, credit)
      continue
    }
    const found = attempt(() => amountOf(p, earning, credit, period))
    if ('code' in found) {
      if (takes(credit)) exceptions.push({ code: found.code, deal: credit.deal.id })
      continue
    }
    const exact = found.value
    if (!exact || !takes(credit)) continue
    const opening = total
    total = plus(total, basis === 'each' ? rounded(exact, digits, mode) : exact)
    const minor = units(total, digits, mode) - units(opening, digits, mode)
    lines.push({ earning: earning.id, credit, exact, minor, onDeal: keyOf(credit), on: credit.deal.creditedOn })
    for (const early of p.credits.slice(0, p.credits.indexOf(credit))) {
      if (reversedBy(early.deal) === null || !paysAnything(early)) continue
      if (dealKey(early.deal.source, reversedBy(early.deal)!) !== keyOf(credit)) continue
      const under = rulingOn(p, early)
      if (under && isClawedBack(under, earning, early)) takeBack(under, early)
    }
  }
  return { lines, exceptions }
}

/** The person under the version that ruled the credit's day. */
function rulingOn(p: Person, credit: OracleCredit): Person | undefined {
  const period = periodOn(p.world, credit.deal.creditedOn)
  const segment = period && segmentsOf(p.world, period).find((s) => within(credit.deal.creditedOn, s))
  return segment && { ...p, plan: segment.plan }
}

/**
 * What the earning says, as if this version had always ruled, of the credits of all periods before this one; in a period
 * that it shares with another version, of its own stretch. Amounts that clawbacks take are no part of what is rounded.
 */
function asIfAlways(p: Person, earning: Earning, period: Period): { on: string; exact: Fraction }[] {
  const memo = p.asIf.get(`${earning.id} ${period.id}`)
  if (memo) return memo
  const digits = minorDigits(p.plan.currency)
  const { mode, basis } = earning.rounding
  const made = p.credits
    .filter((c) => c.deal.creditedOn < period.from && paysAnything(c) && isInStretch(p, c.deal.creditedOn))
    .flatMap((credit) => {
      const found = attempt(() =>
        isClawedBack(p, earning, credit)
          ? undefined
          : amountOf(p, earning, credit, periodOn(p.world, credit.deal.creditedOn)!),
      )
      if ('code' in found || !found.value) return []
      return [
        { on: credit.deal.creditedOn, exact: basis === 'each' ? rounded(found.value, digits, mode) : found.value },
      ]
    })
  p.asIf.set(`${earning.id} ${period.id}`, made)
  return made
}

function isInStretch(p: Person, on: string): boolean {
  const shared = segmentsOf(p.world, periodOn(p.world, on)!)
  const own = shared.find((s) => s.plan === p.plan)
  return !own || within(on, own)
}

function isClawedBack(p: Person, earning: Earning, credit: OracleCredit): boolean {
  if (!p.plan.earnings.some((e) => e.id === earning.id && e.per === 'credit')) return false
  const rule = clawbackOf(p, credit)
  return rule !== undefined && (rule.earnings?.includes(earning.id) ?? true)
}

/**
 * Lines as deals were paid by them, once the period's figures are known: what a bound took from an earning, it took from
 * the deals that earned something in the period, in proportion, cents that do not divide by the largest remainder.
 */
export function asPaid(lines: readonly Line[], earned: ReadonlyMap<string, bigint | null>): Line[] {
  const paid = [...lines]
  for (const [earning, minor] of earned) {
    const own = lines.filter((l) => l.earning === earning)
    const bound = own.reduce((total, l) => total + l.minor, 0n) - (minor ?? 0n)
    const sold = [...new Set(own.filter((l) => l.on !== undefined).map((l) => l.onDeal))]
    const nets = sold
      .map((deal) => ({ deal, net: own.reduce((total, l) => (l.onDeal === deal ? total + l.minor : total), 0n) }))
      .filter((x) => x.net > 0n)
    const all = nets.reduce((total, x) => total + x.net, 0n)
    const taken = bound < all ? bound : all
    if (taken <= 0n) continue
    const cuts = shareOut(
      nets.map((x) => new Fraction(taken * x.net, all)),
      0,
    )
    for (const [i, { deal }] of nets.entries()) {
      const at = paid.findIndex((l) => l.earning === earning && l.onDeal === deal && l.on !== undefined)
      paid[at] = { ...paid[at]!, minor: paid[at]!.minor - cuts[i]! }
    }
  }
  return paid
}

import type { Earning, Period, Plan } from '#engine'
import { Fraction } from '../fraction.ts'
import { days, fullMonths, spanOf, within } from './calendar.ts'
import type { Exception } from './credits.ts'
import { holdsTrue, numberOf, type OracleCredit, type Scope } from './evaluate.ts'
import { decimal, minus, negative, ONE, over, plus, rounded, sum, times, units, whole, ZERO } from './exact.ts'
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

/** What is taken back of what the given lines show to be left of the original's earning. */
function takenBack(p: Person, earning: Earning, credit: OracleCredit, lines: readonly Line[]): bigint | undefined {
  const rule = clawbackOf(p, credit)
  if (!rule || !isClawedBack(p, earning, credit)) return undefined
  const original = dealKey(credit.deal.source, reversedBy(credit.deal)!)
  const about = lines.filter((l) => l.earning === earning.id && l.onDeal === original)
  const isSecond = lines.some(
    (l) => l.earning === earning.id && l.on === undefined && keyOf(l.credit) === keyOf(credit),
  )
  const left = about.reduce((total, l) => total + l.minor, 0n)
  const soldOn = about.find((l) => l.on !== undefined)?.on
  if (soldOn === undefined || isSecond) return 0n
  const share = times(decimal(rule.share), partNotPassed(rule.manner, soldOn, credit.deal.creditedOn))
  return units(times(whole(left), share), 0, 'half-up')
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
 * `running` is the step of the rounded running total, over the window of the measure that the earning reads.
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
  for (const credit of p.credits.filter((c) => within(c.deal.creditedOn, period) && paysAnything(c))) {
    const found = attempt(() => {
      const taken = takenBack(p, earning, credit, [...before, ...lines])
      if (taken !== undefined) return { exact: negative(new Fraction(taken, 10n ** BigInt(digits))), taken }
      const exact = amountOf(p, earning, credit, period)
      return exact && { exact, taken: undefined }
    })
    if ('code' in found) {
      if (takes(credit)) exceptions.push({ code: found.code, deal: credit.deal.id })
      continue
    }
    if (!found.value) continue
    const { exact, taken } = found.value
    if (!takes(credit)) continue
    const opening = total
    if (taken === undefined) total = plus(total, basis === 'each' ? rounded(exact, digits, mode) : exact)
    lines.push({
      earning: earning.id,
      credit,
      exact,
      minor: taken === undefined ? units(total, digits, mode) - units(opening, digits, mode) : -taken,
      onDeal: taken === undefined ? keyOf(credit) : dealKey(credit.deal.source, reversedBy(credit.deal)!),
      on: taken === undefined ? credit.deal.creditedOn : undefined,
    })
  }
  return { lines, exceptions }
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
  const rule = clawbackOf(p, credit)
  return rule !== undefined && (rule.earnings?.includes(earning.id) ?? true)
}

import type { Program } from '../compile/compile-plan.ts'
import type { DataException } from '../compile/data-exception.ts'
import type { Credit } from '../compile/frame.ts'
import type { Step } from '../compile/step.ts'
import { type Contribution, Population } from '../contest/population.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import { compareKeys, orderKey } from '../facts/facts.ts'
import { add, type Exact, multiply, ZERO } from '../money/exact.ts'
import { roundToScaled } from '../money/rounding.ts'
import type { Payment } from '../payout/apply-payout-rules.ts'
import { NO_PAYOUTS } from '../payout/payout-state.ts'
import type { RoundingMode } from '../plan/expression.ts'
import { type Period, periodAt, periodsOf, type Span } from '../time/calendar.ts'
import { type CalendarDate, daysBetween } from '../time/calendar-date.ts'
import type { ParticipantState } from './state.ts'
import { versionSteps } from './version-steps.ts'
import {
  type Carried,
  type Closed,
  type EarningResult,
  type Line,
  type MeasureResult,
  PeriodWalk,
  type Subject,
} from './walk-period.ts'

/** A published version of a plan and the day from which it holds. A period is calculated under the version of its first day. */
export type Version = { readonly program: Program; readonly effectiveFrom: CalendarDate }

export type PeriodResult = {
  readonly period: Period
  readonly version: Version
  readonly earnings: readonly EarningResult[]
  readonly measures: readonly MeasureResult[]
  readonly lines: readonly Line[]
  readonly exceptions: readonly DataException[]
  readonly payment: Payment
  /** What the participant contributes to comparisons with others. */
  readonly contribution: Contribution
}

export type Calculation = { readonly periods: readonly PeriodResult[]; readonly state: ParticipantState | undefined }

export type CalculationInput = {
  /** The plan's id, by which assignments name it. */
  readonly plan: string
  readonly versions: readonly Version[]
  readonly facts: FactIndex
  readonly participant: string
  /** All credits of the participant under the plan, in any order. */
  readonly credits: readonly Credit[]
  /** Periods that have begun by this day are calculated: an input, never the clock. */
  readonly through: CalendarDate
  /** The period whose steps are wanted, if any. */
  readonly explain?: string
  /** Everybody's figures, for a plan that compares participants. */
  readonly population?: Population | undefined
}

/** The version under which a period is calculated: the latest that holds on its first day, else the first inside it. */
export function versionFor(versions: readonly Version[], period: Period): Version | undefined {
  const sorted = [...versions].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  return sorted.findLast((v) => v.effectiveFrom <= period.from) ?? sorted.find((v) => v.effectiveFrom < period.to)
}

/** A stretch of a period under one version, with its share of the period's days. */
export type Segment = Span & { readonly version: Version; readonly factor: Exact }

/**
 * A period cut where versions begin, if the version that takes over says so; otherwise whole, under the version of its
 * first day. The factors of the segments add up to exactly 1.
 */
export function segmentsOf(versions: readonly Version[], period: Period): Segment[] {
  const whole = versionFor(versions, period)
  if (!whole) return []
  const starting = versions
    .filter((v) => period.from < v.effectiveFrom && v.effectiveFrom < period.to && v !== whole)
    .filter((v) => (v.program.plan.changes?.plan ?? 'period start') !== 'period start')
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  const all = [whole, ...starting]
  const days = daysBetween(period.from, period.to)
  return all.map((version, i) => {
    const from = i === 0 ? period.from : version.effectiveFrom
    const to = all[i + 1]?.effectiveFrom ?? period.to
    return { version, from, to, factor: { n: BigInt(daysBetween(from, to)), d: BigInt(days) } }
  })
}

/** The version that credits a transaction: the one under which its period, or its stretch of the period, is calculated. */
export function versionOn(
  versions: readonly Version[],
  facts: FactIndex,
  creditedOn: CalendarDate,
): Version | undefined {
  const kind = versions[0]?.program.plan.period
  const period = kind && periodAt(facts.calendar, kind, creditedOn)
  return period && segmentsOf(versions, period).find((s) => s.from <= creditedOn && creditedOn < s.to)?.version
}

/** Periods in which the participant is assigned, that a version covers, begun by `through`. */
export function periodsUnder(
  input: Pick<CalculationInput, 'plan' | 'versions' | 'facts' | 'participant' | 'through'>,
): Period[] {
  const kind = input.versions[0]?.program.plan.period
  if (!kind) return []
  const assignments = input.facts.assignmentsOf(input.plan, input.participant)
  return periodsOf(input.facts.calendar, kind).filter(
    (p) =>
      p.from <= input.through &&
      assignments.some((a) => a.from < p.to && (a.to === null || a.to > p.from)) &&
      versionFor(input.versions, p) !== undefined,
  )
}

/**
 * Calculate: one participant under one plan, over all periods begun by `through`. Pure, and independent of the order in
 * which credits are handed in.
 */
export function calculate(input: CalculationInput): Calculation {
  const credits = sortCredits(input.credits)
  const periods = periodsUnder(input)
  const planFrom = periods[0]?.from ?? input.through
  const results: PeriodResult[] = []
  let state: ParticipantState | undefined
  let current: Version | undefined
  let carried: Carried = { payouts: NO_PAYOUTS, paidOn: new Map(), late: [] }
  for (const [i, period] of periods.entries()) {
    const segments = segmentsOf(input.versions, period)
    const own = creditsIn(credits, period)
    let { paidOn, late } = carried
    const walks = segments.map((segment): Walked => {
      if (segment.version !== current) {
        // Under a new version the periods before count as if it had always measured them.
        state = replay(input, segment.version, periods.slice(0, i), credits, planFrom)
        current = segment.version
      }
      const traced = input.explain === period.id
      const subject = subjectOf(input, segment.version, traced)
      const walk = PeriodWalk.open(subject, period, state, planFrom, { ...carried, paidOn, late })
      for (const credit of own) walk.add(credit, isIn(segment, credit))
      paidOn = walk.paidOn
      late = walk.late
      return { segment, walk }
    })
    const last = walks.at(-1)
    if (!last) continue
    const closed = walks.length === 1 ? last.walk.close() : joined(walks)
    const lines = walks.flatMap(({ walk }) => walk.lines)
    results.push({ period, version: last.segment.version, lines, ...closed })
    state = last.walk.state()
    carried = { payouts: closed.payment.state, paidOn: last.walk.paidAfter(lines, closed.earnings), late }
  }
  return { periods: results, state }
}

const isIn = (segment: Segment, { transaction: { creditedOn } }: Credit): boolean =>
  segment.from <= creditedOn && creditedOn < segment.to

/** An earning of a period that versions share. `lines`: what it comes to per credit, null where that has no value. */
type Part = {
  readonly result: EarningResult
  readonly mode: RoundingMode
  readonly lines: bigint | null
  readonly lineSteps: readonly Step[]
  readonly periodSteps: readonly Step[]
  readonly exact: Exact
  readonly isOpen: boolean
}

type Walked = { readonly segment: Segment; readonly walk: PeriodWalk }

/**
 * A period under several versions: each pays the credits of its own stretch, all together within the bounds of the last;
 * what is earned per period is the last
 * version's, or every version's in proportion to its days, as the last version says. Contests and payout rules are the
 * last version's, over the earnings and the lines of all.
 */
function joined(walks: readonly Walked[]): Closed {
  const last = walks.at(-1) as Walked
  const { plan, minorDigits } = last.segment.version.program
  const isProrated = plan.changes?.plan === 'prorated'
  const parts = new Map<string, Part>()
  const exceptions: DataException[] = []
  for (const { segment, walk } of walks) {
    const earned = walk.earn(walks.flatMap((other) => (other.walk === walk ? [] : [other.walk])))
    exceptions.push(...earned.exceptions)
    for (const result of earned.earnings) {
      const earning = segment.version.program.plan.earnings.find((e) => e.id === result.earning)
      if (!earning) continue
      const perCredit = earning.per === 'credit'
      if (!perCredit && !isProrated && segment !== last.segment) continue
      const before = parts.get(result.earning)
      const share =
        perCredit || result.exact === null ? ZERO : isProrated ? multiply(result.exact, segment.factor) : result.exact
      parts.set(result.earning, {
        result,
        mode: earning.rounding.mode,
        // What versions pay per credit is bounded together, by each as it says: the last one's figure counts.
        lines: perCredit ? result.minor : before ? before.lines : 0n,
        lineSteps: perCredit ? versionSteps(walk, segment, result, 'lines') : (before?.lineSteps ?? []),
        periodSteps: [
          ...(before?.periodSteps ?? []),
          ...(perCredit ? [] : versionSteps(walk, segment, result, isProrated ? 'prorated' : 'whole')),
        ],
        exact: add(before?.exact ?? ZERO, share),
        isOpen: (before?.isOpen ?? false) || (!perCredit && result.minor === null),
      })
    }
  }
  const results = [...parts.values()].map((part): EarningResult => {
    const { mode, lines, exact, isOpen } = part
    const result = { ...part.result, steps: [...part.lineSteps, ...part.periodSteps] }
    if (isOpen || lines === null) return { ...result, minor: null, exact: null, uncapped: null }
    // Lines are whole minor units already: they are added to, never rounded again.
    const minor = lines + roundToScaled(exact, minorDigits, mode)
    return { ...result, minor, exact: add(exact, { n: lines, d: 10n ** BigInt(minorDigits) }) }
  })
  return last.walk.settle(
    results,
    exceptions,
    walks.flatMap(({ walk }) => walk.lines),
    walks.slice(0, -1).map(({ walk }) => walk),
  )
}

function replay(
  input: CalculationInput,
  version: Version,
  periods: readonly Period[],
  credits: readonly Credit[],
  planFrom: CalendarDate,
): ParticipantState | undefined {
  let state: ParticipantState | undefined
  for (const period of periods) {
    const walk = PeriodWalk.open(subjectOf(input, version, false), period, state, planFrom)
    for (const credit of creditsIn(credits, period)) walk.add(credit)
    state = walk.state()
  }
  return state
}

const creditsIn = (credits: readonly Credit[], period: Period): Credit[] =>
  credits.filter((c) => period.from <= c.transaction.creditedOn && c.transaction.creditedOn < period.to)

export const subjectOf = (
  input: Pick<CalculationInput, 'plan' | 'versions' | 'facts' | 'participant' | 'population'>,
  version: Version,
  traced: boolean,
): Subject => ({
  program: version.program,
  compiled: traced ? version.program.traced : version.program.plain,
  facts: input.facts,
  plan: input.plan,
  participant: input.participant,
  population: input.population,
  countsOf: ({ rule, transaction: { creditedOn } }) => {
    const { versions, facts } = input
    const by = versions.length > 1 ? versionOn(versions, facts, creditedOn) : version
    return (by ?? version).program.counts.get(rule) ?? 'attainment and pay'
  },
  remembersDeals: input.versions.some((v) => v.program.remembersDeals),
})

/** In the order in which running totals are walked; two credits of one transaction by their rule. */
export const sortCredits = (credits: readonly Credit[]): Credit[] =>
  [...credits].sort(
    (a, b) =>
      compareKeys(orderKey(a.transaction), orderKey(b.transaction)) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  )

/** Whether a plan compares participants, so that nobody's figures can be calculated alone. */
export const comparesParticipants = (versions: readonly Version[]): boolean =>
  versions.some(({ program }) => program.comparedOn.length > 0 || (program.plan.contests?.length ?? 0) > 0)

/**
 * Calculate, for everybody of a plan. Where the plan compares participants, figures are gathered first, since no measure
 * depends on another participant; then ranks, percentiles and prizes are read from all of them.
 *
 * @param credits by participant; everybody who takes part stands in it, with or without credits.
 */
export function calculateAll(
  input: Omit<CalculationInput, 'participant' | 'credits'>,
  credits: ReadonlyMap<string, readonly Credit[]>,
): Map<string, Calculation> {
  const run = (population: Population | undefined) =>
    new Map(
      [...credits].map(([participant, own]) => [
        participant,
        calculate({ ...input, participant, credits: own, population }),
      ]),
    )
  const alone = run(input.population)
  if (!comparesParticipants(input.versions)) return alone
  const compared = run(populationOf(alone.values()))
  // Who takes part in a contest may follow from a rank, which is only known now.
  const decides = input.versions.some(({ program }) => program.plan.contests?.some((c) => c.eligible))
  return decides ? run(populationOf(compared.values())) : compared
}

/** What everybody's calculations contribute to comparisons. */
export const populationOf = (calculations: Iterable<Calculation>): Population =>
  new Population([...calculations].flatMap((c) => c.periods.map((p) => p.contribution)))

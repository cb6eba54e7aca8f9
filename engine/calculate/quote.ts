import type { DataException } from '../compile/data-exception.ts'
import type { Credit } from '../compile/frame.ts'
import type { Step } from '../compile/step.ts'
import type { Population } from '../contest/population.ts'
import { assignCredits } from '../credit/assign-credits.ts'
import type { FactIndex } from '../facts/fact-index.ts'
import { compareKeys, orderKey, type Transaction } from '../facts/facts.ts'
import { NO_PAYOUTS } from '../payout/payout-state.ts'
import { type Period, periodAt } from '../time/calendar.ts'
import type { CalendarDate } from '../time/calendar-date.ts'
import {
  type Calculation,
  calculate,
  calculateAll,
  comparesParticipants,
  periodsUnder,
  segmentsOf,
  sortCredits,
  subjectOf,
  type Version,
  versionFor,
  versionOn,
} from './calculate.ts'
import type { ParticipantState } from './state.ts'
import { type EarningResult, type MeasureResult, PeriodWalk } from './walk-period.ts'

export type QuotedEarning = {
  readonly earning: string
  readonly title: string
  /** Minor units without and with the deal, over all periods that it changes; null where a data exception stands in the way. */
  readonly before: bigint | null
  readonly after: bigint | null
  readonly steps: readonly Step[]
}

export type QuotedMeasure = {
  readonly measure: string
  readonly title: string
  readonly before: string | null
  readonly after: string | null
}

export type ParticipantQuote = {
  readonly participant: string
  readonly period: string
  readonly version: Version
  readonly credits: readonly Credit[]
  readonly earnings: readonly QuotedEarning[]
  readonly measures: readonly QuotedMeasure[]
  /** What is paid without and with the deal, in minor units: from the deal's period on, by the payout rules. */
  readonly payment: { readonly before: bigint; readonly after: bigint }
  readonly lines: readonly { readonly earning: string; readonly minor: bigint; readonly steps: readonly Step[] }[]
  readonly exceptions: readonly DataException[]
}

export type QuoteInput = {
  readonly plan: string
  readonly versions: readonly Version[]
  readonly facts: FactIndex
  readonly through: CalendarDate
  readonly deal: Transaction
  /** Everybody's figures, for a plan that compares participants. */
  readonly population?: Population | undefined
  /** Record the steps of the figures with the deal. */
  readonly explain?: boolean
}

/** Whom the deal would credit, under the version of its credit date. */
export function creditsOfDeal(input: Omit<QuoteInput, 'through'>): {
  credits: Map<string, Credit[]>
  exceptions: readonly DataException[]
} {
  const version = versionOn(input.versions, input.facts, input.deal.creditedOn)
  const credits = new Map<string, Credit[]>()
  if (!version) return { credits, exceptions: [] }
  const assigned = assignCredits(version.program.plain, input.plan, input.facts, input.deal)
  for (const credit of sortCredits(assigned.credits)) {
    const own = credits.get(credit.participant)
    if (own) own.push(credit)
    else credits.set(credit.participant, [credit])
  }
  return { credits, exceptions: assigned.exceptions }
}

/**
 * Quote: calculate with the deal minus calculate without it, from the stored state alone.
 *
 * @param state where the participant stands; undefined if they have no credit yet.
 * @returns undefined when the state is not enough: the deal lies before what has been credited, so that history must be
 *   walked again (quoteByReplay), or the plan compares participants, who all move together (quoteTogether).
 */
export function quoteFromState(
  input: QuoteInput,
  participant: string,
  credits: readonly Credit[],
  state: ParticipantState | undefined,
): ParticipantQuote | undefined {
  const { facts, deal } = input
  if (comparesParticipants(input.versions)) return undefined
  const kind = input.versions[0]?.program.plan.period
  const period = kind && periodAt(facts.calendar, kind, deal.creditedOn)
  const version = period && versionFor(input.versions, period)
  if (!period || !version) return undefined
  // Deals of periods that have not begun may be known, and stand in no state.
  if (period.from > input.through) return undefined
  const periods = periodsUnder({ ...input, participant })
  const at = periods.findIndex((p) => p.id === period.id)
  // A deal in a period before the last one moves later periods too; a state under another version measures other things.
  if (at < 0 || at !== periods.length - 1) return undefined
  const stateAt = state ? periods.findIndex((p) => p.id === state.period) : -1
  if (state && stateAt < 0) return undefined
  if (periods.slice(Math.max(stateAt, 0), at).some((p) => versionFor(input.versions, p) !== version)) return undefined
  if (segmentsOf(input.versions, period).length > 1) return undefined
  if (
    state?.period === period.id &&
    state.last &&
    version.program.readsOrder &&
    compareKeys(orderKey(deal), state.last) < 0
  )
    return undefined
  // What was earned on the deal that this one refers to is in the history, not in the state.
  if (deal.reverses != null && version.program.remembersDeals) return undefined
  // What waits of each deal is known from its line, and a state keeps sums of lines, not the lines of its period.
  if (state && [...version.program.schedules.values()].some((s) => s.kind === 'OnEvent')) return undefined
  const planFrom = periods[0]?.from ?? period.from
  const subject = subjectOf({ ...input, participant }, version, input.explain ?? false)
  let rolled = state
  let payouts = state?.payouts ?? NO_PAYOUTS
  const carried = { payouts, paidOn: new Map(), late: [] }
  for (const p of periods.slice(Math.max(stateAt, 0), at)) {
    const passed = PeriodWalk.open(subject, p, rolled, planFrom, carried)
    payouts = passed.close().payment.state
    rolled = passed.state()
  }
  const walk = PeriodWalk.open(subject, period, rolled, planFrom, carried)
  const before = walk.close()
  for (const credit of credits) walk.add(credit)
  const after = walk.close()
  return {
    participant,
    period: period.id,
    version,
    credits,
    earnings: after.earnings.map((e, i) => quoted(before.earnings[i], e)),
    measures: after.measures.map((m, i) => quotedMeasure(before.measures[i], m)),
    payment: { before: before.payment.minor, after: after.payment.minor },
    lines: walk.lines.map(({ earning, minor, steps }) => ({ earning, minor, steps })),
    exceptions: after.exceptions,
  }
}

/**
 * The same by walking the participant's whole history twice: for deals dated before what has been credited. In a plan that
 * compares participants the others stand still as in `population`; quoteTogether moves them too.
 */
export function quoteByReplay(
  input: QuoteInput,
  participant: string,
  credits: readonly Credit[],
  history: readonly Credit[],
): ParticipantQuote | undefined {
  const kind = input.versions[0]?.program.plan.period
  const period = kind && periodAt(input.facts.calendar, kind, input.deal.creditedOn)
  const version = period && versionFor(input.versions, period)
  if (!period || !version) return undefined
  const through = reach(input)
  const base = { plan: input.plan, versions: input.versions, facts: input.facts, through, participant }
  const without = calculate({ ...base, credits: history, population: input.population })
  const withDeal = calculate({
    ...base,
    credits: [...history, ...credits],
    population: input.population,
    ...(input.explain ? { explain: period.id } : {}),
  })
  return difference({ participant, period, version, credits }, without, withDeal)
}

/** Periods that have begun by then are part of a quote. */
const reach = ({ deal, through }: QuoteInput): CalendarDate => (deal.creditedOn > through ? deal.creditedOn : through)

/**
 * A deal quoted for everybody at once: calculate all with it minus calculate all without it. In a plan that compares
 * participants a deal moves the figures of people whom it does not credit, and of its recipients in ways that none of
 * them shows alone. Who is credited stands in it, and whoever else earns or is paid something else.
 *
 * @param histories of everybody who takes part in the plan, with or without credits.
 */
export function quoteTogether(
  input: Omit<QuoteInput, 'population'>,
  histories: ReadonlyMap<string, readonly Credit[]>,
): Map<string, ParticipantQuote> {
  const quotes = new Map<string, ParticipantQuote>()
  const kind = input.versions[0]?.program.plan.period
  const period = kind && periodAt(input.facts.calendar, kind, input.deal.creditedOn)
  const version = period && versionFor(input.versions, period)
  if (!period || !version) return quotes
  const added = creditsOfDeal(input).credits
  const base = { plan: input.plan, versions: input.versions, facts: input.facts, through: reach(input) }
  const everybody = [...new Set([...histories.keys(), ...added.keys()])]
  const all = (credits: (participant: string) => readonly Credit[]) =>
    new Map(everybody.map((participant) => [participant, credits(participant)]))
  const before = (participant: string) => histories.get(participant) ?? []
  const without = calculateAll(base, all(before))
  const withDeal = calculateAll(
    { ...base, ...(input.explain ? { explain: period.id } : {}) },
    all((participant) => [...before(participant), ...(added.get(participant) ?? [])]),
  )
  for (const participant of everybody) {
    const [old, now] = [without.get(participant), withDeal.get(participant)]
    const credits = added.get(participant) ?? []
    const quote = old && now && difference({ participant, period, version, credits }, old, now)
    if (quote && (credits.length > 0 || moves(quote))) quotes.set(participant, quote)
  }
  return quotes
}

const moves = ({ earnings, payment }: ParticipantQuote): boolean =>
  payment.before !== payment.after || earnings.some((e) => e.before !== e.after)

type Asked = Pick<ParticipantQuote, 'participant' | 'version' | 'credits'> & { readonly period: Period }

function difference(asked: Asked, without: Calculation, withDeal: Calculation): ParticipantQuote | undefined {
  const { participant, period, version, credits } = asked
  const at = withDeal.periods.findIndex((p) => p.period.id === period.id)
  const [old, now] = [without.periods[at], withDeal.periods[at]]
  if (!old || !now) return undefined
  const later = withDeal.periods.slice(at).map((p, i) => [without.periods[at + i]?.earnings, p.earnings] as const)
  return {
    participant,
    period: period.id,
    version,
    credits,
    earnings: now.earnings.map((e) => ({
      earning: e.earning,
      title: e.title,
      ...overPeriods(later, e.earning),
      steps: e.steps,
    })),
    measures: now.measures.map((m, i) => quotedMeasure(old.measures[i], m)),
    payment: { before: paidFrom(without, at), after: paidFrom(withDeal, at) },
    lines: now.lines
      .filter((l) => credits.includes(l.credit))
      .map(({ earning, minor, steps }) => ({ earning, minor, steps })),
    exceptions: now.exceptions,
  }
}

const paidFrom = (calculation: Calculation, at: number): bigint =>
  calculation.periods.slice(at).reduce((sum, p) => sum + p.payment.minor, 0n)

type Pair = readonly [before: readonly EarningResult[] | undefined, after: readonly EarningResult[]]

/**
 * One earning over the periods that the deal can move. A period that is open with the deal and without is not its doing,
 * and left out; where all of them are, there is no figure.
 */
function overPeriods(periods: readonly Pair[], earning: string): { before: bigint | null; after: bigint | null } {
  let [before, after]: [bigint | null, bigint | null] = [0n, 0n]
  let counted = false
  for (const pair of periods) {
    const [was, is] = pair.map((earnings) => earnings?.find((e) => e.earning === earning)?.minor ?? null)
    if (was === null && is === null) continue
    counted = true
    before = before === null || was == null ? null : before + was
    after = after === null || is == null ? null : after + is
  }
  return counted ? { before, after } : { before: null, after: null }
}

const quoted = (before: EarningResult | undefined, after: EarningResult): QuotedEarning => ({
  earning: after.earning,
  title: after.title,
  before: before?.minor ?? null,
  after: after.minor,
  steps: after.steps,
})
const quotedMeasure = (before: MeasureResult | undefined, after: MeasureResult): QuotedMeasure => ({
  measure: after.measure,
  title: after.title,
  before: before?.value?.text ?? null,
  after: after.value?.text ?? null,
})

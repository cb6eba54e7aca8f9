import type { Facts, Period, Plan, QuotaFact, QuotaSpan, Transaction } from '#engine'
import type { Fraction } from '../fraction.ts'
import { dayAfter, dayBefore, days, earlier, inOrder, later, type Span, spanOf, within } from './calendar.ts'
import { decimal, ONE, over, plus, times, whole, ZERO } from './exact.ts'
import { NoFigure } from './no-figure.ts'

export type PlanVersion = { readonly plan: Plan; readonly from: string }

/** Everything that is handed in, with the plainest possible questions to it. */
export type World = {
  /** The id by which assignments name the plan. */
  readonly id: string
  readonly versions: readonly PlanVersion[]
  readonly facts: Facts
  readonly transactions: readonly Transaction[]
  readonly participants: readonly string[]
  readonly through: string
}

const holds = (dated: { from: string; to: string | null }, on: string): boolean =>
  dated.from <= on && (dated.to === null || on < dated.to)

export const titleOf = (w: World, who: string, on: string): string | undefined =>
  w.facts.titles.find((t) => t.participant === who && holds(t, on))?.title

/** The managers of a person from the direct one upwards; a circle ends it. */
export function managersOf(w: World, who: string, on: string): string[] {
  const chain: string[] = []
  let person = who
  for (;;) {
    const line = w.facts.reportingLines.find((l) => l.participant === person && holds(l, on))
    if (!line || line.manager === who || chain.includes(line.manager)) return chain
    chain.push(line.manager)
    person = line.manager
  }
}

export const isAssigned = (w: World, who: string, on: string): boolean =>
  w.facts.assignments.some((a) => a.plan === w.id && a.participant === who && holds(a, on))

/** The first territory, by id, that somebody owns on a day. */
export const territoryOf = (w: World, who: string, on: string): string | undefined =>
  w.facts.territories
    .filter((t) => t.owners.some((o) => o.participant === who && holds(o, on)))
    .map((t) => t.id)
    .sort()[0]

export const ownersOn = (t: World['facts']['territories'][number], on: string): string[] =>
  t.owners.filter((o) => holds(o, on)).map((o) => o.participant)

export const teamOn = (w: World, team: string, on: string) =>
  (w.facts.teams ?? []).filter((m) => m.team === team && holds(m, on))

/** A parameter's value on a day: one's own, else one's title's, else everybody's. */
export function parameterFact(w: World, id: string, who: string, on: string): Fraction | undefined {
  const stated = w.facts.parameters.filter((p) => p.parameter === id && holds(p, on))
  const title = titleOf(w, who, on)
  const found =
    stated.find((p) => p.scope === 'participant' && p.participant === who) ??
    stated.find((p) => p.scope === 'title' && p.title === title) ??
    stated.find((p) => p.scope === 'all')
  return found && decimal(found.value)
}

export function rateOn(w: World, rateType: string, from: string, to: string, on: string): Fraction | undefined {
  const stated = (w.facts.rates ?? [])
    .filter((r) => r.rateType === rateType && r.from === from && r.to === to && r.on <= on)
    .sort((a, b) => (a.on < b.on ? 1 : -1))
  return stated[0] && decimal(stated[0].rate)
}

export function inputOf(w: World, measure: string, who: string, period: Span): Fraction {
  const found = (w.facts.inputs ?? []).find(
    (i) => i.measure === measure && i.participant === who && i.from <= period.from && period.to <= i.to,
  )
  if (!found) throw new NoFigure('missing-value')
  return decimal(found.value)
}

/** The stretches of a quota that concern somebody on every day of a span: one's own, or those of one's title of that day. */
function stretchesOn(w: World, quota: string, who: string, on: string): QuotaFact[] {
  const stated = w.facts.quotas.filter((q) => q.quota === quota && within(on, q))
  const own = stated.filter((q) => q.participant === who)
  return own.length > 0 ? own : stated.filter((q) => q.title !== null && q.title === titleOf(w, who, on))
}

const perDay = (q: QuotaFact): Fraction => over(decimal(q.value), whole(days(q.from, q.to)))

/**
 * The quota of a span, day by day: each day counts with its stretch's quota by the day; or every day counts as the day
 * `like` does.
 */
export function quotaOver(
  w: World,
  version: Plan,
  quota: string,
  span: QuotaSpan,
  who: string,
  period: Period,
  planFrom: string,
  day: string,
): Fraction {
  const { from, to } = spanOf(w.facts.calendar, span, period, planFrom)
  if (from >= to) throw new NoFigure('quota-missing')
  const change = version.changes?.quota ?? 'prorated'
  const like = change === 'prorated' ? undefined : change === 'period start' ? from : day
  let total = ZERO
  for (const [first, end] of stretchesBetween(w, quota, who, from, to)) {
    const found = stretchesOn(w, quota, who, like ?? first)
    if (found.length === 0) throw new NoFigure('quota-missing')
    total = found.map(perDay).reduce((sum, rate) => plus(sum, times(rate, whole(days(first, end)))), total)
  }
  return times(total, activeShare(w, version, who, { from, to }))
}

/** The part of a span for which somebody is assigned: by its days, by the last days of its months, or all of it. */
function activeShare(w: World, version: Plan, who: string, { from, to }: Span): Fraction {
  const by = version.changes?.assignment ?? 'days'
  if (by === 'none') return ONE
  const all = by === 'days' ? daysOf(from, to) : monthEnds(w, from, to)
  if (all.length === 0) throw new NoFigure('calendar-gap')
  return over(whole(all.filter((day) => isAssigned(w, who, day)).length), whole(all.length))
}

const DAYS = new Map<string, readonly string[]>()
function daysOf(from: string, to: string): readonly string[] {
  const known = DAYS.get(from + to)
  if (known) return known
  const all: string[] = []
  for (let day = from; day < to; day = dayAfter(day)) all.push(day)
  DAYS.set(from + to, all)
  return all
}

const monthEnds = (w: World, from: string, to: string): string[] =>
  w.facts.calendar.filter((p) => p.kind === 'month' && from <= p.from && p.to <= to).map((p) => dayBefore(p.to))

/** The last day of a period on which somebody is assigned. */
export const lastDay = (w: World, who: string, period: Span): string =>
  daysOf(period.from, period.to)
    .filter((day) => isAssigned(w, who, day))
    .at(-1) ?? dayBefore(period.to)

/** A span cut wherever a quota or a title may change, so that every day of a piece is like the first. */
function stretchesBetween(w: World, quota: string, who: string, from: string, to: string): [string, string][] {
  const cuts = new Set([from, to])
  const add = (date: string | null) => date !== null && from < date && date < to && cuts.add(date)
  for (const q of w.facts.quotas.filter((x) => x.quota === quota)) [q.from, q.to].forEach(add)
  for (const t of w.facts.titles.filter((x) => x.participant === who)) [t.from, t.to].forEach(add)
  const all = [...cuts].sort()
  return all.slice(1).flatMap((end, i): [string, string][] => (all[i]! < end ? [[all[i]!, end]] : []))
}

/** The version under which a day is calculated: of its period's first day (or the first inside), unless one cuts it. */
export type Segment = Span & { readonly plan: Plan; readonly factor: Fraction }
export function segmentsOf(w: World, period: Period): Segment[] {
  const sorted = [...w.versions].sort((a, b) => (a.from < b.from ? -1 : 1))
  const first = sorted.filter((v) => v.from <= period.from).at(-1) ?? sorted.find((v) => v.from < period.to)
  if (!first) return []
  const next = sorted.filter(
    (v) =>
      v !== first &&
      v.from > period.from &&
      v.from < period.to &&
      v.plan.changes?.plan !== undefined &&
      v.plan.changes.plan !== 'period start',
  )
  const starts = [period.from, ...next.map((v) => v.from), period.to]
  return [first, ...next].map(({ plan }, i) => ({
    plan,
    from: starts[i]!,
    to: starts[i + 1]!,
    factor: over(whole(days(starts[i]!, starts[i + 1]!)), whole(days(period.from, period.to))),
  }))
}

const kindOf = (w: World) => w.versions[0]!.plan.period

/** The periods of somebody under the plan: in which they are assigned, that a version rules, begun by the last day. */
export const periodsOf = (w: World, who: string): Period[] =>
  inOrder(w.facts.calendar, kindOf(w)).filter(
    (p) =>
      p.from <= w.through &&
      segmentsOf(w, p).length > 0 &&
      w.facts.assignments.some(
        (a) => a.plan === w.id && a.participant === who && later(a.from, p.from) < earlier(a.to ?? p.to, p.to),
      ),
  )

export const periodOn = (w: World, date: string): Period | undefined =>
  w.facts.calendar.find((p) => p.kind === kindOf(w) && within(date, p))

/** The version of the plan that credits a deal. */
export function planOn(w: World, date: string): Plan | undefined {
  const period = periodOn(w, date)
  return period && segmentsOf(w, period).find((s) => within(date, s))?.plan
}

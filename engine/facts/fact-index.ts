import { add, divide, type Exact, fromInteger, multiply, parseExact, ZERO } from '../money/exact.ts'
import type { Calendar, Span } from '../time/calendar.ts'
import { type CalendarDate, daysBetween } from '../time/calendar-date.ts'
import type {
  Assignment,
  Dated,
  ExchangeRate,
  Facts,
  InputFact,
  ParameterFact,
  QuotaFact,
  TeamMembership,
  Territory,
  Transaction,
} from './facts.ts'

const holds = (fact: Dated, on: CalendarDate): boolean => fact.from <= on && (fact.to === null || on < fact.to)

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const list = groups.get(key(item))
    if (list) list.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

/** Facts arranged for asking: who, what, on which day. Answers `undefined` where nothing is stated; nothing is guessed. */
export class FactIndex {
  /** As they were handed in. */
  readonly facts: Facts
  readonly calendar: Calendar
  readonly territories: readonly Territory[]
  readonly #titles: Map<string, Facts['titles'][number][]>
  readonly #lines: Map<string, Facts['reportingLines'][number][]>
  readonly #assignments: Map<string, Assignment[]>
  readonly #owned: Map<string, (Dated & { territory: string })[]>
  readonly #quotas: Map<string, QuotaFact[]>
  readonly #parameters: Map<string, ParameterFact[]>
  readonly #teams: Map<string, TeamMembership[]>
  readonly #inputs: Map<string, InputFact[]>
  readonly #rates: Map<string, ExchangeRate[]>
  readonly #participantIds: ReadonlyMap<string, string>
  readonly #quotaCache = new Map<string, Exact | null>()

  constructor(facts: Facts) {
    this.facts = facts
    this.calendar = facts.calendar
    this.territories = [...facts.territories].sort((a, b) => (a.id < b.id ? -1 : 1))
    this.#titles = group(facts.titles, (f) => f.participant)
    this.#lines = group(facts.reportingLines, (f) => f.participant)
    this.#assignments = group(facts.assignments, (f) => `${f.plan}\n${f.participant}`)
    this.#owned = group(
      this.territories.flatMap((t) => t.owners.map((o) => ({ ...o, territory: t.id }))),
      (o) => o.participant,
    )
    this.#quotas = group(
      facts.quotas,
      (f) => `${f.quota}\n${f.participant === null ? `title ${f.title}` : f.participant}`,
    )
    this.#parameters = group(facts.parameters, (f) =>
      f.scope === 'participant' ? `${f.parameter}\n${f.participant}` : f.parameter,
    )
    this.#teams = group(facts.teams ?? [], (f) => f.team)
    this.#inputs = group(facts.inputs ?? [], (f) => `${f.measure}\n${f.participant}`)
    this.#rates = group(facts.rates ?? [], (f) => `${f.rateType}\n${f.from}\n${f.to}`)
    for (const rates of this.#rates.values()) rates.sort((a, b) => (a.on < b.on ? -1 : 1))
    this.#participantIds = new Map(Object.entries(facts.participantIds ?? {}))
  }

  /** Who has a manager, in the order in which lines are stated. */
  get managed(): readonly string[] {
    return [...this.#lines.keys()]
  }

  /**
   * Whose title, assignment or own parameter changes inside a span, and whether something changes that may concern
   * everybody: reporting lines, or a parameter of all or of a title.
   */
  changesWithin(span: Span, plan: string): { everybody: boolean; participants: Set<string> } {
    const changes = (f: Dated): boolean =>
      (span.from < f.from && f.from < span.to) || (f.to !== null && span.from < f.to && f.to < span.to)
    const { titles, assignments, parameters, reportingLines } = this.facts
    const own = [...titles, ...assignments.filter((a) => a.plan === plan)].filter(changes).map((f) => f.participant)
    const changing = parameters.filter(changes)
    return {
      everybody: reportingLines.some(changes) || changing.some((f) => f.scope !== 'participant'),
      participants: new Set([...own, ...changing.flatMap((f) => (f.scope === 'participant' ? [f.participant] : []))]),
    }
  }

  titleOf(participant: string, on: CalendarDate): string | undefined {
    return this.#titles.get(participant)?.find((f) => holds(f, on))?.title
  }

  managerOf(participant: string, on: CalendarDate): string | undefined {
    return this.#lines.get(participant)?.find((f) => holds(f, on))?.manager
  }

  /** Managers from the direct one upwards; a circle in the data ends it. */
  managersOf(participant: string, on: CalendarDate, levels: number): string[] {
    const chain: string[] = []
    let next = this.managerOf(participant, on)
    while (next !== undefined && chain.length < levels && next !== participant && !chain.includes(next)) {
      chain.push(next)
      next = this.managerOf(next, on)
    }
    return chain
  }

  assignmentsOf(plan: string, participant: string): readonly Assignment[] {
    return this.#assignments.get(`${plan}\n${participant}`) ?? []
  }

  isAssigned(plan: string, participant: string, on: CalendarDate): boolean {
    return this.assignmentsOf(plan, participant).some((a) => holds(a, on))
  }

  /** The first territory, by id, that the participant owns on that day. */
  territoryOf(participant: string, on: CalendarDate): string | undefined {
    return this.#owned.get(participant)?.find((o) => holds(o, on))?.territory
  }

  /** Our id of a participant whom a plan names; a name that is already an id of ours stays. */
  participantNamed(name: string): string {
    return this.#participantIds.get(name) ?? name
  }

  /** The members of an overlay team on a day, in the order in which they are stated. */
  teamOn(team: string, on: CalendarDate): readonly TeamMembership[] {
    return (this.#teams.get(team) ?? []).filter((m) => holds(m, on))
  }

  /** What was handed in for a participant over a stretch that holds the whole span. */
  input(measure: string, participant: string, span: Span): Exact | undefined {
    const found = this.#inputs.get(`${measure}\n${participant}`)?.find((f) => f.from <= span.from && span.to <= f.to)
    return found && parseExact(found.value)
  }

  /** The rate of the day, or of the last day before it that has one, as banks publish them. */
  rate(rateType: string, from: string, to: string, on: CalendarDate): ExchangeRate | undefined {
    return this.#rates.get(`${rateType}\n${from}\n${to}`)?.findLast((r) => r.on <= on)
  }

  /** Territories that take the transaction, with their owners on a day. */
  territoriesFor(t: Transaction, on: CalendarDate = t.creditedOn): { id: string; owners: string[] }[] {
    return this.territories
      .filter((territory) => territory.when.every((c) => c.oneOf.includes(textOf(t, c.field) ?? '\u0000')))
      .map((territory) => ({
        id: territory.id,
        owners: territory.owners.filter((o) => holds(o, on)).map((o) => o.participant),
      }))
  }

  /** The value of a parameter for a participant on a day: their own, else their title's, else everybody's. */
  parameter(parameter: string, participant: string, on: CalendarDate): Exact | undefined {
    const own = this.#parameters.get(`${parameter}\n${participant}`)?.find((f) => holds(f, on))
    if (own) return parseExact(own.value)
    const facts = this.#parameters.get(parameter)?.filter((f) => holds(f, on))
    if (!facts) return undefined
    const title = this.titleOf(participant, on)
    const found = facts.find((f) => f.scope === 'title' && f.title === title) ?? facts.find((f) => f.scope === 'all')
    return found && parseExact(found.value)
  }

  /**
   * The quota over a span. Prorated: every day counts with the quota of that day over all days of its stretch, exactly.
   * Otherwise the stretch that holds on `like` counts for the whole span, at its rate by the day. A day's quota is the
   * participant's own, else that of their title on that day. A span with a day that has none has no quota.
   */
  quota(quota: string, participant: string, span: Span, like: CalendarDate | null): Exact | undefined {
    const key = `${quota}\n${participant}\n${span.from}\n${span.to}\n${like}`
    const cached = this.#quotaCache.get(key)
    if (cached !== undefined) return cached ?? undefined
    const result =
      like === null ? this.#prorated(quota, participant, span) : this.#atRateOf(quota, participant, span, like)
    this.#quotaCache.set(key, result)
    return result ?? undefined
  }

  #prorated(quota: string, participant: string, span: Span): Exact | null {
    if (span.from >= span.to) return null
    let total = ZERO
    for (let from = span.from; from < span.to; ) {
      const stretch = this.#stretchOn(quota, participant, from)
      if (!stretch) return null
      const to = stretch.to < span.to ? stretch.to : span.to
      total = add(total, dailyPart(stretch.fact, daysBetween(from, to)))
      from = to
    }
    return total
  }

  #atRateOf(quota: string, participant: string, span: Span, on: CalendarDate): Exact | null {
    const stretch = this.#stretchOn(quota, participant, on)
    return stretch && span.from < span.to ? dailyPart(stretch.fact, daysBetween(span.from, span.to)) : null
  }

  /** The quota that concerns a participant on a day, and until when at least no other does. */
  #stretchOn(quota: string, participant: string, on: CalendarDate): { fact: QuotaFact; to: CalendarDate } | undefined {
    const stated = this.#quotas.get(`${quota}\n${participant}`) ?? []
    const own = stated.find((f) => f.from <= on && on < f.to)
    if (own) return { fact: own, to: own.to }
    const title = this.#titles.get(participant)?.find((f) => holds(f, on))
    const fact = title && this.#quotas.get(`${quota}\ntitle ${title.title}`)?.find((f) => f.from <= on && on < f.to)
    if (!fact) return undefined
    const ends = [fact.to, ...(title.to === null ? [] : [title.to]), ...stated.map((f) => f.from).filter((d) => d > on)]
    return { fact, to: ends.reduce((a, b) => (a < b ? a : b)) }
  }
}

const dailyPart = (fact: QuotaFact, days: number): Exact => {
  const all = daysBetween(fact.from, fact.to)
  const value = parseExact(fact.value)
  return days === all ? value : divide(multiply(value, fromInteger(days)), fromInteger(all))
}

/** A text column of a transaction, system or own; undefined where it is missing or no text. */
export function textOf(t: Transaction, field: string): string | undefined {
  switch (field) {
    case 'kind':
    case 'source':
    case 'externalId':
    case 'account':
    case 'product':
    case 'currency':
      return t[field] ?? undefined
    default: {
      const value = Object.hasOwn(t.fields, field) ? t.fields[field] : undefined
      return typeof value === 'string' ? value : undefined
    }
  }
}

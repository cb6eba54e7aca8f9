import type { Clawback, Measure, Period, Plan, Transaction } from '#engine'
import type { Fraction } from '../fraction.ts'
import { type Span, spanOf, within } from './calendar.ts'
import type { Exception } from './credits.ts'
import { evaluate, holdsTrue, type OracleCredit, plainScope, type Scope, type Value } from './evaluate.ts'
import { decimal, larger, over, plus, smaller, sum, times, whole, ZERO } from './exact.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { inputOf, type World } from './world.ts'

/** One participant under one version of the plan, with all their credits in the order of walking. */
export type Person = {
  readonly world: World
  readonly plan: Plan
  readonly who: string
  readonly credits: readonly OracleCredit[]
  readonly planFrom: string
  /** Lines of earlier periods, remembered within one question: they would be made again and again. */
  readonly asIf: Map<string, { on: string; exact: Fraction }[]>
}

export const creditScope = (p: Person, credit: OracleCredit): Scope =>
  plainScope({
    world: p.world,
    plan: p.plan,
    who: p.who,
    on: credit.deal.creditedOn,
    deal: credit.deal,
    credit,
    planFrom: p.planFrom,
  })

/** The clawback that decides on a credit: the first that matches a deal that reverses another. */
export function clawbackOf(p: Person, credit: OracleCredit): Clawback | undefined {
  if (!undoes(p.plan, credit.deal)) return undefined
  return p.plan.clawbacks?.find((c) => {
    const found = attempt(() => !c.when || holdsTrue(c.when, creditScope(p, credit)))
    return 'value' in found && found.value
  })
}

/** Conditions of clawbacks that have no value do not hold; those that were read until one held are listed. */
function clawbackExceptions(p: Person, credit: OracleCredit): Exception[] {
  if (!undoes(p.plan, credit.deal)) return []
  const listed: Exception[] = []
  for (const { when } of p.plan.clawbacks ?? []) {
    const found = attempt(() => !when || holdsTrue(when, creditScope(p, credit)))
    if ('code' in found) listed.push({ code: found.code, deal: credit.deal.id })
    else if (found.value) break
  }
  return listed
}
/** Whether a transaction undoes the one that it refers to: an event that earnings wait for only tells something of it. */
export function undoes(plan: Plan, t: Transaction): boolean {
  return (
    reversedBy(t) !== null && !plan.earnings.some((e) => e.payable?.kind === 'OnEvent' && e.payable.event === t.kind)
  )
}
export const reversedBy = (t: Transaction): string | null => t.reverses ?? null

export const windowOf = (plan: Plan, id: string): Measure['window'] => {
  const part = plan.compositeMeasures?.find((m) => m.id === id)?.of[0]?.measure
  return plan.measures.find((m) => m.id === (part ?? id))?.window ?? { kind: 'Period' }
}

/** A measure over those of the given credits that lie in its window. */
export function measureOf(p: Person, id: string, period: Period, credits: readonly OracleCredit[]): Fraction {
  const composite = p.plan.compositeMeasures?.find((m) => m.id === id)
  if (composite) {
    return sum(composite.of.map((x) => times(decimal(x.weight), measureOf(p, x.measure, period, credits))))
  }
  if (p.plan.inputMeasures?.some((m) => m.id === id)) return inputOf(p.world, id, p.who, period)
  const measure = p.plan.measures.find((m) => m.id === id)!
  const span = windowSpan(p, measure, period)
  if (!span) throw new NoFigure('missing-value')
  const values = credits
    .filter((c) => within(c.deal.creditedOn, span))
    .map((c) => attempt(() => valueIn(p, measure, c)))
    .flatMap((found) => ('value' in found && found.value !== undefined ? [found.value] : []))
  return aggregate(measure, values)
}

/** The dates of a measure's window; undefined where the calendar lacks what they need. */
function windowSpan(p: Person, { window }: Measure, period: Period): Span | undefined {
  const found = attempt(() => spanOf(p.world.facts.calendar, window, period, p.planFrom))
  return 'value' in found ? found.value : undefined
}

/** What a credit contributes to a measure; undefined where it does not count. */
function valueIn(p: Person, measure: Measure, credit: OracleCredit): Value | undefined {
  if (credit.counts === 'pay only' || credit.counts === 'neither') return undefined
  if (clawbackOf(p, credit)?.reducesAttainment === false) return undefined
  const scope = creditScope(p, credit)
  if (measure.when && !holdsTrue(measure.when, scope)) return undefined
  return measure.value ? evaluate(measure.value, scope) : true
}

function aggregate(measure: Measure, values: readonly Value[]): Fraction {
  const numbers = values as Fraction[]
  if (measure.aggregate === 'count') return whole(values.length)
  if (measure.aggregate === 'sum') return numbers.reduce(plus, ZERO)
  if (measure.aggregate === 'distinctCount') {
    const seen = values.map((v) => (typeof v === 'object' && 'n' in v ? `${v.n}/${v.d}` : JSON.stringify(v)))
    return whole(new Set(seen).size)
  }
  if (values.length === 0) throw new NoFigure('missing-value')
  switch (measure.aggregate) {
    case 'average':
      return over(sum(numbers), whole(values.length))
    case 'minimum':
      return numbers.reduce(smaller)
    case 'maximum':
      return numbers.reduce(larger)
    case 'latest':
      return numbers.at(-1)!
  }
}

/** The exceptions that a period's own credits meet in the measures and in the conditions of clawbacks. */
export function measureExceptions(p: Person, period: Period): Exception[] {
  const own = p.credits.filter((c) => within(c.deal.creditedOn, period))
  const gaps = p.plan.measures
    .filter((m) => !windowSpan(p, m, period))
    .map((): Exception => ({ code: 'calendar-gap', deal: null }))
  const met = p.plan.measures.flatMap((measure) =>
    own.flatMap((credit): Exception[] => {
      const { window } = measure
      if (window.kind === 'Dates' && !within(credit.deal.creditedOn, window)) return []
      const found = attempt(() => valueIn(p, measure, credit))
      return 'code' in found ? [{ code: found.code, deal: credit.deal.id }] : []
    }),
  )
  return [...gaps, ...met, ...own.flatMap((credit) => clawbackExceptions(p, credit))]
}

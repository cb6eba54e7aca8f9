import { calculateAll, type PeriodResult } from '../calculate/calculate.ts'
import type { Diagnostic } from '../check/diagnostic.ts'
import { compilePlan, type Program } from '../compile/compile-plan.ts'
import { assignCredits } from '../credit/assign-credits.ts'
import type { Language } from '../document/clause.ts'
import { FactIndex } from '../facts/fact-index.ts'
import type { Facts, Transaction } from '../facts/facts.ts'
import { compare, parseExact, scaledToText } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import type { Example, ExampleDeal } from '../plan/example.ts'
import type { Period } from '../time/calendar.ts'
import { said, sentenceText, word } from '../words/sentence.ts'
import { yearsOf } from './example-years.ts'

/** What an example expected of one figure, and what the plan gives; `actual` is null where there is no such figure. */
export type ExampleFigure = {
  readonly period: string
  readonly of: string
  readonly expected: string
  readonly actual: string | null
  readonly holds: boolean
}
export type ExampleResult = {
  readonly example: Example
  readonly holds: boolean
  readonly figures: readonly ExampleFigure[]
}

const PLAN = 'plan'
const YOU = 'participant'
const REPORT = 'report'
const START = '1900-01-01'
const two = (n: number): string => String(n).padStart(2, '0')
const first = (year: number, month: number): string => (month > 12 ? `${year + 1}-01-01` : `${year}-${two(month)}-01`)

/** Calendar years with their halves, quarters and months, for all years that the example touches. */
function calendarOf(example: Example): Period[] {
  const { from, to } = yearsOf(example)
  const periods: Period[] = []
  for (let y = from; y <= to; y++) {
    periods.push({ id: `${y}`, kind: 'year', from: first(y, 1), to: first(y, 13) })
    for (const h of [1, 2])
      periods.push({ id: `${y}-H${h}`, kind: 'half-year', from: first(y, h * 6 - 5), to: first(y, h * 6 + 1) })
    for (const q of [1, 2, 3, 4])
      periods.push({ id: `${y}-Q${q}`, kind: 'quarter', from: first(y, q * 3 - 2), to: first(y, q * 3 + 1) })
    for (let m = 1; m <= 12; m++)
      periods.push({ id: `${y}-${two(m)}`, kind: 'month', from: first(y, m), to: first(y, m + 1) })
  }
  return periods
}

const always = { from: START, to: null }

/** A small organisation: the participant, somebody who reports to them, territories and overlay teams of theirs. */
function factsOf(plan: Plan, example: Example): Facts {
  const names = (by: 'participant' | 'report') =>
    example.deals.flatMap((d, i) => ((d.by ?? 'participant') === by ? [nameOf(d, i)] : []))
  const teams = plan.credits.flatMap(({ to }) => {
    const base = to.kind === 'Managers' ? to.of : to
    return base.kind === 'OverlayTeam' ? [base.team] : []
  })
  const split = plan.credits.flatMap(({ to }) => {
    const base = to.kind === 'Managers' ? to.of : to
    return base.kind === 'Split' ? base.shares.map((s) => s.participant) : []
  })
  return {
    calendar: calendarOf(example),
    titles:
      example.participantTitle === undefined ? [] : [{ participant: YOU, title: example.participantTitle, ...always }],
    reportingLines: [{ participant: REPORT, manager: YOU, ...always }],
    territories: ([YOU, REPORT] as const).map((who) => ({
      id: who,
      when: [{ field: 'externalId', oneOf: names(who === YOU ? 'participant' : 'report') }],
      owners: [{ participant: who, ...always }],
    })),
    quotas: (example.quotas ?? []).map((q) => ({ ...q, participant: YOU, title: null })),
    parameters: (example.parameters ?? []).map((p) => ({ ...p, ...always, scope: 'all' as const })),
    assignments: [{ plan: PLAN, participant: YOU, ...always }],
    teams: [...new Set(teams)].map((team) => ({ team, participant: YOU, share: '1', ...always })),
    inputs: (example.inputs ?? []).map((i) => ({ ...i, participant: YOU })),
    rates: example.rates ?? [],
    participantIds: Object.fromEntries(split.slice(0, 1).map((name) => [name, YOU])),
  }
}

const nameOf = (d: ExampleDeal, index: number): string => d.id ?? `deal ${two(index + 1)}`

/** Who holds a deal of an example. */
function heldBy(d: ExampleDeal): Pick<Transaction, 'creditedOn' | 'owner' | 'team'> {
  const who = (d.by ?? 'participant') === 'participant' ? YOU : REPORT
  return {
    creditedOn: d.creditedOn,
    owner: who,
    team: [{ role: d.role ?? 'seller', participant: who, share: d.share ?? '1' }],
  }
}

function transactionOf(plan: Plan, example: Example, d: ExampleDeal, index: number): Transaction {
  const original =
    d.reverses === undefined ? undefined : example.deals.find((other, i) => nameOf(other, i) === d.reverses)
  return {
    id: String(index),
    source: 'example',
    externalId: nameOf(d, index),
    kind: d.kind ?? 'booking',
    occurredOn: d.creditedOn,
    ...heldBy(d),
    account: d.account ?? null,
    product: d.product ?? null,
    amount: d.amount ?? null,
    currency: d.amount === undefined ? null : (d.currency ?? plan.currency),
    quantity: d.quantity ?? null,
    fields: d.fields ?? {},
    reverses: d.reverses ?? null,
    ...(original ? { reversed: heldBy(original) } : {}),
  }
}

function runExample(program: Program, example: Example): ExampleResult {
  const { plan } = program
  const facts = new FactIndex(factsOf(plan, example))
  const credits = example.deals
    .flatMap((d, i) => assignCredits(program.plain, PLAN, facts, transactionOf(plan, example, d, i)).credits)
    .filter((c) => c.participant === YOU)
  const through = facts.calendar.reduce((latest, p) => (p.from > latest ? p.from : latest), START)
  const versions = [{ program, effectiveFrom: START }]
  const periods =
    calculateAll({ plan: PLAN, versions, facts, through }, new Map([[YOU, credits]])).get(YOU)?.periods ?? []
  const figures = example.expects.map((expected): ExampleFigure => {
    const period = periods.find((p) => p.period.id === expected.period)
    const minor = period && figureOf(period, expected)
    const actual = minor === undefined || minor === null ? null : scaledToText(minor, program.minorDigits)
    const holds = actual !== null && compare(parseExact(actual), parseExact(expected.amount)) === 0
    return {
      period: expected.period,
      of: expected.kind === 'Earned' ? expected.earning : 'payment',
      expected: expected.amount,
      actual,
      holds,
    }
  })
  return { example, figures, holds: figures.every((f) => f.holds) }
}

const figureOf = (period: PeriodResult, expected: Example['expects'][number]): bigint | null | undefined =>
  expected.kind === 'Paid' ? period.payment.minor : period.earnings.find((e) => e.earning === expected.earning)?.minor

/** Runs a plan's examples. A plan that does not compile has none to run, nor has one whose examples cost too much. */
export function runExamples(plan: Plan): ExampleResult[] {
  if (!plan.examples?.length) return []
  const compiled = compilePlan(plan)
  return compiled.ok ? plan.examples.map((example) => runExample(compiled.value, example)) : []
}

/** Examples that fail, as errors at their blocks: they keep the plan from being published. */
export const checkExamples = (plan: Plan, language: Language = 'en'): Diagnostic[] =>
  runExamples(plan).flatMap((result) => {
    const index = plan.examples?.indexOf(result.example) ?? 0
    return result.figures.flatMap((f, i): Diagnostic[] =>
      f.holds
        ? []
        : [
            {
              code: 'example-fails',
              severity: 'error',
              at: result.example.at ?? null,
              path: `/examples/${index}/expects/${i}`,
              message: sentenceText(
                said`"${result.example.title}" expects ${f.expected} of ${f.of} in ${f.period}, and the plan gives ${f.actual ?? word('no figure')}.`,
                language,
              ),
            },
          ],
    )
  })

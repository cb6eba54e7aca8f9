import { type CompiledEarning, compilePlan, type Program } from '../compile/compile-plan.ts'
import { compare, type Exact } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import { CURVE_CLASSES, inspectLine, type Line } from './along-a-line.ts'
import type { Cut } from './curve.ts'
import { inspectBands } from './dead-bands.ts'
import { inspectEarnings, inspectRules, inspectTogether } from './double-pay.ts'
import { inspectExposure } from './exposure.ts'
import type { Figure } from './figure.ts'
import type { AnalysisOptions, Finding, NotExcluded } from './finding.ts'
import { mainColumn, type Turns } from './histories.ts'
import { Investigation } from './investigation.ts'
import { numberOf, type Scenario, type Variable } from './scenario.ts'
import { datesOf, dealOf, representatives, type Setting, settingsOf, situationOf } from './settings.ts'
import { jumpsOf } from './shapes.ts'
import type { SituationDeal } from './situation.ts'
import { inspectSplitting } from './splitting.ts'
import { inspectTiming } from './timing.ts'
import type { Outcome } from './walk.ts'

/**
 * What a plan can be gamed by, and what it may cost. What it pays is drawn as exact curves over one number at a time (an
 * amount, a quantity, a count of deals, a figure handed in), with everything else at values that stand for all of theirs;
 * jumps, falls, steep and flat stretches are read off at breakpoints. Every finding has been replayed by the engine; what can
 * neither be shown nor excluded is listed as such. Bounded: steps are counted, and the same plan always gets the same answer.
 *
 * A plan with errors has no analysis: the list is empty.
 */
export function findLoopholes(plan: Plan, options: AnalysisOptions = {}): (Finding | NotExcluded)[] {
  const programs: Program[] = []
  for (const each of [plan, ...(options.together ?? [])]) {
    const compiled = compilePlan(each)
    if (!compiled.ok) return []
    programs.push(compiled.value)
  }
  const i = new Investigation(programs, options)
  leaveOpen(i)
  const shapes = new Set<string>()
  i.attempt([...CURVE_CLASSES, 'timing-gain', 'splitting-gain', 'double-pay'], () => {
    for (const [k, setting] of settingsOf(i).entries()) inspectSetting(i, setting, k === 0, shapes)
  })
  return i.conclude()
}

/** What this analysis does not follow. */
function leaveOpen(i: Investigation): void {
  const { plan } = i.program
  if (i.survey.kinds.has('Rank') || i.survey.kinds.has('Percentile') || (plan.contests?.length ?? 0) > 0)
    i.leaveOpen('cliff', 'Prizes and ranks depend on what others sell: one sale more may change a place.', '/contests')
  if ((plan.payoutRules?.length ?? 0) > 0)
    i.leaveOpen(
      'timing-gain',
      'Payout rules carry money from period to period; what is earned was looked at, not when it is paid.',
      '/payoutRules',
    )
  if ((plan.clawbacks?.length ?? 0) > 0)
    i.leaveOpen('timing-gain', 'What reversals take back was not looked at.', '/clawbacks')
}

const ONE_BY_ONE = (program: Program): boolean =>
  program.plain.earnings.some((e: CompiledEarning) =>
    /"lookup":"(after|before)"|"pays"/.test(JSON.stringify(e.earning.amount)),
  )

/** The numbers that can vary in a setting, each with what it is. */
function linesOf(i: Investigation, setting: Setting): Line[] {
  const deal = dealOf(i, setting, { id: 'deal' })
  const at = (variable: Variable, words: string, isSold: boolean, isMoney: boolean): Line => ({
    scenario: { situation: situationOf(i, setting, [deal], datesOf(i, setting)), variable },
    words,
    isSold,
    isMoney,
    isSlice: false,
  })
  const lines: Line[] = []
  for (const [field, type] of i.survey.numbers) {
    const isSold = field === 'amount' || field === 'quantity' || i.survey.sold.has(field)
    const words = field === 'amount' ? 'a deal' : field === 'quantity' ? 'a quantity' : `"${field}"`
    lines.push(at(numberOf(field, 'deal'), words, isSold, type === 'money' && isSold))
  }
  for (const measure of i.survey.inputs) lines.push(at({ kind: 'input', measure }, `"${measure}"`, true, false))
  if (i.survey.countsDeals && !ONE_BY_ONE(i.program))
    lines.push(at({ kind: 'deals', deal: 'deal' }, 'a number of deals', true, false))
  return lines
}

/** Cuts within reach of a person, in order. */
const turnsOf = (cuts: Iterable<Cut>): Exact[] =>
  [...cuts]
    .map((c) => c.x)
    .sort(compare)
    .filter((x, k, all) => x.n > 0n && (k === 0 || compare(all[k - 1] as Exact, x) !== 0))

type Drawn = { readonly line: Line; readonly outcome: Outcome; readonly seen: readonly Cut[] }

function inspectSetting(i: Investigation, setting: Setting, isFirst: boolean, shapes: Set<string>): void {
  const drawn: Drawn[] = linesOf(i, setting).map((line) => {
    const algebra = i.algebra()
    const outcome = i.draw(line.scenario, algebra)
    if (algebra.isCoarse)
      for (const code of CURVE_CLASSES)
        i.leaveOpen(code, 'A rounding inside the plan makes stairs that were not all looked at.')
    return { line, outcome, seen: [...algebra.seen.values()] }
  })
  const field = mainColumn(i)
  const main = drawn.find(
    ({ line: { scenario } }) => scenario.variable.kind === 'number' && scenario.variable.field === field,
  )
  const base: Scenario = main?.line.scenario ?? {
    situation: situationOf(i, setting, [dealOf(i, setting, { id: 'deal' })], datesOf(i, setting)),
    variable: numberOf(field, 'deal'),
  }
  if (isFirst) {
    inspectBands(
      i,
      base,
      drawn.flatMap((d) => d.seen),
    )
    inspectExposure(i, setting)
  }
  // Settings that pay alike need no second look.
  const shape = `${JSON.stringify(setting.reach)} ${drawn.map((d) => shapeOf(d.outcome.total)).join(' ')}`
  if (shapes.has(shape)) return
  shapes.add(shape)
  for (const { line, outcome } of drawn) inspectLine(i, line, outcome)
  if (main) {
    inspectEarnings(i, main.line.scenario, main.outcome)
    inspectTogether(i, main.line.scenario, main.outcome)
  }
  inspectRules(i, setting)
  inspectSlices(i, drawn)
  const deals = drawn.find(({ line: { scenario } }) => scenario.variable.kind === 'deals')
  const turns: Turns = { sold: turnsOf(main?.seen ?? []), deals: turnsOf(deals?.seen ?? []) }
  inspectSplitting(i, setting, turns)
  const usual = main?.outcome.total ?? i.algebra().zero
  const jumps = jumpsOf(usual, i.least, i.moneyDigits)
  const hasOnlyWhole = jumps.length > 0 && jumps.every((j) => j.cut.by.every((o) => o.table === 'whole'))
  inspectTiming(i, setting, turns, usual, hasOnlyWhole)
}

const shapeOf = (figure: Figure): string =>
  JSON.stringify([figure.cuts.map((c) => c.x), figure.cells], (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))

/** Slices tried for each pair of variables. */
const SLICES = 4

/**
 * Each line again, with every other number at values that stand for all of its stretches. Where the cuts along one number
 * stay where they are whatever the others do, the cuts of all make a grid, and every cell of it has been looked at. Where
 * they move, a number decides together with another, and what lies between the lines is not excluded.
 */
function inspectSlices(i: Investigation, drawn: readonly Drawn[]): void {
  if (drawn.length > 3)
    for (const code of CURVE_CLASSES)
      i.leaveOpen(code, 'More than three numbers vary: they were looked at two at a time.')
  let moves = false
  for (const { line, seen } of drawn) {
    for (const other of drawn) {
      if (other.line === line) continue
      for (const value of representatives(turnsOf(other.seen), SLICES)) {
        const situation = withValue(line.scenario, other.line.scenario.variable, value)
        if (!situation) continue
        const algebra = i.algebra()
        inspectLine(i, { ...line, scenario: situation, isSlice: true }, i.draw(situation, algebra))
        moves ||= cutsOf(algebra.seen.values()) !== cutsOf(seen)
      }
    }
  }
  if (moves)
    for (const code of CURVE_CLASSES)
      i.leaveOpen(code, 'Two numbers decide together somewhere: they were looked at on lines, not everywhere between.')
}

const cutsOf = (cuts: Iterable<Cut>): string =>
  [...cuts]
    .map((c) => `${c.x.n}/${c.x.d} ${c.by.map((o) => o.path).join(' ')}`)
    .sort()
    .join('\n')

/** A scenario with another of its numbers at a value. */
function withValue(scenario: Scenario, variable: Variable, value: string): Scenario | undefined {
  const { situation } = scenario
  if (variable.kind === 'input')
    return { ...scenario, situation: { ...situation, inputs: { ...situation.inputs, [variable.measure]: value } } }
  const change = (deal: SituationDeal): SituationDeal =>
    variable.kind === 'deals'
      ? { ...deal, times: Math.min(200, Math.max(1, Math.round(Number(value)))) }
      : variable.field === 'amount' || variable.field === 'quantity'
        ? { ...deal, [variable.field]: value }
        : { ...deal, fields: { ...deal.fields, [variable.field]: value } }
  return { ...scenario, situation: { ...situation, deals: situation.deals.map(change) } }
}

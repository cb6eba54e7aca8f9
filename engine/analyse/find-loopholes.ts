import { type CompiledEarning, compilePlan, type Program } from '../compile/compile-plan.ts'
import { compare, type Exact } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import { CURVE_CLASSES, inspectLine, type Line } from './along-a-line.ts'
import { Budget } from './budget.ts'
import type { Cut } from './curve.ts'
import { inspectBands } from './dead-bands.ts'
import { inspectEarnings, inspectRules, inspectTogether } from './double-pay.ts'
import { inspectExposure } from './exposure.ts'
import type { Figure } from './figure.ts'
import type { AnalysisOptions, Finding, NotExcluded } from './finding.ts'
import { mainColumn, type Turns } from './histories.ts'
import { Investigation, type OpenKey } from './investigation.ts'
import { inspectReversals } from './reversals.ts'
import { numberOf, type Scenario, type Variable, withValue } from './scenario.ts'
import { areAllSettings, datesOf, dealOf, representatives, type Setting, settingsOf, situationOf } from './settings.ts'
import { searchRegions } from './several/search-regions.ts'
import { jumpsOf } from './shapes.ts'
import { inspectSplitting } from './splitting.ts'
import { inspectTiming } from './timing.ts'
import { isOwn, type Outcome } from './walk.ts'

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
  const regions = new Budget(REGION_STEPS)
  i.attempt([...CURVE_CLASSES, 'timing-gain', 'splitting-gain', 'double-pay'], () => {
    for (const [k, setting] of settingsOf(i).entries()) inspectSetting(i, setting, k === 0, shapes, regions)
  })
  return i.conclude()
}

/** Steps of searching regions of several numbers, besides: of the order of 100 ms. */
const REGION_STEPS = 400_000

/** What this analysis does not follow. */
function leaveOpen(i: Investigation): void {
  const { plan } = i.program
  const curves = (why: OpenKey) => {
    for (const code of CURVE_CLASSES) i.leaveOpen(code, why)
  }
  if (!areAllSettings(i)) curves('open-settings')
  if (i.survey.countsDeals && ONE_BY_ONE(i.program)) curves('open-one-by-one')
  // A budget is shared with whoever else wins.
  const ranked = plan.contests?.findIndex((c) => !isOwn(c) || c.budget !== undefined) ?? -1
  if (ranked >= 0 || i.survey.kinds.has('Rank') || i.survey.kinds.has('Percentile')) {
    const path = ranked >= 0 ? `/contests/${ranked}` : ''
    for (const code of [...CURVE_CLASSES, 'dead-band', 'timing-gain', 'splitting-gain'] as const)
      i.leaveOpen(code, 'open-ranks', path)
  }
  const late = plan.payoutRules?.findIndex((r) => r.kind === 'Draw' && (r.periods ?? r.recovery?.from ?? 1) > 1) ?? -1
  if (late >= 0) i.leaveOpen('timing-gain', 'open-draw-later', `/payoutRules/${late}`)
}

const ONE_BY_ONE = (program: Program): boolean =>
  program.plain.earnings.some((e: CompiledEarning) =>
    /"lookup":"(after|before)"|"pays"/.test(JSON.stringify(e.earning.amount)),
  )

const unitOf = (type: string | undefined): Line['unit'] => (type === 'money' || type === 'percent' ? type : 'number')

/** The numbers that can vary in a setting, each with what it is. */
function linesOf(i: Investigation, setting: Setting): Line[] {
  const deal = dealOf(i, setting, { id: 'deal' })
  const at = (variable: Variable, column: string, unit: Line['unit'], isSold: boolean, isMoney = false): Line => ({
    scenario: { situation: situationOf(i, setting, [deal], datesOf(i, setting)), variable },
    column,
    unit,
    isSold,
    isMoney,
    isSlice: false,
  })
  const lines: Line[] = []
  for (const [field, type] of i.survey.numbers) {
    const isSold = field === 'amount' || field === 'quantity' || i.survey.sold.has(field)
    lines.push(at(numberOf(field, 'deal'), field, unitOf(type), isSold, type === 'money' && isSold))
  }
  for (const measure of i.survey.inputs) {
    const input = i.types.plan.inputMeasures?.find((m) => m.id === measure)
    lines.push(at({ kind: 'input', measure }, input?.title ?? measure, unitOf(input?.type), true))
  }
  if (i.survey.countsDeals && !ONE_BY_ONE(i.program))
    lines.push(at({ kind: 'deals', deal: 'deal' }, 'deals', 'number', true))
  return lines
}

/** Cuts within reach of a person, in order. */
const turnsOf = (cuts: Iterable<Cut>): Exact[] =>
  [...cuts]
    .map((c) => c.x)
    .sort(compare)
    .filter((x, k, all) => x.n > 0n && (k === 0 || compare(all[k - 1] as Exact, x) !== 0))

type Drawn = { readonly line: Line; readonly outcome: Outcome; readonly seen: readonly Cut[] }

function inspectSetting(
  i: Investigation,
  setting: Setting,
  isFirst: boolean,
  shapes: Set<string>,
  regions: Budget,
): void {
  const drawn: Drawn[] = linesOf(i, setting).map((line) => {
    const algebra = i.algebra()
    const outcome = i.draw(line.scenario, algebra)
    if (algebra.isCoarse) for (const code of CURVE_CLASSES) i.leaveOpen(code, 'open-stairs')
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
  searchRegions(
    i,
    drawn.map((d) => d.line),
    regions,
  )
  const deals = drawn.find(({ line: { scenario } }) => scenario.variable.kind === 'deals')
  const turns: Turns = { sold: turnsOf(main?.seen ?? []), deals: turnsOf(deals?.seen ?? []) }
  inspectSplitting(i, setting, turns)
  const usual = main?.outcome.total ?? i.algebra().zero
  const jumps = jumpsOf(usual, i.least, i.moneyDigits)
  const hasOnlyWhole = jumps.length > 0 && jumps.every((j) => j.cut.by.every((o) => o.table === 'whole'))
  inspectTiming(i, setting, turns, usual, hasOnlyWhole)
  inspectReversals(i, setting, turns)
}

const shapeOf = (figure: Figure): string =>
  JSON.stringify([figure.cuts.map((c) => c.x), figure.cells], (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))

/** Slices tried for each pair of variables. */
const SLICES = 4

/**
 * Each line again, with every other number at values that stand for all of its stretches: what shows there shows plainly.
 * What lies between these lines is for the search of regions.
 */
function inspectSlices(i: Investigation, drawn: readonly Drawn[]): void {
  for (const { line } of drawn) {
    for (const other of drawn) {
      if (other.line === line) continue
      for (const value of representatives(turnsOf(other.seen), SLICES)) {
        const scenario = withValue(line.scenario, other.line.scenario.variable, value)
        inspectLine(i, { ...line, scenario, isSlice: true }, i.draw(scenario))
      }
    }
  }
}

import type { Language } from '../document/clause.ts'
import { add, compare, divide, type Exact, exactToText, parseExact } from '../money/exact.ts'
import type { CompositeMeasure, Earning, Matrix, Measure, Plan, RateTable } from '../plan/ast.ts'
import type { Contest } from '../plan/contest.ts'
import type { Expression } from '../plan/expression.ts'
import type { Payable, PayoutRule } from '../plan/payout.ts'
import { childrenOf } from '../plan/walk.ts'
import { said, word } from '../words/sentence.ts'
import { checkSense, checkSoundness, type Lasts } from './check-structure.ts'
import type { Diagnostic, Fix } from './diagnostic.ts'
import { inferType, type Place, TypeContext, within } from './infer-type.ts'
import { article, compatible, isArithmetic, type StaticType, SYSTEM_FIELDS } from './types.ts'

/**
 * Every mistake of a well-formed plan, each at its block: names, types, places, tables, and parts that nothing uses.
 * A plan without errors compiles. At most 100 diagnostics are listed. What only shows once names and types are right (how
 * much it costs, what can never be) is looked at then.
 *
 * @param lasts from when until when the plan holds; a year where it is not said.
 * @param language of the sentences; English where it is not said.
 */
export function checkPlan(plan: Plan, lasts?: Lasts, language?: Language): Diagnostic[] {
  const c = analysePlan(plan, language)
  if (c.diagnostics.every((d) => d.severity !== 'error')) checkSense(c, lasts)
  return c.diagnostics
}

/** checkPlan with what it learnt: the type of every expression, for the compiler. */
export function analysePlan(plan: Plan, language?: Language): TypeContext {
  const c = new TypeContext(plan, language)
  checkNames(c)
  for (const [i, table] of plan.tables.entries()) checkTable(c, table, partPlace('tables', i, table.at))
  for (const [i, matrix] of (plan.matrices ?? []).entries()) checkMatrix(c, matrix, partPlace('matrices', i, matrix.at))
  for (const [i, measure] of plan.measures.entries()) checkMeasure(c, measure, partPlace('measures', i, measure.at))
  for (const input of plan.inputMeasures ?? []) c.measureTypes.set(input.id, input.type)
  for (const [i, composite] of (plan.compositeMeasures ?? []).entries())
    checkComposite(c, composite, partPlace('compositeMeasures', i, composite.at))
  plan.credits.forEach((rule, i) => {
    const place: Place = { ...partPlace('credits', i, rule.at), scope: 'transaction' }
    expect(c, rule.when, within(place, 'when'), (t) => t === 'yes/no', 'a yes/no')
    expect(c, rule.amount, within(place, 'amount'), isArithmetic, 'money or a number')
    expect(c, rule.share, within(place, 'share'), (t) => t === 'percent' || t === 'number', 'a percent')
    if (rule.to.kind === 'Managers' && rule.to.fromLevel > rule.to.toLevel) {
      c.report(
        'levels-reversed',
        within(place, 'to'),
        said`"${rule.title}" counts managers from level ${rule.to.fromLevel} down to ${rule.to.toLevel}.`,
        'error',
        {
          title: 'Exchange the levels',
          edits: [
            { path: `${place.path}/to/fromLevel`, value: rule.to.toLevel },
            { path: `${place.path}/to/toLevel`, value: rule.to.fromLevel },
          ],
        },
      )
    }
  })
  for (const [i, earning] of plan.earnings.entries()) checkEarning(c, earning, partPlace('earnings', i, earning.at))
  for (const [i, rule] of (plan.payoutRules ?? []).entries())
    checkPayoutRule(c, rule, partPlace('payoutRules', i, rule.at))
  for (const [i, clawback] of (plan.clawbacks ?? []).entries()) {
    const place: Place = { ...partPlace('clawbacks', i, clawback.at), scope: 'credit' }
    expect(c, clawback.when, within(place, 'when'), (t) => t === 'yes/no', 'a yes/no')
    checkShare(c, clawback.share, within(place, 'share'))
    checkEarningNames(c, clawback.earnings, place)
  }
  for (const [i, contest] of (plan.contests ?? []).entries())
    checkContest(c, contest, partPlace('contests', i, contest.at))
  checkEarningCycles(c)
  checkUnused(c)
  if (c.diagnostics.every((d) => d.severity !== 'error')) checkSoundness(c)
  return c
}

const partPlace = (list: string, index: number, at: string | undefined): Place => ({
  path: `/${list}/${index}`,
  at: at ?? null,
  scope: 'band',
})

function expect(
  c: TypeContext,
  e: Expression | undefined,
  place: Place,
  fits: (t: StaticType) => boolean,
  words: string,
): void {
  if (!e) return
  const type = inferType(c, e, place)
  if (type !== undefined && !fits(type)) {
    c.report(
      'type-mismatch',
      { ...place, at: e.at ?? place.at },
      said`This needs ${word(words)}, and it is ${word(article(type))}.`,
    )
  }
}

function checkNames(c: TypeContext): void {
  const { plan } = c
  const lists: Record<string, readonly { id: string; at?: string }[]> = {
    parameters: plan.parameters,
    credits: plan.credits,
    measures: [...plan.measures, ...(plan.compositeMeasures ?? []), ...(plan.inputMeasures ?? [])],
    payoutRules: plan.payoutRules ?? [],
    contests: plan.contests ?? [],
    clawbacks: plan.clawbacks ?? [],
    tables: [...plan.tables, ...(plan.matrices ?? [])],
    earnings: plan.earnings,
  }
  for (const [name, parts] of Object.entries(lists)) {
    const seen = new Set<string>()
    parts.forEach((part, i) => {
      if (seen.has(part.id))
        c.report('duplicate-id', partPlace(name, i, part.at), said`Two parts have the id "${part.id}".`)
      seen.add(part.id)
    })
  }
  const fields = new Set<string>(SYSTEM_FIELDS.keys())
  plan.fields.forEach((field, i) => {
    if (fields.has(field.id))
      c.report('duplicate-id', partPlace('fields', i, undefined), said`The field "${field.id}" is already there.`)
    fields.add(field.id)
  })
  if (plan.earnings.length === 0)
    c.report(
      'no-earnings',
      { path: '/earnings', at: null, scope: 'period' },
      said`Nothing is earned under this plan yet.`,
      'warning',
    )
}

function checkTable(c: TypeContext, table: RateTable, place: Place): void {
  let cell: StaticType | undefined
  table.bands.forEach((band, i) => {
    const here = within(within(place, 'bands'), i, band)
    const type = inferType(c, band.value, within(here, 'value'))
    if (type !== undefined && !isArithmetic(type))
      c.report('type-mismatch', here, said`A band gives a rate or money, and this is ${word(article(type))}.`)
    else if (type !== undefined && cell !== undefined && (type === 'money') !== (cell === 'money')) {
      c.report('table-cells', here, said`"${table.title}" mixes money and rates.`)
    }
    cell ??= type
    const before = table.bands[i - 1]
    if (before) {
      const order = compare(parseExact(before.from), parseExact(band.from))
      if (order === 0)
        c.report(
          'table-duplicate',
          here,
          said`Band ${i + 1} of "${table.title}" starts at ${band.from}, as band ${i} does: one of them can never be reached.`,
          'error',
          {
            title: `Remove band ${i + 1}`,
            edits: [{ path: `${place.path}/bands`, value: table.bands.filter((_, k) => k !== i) }],
          },
        )
      if (order > 0)
        c.report(
          'table-order',
          here,
          said`Band ${i + 1} of "${table.title}" starts at ${band.from}, below band ${i}, which starts at ${before.from}. Sort the bands upwards.`,
          'error',
          { title: 'Sort the bands', edits: [{ path: `${place.path}/bands`, value: sortedBands(table) }] },
        )
    } else if (table.mode === 'marginal' && compare(parseExact(band.from), parseExact('0')) !== 0) {
      c.report(
        'table-start',
        here,
        said`A marginal table starts at 0; the first band of "${table.title}" starts at ${band.from}.`,
        'error',
        { title: 'Start it at 0', edits: [{ path: `${here.path}/from`, value: '0' }] },
      )
    }
  })
  if (cell !== undefined) c.cellTypes.set(table.id, cell)
}

const sortedBands = (table: RateTable): RateTable['bands'] =>
  [...table.bands].sort((a, b) => compare(parseExact(a.from), parseExact(b.from)))

function checkMatrix(c: TypeContext, matrix: Matrix, place: Place): void {
  let size = 1
  for (const [i, axis] of matrix.axes.entries()) {
    const here = within(within(place, 'axes'), i)
    if (axis.kind === 'Keys') {
      size *= axis.keys.length
      if (new Set(axis.keys).size !== axis.keys.length)
        c.report('table-duplicate', here, said`A key stands twice on an axis of "${matrix.title}".`)
      if (axis.keys.slice(0, -1).includes('*'))
        c.report('table-order', here, said`"*" takes every other text, so it stands last in "${matrix.title}".`)
      continue
    }
    size *= axis.from.length
    axis.from.forEach((from, j) => {
      const before = axis.from[j - 1]
      if (before !== undefined && compare(parseExact(before), parseExact(from)) >= 0) {
        c.report(
          'table-order',
          within(within(here, 'from'), j),
          said`The bands of "${matrix.title}" rise from edge to edge; ${from} follows ${before}.`,
        )
      }
    })
  }
  if (size !== matrix.cells.length) {
    c.report(
      'matrix-cells',
      within(place, 'cells'),
      said`"${matrix.title}" needs ${size} cells and has ${matrix.cells.length}.`,
    )
  }
  checkCells(c, matrix.id, matrix.title, matrix.cells, within(place, 'cells'))
}

/** Cells are all money or all rates. */
function checkCells(c: TypeContext, id: string, title: string, cells: readonly Expression[], place: Place): void {
  let cell: StaticType | undefined
  cells.forEach((value, i) => {
    const here = within(place, i, value)
    const type = inferType(c, value, here)
    if (type === undefined) return
    if (!isArithmetic(type))
      c.report('type-mismatch', here, said`A cell gives a rate or money, and this is ${word(article(type))}.`)
    else if (cell !== undefined && (type === 'money') !== (cell === 'money'))
      c.report('table-cells', here, said`"${title}" mixes money and rates.`)
    cell ??= type
  })
  if (cell !== undefined) c.cellTypes.set(id, cell)
}

function checkComposite(c: TypeContext, composite: CompositeMeasure, place: Place): void {
  let type: StaticType | undefined
  composite.of.forEach(({ measure }, i) => {
    const here = within(within(place, 'of'), i)
    const own = c.measureTypes.get(measure)
    if (!c.measureIds.has(measure)) c.reportUnknown('measure', measure, here, 'measure', c.measures.keys())
    else if (c.plan.compositeMeasures?.some((other) => other.id === measure)) {
      c.report('composite-of-composite', here, said`"${composite.title}" is a sum of measures, not of other sums.`)
    } else if (own !== undefined && type !== undefined && !compatible(own, type)) {
      c.report('type-mismatch', here, said`"${composite.title}" adds ${word(article(type))} and ${word(article(own))}.`)
    }
    c.used.add(`measure:${measure}`)
    type ??= own
  })
  const windows = composite.of.map(({ measure }) =>
    JSON.stringify(c.measures.get(measure)?.window ?? { kind: 'Period' }),
  )
  if (new Set(windows).size > 1)
    c.report('composite-windows', place, said`The measures of "${composite.title}" count over different windows.`)
  if (type !== undefined) c.measureTypes.set(composite.id, type)
}

function checkMeasure(c: TypeContext, measure: Measure, outer: Place): void {
  const place: Place = { ...outer, scope: 'credit' }
  expect(c, measure.when, within(place, 'when'), (t) => t === 'yes/no', 'a yes/no')
  if (measure.aggregate === 'count') {
    if (measure.value) {
      const { value, ...counted } = measure
      c.report('count-value', place, said`"${measure.title}" counts credits; it reads no value.`, 'error', {
        title: 'Remove the value',
        edits: [{ path: outer.path, value: counted }],
      })
    }
    c.measureTypes.set(measure.id, 'quantity')
    return
  }
  if (!measure.value) {
    c.report('value-missing', place, said`"${measure.title}" needs a value to take the ${word(measure.aggregate)} of.`)
    return
  }
  const type = inferType(c, measure.value, within(place, 'value'))
  if (type === undefined) return
  if (measure.aggregate === 'distinctCount') c.measureTypes.set(measure.id, 'quantity')
  else if (isArithmetic(type)) c.measureTypes.set(measure.id, type)
  else
    c.report(
      'type-mismatch',
      within(place, 'value', measure.value),
      said`The ${word(measure.aggregate)} needs money or a number, and this is ${word(article(type))}.`,
    )
}

function checkEarning(c: TypeContext, earning: Earning, outer: Place): void {
  const line: Place = { ...outer, scope: earning.per === 'credit' ? 'earning-line' : 'period' }
  const period: Place = { ...outer, scope: 'period' }
  if (earning.per === 'period' && earning.when) {
    c.report(
      'out-of-place',
      within(period, 'when', earning.when),
      said`Only an earning per credit picks credits; use a gate here.`,
    )
  } else expect(c, earning.when, within(line, 'when'), (t) => t === 'yes/no', 'a yes/no')
  expect(c, earning.amount, within(line, 'amount'), (t) => t === 'money', 'an amount of money')
  expect(c, earning.gate, within(period, 'gate'), (t) => t === 'yes/no', 'a yes/no')
  expect(c, earning.floor, within(period, 'floor'), (t) => t === 'money', 'an amount of money')
  expect(c, earning.cap, within(period, 'cap'), (t) => t === 'money', 'an amount of money')
  checkPayable(c, earning.payable, within(period, 'payable'))
  if (earning.payable?.kind === 'OnEvent') {
    checkShare(c, earning.payable.atOnce, within(within(period, 'payable'), 'atOnce'))
    if (earning.per !== 'credit' || earning.gate || earning.floor || earning.cap) {
      c.report(
        'event-needs-lines',
        within(period, 'payable'),
        said`"${earning.title}" waits for an event of each deal, so it is earned per credit, without gate, floor or cap.`,
      )
    }
  }
  if (!earning.cap) c.report('no-cap', outer, said`"${earning.title}" has no cap.`, 'info')
}

function checkContest(c: TypeContext, contest: Contest, outer: Place): void {
  const place: Place = { ...outer, scope: 'period' }
  expect(c, contest.eligible, within(place, 'eligible'), (t) => t === 'yes/no', 'a yes/no')
  const measures = [contest.measure, ...(contest.ties.kind === 'DecidedBy' ? [contest.ties.measure] : [])]
  for (const id of measures) {
    c.used.add(`measure:${id}`)
    if (!c.measureIds.has(id)) c.report('unknown-reference', place, said`There is no measure "${id}" in this plan.`)
  }
  if (contest.prizes.kind === 'ByRank') {
    const rising = contest.prizes.prizes.some(
      (prize, i, all) => i > 0 && compare(parseExact(prize), parseExact(all[i - 1] ?? prize)) > 0,
    )
    if (rising)
      c.report(
        'prizes-rise',
        within(place, 'prizes'),
        said`In "${contest.title}" a worse place wins more than a better one.`,
        'warning',
      )
  }
  if (
    contest.budget !== undefined &&
    contest.prizes.kind === 'PoolShare' &&
    compare(parseExact(contest.prizes.pool), parseExact(contest.budget)) > 0
  ) {
    c.report(
      'pool-over-budget',
      within(place, 'budget'),
      said`The pool of "${contest.title}" is larger than its budget.`,
    )
  }
}

function checkPayoutRule(c: TypeContext, rule: PayoutRule, outer: Place): void {
  const place: Place = { ...outer, scope: 'period' }
  const money = (t: StaticType) => t === 'money'
  if (rule.kind === 'CapTogether') expect(c, rule.cap, within(place, 'cap'), money, 'an amount of money')
  if (rule.kind === 'Draw' || rule.kind === 'MinimumPayment')
    expect(c, rule.amount, within(place, 'amount'), money, 'an amount of money')
  if (rule.kind === 'Draw') {
    expect(c, rule.recovery?.floor, within(within(place, 'recovery'), 'floor'), money, 'an amount of money')
    checkShare(c, rule.recovery?.percent, within(within(place, 'recovery'), 'percent'))
    if (rule.recovery?.forgivenAtEnd && rule.periods === undefined) {
      c.report(
        'draw-without-end',
        place,
        said`"${rule.title}" is forgiven at its end, and it has none. Say for how many periods it runs.`,
      )
    }
  }
  if (rule.kind === 'Hold') checkShare(c, rule.share, within(place, 'share'))
  if ('earnings' in rule) checkEarningNames(c, rule.earnings, place)
}

/** A payout rule may also name a contest: its prizes are earnings of the period. */
function checkEarningNames(c: TypeContext, ids: readonly string[] | undefined, place: Place): void {
  for (const [i, id] of (ids ?? []).entries()) {
    if (c.earnings.has(id) || c.plan.contests?.some((contest) => contest.id === id)) continue
    c.reportUnknown('earning', id, within(within(place, 'earnings'), i), '', c.earnings.keys())
  }
}

const ONE_WHOLE = parseExact('1')
const HUNDRED = parseExact('100')

/** 15 for 15 %. */
const asPercent = (value: Exact, place: Place): Fix | undefined =>
  value.n < 0n || compare(value, HUNDRED) > 0
    ? undefined
    : {
        title: `Make it ${exactToText(value)} %`,
        edits: [{ path: place.path, value: exactToText(divide(value, HUNDRED)) }],
      }

function checkShare(c: TypeContext, text: string | undefined, place: Place): void {
  if (text === undefined) return
  const value = parseExact(text)
  if (value.n < 0n || compare(value, ONE_WHOLE) > 0)
    c.report(
      'share-out-of-range',
      place,
      said`A share lies between 0 and 1; this is ${text}.`,
      'error',
      asPercent(value, place),
    )
}

/** Instalments add up to the whole, so that nothing earned is lost or paid twice. */
function checkPayable(c: TypeContext, payable: Payable | undefined, place: Place): void {
  if (payable?.kind !== 'Instalments') return
  const sum = payable.parts.map((p) => parseExact(p.share)).reduce(add)
  if (compare(sum, ONE_WHOLE) !== 0)
    c.report('instalments-sum', place, said`The instalments add up to ${exactToText(sum)}, not to 1.`)
}

/** The earnings that an earning reads, in its amount, gate, floor or cap. */
export function earningsReadBy(earning: Earning): string[] {
  const found: string[] = []
  const stack = [earning.amount, earning.gate, earning.floor, earning.cap].filter((e) => e !== undefined)
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (e.kind === 'Earned') found.push(e.earning)
    stack.push(...childrenOf(e))
  }
  return found
}

function checkEarningCycles(c: TypeContext): void {
  const done = new Set<string>()
  const visit = (id: string, trail: readonly string[]): void => {
    if (done.has(id)) return
    const at = trail.indexOf(id)
    if (at >= 0) {
      const index = c.plan.earnings.findIndex((e) => e.id === id)
      const cycle = [...trail.slice(at), id].join(' → ')
      c.report(
        'plan-cycle',
        partPlace('earnings', index, c.earnings.get(id)?.at),
        said`These earnings read each other: ${cycle}.`,
      )
      done.add(id)
      return
    }
    const earning = c.earnings.get(id)
    if (earning) for (const next of earningsReadBy(earning)) visit(next, [...trail, id])
    done.add(id)
  }
  for (const earning of c.plan.earnings) visit(earning.id, [])
}

function checkUnused(c: TypeContext): void {
  const { plan } = c
  const unused = (kind: string, list: string, parts: readonly { id: string; at?: string; title?: string }[]) =>
    parts.forEach((part, i) => {
      if (!c.used.has(`${kind}:${part.id}`)) {
        c.report(
          'unused',
          partPlace(list, i, part.at),
          said`Nothing uses the ${word(kind)} "${part.title ?? part.id}".`,
          'warning',
          { title: 'Remove it', edits: [{ path: `/${list}`, value: parts.filter((_, k) => k !== i) }] },
        )
      }
    })
  unused('parameter', 'parameters', plan.parameters)
  unused('measure', 'measures', plan.measures)
  unused('table', 'tables', plan.tables)
  unused('matrix', 'matrices', plan.matrices ?? [])
  unused('field', 'fields', plan.fields)
}

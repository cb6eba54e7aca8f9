import { compare, parseExact } from '../money/exact.ts'
import type { Earning, Measure, Plan, RateTable } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { childrenOf } from '../plan/walk.ts'
import type { Diagnostic } from './diagnostic.ts'
import { article, inferType, type Place, TypeContext, within } from './infer-type.ts'
import { isArithmetic, type StaticType, SYSTEM_FIELDS } from './types.ts'

/**
 * Every mistake of a well-formed plan, each at its block: names, types, places, tables, and parts that nothing uses.
 * A plan without errors compiles. At most 100 diagnostics are listed.
 */
export const checkPlan = (plan: Plan): Diagnostic[] => analysePlan(plan).diagnostics

/** checkPlan with what it learnt: the type of every expression, for the compiler. */
export function analysePlan(plan: Plan): TypeContext {
  const c = new TypeContext(plan)
  checkNames(c)
  for (const [i, table] of plan.tables.entries()) checkTable(c, table, partPlace('tables', i, table.at))
  for (const [i, measure] of plan.measures.entries()) checkMeasure(c, measure, partPlace('measures', i, measure.at))
  plan.credits.forEach((rule, i) => {
    const place: Place = { ...partPlace('credits', i, rule.at), scope: 'transaction' }
    expect(c, rule.when, within(place, 'when'), (t) => t === 'yes/no', 'a yes/no')
    expect(c, rule.amount, within(place, 'amount'), isArithmetic, 'money or a number')
    expect(c, rule.share, within(place, 'share'), (t) => t === 'percent' || t === 'number', 'a percent')
    if (rule.to.kind === 'Managers' && rule.to.fromLevel > rule.to.toLevel) {
      c.report(
        'levels-reversed',
        within(place, 'to'),
        `"${rule.title}" counts managers from level ${rule.to.fromLevel} down to ${rule.to.toLevel}.`,
      )
    }
  })
  for (const [i, earning] of plan.earnings.entries()) checkEarning(c, earning, partPlace('earnings', i, earning.at))
  checkEarningCycles(c)
  checkUnused(c)
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
    c.report('type-mismatch', { ...place, at: e.at ?? place.at }, `This needs ${words}, and it is ${article(type)}.`)
  }
}

function checkNames(c: TypeContext): void {
  const { plan } = c
  const lists = {
    parameters: plan.parameters,
    credits: plan.credits,
    measures: plan.measures,
    tables: plan.tables,
    earnings: plan.earnings,
  }
  for (const [name, parts] of Object.entries(lists)) {
    const seen = new Set<string>()
    parts.forEach((part, i) => {
      if (seen.has(part.id))
        c.report('duplicate-id', partPlace(name, i, part.at), `Two parts have the id "${part.id}".`)
      seen.add(part.id)
    })
  }
  const fields = new Set<string>(SYSTEM_FIELDS.keys())
  plan.fields.forEach((field, i) => {
    if (fields.has(field.id))
      c.report('duplicate-id', partPlace('fields', i, undefined), `The field "${field.id}" is already there.`)
    fields.add(field.id)
  })
  if (plan.earnings.length === 0)
    c.report(
      'no-earnings',
      { path: '/earnings', at: null, scope: 'period' },
      'Nothing is earned under this plan yet.',
      'warning',
    )
}

function checkTable(c: TypeContext, table: RateTable, place: Place): void {
  let cell: StaticType | undefined
  table.bands.forEach((band, i) => {
    const here = within(within(place, 'bands'), i, band)
    const type = inferType(c, band.value, within(here, 'value'))
    if (type !== undefined && !isArithmetic(type))
      c.report('type-mismatch', here, `A band gives a rate or money, and this is ${article(type)}.`)
    else if (type !== undefined && cell !== undefined && (type === 'money') !== (cell === 'money')) {
      c.report('table-cells', here, `"${table.title}" mixes money and rates.`)
    }
    cell ??= type
    const before = table.bands[i - 1]
    if (before) {
      const order = compare(parseExact(before.from), parseExact(band.from))
      if (order === 0)
        c.report(
          'table-duplicate',
          here,
          `Band ${i + 1} of "${table.title}" starts at ${band.from}, as band ${i} does: one of them can never be reached.`,
        )
      if (order > 0)
        c.report(
          'table-order',
          here,
          `Band ${i + 1} of "${table.title}" starts at ${band.from}, below band ${i}, which starts at ${before.from}. Sort the bands upwards.`,
        )
    } else if (table.mode === 'marginal' && compare(parseExact(band.from), parseExact('0')) !== 0) {
      c.report(
        'table-start',
        here,
        `A marginal table starts at 0; the first band of "${table.title}" starts at ${band.from}.`,
      )
    }
  })
  if (cell !== undefined) c.cellTypes.set(table.id, cell)
}

function checkMeasure(c: TypeContext, measure: Measure, outer: Place): void {
  const place: Place = { ...outer, scope: 'credit' }
  expect(c, measure.when, within(place, 'when'), (t) => t === 'yes/no', 'a yes/no')
  if (measure.aggregate === 'count') {
    if (measure.value) c.report('count-value', place, `"${measure.title}" counts credits; it reads no value.`)
    c.measureTypes.set(measure.id, 'quantity')
    return
  }
  if (!measure.value) {
    c.report('value-missing', place, `"${measure.title}" needs a value to take the ${measure.aggregate} of.`)
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
      `The ${measure.aggregate} needs money or a number, and this is ${article(type)}.`,
    )
}

function checkEarning(c: TypeContext, earning: Earning, outer: Place): void {
  const line: Place = { ...outer, scope: earning.per === 'credit' ? 'earning-line' : 'period' }
  const period: Place = { ...outer, scope: 'period' }
  if (earning.per === 'period' && earning.when) {
    c.report(
      'out-of-place',
      within(period, 'when', earning.when),
      'Only an earning per credit picks credits; use a gate here.',
    )
  } else expect(c, earning.when, within(line, 'when'), (t) => t === 'yes/no', 'a yes/no')
  expect(c, earning.amount, within(line, 'amount'), (t) => t === 'money', 'an amount of money')
  expect(c, earning.gate, within(period, 'gate'), (t) => t === 'yes/no', 'a yes/no')
  expect(c, earning.floor, within(period, 'floor'), (t) => t === 'money', 'an amount of money')
  expect(c, earning.cap, within(period, 'cap'), (t) => t === 'money', 'an amount of money')
  if (!earning.cap) c.report('no-cap', outer, `"${earning.title}" has no cap.`, 'info')
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
        `These earnings read each other: ${cycle}.`,
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
          `Nothing uses the ${kind} "${part.title ?? part.id}".`,
          'warning',
        )
      }
    })
  unused('parameter', 'parameters', plan.parameters)
  unused('measure', 'measures', plan.measures)
  unused('table', 'tables', plan.tables)
  unused('field', 'fields', plan.fields)
}

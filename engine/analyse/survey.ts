import type { TypeContext } from '../check/infer-type.ts'
import { isNumeric } from '../check/types.ts'
import { compare, type Exact, parseExact } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { childrenOf } from '../plan/walk.ts'

/** A text that no plan names: what everything else is. */
export const OTHER = 'other'

/** What a plan reads of a deal and of its world: what an analysis can vary. */
export type Survey = {
  /** Numeric columns of a deal, with whether they are counted in money. */
  readonly numbers: ReadonlyMap<string, 'money' | 'number' | 'percent' | 'quantity'>
  /** Of these, the ones that make up what is sold: read in a credit rule's amount. */
  readonly sold: ReadonlySet<string>
  /** Texts, choices and yes/nos with the values that the plan tells apart, the likeliest first. */
  readonly choices: ReadonlyMap<string, readonly (string | boolean)[]>
  readonly quotas: ReadonlyMap<string, 'money' | 'number'>
  readonly inputs: readonly string[]
  /** Dates that conditions compare with. */
  readonly dates: readonly string[]
  readonly countsDeals: boolean
  /** Roundings and rankings, which leave something that is not excluded. */
  readonly kinds: ReadonlySet<Expression['kind']>
  readonly largestMoney: Exact
}

/** All expressions of a plan, each with its JSON pointer. */
export function* expressionsOf(plan: Plan): Generator<{ readonly e: Expression; readonly path: string }> {
  for (const [i, rule] of plan.credits.entries()) {
    if (rule.when) yield { e: rule.when, path: `/credits/${i}/when` }
    yield { e: rule.amount, path: `/credits/${i}/amount` }
    if (rule.share) yield { e: rule.share, path: `/credits/${i}/share` }
  }
  for (const [i, measure] of plan.measures.entries()) {
    if (measure.when) yield { e: measure.when, path: `/measures/${i}/when` }
    if (measure.value) yield { e: measure.value, path: `/measures/${i}/value` }
  }
  for (const [i, earning] of plan.earnings.entries()) {
    for (const key of ['when', 'amount', 'gate', 'floor', 'cap'] as const) {
      const e = earning[key]
      if (e) yield { e, path: `/earnings/${i}/${key}` }
    }
  }
  for (const [i, rule] of (plan.payoutRules ?? []).entries()) {
    if (rule.kind === 'CapTogether') yield { e: rule.cap, path: `/payoutRules/${i}/cap` }
    if ('amount' in rule) yield { e: rule.amount, path: `/payoutRules/${i}/amount` }
    const floor = rule.kind === 'Draw' ? rule.recovery?.floor : undefined
    if (floor) yield { e: floor, path: `/payoutRules/${i}/recovery/floor` }
  }
  for (const [i, { eligible }] of (plan.contests ?? []).entries())
    if (eligible) yield { e: eligible, path: `/contests/${i}/eligible` }
  for (const [i, { when }] of (plan.clawbacks ?? []).entries())
    if (when) yield { e: when, path: `/clawbacks/${i}/when` }
}

const sourceOf = (e: Expression): string | undefined =>
  e.kind === 'Field' ? e.field : e.kind === 'Recipient' ? `recipient ${e.attribute}` : undefined

/** Reads what a checked plan reads. */
export function surveyOf(types: TypeContext): Survey {
  const { plan } = types
  const numbers = new Map<string, 'money' | 'number' | 'percent' | 'quantity'>()
  const sold = new Set<string>()
  const liked = new Map<string, Set<string | boolean>>()
  const disliked = new Map<string, Set<string | boolean>>()
  const quotas = new Map<string, 'money' | 'number'>()
  const dates = new Set<string>()
  const kinds = new Set<Expression['kind']>()
  let largestMoney: Exact = parseExact('1000')
  const note = (
    map: Map<string, Set<string | boolean>>,
    source: string | undefined,
    values: readonly (string | boolean)[],
  ) => {
    if (source === undefined) return
    const known = map.get(source) ?? new Set()
    for (const value of values) known.add(value)
    map.set(source, known)
  }
  const visit = (root: Expression, isSold: boolean): void => {
    const stack = [root]
    for (let e = stack.pop(); e; e = stack.pop()) {
      kinds.add(e.kind)
      stack.push(...childrenOf(e))
      switch (e.kind) {
        case 'Field': {
          const type = types.fields.get(e.field)
          if (type === 'money' || (type !== undefined && isNumeric(type))) {
            numbers.set(e.field, type as 'money')
            if (isSold) sold.add(e.field)
          } else if (type === 'yes/no') note(liked, e.field, [true, false])
          else if (type === 'text') note(liked, e.field, [])
          break
        }
        case 'Recipient':
          note(liked, `recipient ${e.attribute}`, [])
          break
        case 'Compare': {
          for (const [side, other] of [
            [e.left, e.right],
            [e.right, e.left],
          ] as const) {
            if (other.kind === 'Text') note(e.op === '=' ? liked : disliked, sourceOf(side), [other.value])
            if (other.kind === 'Date') dates.add(other.value)
          }
          break
        }
        case 'OneOf':
          if (e.list.kind === 'TextList') note(liked, sourceOf(e.of), e.list.values.slice(0, 4))
          break
        case 'TextMatch':
          if (e.text.kind === 'Text') note(liked, sourceOf(e.of), [e.text.value])
          break
        case 'MatrixCell': {
          const matrix = types.matrices.get(e.matrix)
          for (const [i, axis] of (matrix?.axes ?? []).entries()) {
            const of = e.of[i]
            if (axis.kind === 'Keys' && of) note(liked, sourceOf(of), axis.keys.filter((k) => k !== '*').slice(0, 6))
          }
          break
        }
        case 'Quota':
          quotas.set(e.quota, e.unit)
          break
        case 'Attainment':
          quotas.set(e.quota, types.measureTypes.get(e.measure) === 'money' ? 'money' : 'number')
          break
        case 'Money': {
          const value = parseExact(e.value)
          if (compare(value, largestMoney) > 0) largestMoney = value
          break
        }
        default:
      }
    }
  }
  for (const { e, path } of expressionsOf(plan)) visit(e, /^\/credits\/\d+\/amount$/.test(path))
  for (const m of plan.measures) {
    if (m.window.kind !== 'Dates') continue
    dates.add(m.window.from)
    dates.add(m.window.to)
  }
  for (const { prizes } of plan.contests ?? []) {
    if (prizes.kind !== 'ForReaching') continue
    const mark = parseExact(prizes.mark)
    if (compare(mark, largestMoney) > 0) largestMoney = mark
  }
  const choices = new Map<string, readonly (string | boolean)[]>()
  for (const source of new Set([...liked.keys(), ...disliked.keys()])) {
    const first = [...(liked.get(source) ?? [])].sort((a, b) => (a === true ? -1 : b === true ? 1 : 0))
    const isFlag = first.some((v) => typeof v === 'boolean')
    choices.set(source, [...new Set([...first, ...(isFlag ? [] : [OTHER]), ...(disliked.get(source) ?? [])])])
  }
  return {
    numbers,
    sold,
    choices,
    quotas,
    inputs: (plan.inputMeasures ?? []).filter((m) => types.used.has(`measure:${m.id}`)).map((m) => m.id),
    dates: [...dates].filter((d) => d >= '1901' && d < '2900').sort(),
    countsDeals: plan.measures.some((m) => m.aggregate === 'count' || m.aggregate === 'average'),
    kinds,
    largestMoney,
  }
}

/** The column that is varied where one has to do: what is sold, in money if there is such. */
export function mainColumnOf({ numbers, sold }: Survey): string {
  const money = [...sold].find((f) => numbers.get(f) === 'money')
  return money ?? [...sold][0] ?? 'amount'
}

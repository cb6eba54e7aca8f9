import type { Earning, Plan } from '../../plan/ast.ts'
import type { Contest } from '../../plan/contest.ts'
import type { Expression } from '../../plan/expression.ts'
import { childrenOf } from '../../plan/walk.ts'
import type { Variable } from '../scenario.ts'
import { expressionsOf } from '../survey.ts'

/** What an earning or a contest depends on: columns of a deal, figures handed in, and how many deals there are. */
type Dependence = { readonly fields: Set<string>; readonly inputs: Set<string>; deals: boolean }

/** Everything that a plan's earning or contest may read, through the measures, credits and earnings that it refers to. */
function dependenceOf(plan: Plan, of: Earning | Contest | Expression): Dependence {
  const found: Dependence = { fields: new Set(), inputs: new Set(), deals: false }
  const visited = new Set<string>()
  const once = (key: string): boolean => !visited.has(key) && visited.add(key) !== undefined
  const stack: (Expression | undefined)[] = []
  const ofEarning = (e: Earning) => {
    stack.push(e.amount, e.when, e.gate, e.floor, e.cap)
    if (e.per === 'credit') ofCredits()
  }
  const ofCredits = () => {
    found.deals = true
    if (once('credits')) for (const rule of plan.credits) stack.push(rule.when, rule.amount, rule.share)
  }
  const ofMeasure = (id: string) => {
    if (!once(`measure ${id}`)) return
    if (plan.inputMeasures?.some((m) => m.id === id)) found.inputs.add(id)
    for (const part of plan.compositeMeasures?.find((m) => m.id === id)?.of ?? []) ofMeasure(part.measure)
    const measure = plan.measures.find((m) => m.id === id)
    if (!measure) return
    stack.push(measure.when, measure.value)
    found.deals = true
    // Whether a deal is credited at all decides whether it is measured.
    for (const rule of plan.credits) stack.push(rule.when)
  }
  if (of.kind === 'Earning') ofEarning(of)
  else if (of.kind === 'Contest') {
    ofMeasure(of.measure)
    stack.push(of.eligible)
  } else stack.push(of)
  while (stack.length > 0) {
    const e = stack.pop()
    if (!e) continue
    stack.push(...childrenOf(e))
    if (e.kind === 'Field') found.fields.add(e.field)
    if (e.kind === 'CreditAmount') ofCredits()
    if (e.kind === 'Measure' || e.kind === 'Attainment' || e.kind === 'Rank' || e.kind === 'Percentile')
      ofMeasure(e.measure)
    if ((e.kind === 'ApplyTable' || e.kind === 'TableCell') && e.reads.kind === 'Running') ofMeasure(e.reads.measure)
    if (e.kind === 'Earned' && once(`earned ${e.earning}`)) {
      const other = plan.earnings.find((x) => x.id === e.earning)
      if (other) ofEarning(other)
    }
  }
  return found
}

const isIn = (found: Dependence, variable: Variable): boolean =>
  variable.kind === 'deals'
    ? found.deals
    : variable.kind === 'input'
      ? found.inputs.has(variable.measure)
      : found.fields.has(variable.field)

/**
 * The variables in groups that no earning and no contest mixes: what is paid is a sum over the groups, so that its slope and its jumps
 * along one variable do not depend on those of another group. Payout rules mix whatever is paid.
 */
export function groupsOf(plan: Plan, variables: readonly Variable[]): number[][] {
  const groups: Set<number>[] = variables.map((_, k) => new Set([k]))
  const join = (members: readonly number[]) => {
    const joined = new Set(members.flatMap((k) => [...(groups[k] as Set<number>)]))
    for (const k of joined) groups[k] = joined
  }
  const read = new Set<number>()
  const rules = plan.payoutRules ?? []
  const amounts = [...expressionsOf(plan)].flatMap(({ e, path }) => (path.startsWith('/payoutRules/') ? [e] : []))
  for (const part of [...plan.earnings, ...(plan.contests ?? []), ...amounts]) {
    const found = dependenceOf(plan, part)
    const members = variables.flatMap((v, k) => (isIn(found, v) ? [k] : []))
    for (const k of members) read.add(k)
    join(members)
  }
  if (rules.length > 0) join([...read])
  return [...new Set(groups)].map((group) => [...group].sort((a, b) => a - b)).filter((g) => g.some((k) => read.has(k)))
}

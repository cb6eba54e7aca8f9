import { yearsOf } from '../example/example-years.ts'
import type { CreditRule, Measure, PeriodKind, Plan } from '../plan/ast.ts'
import type { Example } from '../plan/example.ts'
import { LIMITS } from '../plan/limits.ts'
import type { Payable } from '../plan/payout.ts'
import { costsOf } from './cost.ts'

const PER_YEAR: Readonly<Record<PeriodKind, number>> = { month: 12, quarter: 4, 'half-year': 2, year: 1 }
/** Dates or names that are compared in the time of one step. */
const COMPARED = 16

const looking = (items: number): number => Math.ceil(items / COMPARED)

/** Contests and ranks are read from everybody's figures, and who is eligible from those ranks: figures are made anew. */
function passesOf({ contests, earnings }: Plan): number {
  if (contests && contests.length > 0) return contests.some((c) => c.eligible) ? 3 : 2
  return /"kind":"(?:Rank|Percentile)"/.test(JSON.stringify(earnings)) ? 2 : 1
}

/** What stands open of an earning that is paid over several periods, entered and looked through in each of them. */
function schedulingOf(payable: Payable | undefined): number {
  if (!payable || payable.kind === 'OnEvent') return 1
  const parts = payable.kind === 'Amortised' ? payable.periods : payable.parts.length
  const last = payable.kind === 'Amortised' ? parts : Math.max(...payable.parts.map((p) => p.afterPeriods))
  return parts * (1 + looking(last))
}

/** A rule reads its earnings, and what every rule before it did to them. */
function payingOf({ payoutRules = [], earnings, contests = [] }: Plan): number {
  const all = earnings.length + contests.length
  const named = payoutRules.map((r) => ('earnings' in r ? r.earnings?.length : undefined) ?? 1)
  let steps = 0
  for (const [i, own] of named.entries()) {
    steps += 1 + looking(own * all)
    for (const other of named.slice(0, i)) steps += 1 + looking(own * other)
  }
  return steps
}

/** Whose territory takes a deal is looked up among all deals of the example. */
const creditingOf = ({ to }: CreditRule, deals: number): number =>
  1 + ((to.kind === 'Managers' ? to.of : to).kind === 'TerritoryOwners' ? looking(deals) : 0)

/** What opening a measure's window and reading its figure costs in a period; distinct values are gathered anew. */
function windowOf({ window, aggregate }: Measure, periods: number, credits: number): number {
  const joined = window.kind === 'Trailing' ? Math.min(window.periods, periods) : 1
  return 1 + 2 * joined + (aggregate === 'distinctCount' ? joined * looking(credits) : 0)
}

/**
 * What running an example costs at most, known before it runs: every deal goes through every credit rule, every credit
 * through every measure and earning, and every period of the calendar years that the example touches is opened and closed.
 */
function stepsOf(plan: Plan, example: Example): number {
  const { from, to } = yearsOf(example)
  const periods = Math.max(0, to - from + 1) * PER_YEAR[plan.period]
  const costs = costsOf(plan, example.quotas?.length ?? 0)
  const sum = (per: 'credit' | 'period', list: string): number =>
    costs.filter((c) => c.per === per && c.path.startsWith(list)).reduce((n, c) => n + c.steps, 0)
  const deals = example.deals.length
  const credits = deals * plan.credits.length
  const lines = plan.earnings.filter((e) => e.per === 'credit').length
  const forDeal = plan.credits.reduce((n, r) => n + creditingOf(r, deals), 0) + sum('credit', '/credits')
  const forCredit = 1 + plan.measures.length + lines + sum('credit', '') - sum('credit', '/credits')
  const forPeriod =
    1 +
    looking(credits * (1 + (plan.clawbacks?.length ? lines : 0))) +
    plan.measures.reduce((n, m) => n + windowOf(m, periods, credits), 0) +
    (plan.compositeMeasures ?? []).reduce((n, m) => n + m.of.length, 0) +
    plan.earnings.reduce((n, e) => n + schedulingOf(e.payable), 0) +
    (plan.contests?.length ?? 0) +
    payingOf(plan) +
    sum('period', '')
  return passesOf(plan) * (deals * forDeal + credits * forCredit + periods * forPeriod)
}

/** Examples that cost too much together: the sum, its limit, and the one that costs most. */
export function excessOfExamples(
  plan: Plan,
): { readonly steps: number; readonly limit: number; readonly index: number; readonly worst: number } | undefined {
  const limit = LIMITS.stepsOfExamples
  const each = (plan.examples ?? []).map((example) => stepsOf(plan, example))
  const steps = each.reduce((n, own) => n + own, 0)
  if (steps <= limit) return undefined
  const worst = Math.max(...each)
  return { steps, limit, index: each.indexOf(worst), worst }
}

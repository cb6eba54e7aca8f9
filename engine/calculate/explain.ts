import type { Step } from '../compile/step.ts'
import { exactToText, scaledToText } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import { type CalculationInput, calculate, type PeriodResult } from './calculate.ts'
import type { EarningResult, Line } from './walk-period.ts'

/**
 * Explain: the derivation of every earning of one period, down to transactions and blocks. It is the calculation itself,
 * run with steps recorded, so that its root is the figure; whoever shows it calculates nothing.
 */
export function explain(
  input: CalculationInput & { readonly explain: string },
): { readonly result: PeriodResult; readonly derivations: readonly Step[] } | undefined {
  const result = calculate(input).periods.find((p) => p.period.id === input.explain)
  if (!result) return undefined
  return { result, derivations: result.earnings.map((e) => derivationOf(result, e)) }
}

/**
 * One earning, or one contest, as a tree: its lines, each from a credit of a transaction, then gate, floor, cap and what
 * they left; or what each version of the plan that shares the period adds; or how the contest ended.
 */
export function derivationOf(result: PeriodResult, earning: EarningResult): Step {
  const { plan, minorDigits } = result.version.program
  const { place, kind } = placeOf(plan, earning)
  const money = (minor: bigint) => ({ type: 'money' as const, text: scaledToText(minor, minorDigits) })
  const lines = result.lines.filter((l) => l.earning === earning.earning)
  return {
    kind,
    ...place,
    label: earning.title,
    value: earning.minor === null ? null : money(earning.minor),
    steps: [...lines.map((line) => lineStep(line, money(line.minor))), ...earning.steps],
  }
}

/** The part of the plan that gives the earning; none of an earning that only an earlier version of the period has. */
function placeOf(plan: Plan, { earning }: EarningResult) {
  const within = (list: string, parts: readonly { readonly id: string; readonly at?: string }[]) => {
    const index = parts.findIndex((e) => e.id === earning)
    return index < 0 ? undefined : { path: `/${list}/${index}`, at: parts[index]?.at ?? null }
  }
  const contest = within('contests', plan.contests ?? [])
  if (contest) return { kind: 'Contest', place: contest }
  return { kind: 'Earning', place: within('earnings', plan.earnings) ?? { path: '', at: null } }
}

function lineStep(line: Line, value: Step['value']): Step {
  const t = line.credit.transaction
  const credit: Step = {
    kind: 'Credit',
    path: '',
    at: null,
    label: line.credit.creditType,
    value: { type: 'money', text: exactToText(line.credit.amount) },
    steps: [],
  }
  return {
    kind: 'Line',
    path: '',
    at: null,
    label: t.externalId,
    value,
    steps: [credit, ...line.steps],
    transaction: { id: t.id, source: t.source, externalId: t.externalId, creditedOn: t.creditedOn },
  }
}

import type { Step } from '../compile/step.ts'
import { exactToText, scaledToText } from '../money/exact.ts'
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

/** One earning as a tree: its lines, each from a credit of a transaction, then gate, floor, cap and what they left. */
export function derivationOf(result: PeriodResult, earning: EarningResult): Step {
  const { plan, minorDigits } = result.version.program
  const index = plan.earnings.findIndex((e) => e.id === earning.earning)
  const part = plan.earnings[index]
  const money = (minor: bigint) => ({ type: 'money' as const, text: scaledToText(minor, minorDigits) })
  const lines = result.lines.filter((l) => l.earning === earning.earning)
  return {
    kind: 'Earning',
    path: `/earnings/${index}`,
    at: part?.at ?? null,
    label: earning.title,
    value: earning.minor === null ? null : money(earning.minor),
    steps: [...lines.map((line) => lineStep(line, money(line.minor))), ...earning.steps],
  }
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

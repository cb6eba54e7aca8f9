import { type Step, showValue } from '../compile/step.ts'
import { type Exact, multiply } from '../money/exact.ts'
import type { CalendarDate } from '../time/calendar-date.ts'
import type { EarningResult, PeriodWalk } from './walk-period.ts'

/**
 * What one version of a plan adds to an earning of a period that several share, with the steps that made it. Of an
 * earning per credit these are its lines, whole minor units; where the earning is prorated, the whole period's figure
 * times the version's part of the days; else the whole. The earning is the sum of its versions, rounded.
 *
 * @returns nothing where nobody asked for steps.
 */
export function versionSteps(
  { subject: { compiled, program } }: PeriodWalk,
  { from, factor }: { readonly from: CalendarDate; readonly factor: Exact },
  result: EarningResult,
  adds: 'lines' | 'prorated' | 'whole',
): Step[] {
  if (!compiled.traced) return []
  const index = program.plan.earnings.findIndex((e) => e.id === result.earning)
  const step = (kind: string, value: Step['value'], steps: readonly Step[], label: string | null = null): Step => ({
    kind,
    path: `/earnings/${index}`,
    at: program.plan.earnings[index]?.at ?? null,
    label,
    value,
    steps,
  })
  const money = (value: Exact) => showValue('money', value)
  const { exact, minor, steps } = result
  if (minor === null || exact === null) return [step('Version', null, steps, from)]
  if (adds === 'whole') return [step('Version', money(exact), steps, from)]
  if (adds === 'lines')
    return [step('Version', money({ n: minor, d: 10n ** BigInt(program.minorDigits) }), steps, from)]
  const parts = [step('VersionFigure', money(exact), steps), step('DaysShare', showValue('number', factor), [])]
  return [step('Version', money(multiply(exact, factor)), parts, from)]
}

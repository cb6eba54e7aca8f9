import type { Step } from '../compile/step.ts'
import type { Plan } from '../plan/ast.ts'

/**
 * Steps as people read them: what names a part of the plan by its id names it by its title. The calculation itself
 * keeps to ids, which are shorter than titles and stay when one is reworded.
 */
export function titledSteps(plan: Plan, steps: readonly Step[]): Step[] {
  const titles = (parts: readonly { id: string; title: string }[]) => new Map(parts.map(({ id, title }) => [id, title]))
  const [parameters, measures] = [
    titles(plan.parameters),
    titles([...plan.measures, ...(plan.compositeMeasures ?? []), ...(plan.inputMeasures ?? [])]),
  ]
  const [tables, earnings] = [titles([...plan.tables, ...(plan.matrices ?? [])]), titles(plan.earnings)]
  const title = ({ kind, label }: Step): string | null => {
    if (label === null) return null
    switch (kind) {
      case 'Parameter':
        return parameters.get(label) ?? label
      case 'Measure':
      case 'Rank':
      case 'Percentile':
        return measures.get(label) ?? label
      case 'Attainment': {
        const [measure = '', quota = ''] = label.split(' ÷ ')
        return `${measures.get(measure) ?? measure} ÷ ${quota}`
      }
      case 'ApplyTable':
      case 'TableCell':
      case 'MatrixCell':
        return tables.get(label) ?? label
      case 'Earned':
        return earnings.get(label) ?? label
      default:
        return label
    }
  }
  const titled = (step: Step): Step => ({ ...step, label: title(step), steps: step.steps.map(titled) })
  return steps.map(titled)
}

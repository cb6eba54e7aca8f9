import { labelOf } from '../compile/compile-expression.ts'
import type { PlanTypes } from '../compile/known-types.ts'
import { type Step, type StepValue, showValue } from '../compile/step.ts'
import { exactToText } from '../money/exact.ts'
import type { Expression } from '../plan/expression.ts'
import { addDays } from '../time/calendar-date.ts'
import type { DealCode } from './deal-code.ts'
import type { Node } from './ir.ts'
import { exactOf, type Number_, type Value } from './lower.ts'

/**
 * The derivation of a deal's line, written from a kept trace: what the traced reference records for the same expression,
 * but for the pieces of tables and the texts that are searched. The code must have been compiled `traced`.
 *
 * @param trace figures that `keepTrace` kept, from `at` on.
 */
export function deriveDeal(
  code: DealCode,
  types: PlanTypes,
  trace: Float64Array,
  at: number,
  path = '/earnings/0/amount',
): Step {
  const figure = (node: Node): number => {
    if (node.op === 'const') return Number(node.value)
    return trace[at + (code.placeOf(node) ?? 0)] as number
  }
  const shown = (e: Expression, value: Value): StepValue | null => {
    const type = types.types.get(e) ?? 'number'
    if (value.kind === 'list') return showValue(type, value.values)
    if (value.kind === 'number') return { type, text: type === 'date' ? dateOf(value) : numberOf(value) }
    const found = figure(value.node)
    return { type, text: value.kind === 'text' ? code.texts.text(found) : found === 0 ? 'no' : 'yes' }
  }
  const dateOf = (value: Number_): string => addDays('1970-01-01', figure(value.num))
  const numberOf = ({ num, den }: Number_): string => {
    if (!den) return decimal(figure(num), num.scale)
    const above = exactOf(figure(num), num.scale)
    const under = exactOf(figure(den), den.scale)
    return exactToText({ n: above.n * under.d, d: above.d * under.n })
  }
  const isYes = (e: Expression): boolean => {
    const value = code.made.get(e)
    return value?.kind === 'yes/no' && figure(value.node) !== 0
  }
  const step = (e: Expression, own: string): Step => ({
    kind: e.kind,
    path: own,
    at: e.at ?? null,
    label: labelOf(e),
    value: shown(e, code.made.get(e) as Value),
    steps: below(e, isYes).map(([key, child]) => step(child, `${own}/${key}`)),
  })
  return step(code.amount, path)
}

/** The parts that an evaluation visits, in its order: a branch not taken is none of them. */
function below(e: Expression, isYes: (e: Expression) => boolean): [string, Expression][] {
  switch (e.kind) {
    case 'Add':
    case 'Multiply':
    case 'Min':
    case 'Max':
    case 'MatrixCell':
      return e.of.map((item, i): [string, Expression] => [`of/${i}`, item])
    case 'And':
    case 'Or': {
      const end = e.of.findIndex((item) => isYes(item) === (e.kind === 'Or'))
      const visited = end < 0 ? e.of : e.of.slice(0, end + 1)
      return visited.map((item, i): [string, Expression] => [`of/${i}`, item])
    }
    case 'Subtract':
      return [
        ['left', e.left],
        ['right', e.right],
      ]
    case 'Divide':
      return [
        ['right', e.right],
        ['left', e.left],
      ]
    case 'Compare':
      return [
        ['left', e.left],
        ['right', e.right],
      ]
    case 'Negate':
    case 'Absolute':
    case 'Not':
    case 'Round':
    case 'IsMissing':
    case 'Default':
    case 'OneOf':
      return [['of', e.of]]
    case 'If':
      return [['when', e.when], isYes(e.when) ? ['then', e.then] : ['otherwise', e.otherwise]]
    case 'ApplyTable':
    case 'TableCell': {
      const parts: [string, Expression][] = e.reads.kind === 'Running' ? [] : [['reads/of', e.reads.of]]
      if (e.per) parts.push(['per', e.per])
      if (e.kind === 'ApplyTable' && e.pays) parts.push(['pays', e.pays])
      return parts
    }
    default:
      return []
  }
}

/** An integer of 10^-scale as canonical decimal text. */
function decimal(units: number, scale: number): string {
  if (!Number.isSafeInteger(units)) throw new Error('a trace of big integers is written by the reference')
  const text = String(Math.abs(units)).padStart(scale + 1, '0')
  const whole = text.slice(0, text.length - scale)
  let end = text.length
  while (end > text.length - scale && text.charCodeAt(end - 1) === 48) end--
  const fraction = text.slice(text.length - scale, end)
  return `${units < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

import { labelOf } from '../compile/compile-expression.ts'
import type { PlanTypes } from '../compile/known-types.ts'
import { type Step, showValue } from '../compile/step.ts'
import { exactToText } from '../money/exact.ts'
import type { Expression } from '../plan/expression.ts'
import { addDays } from '../time/calendar-date.ts'
import type { DealCode } from './deal-code.ts'
import type { Node } from './ir.ts'
import { exactOf, type Number_, type Value } from './lower.ts'

/** One step of a derivation with all of its text that no figure changes. */
type Piece = {
  readonly head: string
  /** The value as text, from a trace that begins at `at`. */
  readonly text: (trace: Float64Array, at: number) => string
  readonly steps: readonly Piece[]
  /** Which of the steps were taken: `If` takes a branch, `And` and `Or` stop where they are decided. */
  readonly taken: 'all' | 'branch' | 'until yes' | 'until no'
  /** Of a yes/no: where it stands, or its constant. */
  readonly isYes: (trace: Float64Array, at: number) => boolean
}

/**
 * Writes the derivation of a deal's line from a kept trace: the steps that the traced reference records for the same
 * expression, but for the pieces of tables and the texts that are searched. The code must have been compiled `traced`.
 * What no figure changes is written once, so that a derivation costs about what its figures' texts do.
 */
export class DealWriter {
  readonly #root: Piece

  constructor(code: DealCode, types: PlanTypes, path = '/earnings/0/amount') {
    const make = (e: Expression, own: string): Piece => {
      const value = code.made.get(e) as Value
      const type = types.types.get(e) ?? 'number'
      const fixed = JSON.stringify({ kind: e.kind, path: own, at: e.at ?? null, label: labelOf(e) }).slice(0, -1)
      return {
        head: `${fixed},"value":{"type":${JSON.stringify(type)},"text":"`,
        text: textOf(code, value, type === 'date'),
        steps: partsOf(e).map(([key, child]) => make(child, `${own}/${key}`)),
        taken: e.kind === 'If' ? 'branch' : e.kind === 'And' ? 'until no' : e.kind === 'Or' ? 'until yes' : 'all',
        isYes: value.kind === 'yes/no' ? (trace, at) => figureOf(code, value.node)(trace, at) !== 0 : () => false,
      }
    }
    this.#root = make(code.amount, path)
  }

  /** The derivation as JSON text: a `Step`. */
  write(trace: Float64Array, at: number): string {
    return write(this.#root, trace, at)
  }

  /** The derivation as a value. */
  derive(trace: Float64Array, at: number): Step {
    return JSON.parse(this.write(trace, at)) as Step
  }
}

function write(piece: Piece, trace: Float64Array, at: number): string {
  const { steps, taken } = piece
  let text = `${piece.head + piece.text(trace, at)}"},"steps":[`
  if (taken === 'branch') {
    const [when, then, otherwise] = steps as [Piece, Piece, Piece]
    text += `${write(when, trace, at)},${write(when.isYes(trace, at) ? then : otherwise, trace, at)}`
  } else {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Piece
      if (i > 0) text += ','
      text += write(step, trace, at)
      if (taken !== 'all' && step.isYes(trace, at) === (taken === 'until yes')) break
    }
  }
  return `${text}]}`
}

type Figure = (trace: Float64Array, at: number) => number

function figureOf(code: DealCode, node: Node): Figure {
  if (node.op === 'const') {
    const value = Number(node.value)
    return () => value
  }
  const place = code.placeOf(node) ?? 0
  return (trace, at) => trace[at + place] as number
}

/** How a value is written, with what stays the same found once. */
function textOf(code: DealCode, value: Value, isDate: boolean): Piece['text'] {
  if (value.kind === 'list') {
    const { text } = showValue('text list', value.values)
    return () => escaped(text)
  }
  if (value.kind !== 'number') {
    const figure = figureOf(code, value.node)
    if (value.kind === 'text') return (trace, at) => escaped(code.texts.text(figure(trace, at)))
    return (trace, at) => (figure(trace, at) === 0 ? 'no' : 'yes')
  }
  const figure = figureOf(code, value.num)
  if (isDate) return (trace, at) => addDays('1970-01-01', figure(trace, at))
  if (value.den) return fractionOf(code, value)
  const { scale } = value.num
  if (value.num.op === 'const') {
    const text = decimal(Number(value.num.value), scale)
    return () => text
  }
  return (trace, at) => decimal(figure(trace, at), scale)
}

function fractionOf(code: DealCode, { num, den }: Number_): Piece['text'] {
  const above = figureOf(code, num)
  const under = figureOf(code, den as Node)
  return (trace, at) => {
    const x = exactOf(above(trace, at), num.scale)
    const y = exactOf(under(trace, at), (den as Node).scale)
    return exactToText({ n: x.n * y.d, d: x.d * y.n })
  }
}

/** A text as it stands between the quotes of JSON. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

/** The parts that an evaluation visits, in its order; of a choice, all. */
function partsOf(e: Expression): [string, Expression][] {
  switch (e.kind) {
    case 'Add':
    case 'Multiply':
    case 'Min':
    case 'Max':
    case 'MatrixCell':
    case 'And':
    case 'Or':
      return e.of.map((item, i): [string, Expression] => [`of/${i}`, item])
    case 'Subtract':
    case 'Compare':
      return [
        ['left', e.left],
        ['right', e.right],
      ]
    case 'Divide':
      return [
        ['right', e.right],
        ['left', e.left],
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
      return [
        ['when', e.when],
        ['then', e.then],
        ['otherwise', e.otherwise],
      ]
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

/** A safe integer of 10^-scale as canonical decimal text. */
function decimal(units: number, scale: number): string {
  if (scale === 0) return String(units + 0)
  const negative = units < 0
  let digits = String(negative ? -units : units)
  if (digits.length <= scale) digits = digits.padStart(scale + 1, '0')
  const point = digits.length - scale
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  const whole = digits.slice(0, point)
  const text = end === point ? whole : `${whole}.${digits.slice(point, end)}`
  return negative ? `-${text}` : text
}

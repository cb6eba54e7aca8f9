import { aspect, choice, field, integer, many, optionalChoice, slot, span, text, texts, yesNo } from './aspects.ts'
import * as shadow from './shadows.ts'
import { ARITHMETIC, type Aspect, type BlockSpec, type Category, type Output, SINGLE } from './spec.ts'

export const ROUNDING_MODES = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']
export const WINDOWS = ['Period', 'QuarterToDate', 'HalfYearToDate', 'YearToDate', 'PlanToDate', 'Trailing', 'Dates']
const SPANS = [...WINDOWS, 'Quarter', 'HalfYear', 'Year']

export function value(type: string, kind: string, category: Category, output: Output, ...aspects: Aspect[]): BlockSpec {
  return { type, kinds: [kind], category, aspects, output, carriesAt: true, explained: false }
}
const number: Output = { gives: ['number'] }
const slots = (...names: string[]): Output => ({ as: 'slots', slots: names })

/** A number, a percent or an amount of money: one block, whose unit says which. */
const literal = aspect(
  [
    field('VALUE', { as: 'decimal', percentWhen: { field: 'UNIT', is: ['%'] } }, '0'),
    field('UNIT', { as: 'unit' }, ''),
  ],
  (from) => {
    const unit = from.field('UNIT')
    const kind = unit === '' ? 'Number' : unit === '%' ? 'Percent' : 'Money'
    return { kind, value: from.field('VALUE'), ...(kind === 'Money' ? { currency: unit } : {}) }
  },
  (node, to) => {
    to.field('VALUE', String(node.value))
    to.field('UNIT', node.kind === 'Money' ? String(node.currency) : node.kind === 'Percent' ? '%' : '')
  },
)

export const VALUES: readonly BlockSpec[] = [
  {
    type: 'amount',
    kinds: ['Number', 'Percent', 'Money'],
    category: 'values',
    aspects: [literal],
    output: { as: 'unit' },
    carriesAt: true,
    explained: false,
  },
  value('text', 'Text', 'values', { gives: ['text'] }, text('value', { as: 'text' })),
  value('text_list', 'TextList', 'values', { gives: ['list'] }, texts('values')),
  value('yes_no', 'YesNo', 'values', { gives: ['yesNo'] }, yesNo('value')),
  value('date', 'Date', 'values', { gives: ['date'] }, text('value', { as: 'date' }, '2027-01-01')),
  value(
    'parameter_value',
    'Parameter',
    'values',
    { as: 'parameter' },
    text('parameter', { as: 'reference', to: 'parameters' }),
  ),
  value(
    'recipient',
    'Recipient',
    'values',
    { gives: ['text'] },
    choice('attribute', 'recipient', ['title', 'territory']),
  ),
  value('add', 'Add', 'values', slots('OF'), many('of', ARITHMETIC, shadow.number)),
  value('subtract', 'Subtract', 'values', slots('LEFT', 'RIGHT'), ...pair('left', 'right')),
  value('multiply', 'Multiply', 'values', slots('OF'), many('of', ARITHMETIC, shadow.one)),
  value(
    'divide',
    'Divide',
    'values',
    { gives: ARITHMETIC },
    slot('left', ARITHMETIC, shadow.number),
    slot('right', ARITHMETIC, shadow.one),
    integer('digits', 0, 12, true, 'divideDigits'),
    optionalChoice('mode', 'rounding', ROUNDING_MODES),
  ),
  value('min', 'Min', 'values', slots('OF'), many('of', ARITHMETIC, shadow.number)),
  value('max', 'Max', 'values', slots('OF'), many('of', ARITHMETIC, shadow.number)),
  value('negate', 'Negate', 'values', slots('OF'), slot('of', ARITHMETIC, shadow.number)),
  value('absolute', 'Absolute', 'values', slots('OF'), slot('of', ARITHMETIC, shadow.number)),
  value(
    'round',
    'Round',
    'values',
    slots('OF'),
    slot('of', ARITHMETIC, shadow.number),
    integer('digits', 0, 12, false),
    choice('mode', 'rounding', ROUNDING_MODES),
  ),
  value(
    'quota',
    'Quota',
    'measures',
    { as: 'quota' },
    text('quota', { as: 'text' }, 'revenue'),
    span('span', SPANS),
    choice('unit', 'quotaUnit', ['money', 'number']),
  ),
  value(
    'attainment',
    'Attainment',
    'measures',
    number,
    text('measure', { as: 'reference', to: 'measures' }),
    text('quota', { as: 'text' }, 'revenue'),
  ),
]

function pair(left: string, right: string): Aspect[] {
  const accepts = [...ARITHMETIC, 'date'] as const
  return [slot(left, accepts, shadow.number), slot(right, accepts, shadow.number)]
}

const yesOrNo: Output = { gives: ['yesNo'] }

export const LOGIC: readonly BlockSpec[] = [
  value(
    'compare',
    'Compare',
    'logic',
    yesOrNo,
    slot('left', SINGLE, shadow.number),
    choice('op', 'comparison', ['=', '<>', '<', '<=', '>', '>=']),
    slot('right', SINGLE, shadow.number),
  ),
  value('and', 'And', 'logic', yesOrNo, many('of', ['yesNo'], shadow.yes)),
  value('or', 'Or', 'logic', yesOrNo, many('of', ['yesNo'], shadow.yes)),
  value('not', 'Not', 'logic', yesOrNo, slot('of', ['yesNo'], shadow.yes)),
  value(
    'if',
    'If',
    'logic',
    slots('THEN', 'OTHERWISE'),
    slot('when', ['yesNo'], shadow.yes),
    slot('then', SINGLE, shadow.number),
    slot('otherwise', SINGLE, shadow.number),
  ),
  value('one_of', 'OneOf', 'logic', yesOrNo, slot('of', ['text'], shadow.text), slot('list', ['list'], shadow.list)),
  value(
    'text_match',
    'TextMatch',
    'logic',
    yesOrNo,
    slot('of', ['text'], shadow.text),
    choice('how', 'textMatch', ['contains', 'startsWith']),
    slot('text', ['text'], shadow.text),
  ),
  value(
    'default',
    'Default',
    'logic',
    slots('OF', 'OTHERWISE'),
    slot('of', SINGLE, shadow.number),
    slot('otherwise', SINGLE, shadow.number),
  ),
  value('is_missing', 'IsMissing', 'logic', yesOrNo, slot('of', SINGLE, shadow.number)),
]

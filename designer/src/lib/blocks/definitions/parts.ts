import {
  aspect,
  choice,
  data,
  field,
  folded,
  integer,
  nullable,
  optionalChoice,
  optionalSlot,
  optionalText,
  records,
  rowsSlot,
  slot,
  span,
  stack,
  text,
} from './aspects.ts'
import { part } from './part.ts'
import { payable } from './payouts.ts'
import { recipients } from './recipients.ts'
import * as shadow from './shadows.ts'
import { ARITHMETIC, type BlockSpec, type Properties } from './spec.ts'
import { ROUNDING_MODES, WINDOWS } from './values.ts'

const VALUE_TYPES = ['money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date']

const rounding = aspect(
  [
    field('ROUNDING', { as: 'choice', list: 'rounding', values: ROUNDING_MODES }, 'half-up'),
    field('BASIS', { as: 'choice', list: 'basis', values: ['running', 'each'] }, 'running'),
  ],
  (from) => ({ rounding: { mode: from.field('ROUNDING'), basis: from.field('BASIS') } }),
  (node, to) => {
    const chosen = node.rounding as Properties
    to.field('ROUNDING', String(chosen.mode))
    to.field('BASIS', String(chosen.basis))
  },
)

const language = aspect(
  [],
  () => ({ language: 'dreizack/1' }),
  () => {},
)

/** Amounts in other currencies: converted as soon as a kind of rate is named. */
const conversion = aspect(
  [
    field('RATE_TYPE', { as: 'text' }, ''),
    field(
      'RATE_DATE',
      { as: 'choice', list: 'rateDate', values: ['creditedOn', 'occurredOn', 'periodEnd'] },
      'creditedOn',
    ),
  ],
  (from) => {
    const rateType = from.field('RATE_TYPE')
    return rateType ? { conversion: { rateType, date: from.field('RATE_DATE') } } : {}
  },
  (node, to) => {
    const conversion = node.conversion as Properties | undefined
    if (!conversion) return
    to.field('RATE_TYPE', String(conversion.rateType))
    to.field('RATE_DATE', String(conversion.date))
  },
)

/** What a change inside a period does; the default of each is said by saying nothing. */
const changes = aspect(
  [
    field('PLAN_CHANGE', { as: 'choice', list: 'planChange', values: ['', 'transaction date', 'prorated'] }, ''),
    field('QUOTA_CHANGE', { as: 'choice', list: 'quotaChange', values: ['', 'period start', 'transaction date'] }, ''),
    field('ASSIGNMENT_CHANGE', { as: 'choice', list: 'assignmentChange', values: ['', 'months', 'none'] }, ''),
  ],
  (from) => {
    const said = {
      plan: from.field('PLAN_CHANGE'),
      quota: from.field('QUOTA_CHANGE'),
      assignment: from.field('ASSIGNMENT_CHANGE'),
    }
    const changes = Object.fromEntries(Object.entries(said).filter(([, value]) => value))
    return Object.keys(changes).length > 0 || from.saysEmpty('changes') ? { changes } : {}
  },
  (node, to) => {
    const changes = node.changes as Properties | undefined
    if (!changes) return
    to.field('PLAN_CHANGE', String(changes.plan ?? ''))
    to.field('QUOTA_CHANGE', String(changes.quota ?? ''))
    to.field('ASSIGNMENT_CHANGE', String(changes.assignment ?? ''))
    if (Object.keys(changes).length === 0) to.sayEmpty('changes')
  },
)

export const PLAN: BlockSpec = {
  type: 'plan',
  kinds: [],
  category: 'plan',
  carriesAt: false,
  explained: true,
  aspects: [
    language,
    text('title', { as: 'text' }, ''),
    text('currency', { as: 'text' }, 'EUR'),
    choice('period', 'period', ['month', 'quarter', 'half-year', 'year']),
    folded(conversion),
    folded(changes),
    stack('fields', ['fields']),
    stack('parameters', ['parameters']),
    stack('credits', ['credits']),
    stack('measures', ['measures'], ['compositeMeasures', 'inputMeasures']),
    stack('tables', ['tables'], ['matrices']),
    stack('earnings', ['earnings'], ['contests']),
    stack('payouts', [], ['payoutRules', 'clawbacks']),
    stack('examples', [], ['examples']),
  ],
}

const weights = rowsSlot(
  'OF',
  [field('WEIGHT', { as: 'decimal' }, '1'), field('MEASURE', { as: 'reference', to: 'measures' }, '')],
  1,
  20,
  2,
)

const share = (value: string): Properties => ({ kind: 'Percent', value })
/** Attainment against attainment: the matrix that most plans with one have. */
const FRESH_MATRIX = {
  axes: [
    { kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: ['0', '0.8', '1'] },
    { kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: ['0', '1'] },
  ],
  cells: ['0', '0', '0.5', '0.8', '1', '1.2'].map(share),
}

const FRESH_EXAMPLE = { deals: [], expects: [] }

export const PARTS: readonly BlockSpec[] = [
  PLAN,
  {
    type: 'field',
    kinds: [],
    category: 'transactions',
    stacks: 'fields',
    list: 'fields',
    carriesAt: false,
    explained: false,
    aspects: [text('id', { as: 'text' }, 'myField'), choice('type', 'valueType', VALUE_TYPES)],
  },
  part(
    'parameter',
    'Parameter',
    { category: 'plan', stacks: 'parameters' },
    choice('type', 'valueType', ['money', 'number', 'percent']),
    nullable('default', { as: 'decimal', blank: true, percentWhen: { field: 'TYPE', is: ['percent'] } }),
  ),
  part(
    'credit_rule',
    'CreditRule',
    { category: 'credits', stacks: 'credits' },
    recipients,
    text('creditType', { as: 'text' }, 'sales'),
    slot('amount', ARITHMETIC, shadow.dealAmount),
    optionalSlot('when', ['yesNo']),
    optionalSlot('share', ['number']),
    folded(integer('digits', 0, 6, true, 'shareDigits')),
    folded(optionalText('group', { as: 'text' })),
    folded(optionalChoice('counts', 'counts', ['attainment only', 'pay only', 'neither'])),
    folded(optionalChoice('asOf', 'asOf', ['reversal'])),
    folded(optionalChoice('overlap', 'overlap', ['each path'])),
  ),
  part(
    'measure',
    'Measure',
    { category: 'measures', stacks: 'measures' },
    choice('aggregate', 'aggregate', ['sum', 'count', 'distinctCount', 'average', 'minimum', 'maximum', 'latest']),
    optionalSlot('value', ['money', 'number', 'text', 'date', 'yesNo']),
    optionalSlot('when', ['yesNo']),
    span('window', WINDOWS),
  ),
  part(
    'composite_measure',
    'CompositeMeasure',
    { category: 'measures', stacks: 'measures', list: 'compositeMeasures' },
    records(
      'of',
      weights,
      (row) => ({ measure: row.MEASURE, weight: row.WEIGHT }),
      (of) => ({ MEASURE: String(of.measure), WEIGHT: String(of.weight) }),
    ),
  ),
  part(
    'input_measure',
    'InputMeasure',
    { category: 'measures', stacks: 'measures', list: 'inputMeasures' },
    choice('type', 'valueType', ['percent', 'number', 'money', 'quantity']),
  ),
  part(
    'table',
    'RateTable',
    { category: 'tables', stacks: 'tables' },
    choice('mode', 'tableMode', ['marginal', 'whole', 'step', 'interpolated']),
    choice('axis', 'axis', ['money', 'number', 'share']),
    choice('edgeBelongsTo', 'edge', ['higher', 'lower']),
    stack('bands', ['bands']),
  ),
  {
    type: 'band',
    kinds: [],
    category: 'tables',
    stacks: 'bands',
    list: 'bands',
    carriesAt: true,
    explained: false,
    aspects: [
      text('from', { as: 'decimal', percentWhen: 'tableAxis' }, '0'),
      slot('value', ARITHMETIC, shadow.percent),
    ],
  },
  part(
    'matrix',
    'Matrix',
    { category: 'tables', stacks: 'tables', list: 'matrices' },
    data('matrix', ['axes', 'cells'], FRESH_MATRIX),
  ),
  part(
    'earning',
    'Earning',
    { category: 'earnings', stacks: 'earnings' },
    choice('per', 'per', ['credit', 'period']),
    slot('amount', ['money', 'number'], shadow.creditAmount),
    optionalSlot('when', ['yesNo']),
    optionalSlot('gate', ['yesNo']),
    optionalSlot('floor', ['money']),
    optionalSlot('cap', ['money']),
    rounding,
    folded(payable),
  ),
  part(
    'example',
    'Example',
    { category: 'examples', stacks: 'examples' },
    data('example', ['participantTitle', 'deals', 'quotas', 'parameters', 'inputs', 'rates', 'expects'], FRESH_EXAMPLE),
  ),
]

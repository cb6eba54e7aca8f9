import { aspect, choice, field, many, optionalSlot, text } from './aspects.ts'
import * as shadow from './shadows.ts'
import { ARITHMETIC, type BlockSpec, type Condition, type Properties, type SlotSpec } from './spec.ts'
import { value } from './values.ts'

const RUNNING: Condition = { field: 'READS', is: ['Running'] }
const FIGURE: Condition = { field: 'READS', is: ['Transaction', 'Window'] }
const OF: SlotSpec = {
  name: 'OF',
  holds: 'one',
  path: 'reads/of',
  accepts: ARITHMETIC,
  shadow: shadow.creditAmount,
  visibleWhen: FIGURE,
}

/** What a table reads: a running total by name, or a figure that stands in the slot. */
const reads = aspect(
  [
    field('READS', { as: 'choice', list: 'reads', values: ['Running', 'Transaction', 'Window'] }, 'Running'),
    field('MEASURE', { as: 'reference', to: 'measures' }, '', RUNNING),
    field('LOOKUP', { as: 'choice', list: 'lookup', values: ['slice', 'after', 'before'] }, 'slice', RUNNING),
  ],
  (from) => {
    const kind = from.field('READS')
    if (kind === 'Running') return { reads: { kind, measure: from.field('MEASURE'), lookup: from.field('LOOKUP') } }
    const of = from.slot(OF)
    return { reads: { kind, ...(of === undefined ? {} : { of }) } }
  },
  (node, to) => {
    const reading = node.reads as Properties
    to.field('READS', String(reading.kind))
    if (reading.kind === 'Running') {
      to.field('MEASURE', String(reading.measure))
      to.field('LOOKUP', String(reading.lookup))
    }
    to.slot(OF, reading.of)
  },
  [OF],
)

const table = text('table', { as: 'reference', to: 'tables' })
const measure = text('measure', { as: 'reference', to: 'measures' })

/** Values that read the transaction, the credit, or another part. */
export const READINGS: readonly BlockSpec[] = [
  value(
    'field_value',
    'Field',
    'transactions',
    { as: 'field' },
    text('field', { as: 'reference', to: 'fields' }, 'amount'),
  ),
  value('credit_amount', 'CreditAmount', 'credits', { gives: ['money'] }),
  value('credit_type', 'CreditType', 'credits', { gives: ['text'] }),
  value('measure_value', 'Measure', 'measures', { as: 'measure' }, measure),
  value('earned', 'Earned', 'earnings', { gives: ['money'] }, text('earning', { as: 'reference', to: 'earnings' })),
  value(
    'apply_table',
    'ApplyTable',
    'tables',
    { gives: ARITHMETIC },
    table,
    reads,
    optionalSlot('per', ARITHMETIC),
    optionalSlot('pays', ARITHMETIC),
  ),
  value('table_cell', 'TableCell', 'tables', { gives: ARITHMETIC }, table, reads, optionalSlot('per', ARITHMETIC)),
  value(
    'matrix_cell',
    'MatrixCell',
    'tables',
    { gives: ARITHMETIC },
    text('matrix', { as: 'reference', to: 'matrices' }),
    many('of', ['money', 'number', 'text'], shadow.number, 3),
  ),
  value('rank', 'Rank', 'contests', { gives: ['number'] }, measure, choice('best', 'best', ['highest', 'lowest'])),
  value('percentile', 'Percentile', 'contests', { gives: ['number'] }, measure),
]

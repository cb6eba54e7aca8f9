import { aspect, choice, field, folded, numberIn, optionalSlot, optionalText, rowsSlot, text } from './aspects.ts'
import { part } from './part.ts'
import type { Aspect, BlockSpec, Condition, Editor, Properties } from './spec.ts'

const DECIMAL: Editor = { as: 'decimal' }
const giving = (kind: string): Condition => ({ field: 'PRIZES', is: [kind] })
const RANKS = rowsSlot('RANKS', [field('ITEM', DECIMAL, '500')], 1, 100, 3, giving('ByRank'))

const prizes: Aspect = aspect(
  [
    field(
      'PRIZES',
      { as: 'choice', list: 'prizes', values: ['ByRank', 'ForReaching', 'PoolShare', 'PerUnit'] },
      'ByRank',
    ),
    field('PRIZE', DECIMAL, '500', giving('ForReaching')),
    field('MARK', DECIMAL, '100000', giving('ForReaching')),
    field('POOL', DECIMAL, '5000', giving('PoolShare')),
    field('BY', { as: 'choice', list: 'poolBy', values: ['measure', 'equal parts'] }, 'measure', giving('PoolShare')),
    field('PLACES', { as: 'integer', from: 1, to: 1_000, blank: true }, '', giving('PoolShare')),
    field('UNIT_AMOUNT', DECIMAL, '50', giving('PerUnit')),
  ],
  (from) => {
    const kind = from.field('PRIZES')
    switch (kind) {
      case 'ByRank':
        return { prizes: { kind, prizes: from.rows(RANKS).map((row) => row.ITEM) } }
      case 'ForReaching':
        return { prizes: { kind, mark: from.field('MARK'), prize: from.field('PRIZE') } }
      case 'PoolShare': {
        const places = numberIn(from.field('PLACES'))
        const pool = { pool: from.field('POOL'), by: from.field('BY') }
        return { prizes: { kind, ...pool, ...(places === undefined ? {} : { places }) } }
      }
      default:
        return { prizes: { kind, amount: from.field('UNIT_AMOUNT') } }
    }
  },
  (node, to) => {
    const prizes = node.prizes as Properties
    to.field('PRIZES', String(prizes.kind))
    switch (prizes.kind) {
      case 'ByRank':
        to.rows(
          RANKS,
          (prizes.prizes as readonly string[]).map((ITEM) => ({ ITEM })),
        )
        break
      case 'ForReaching':
        to.field('MARK', String(prizes.mark))
        to.field('PRIZE', String(prizes.prize))
        break
      case 'PoolShare':
        to.field('POOL', String(prizes.pool))
        to.field('BY', String(prizes.by))
        if (prizes.places !== undefined) to.field('PLACES', String(prizes.places))
        break
      default:
        to.field('UNIT_AMOUNT', String(prizes.amount))
    }
  },
  [RANKS],
)

const ties: Aspect = aspect(
  [
    field('TIES', { as: 'choice', list: 'ties', values: ['Pooled', 'BetterPrize', 'DecidedBy'] }, 'Pooled'),
    field('TIE_MEASURE', { as: 'reference', to: 'measures' }, '', { field: 'TIES', is: ['DecidedBy'] }),
  ],
  (from) => {
    const kind = from.field('TIES')
    return { ties: kind === 'DecidedBy' ? { kind, measure: from.field('TIE_MEASURE') } : { kind } }
  },
  (node, to) => {
    const ties = node.ties as Properties
    to.field('TIES', String(ties.kind))
    if (ties.kind === 'DecidedBy') to.field('TIE_MEASURE', String(ties.measure))
  },
)

export const CONTESTS: readonly BlockSpec[] = [
  part(
    'contest',
    'Contest',
    { category: 'contests', stacks: 'earnings', list: 'contests' },
    text('measure', { as: 'reference', to: 'measures' }),
    choice('best', 'best', ['highest', 'lowest']),
    prizes,
    ties,
    optionalSlot('eligible', ['yesNo']),
    folded(optionalText('budget', { as: 'decimal', blank: true })),
    folded(optionalText('to', { as: 'date', blank: true })),
  ),
]

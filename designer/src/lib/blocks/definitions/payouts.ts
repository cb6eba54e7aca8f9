import {
  aspect,
  choice,
  count,
  field,
  folded,
  numberIn,
  optionalSlot,
  references,
  rowsSlot,
  slot,
  text,
  yesNo,
} from './aspects.ts'
import { part } from './part.ts'
import * as shadow from './shadows.ts'
import type { Aspect, BlockSpec, Condition, Editor, Properties, SlotSpec } from './spec.ts'

const PERCENT: Editor = { as: 'decimal', percentWhen: 'always' }
const PERIODS: Editor = { as: 'integer', from: 1, to: 120 }
const paid = (...kinds: string[]): Condition => ({ field: 'PAYABLE', is: kinds })

const INSTALMENTS = rowsSlot(
  'PARTS',
  [field('PART', PERCENT, '0.5'), field('AFTER', { as: 'integer', from: 0, to: 120 }, '0')],
  1,
  60,
  2,
  paid('Instalments'),
)

/** When an earning is paid: at once unless the plan says otherwise. */
export const payable: Aspect = aspect(
  [
    field('PAYABLE', { as: 'choice', list: 'payable', values: ['', 'Instalments', 'Amortised', 'OnEvent'] }, ''),
    field('PAID_OVER', PERIODS, '12', paid('Amortised')),
    field('AT_ONCE', PERCENT, '0.5', paid('OnEvent')),
    field('EVENT', { as: 'text' }, 'payment', paid('OnEvent')),
  ],
  (from) => {
    const kind = from.field('PAYABLE')
    switch (kind) {
      case 'Instalments': {
        const parts = from.rows(INSTALMENTS).map((row) => ({ share: row.PART, afterPeriods: numberIn(row.AFTER) }))
        return { payable: { kind, parts } }
      }
      case 'Amortised':
        return { payable: { kind, periods: numberIn(from.field('PAID_OVER')) } }
      case 'OnEvent':
        return { payable: { kind, event: from.field('EVENT'), atOnce: from.field('AT_ONCE') } }
      default:
        return kind ? { payable: { kind } } : {}
    }
  },
  (node, to) => {
    const payable = node.payable as Properties | undefined
    if (!payable) return
    to.field('PAYABLE', String(payable.kind))
    if (payable.kind === 'Amortised') to.field('PAID_OVER', String(payable.periods))
    if (payable.kind === 'OnEvent') {
      to.field('EVENT', String(payable.event))
      to.field('AT_ONCE', String(payable.atOnce))
    }
    if (payable.kind !== 'Instalments') return
    const parts = payable.parts as readonly Properties[]
    to.rows(
      INSTALMENTS,
      parts.map((each) => ({ PART: String(each.share), AFTER: String(each.afterPeriods) })),
    )
  },
  [INSTALMENTS],
)

const RECOVERED: Condition = { field: 'RECOVERED', is: ['yes'] }
const RECOVERY_FLOOR: SlotSpec = {
  name: 'RECOVERY_FLOOR',
  holds: 'one',
  path: 'recovery/floor',
  accepts: ['money'],
  optional: true,
  visibleWhen: RECOVERED,
}

/** How what a draw advanced is taken back from later earnings; a draw that is not recovered is a guarantee. */
const recovery: Aspect = aspect(
  [
    field('RECOVERED', { as: 'choice', list: 'recovered', values: ['no', 'yes'] }, 'no'),
    field('PERCENT', PERCENT, '1', RECOVERED),
    field('RECOVERED_FROM', { as: 'integer', from: 1, to: 120, blank: true }, '', RECOVERED),
    field('FORGIVEN', { as: 'choice', list: 'forgiven', values: ['false', 'true'] }, 'false', RECOVERED),
  ],
  (block) => {
    if (block.field('RECOVERED') !== 'yes') return {}
    const [from, floor] = [numberIn(block.field('RECOVERED_FROM')), block.slot(RECOVERY_FLOOR)]
    const recovery = {
      percent: block.field('PERCENT'),
      ...(from === undefined ? {} : { from }),
      ...(floor === undefined ? {} : { floor }),
      forgivenAtEnd: block.field('FORGIVEN') === 'true',
    }
    return { recovery }
  },
  (node, to) => {
    const recovery = node.recovery as Properties | undefined
    to.field('RECOVERED', recovery ? 'yes' : 'no')
    if (!recovery) return
    to.field('PERCENT', String(recovery.percent))
    if (recovery.from !== undefined) to.field('RECOVERED_FROM', String(recovery.from))
    to.field('FORGIVEN', String(recovery.forgivenAtEnd))
    if (recovery.floor !== undefined) to.slot(RECOVERY_FLOOR, recovery.floor)
  },
  [RECOVERY_FLOOR],
)

const PRO_RATA: Condition = { field: 'MANNER', is: ['ProRata'] }

const manner: Aspect = aspect(
  [
    field('MANNER', { as: 'choice', list: 'manner', values: ['Full', 'ProRata'] }, 'Full'),
    field('TERM', { as: 'integer', from: 1, to: 36_500 }, '365', PRO_RATA),
    field('BY', { as: 'choice', list: 'termUnit', values: ['days', 'months'] }, 'days', PRO_RATA),
  ],
  (from) => {
    const kind = from.field('MANNER')
    if (kind !== 'ProRata') return { manner: { kind } }
    return { manner: { kind, by: from.field('BY'), term: numberIn(from.field('TERM')) } }
  },
  (node, to) => {
    const manner = node.manner as Properties
    to.field('MANNER', String(manner.kind))
    if (manner.kind !== 'ProRata') return
    to.field('BY', String(manner.by))
    to.field('TERM', String(manner.term))
  },
)

const concerning = references('earnings', 'paid')
const rule = (type: string, kind: string, ...aspects: Aspect[]): BlockSpec =>
  part(type, kind, { category: 'payouts', stacks: 'payouts', list: 'payoutRules' }, ...aspects)

/** What stands between what is earned and what is paid, in the order in which it is applied. */
export const PAYOUTS: readonly BlockSpec[] = [
  rule(
    'cap_together',
    'CapTogether',
    slot('cap', ['money'], shadow.money),
    choice('excess', 'excess', ['lost', 'banked']),
    concerning,
  ),
  rule(
    'draw',
    'Draw',
    choice('pays', 'drawPays', ['upTo', 'onTop']),
    slot('amount', ['money'], shadow.money),
    recovery,
    folded(count('periods', 1, 120, '')),
    concerning,
  ),
  rule('hold', 'Hold', text('share', PERCENT, '0.1'), count('periods', 1, 120, '3'), concerning),
  rule('carry_negative', 'CarryNegative'),
  rule('minimum_payment', 'MinimumPayment', slot('amount', ['money'], shadow.money)),
  part(
    'clawback',
    'Clawback',
    { category: 'payouts', stacks: 'payouts', list: 'clawbacks' },
    text('share', PERCENT, '1'),
    manner,
    optionalSlot('when', ['yesNo']),
    yesNo('reducesAttainment', 'reduces', 'REDUCES'),
    concerning,
  ),
]

import { choice, field, integer, nullable, optionalSlot, slot, span, stack, text } from './aspects.ts'
import * as shadow from './shadows.ts'
import { ARITHMETIC, type Aspect, type BlockSpec, type Category, type Condition, type Properties } from './spec.ts'
import { ROUNDING_MODES, WINDOWS } from './values.ts'

const VALUE_TYPES = ['money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date']
const title = text('title', { as: 'text' }, '')
/** A part's id stays when its title changes; people see titles. */
const id = text('id', { as: 'hidden' }, '')

function part(type: string, kind: string, category: Category, stacks: string, ...aspects: Aspect[]): BlockSpec {
  return { type, kinds: [kind], category, stacks, aspects: [title, id, ...aspects], carriesAt: true, explained: true }
}

const ROLE: Condition = { field: 'TO', is: ['DealTeam'] }
const MANAGERS: Condition = { field: 'TO', is: ['Managers'] }
const LEVELS = Array.from({ length: 20 }, (_, i) => String(i + 1))
const WHOM = ['Owner', 'DealTeam', 'TerritoryOwners']

/** Whom a credit rule credits. `ROLE` also serves managers of a deal-team role. */
const recipients: Aspect = {
  fields: [
    field('TO', { as: 'choice', list: 'recipients', values: [...WHOM, 'Managers'] }, 'Owner'),
    field('ROLE', { as: 'text' }, '', ROLE),
    field('OF_WHOM', { as: 'choice', list: 'recipients', values: WHOM }, 'Owner', MANAGERS),
    field('MANAGER_ROLE', { as: 'text' }, '', MANAGERS),
    field('FROM_LEVEL', { as: 'choice', list: 'level', values: LEVELS }, '1', MANAGERS),
    field('TO_LEVEL', { as: 'choice', list: 'level', values: LEVELS }, '1', MANAGERS),
  ],
  slots: [],
  read: (from) => {
    const base = (kind: string | undefined, role: string): Properties =>
      kind === 'DealTeam' ? { kind, role: from.field(role) || null } : { kind }
    const kind = from.field('TO')
    if (kind !== 'Managers') return { to: base(kind, 'ROLE') }
    const levels = { fromLevel: Number(from.field('FROM_LEVEL')), toLevel: Number(from.field('TO_LEVEL')) }
    return { to: { kind, of: base(from.field('OF_WHOM'), 'MANAGER_ROLE'), ...levels } }
  },
  write: (node, block) => {
    const to = node.to as Properties
    block.field('TO', String(to.kind))
    if (to.kind === 'DealTeam') block.field('ROLE', to.role === null ? '' : String(to.role))
    if (to.kind !== 'Managers') return
    const of = to.of as Properties
    block.field('OF_WHOM', String(of.kind))
    if (of.kind === 'DealTeam') block.field('MANAGER_ROLE', of.role === null ? '' : String(of.role))
    block.field('FROM_LEVEL', String(to.fromLevel))
    block.field('TO_LEVEL', String(to.toLevel))
  },
}

const rounding: Aspect = {
  fields: [
    field('ROUNDING', { as: 'choice', list: 'rounding', values: ROUNDING_MODES }, 'half-up'),
    field('BASIS', { as: 'choice', list: 'basis', values: ['running', 'each'] }, 'running'),
  ],
  slots: [],
  read: (from) => ({ rounding: { mode: from.field('ROUNDING'), basis: from.field('BASIS') } }),
  write: (node, to) => {
    const chosen = node.rounding as Properties
    to.field('ROUNDING', String(chosen.mode))
    to.field('BASIS', String(chosen.basis))
  },
}

const language: Aspect = {
  fields: [],
  slots: [],
  read: () => ({ language: 'dreizack/1' }),
  write: () => {},
}

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
    stack('fields', 'fields'),
    stack('parameters', 'parameters'),
    stack('credits', 'credits'),
    stack('measures', 'measures'),
    stack('tables', 'tables'),
    stack('earnings', 'earnings'),
  ],
}

export const PARTS: readonly BlockSpec[] = [
  PLAN,
  {
    type: 'field',
    kinds: [],
    category: 'transactions',
    stacks: 'fields',
    carriesAt: false,
    explained: false,
    aspects: [text('id', { as: 'text' }, 'myField'), choice('type', 'valueType', VALUE_TYPES)],
  },
  part(
    'parameter',
    'Parameter',
    'plan',
    'parameters',
    choice('type', 'valueType', ['money', 'number', 'percent']),
    nullable('default', { as: 'decimal', blank: true, percentWhen: { field: 'TYPE', is: ['percent'] } }),
  ),
  part(
    'credit_rule',
    'CreditRule',
    'credits',
    'credits',
    recipients,
    text('creditType', { as: 'text' }, 'sales'),
    slot('amount', ARITHMETIC, shadow.dealAmount),
    optionalSlot('when', ['yesNo']),
    optionalSlot('share', ['number']),
    integer('digits', 0, 6, true, 'shareDigits'),
  ),
  part(
    'measure',
    'Measure',
    'measures',
    'measures',
    choice('aggregate', 'aggregate', ['sum', 'count', 'distinctCount', 'average', 'minimum', 'maximum', 'latest']),
    optionalSlot('value', ['money', 'number', 'text', 'date', 'yesNo']),
    optionalSlot('when', ['yesNo']),
    span('window', WINDOWS),
  ),
  part(
    'table',
    'RateTable',
    'tables',
    'tables',
    choice('mode', 'tableMode', ['marginal', 'whole', 'step']),
    choice('axis', 'axis', ['money', 'number', 'share']),
    choice('edgeBelongsTo', 'edge', ['higher', 'lower']),
    stack('bands', 'bands'),
  ),
  {
    type: 'band',
    kinds: [],
    category: 'tables',
    stacks: 'bands',
    carriesAt: true,
    explained: false,
    aspects: [
      text('from', { as: 'decimal', percentWhen: 'tableAxis' }, '0'),
      slot('value', ARITHMETIC, shadow.percent),
    ],
  },
  part(
    'earning',
    'Earning',
    'earnings',
    'earnings',
    choice('per', 'per', ['credit', 'period']),
    slot('amount', ['money', 'number'], shadow.creditAmount),
    optionalSlot('when', ['yesNo']),
    optionalSlot('gate', ['yesNo']),
    optionalSlot('floor', ['money']),
    optionalSlot('cap', ['money']),
    rounding,
  ),
]

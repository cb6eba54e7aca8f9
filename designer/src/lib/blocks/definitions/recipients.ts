import { aspect, field, numberIn, rowsSlot } from './aspects.ts'
import type { Aspect, Condition, Properties, Reader, Writer } from './spec.ts'

const WHOM = ['Owner', 'DealTeam', 'TerritoryOwners', 'Split', 'OverlayTeam']
const LEVELS = Array.from({ length: 20 }, (_, i) => String(i + 1))
const to = (...kinds: string[]): Condition => ({ field: 'TO', is: kinds })
/** Of whom managers are counted: those who would be credited directly. */
const of = (...kinds: string[]): Condition => ({ field: 'OF_WHOM', is: kinds, and: to('Managers') })

/** One list of shares serves both: a split itself, and the managers of those who share. */
const SHARES = rowsSlot(
  'SHARES',
  [field('PARTICIPANT', { as: 'text' }, ''), field('SHARE', { as: 'decimal', percentWhen: 'always' }, '0.5')],
  1,
  50,
  2,
  { ...to('Split'), or: of('Split') },
)

function readBase(from: Reader, kind: string | undefined, role: string, team: string): Properties {
  switch (kind) {
    case 'DealTeam':
      return { kind, role: from.field(role) || null }
    case 'OverlayTeam':
      return { kind, team: from.field(team) }
    case 'Split':
      return { kind, shares: from.rows(SHARES).map((row) => ({ participant: row.PARTICIPANT, share: row.SHARE })) }
    default:
      return { kind }
  }
}

function writeBase(block: Writer, base: Properties, role: string, team: string): void {
  if (base.kind === 'DealTeam') block.field(role, base.role === null ? '' : String(base.role))
  if (base.kind === 'OverlayTeam') block.field(team, String(base.team))
  if (base.kind === 'Split') {
    const shares = base.shares as readonly Properties[]
    block.rows(
      SHARES,
      shares.map((each) => ({ PARTICIPANT: String(each.participant), SHARE: String(each.share) })),
    )
  }
}

const MANAGERS = to('Managers')

/** Whom a credit rule credits: somebody of the deal, or managers of theirs. */
export const recipients: Aspect = aspect(
  [
    field('TO', { as: 'choice', list: 'recipients', values: [...WHOM, 'Managers'] }, 'Owner'),
    field('ROLE', { as: 'text' }, '', to('DealTeam')),
    field('TEAM', { as: 'text' }, '', to('OverlayTeam')),
    field('OF_WHOM', { as: 'choice', list: 'recipients', values: WHOM }, 'Owner', MANAGERS),
    field('MANAGER_ROLE', { as: 'text' }, '', of('DealTeam')),
    field('MANAGER_TEAM', { as: 'text' }, '', of('OverlayTeam')),
    field('FROM_LEVEL', { as: 'choice', list: 'level', values: LEVELS }, '1', MANAGERS),
    field('TO_LEVEL', { as: 'choice', list: 'level', values: LEVELS }, '1', MANAGERS),
  ],
  (from) => {
    const kind = from.field('TO')
    if (kind !== 'Managers') return { to: readBase(from, kind, 'ROLE', 'TEAM') }
    const base = readBase(from, from.field('OF_WHOM'), 'MANAGER_ROLE', 'MANAGER_TEAM')
    const levels = { fromLevel: numberIn(from.field('FROM_LEVEL')), toLevel: numberIn(from.field('TO_LEVEL')) }
    return { to: { kind, of: base, ...levels } }
  },
  (node, block) => {
    const to = node.to as Properties
    block.field('TO', String(to.kind))
    if (to.kind !== 'Managers') {
      writeBase(block, to, 'ROLE', 'TEAM')
      return
    }
    const base = to.of as Properties
    block.field('OF_WHOM', String(base.kind))
    writeBase(block, base, 'MANAGER_ROLE', 'MANAGER_TEAM')
    block.field('FROM_LEVEL', String(to.fromLevel))
    block.field('TO_LEVEL', String(to.toLevel))
  },
  [SHARES],
)

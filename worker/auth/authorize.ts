import type { Principal, Role, Scope } from './principal.ts'

/** Everything that a route can ask leave for. Pay is apart from administration. */
export type Action =
  | 'organisation:read'
  | 'settings:write'
  | 'users:manage'
  | 'apiKeys:manage'
  | 'configuration:read'
  | 'configuration:write'
  | 'transactions:read'
  | 'transactions:write'
  | 'plans:read'
  | 'plans:write'
  | 'plans:publish'
  | 'quotes:participant'
  | 'calculations:run'
  | 'calculations:approve'
  | 'runs:read'
  | 'runs:post'
  | 'reversals:propose'
  | 'ledger:read'
  | 'ledger:verify'
  | 'payments:read'
  | 'payments:prepare'
  | 'payments:approve'
  | 'accounting:write'
  | 'earnings:read'
  | 'statements:read'
  | 'statements:share'
  | 'audit:read'

/** How far a permission reaches: everybody, the people below one in the hierarchy (and oneself), or oneself. */
export type Reach = 'all' | 'team' | 'own'

type Table = Readonly<Partial<Record<Action, Reach>>>

/** What is not listed is forbidden. */
const BY_ROLE: Readonly<Record<Role, Table>> = {
  administrator: {
    'organisation:read': 'all',
    'settings:write': 'all',
    'users:manage': 'all',
    'apiKeys:manage': 'all',
    'configuration:read': 'all',
    'configuration:write': 'all',
    'plans:read': 'all',
  },
  analyst: {
    'organisation:read': 'all',
    'apiKeys:manage': 'all',
    'configuration:read': 'all',
    'configuration:write': 'all',
    'transactions:read': 'all',
    'transactions:write': 'all',
    'plans:read': 'all',
    'plans:write': 'all',
    'plans:publish': 'all',
    'quotes:participant': 'all',
    'calculations:run': 'all',
    'earnings:read': 'all',
    'statements:read': 'all',
    'statements:share': 'all',
    'runs:read': 'all',
    'reversals:propose': 'all',
  },
  approver: {
    'organisation:read': 'all',
    'configuration:read': 'all',
    'transactions:read': 'all',
    'plans:read': 'all',
    'plans:publish': 'all',
    'calculations:approve': 'all',
    'earnings:read': 'all',
    'statements:read': 'all',
    'runs:read': 'all',
    'runs:post': 'all',
    'reversals:propose': 'all',
    'ledger:read': 'all',
    'payments:read': 'all',
    'payments:approve': 'all',
  },
  finance: {
    'organisation:read': 'all',
    'configuration:read': 'all',
    'transactions:read': 'all',
    'plans:read': 'all',
    'calculations:run': 'all',
    'earnings:read': 'all',
    'statements:read': 'all',
    'runs:read': 'all',
    'runs:post': 'all',
    'reversals:propose': 'all',
    'ledger:read': 'all',
    'ledger:verify': 'all',
    'payments:read': 'all',
    'payments:prepare': 'all',
    'accounting:write': 'all',
  },
  manager: {
    'organisation:read': 'all',
    'quotes:participant': 'team',
    'earnings:read': 'team',
    'statements:read': 'team',
  },
  participant: {
    'organisation:read': 'all',
    'quotes:participant': 'own',
    'earnings:read': 'own',
    'statements:read': 'own',
    'statements:share': 'own',
    'ledger:read': 'own',
  },
  auditor: {
    'organisation:read': 'all',
    'configuration:read': 'all',
    'transactions:read': 'all',
    'plans:read': 'all',
    'earnings:read': 'all',
    'statements:read': 'all',
    'audit:read': 'all',
    'runs:read': 'all',
    'ledger:read': 'all',
    'ledger:verify': 'all',
    'payments:read': 'all',
  },
}

const BY_SCOPE: Readonly<Record<Scope, Table>> = {
  'data:read': { 'organisation:read': 'all', 'configuration:read': 'all' },
  'data:write': { 'organisation:read': 'all', 'configuration:read': 'all', 'configuration:write': 'all' },
  'transactions:read': { 'organisation:read': 'all', 'transactions:read': 'all' },
  'transactions:write': { 'organisation:read': 'all', 'transactions:write': 'all' },
  'plans:read': { 'organisation:read': 'all', 'plans:read': 'all' },
  'plans:write': { 'organisation:read': 'all', 'plans:read': 'all', 'plans:write': 'all' },
  'quotes:participant': { 'organisation:read': 'all', 'quotes:participant': 'all' },
  'earnings:read': { 'organisation:read': 'all', 'earnings:read': 'all' },
  'statements:read': { 'organisation:read': 'all', 'statements:read': 'all' },
}

const WIDTH: Readonly<Record<Reach, number>> = { own: 1, team: 2, all: 3 }

/** How far the principal's permission for the action reaches; null where there is none. */
export function reachOf(principal: Principal, action: Action): Reach | null {
  const tables =
    principal.kind === 'user'
      ? principal.roles.map((role) => BY_ROLE[role])
      : principal.scopes.map((scope) => BY_SCOPE[scope])
  let widest: Reach | null = null
  for (const table of tables) {
    const reach = table[action]
    if (reach !== undefined && (widest === null || WIDTH[reach] > WIDTH[widest])) widest = reach
  }
  return widest
}

/** Whether the principal may give a key this scope: a key may do no more than its maker, for everybody. */
export function mayGrant(principal: Principal, scope: Scope): boolean {
  return (Object.keys(BY_SCOPE[scope]) as Action[]).every((action) => reachOf(principal, action) === 'all')
}

/** Whose pay an action concerns, and who stood above them in the hierarchy on the day it is about. */
export type PayObject = { participantId: string; managerIds: ReadonlySet<string> }

/**
 * Whether the principal may do this; for anything about one participant's pay with the object stated.
 * Deny by default: an action that reaches less than everybody is refused without its object.
 */
export function authorize(principal: Principal, action: Action, object?: PayObject): boolean {
  const reach = reachOf(principal, action)
  if (reach === null) return false
  if (reach === 'all') return true
  if (principal.kind !== 'user' || principal.participantId === null || object === undefined) return false
  if (object.participantId === principal.participantId) return true
  return reach === 'team' && object.managerIds.has(principal.participantId)
}

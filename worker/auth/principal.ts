/** Roles of a person in an organisation; what each may do stands in authorize.ts. */
export const ROLES = ['administrator', 'analyst', 'approver', 'finance', 'manager', 'participant', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** What an API key may do. */
export const SCOPES = [
  'data:read',
  'data:write',
  'transactions:read',
  'transactions:write',
  'plans:read',
  'plans:write',
  'quotes:participant',
  'earnings:read',
  'statements:read',
] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks: a person who signed in, or a program with a key; always within one organisation. */
export type Principal =
  | {
      kind: 'user'
      userId: string
      organisationId: string
      roles: readonly Role[]
      /** The participant who this person is, if any. */
      participantId: string | null
      name: string
      email: string
    }
  | {
      kind: 'key'
      keyId: string
      organisationId: string
      scopes: readonly Scope[]
      quotesPerMinute: number
      createdBy: string
    }

/** The name under which what a principal does is recorded. */
export function actorOf(principal: Principal): string {
  return principal.kind === 'user' ? `user:${principal.userId}` : `key:${principal.keyId}`
}

/** Under which names an action counts as somebody's own work: a key's work is also its maker's. */
export function personsOf(principal: Principal): string[] {
  return principal.kind === 'user' ? [actorOf(principal)] : [actorOf(principal), principal.createdBy]
}

import { createHash } from 'node:crypto'
import type { Resolver } from '../db/references.ts'
import type { TransactionField } from '../fields/transaction-fields.ts'
import type { Fault } from '../http/problem.ts'
import { findFieldFaults } from './field-values.ts'
import type { TransactionInput } from './transaction-input.ts'

/** One version ready to be stored; the columns of the table but seq. */
export type NewVersion = {
  source: string
  externalId: string
  version: number
  contentHash: string
  voided: boolean
  kind: string
  occurredOn: string
  creditedOn: string
  ownerId: string | null
  team: string
  accountId: string | null
  productId: string | null
  amount: bigint | null
  amountScale: number | null
  currency: string | null
  quantity: string | null
  reverses: string | null
  fields: string
}

/** What is known of a transaction before a line is decided: the hash of each of its versions. */
export type KnownVersions = Map<number, string>

/** What a line becomes. */
export type Decision =
  | { status: 'stored'; row: NewVersion }
  | { status: 'unchanged'; version: number }
  | { status: 'rejected'; errors: Fault[] }

/** Everything that a line is decided with. */
export type Ground = { resolve: Resolver; fields: ReadonlyMap<string, TransactionField>; currency: string }

export const keyOf = ({ source, externalId }: { source: string; externalId: string }): string =>
  JSON.stringify([source, externalId])

/** 1234.50 → 123450 at scale 2: the decimals stay as they arrived. */
function toScaled(text: string): { amount: bigint; amountScale: number } {
  const [whole = '0', decimals = ''] = text.split('.')
  return { amount: BigInt(whole + decimals), amountScale: decimals.length }
}

function close(
  input: TransactionInput,
  { resolve, fields, currency }: Ground,
): { row: Omit<NewVersion, 'version' | 'contentHash'>; errors: Fault[] } {
  const errors = findFieldFaults(input.fields, fields)
  const idOf = (
    table: 'participants' | 'accounts' | 'products',
    reference: TransactionInput['owner'],
    pointer: string,
  ): string | null => {
    if (reference === null) return null
    const id = resolve(table, reference)
    if (id === undefined)
      errors.push({ pointer, code: 'unknown-reference', detail: `There is no such one among the ${table}.` })
    return id ?? null
  }
  const team = input.team.map(({ role, participant, share }, index) => ({
    role,
    participantId: idOf('participants', participant, `/team/${index}/participant`),
    share,
  }))
  const scaled = input.amount === null ? { amount: null, amountScale: null } : toScaled(input.amount)
  const sortedFields = Object.fromEntries(Object.entries(input.fields).sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    errors,
    row: {
      source: input.source,
      externalId: input.externalId,
      voided: input.voided,
      kind: input.kind,
      occurredOn: input.occurredOn,
      creditedOn: input.creditedOn ?? input.occurredOn,
      ownerId: idOf('participants', input.owner, '/owner'),
      team: JSON.stringify(team),
      accountId: idOf('accounts', input.account, '/account'),
      productId: idOf('products', input.product, '/product'),
      ...scaled,
      currency: input.amount === null ? null : (input.currency ?? currency),
      quantity: input.quantity,
      reverses: input.reverses,
      fields: JSON.stringify(sortedFields),
    },
  }
}

function hashOf(row: Omit<NewVersion, 'version' | 'contentHash'>): string {
  const content = [
    row.voided,
    row.kind,
    row.occurredOn,
    row.creditedOn,
    row.ownerId,
    row.team,
    row.accountId,
    row.productId,
    row.amount === null ? null : String(row.amount),
    row.amountScale,
    row.currency,
    row.quantity,
    row.reverses,
    row.fields,
  ]
  return createHash('sha256')
    .update(`transaction/v1\n${JSON.stringify(content)}`)
    .digest('hex')
}

/**
 * Decides what one line becomes: a new version, nothing (it is stored already), or a refusal. `known` learns from
 * each line, so that one import may say two things about one transaction, in order.
 */
export function decideVersion(input: TransactionInput, ground: Ground, known: Map<string, KnownVersions>): Decision {
  const { row, errors } = close(input, ground)
  if (errors.length > 0) return { status: 'rejected', errors }
  const contentHash = hashOf(row)
  const key = keyOf(input)
  const versions = known.get(key) ?? new Map<number, string>()
  known.set(key, versions)
  const latest = versions.size === 0 ? 0 : Math.max(...versions.keys())
  if (input.version === undefined) {
    if (latest > 0 && versions.get(latest) === contentHash) return { status: 'unchanged', version: latest }
  } else {
    const stored = versions.get(input.version)
    if (stored === contentHash) return { status: 'unchanged', version: input.version }
    if (stored !== undefined) {
      const detail = `Version ${input.version} is stored with another content. A change is a new version.`
      return { status: 'rejected', errors: [{ pointer: '/version', code: 'version-conflict', detail }] }
    }
  }
  const version = input.version ?? latest + 1
  versions.set(version, contentHash)
  return { status: 'stored', row: { ...row, version, contentHash } }
}

import type { Reversed, Transaction } from '#engine'
import { byExternalId, type OrganisationSnapshot } from '../calculation/organisation-snapshot.ts'
import type { Fault } from '../http/problem.ts'
import type { Result } from '../result.ts'
import { findFieldFaults } from '../transactions/field-values.ts'
import type { Reference } from '../values.ts'
import type { Deal } from './quote-schema.ts'

/** A deal without a name of its own comes after everything of its day. */
const LAST = '\uffff'

/** The participant whom a reference names, if there is one. */
export const resolveParticipant = (snapshot: OrganisationSnapshot, reference: Reference): string | undefined =>
  snapshot.participantIds.get(typeof reference === 'string' ? reference : byExternalId(reference.externalId))

function resolveKey(keys: ReadonlyMap<string, string>, reference: Reference): string | undefined {
  if (typeof reference === 'string') return keys.get(reference)
  for (const key of keys.values()) if (key === reference.externalId) return key
  return undefined
}

/** The transaction that the deal would become; every reference that leads nowhere is a fault at its place. */
export function dealToTransaction(
  snapshot: OrganisationSnapshot,
  deal: Deal,
  pointer: string,
  reversed: Reversed | undefined,
): Result<Transaction, Fault[]> {
  const faults: Fault[] = findFieldFaults(deal.fields, snapshot.transactionFields).map((fault) => ({
    ...fault,
    pointer: pointer + fault.pointer,
  }))
  const unknown = (place: string, what: string): null => {
    faults.push({
      pointer: `${pointer}/${place}`,
      code: 'unknown-reference',
      detail: `There is no ${what} by that id.`,
    })
    return null
  }
  const owner = deal.owner ? (resolveParticipant(snapshot, deal.owner) ?? unknown('owner', 'participant')) : null
  const account = deal.account
    ? (resolveKey(snapshot.accountKeys, deal.account) ?? unknown('account', 'account'))
    : null
  const product = deal.product
    ? (resolveKey(snapshot.productKeys, deal.product) ?? unknown('product', 'product'))
    : null
  const team = deal.team.map((member, i) => ({
    role: member.role,
    share: member.share,
    participant:
      resolveParticipant(snapshot, member.participant) ?? unknown(`team/${i}/participant`, 'participant') ?? '',
  }))
  if (faults.length > 0) return { ok: false, error: faults }
  return {
    ok: true,
    value: {
      id: 'quote',
      source: deal.source ?? LAST,
      externalId: deal.externalId ?? LAST,
      kind: deal.kind,
      creditedOn: deal.creditedOn,
      occurredOn: deal.occurredOn ?? deal.creditedOn,
      owner,
      team,
      account,
      product,
      amount: deal.amount,
      currency: deal.amount === null ? null : (deal.currency ?? snapshot.currency),
      quantity: deal.quantity,
      fields: deal.fields,
      reverses: deal.reverses,
      ...(reversed === undefined ? {} : { reversed }),
    },
  }
}

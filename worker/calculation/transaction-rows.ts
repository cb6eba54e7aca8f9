import type { Row } from '@libsql/client/web'
import { type Credit, parseExact, type Reversed, scaledToText, type Transaction } from '#engine'
import type { OrganisationSnapshot } from './organisation-snapshot.ts'

export const TRANSACTION_COLUMNS = `t.seq, t.source, t.external_id, t.kind, t.occurred_on, t.credited_on, t.owner_id, t.team, t.account_id, t.product_id, t.amount, t.amount_scale, t.currency, t.quantity, t.fields, t.reverses, (SELECT json_object('creditedOn', r.credited_on, 'owner', r.owner_id, 'team', json(r.team)) FROM transactions r WHERE r.source = t.source AND r.external_id = t.reverses ORDER BY r.version DESC LIMIT 1) AS reversed`

const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

type StoredMember = { role: string; participantId: string; share: string }

const teamOf = (team: StoredMember[]): Transaction['team'] =>
  team.map(({ role, participantId, share }) => ({ role, participant: participantId, share }))

/** The transaction that another refers to, as SQL puts it together. */
export function reversedFromText(text: string): Reversed {
  const { creditedOn, owner, team } = JSON.parse(text) as {
    creditedOn: string
    owner: string | null
    team: StoredMember[]
  }
  return { creditedOn, owner, team: teamOf(team) }
}

/** A stored transaction version as the engine reads it; its id is its place in the sequence. */
export function transactionFromRow(
  row: Row,
  names: Pick<OrganisationSnapshot, 'accountKeys' | 'productKeys'>,
): Transaction {
  const account = orNull(row.account_id)
  const product = orNull(row.product_id)
  return {
    id: String(row.seq),
    source: String(row.source),
    externalId: String(row.external_id),
    kind: String(row.kind),
    occurredOn: String(row.occurred_on),
    creditedOn: String(row.credited_on),
    owner: orNull(row.owner_id),
    team: teamOf(JSON.parse(String(row.team))),
    account: account && (names.accountKeys.get(account) ?? account),
    product: product && (names.productKeys.get(product) ?? product),
    amount: row.amount === null ? null : scaledToText(BigInt(Number(row.amount)), Number(row.amount_scale)),
    currency: orNull(row.currency),
    quantity: orNull(row.quantity),
    fields: JSON.parse(String(row.fields)) as Transaction['fields'],
    reverses: orNull(row.reverses),
    ...(row.reversed == null ? {} : { reversed: reversedFromText(String(row.reversed)) }),
  }
}

/** A stored credit, joined with its transaction. */
export function creditFromRow(row: Row, names: Pick<OrganisationSnapshot, 'accountKeys' | 'productKeys'>): Credit {
  return {
    rule: String(row.rule_id),
    creditType: String(row.credit_type),
    participant: String(row.participant_id),
    amount: parseExact(scaledToText(BigInt(Number(row.credit_amount)), Number(row.credit_scale))),
    territory: orNull(row.territory),
    transaction: transactionFromRow(row, names),
  }
}

export const CREDIT_COLUMNS = `c.rule_id, c.credit_type, c.participant_id, c.amount AS credit_amount, c.amount_scale AS credit_scale, c.territory, ${TRANSACTION_COLUMNS}`

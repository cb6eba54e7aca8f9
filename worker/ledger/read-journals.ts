import type { Client, Row } from '@libsql/client/web'
import { JOURNAL_KINDS, type JournalKind, type SealedJournal } from '#engine'
import { accountOf } from './posted-movements.ts'

export type JournalFilter = {
  readonly source?: string | undefined
  readonly participantId?: string | undefined
  readonly planId?: string | undefined
  readonly periodId?: string | undefined
}

const isKind = (text: string): text is JournalKind => JOURNAL_KINDS.some((kind) => kind === text)

function kindOf(value: unknown): JournalKind {
  const text = String(value)
  if (!isKind(text)) throw new Error(`There is no kind of journal ${text}.`)
  return text
}

const orNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

/** A stored journal, with its postings in their order. */
export function journalOf(row: Row): SealedJournal {
  const postings = JSON.parse(String(row.postings)) as [number, string, string, string, string][]
  postings.sort(([a], [b]) => a - b)
  return {
    seq: Number(row.seq),
    previousHash: String(row.previous_hash),
    hash: String(row.hash),
    kind: kindOf(row.kind),
    source: String(row.source),
    participant: String(row.participant_id),
    plan: orNull(row.plan_id),
    period: orNull(row.period_id),
    postedIn: orNull(row.posted_in),
    corrects: row.corrects === null ? null : Number(row.corrects),
    reason: orNull(row.reason),
    evidence: orNull(row.evidence),
    actor: String(row.actor),
    at: Number(row.at),
    postings: postings.map(([, account, item, currency, minor]) => ({
      account: accountOf(account),
      item,
      currency,
      minor: BigInt(minor),
    })),
  }
}

/** One more row than `limit` of journals after a number. */
export async function journalRows(client: Client, filter: JournalFilter, after: bigint, limit: number): Promise<Row[]> {
  const both = (value: string | undefined): [string | null, string | null] => [value ?? null, value ?? null]
  const { rows } = await client.execute({
    sql: `SELECT j.seq AS _row, j.*, (SELECT json_group_array(json_array(p.line, p.account, p.item, p.currency, CAST(p.amount_minor AS TEXT)))
        FROM postings p WHERE p.journal_seq = j.seq) AS postings
      FROM journals j WHERE j.seq > ? AND (? IS NULL OR j.source = ?) AND (? IS NULL OR j.participant_id = ?)
        AND (? IS NULL OR j.plan_id = ?) AND (? IS NULL OR j.period_id = ?) ORDER BY j.seq LIMIT ?`,
    args: [
      after,
      ...both(filter.source),
      ...both(filter.participantId),
      ...both(filter.planId),
      ...both(filter.periodId),
      BigInt(limit + 1),
    ],
  })
  return rows
}

const PAGE = 1_000

/** All journals that the filter leaves, in order. */
export async function readJournals(client: Client, filter: JournalFilter): Promise<SealedJournal[]> {
  const journals: SealedJournal[] = []
  for (;;) {
    const rows = await journalRows(client, filter, BigInt(journals.at(-1)?.seq ?? 0), PAGE)
    journals.push(...rows.slice(0, PAGE).map(journalOf))
    if (rows.length <= PAGE) return journals
  }
}

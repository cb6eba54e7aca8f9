import type { Client, InStatement } from '@libsql/client/web'
import { GENESIS, type Head, type Journal, type SealedJournal, seal } from '#engine'
import type { Guard } from '../db/command.ts'

/** The end of the chain. */
export async function readHead(client: Client): Promise<Head> {
  const { rows } = await client.execute('SELECT seq, hash FROM journals ORDER BY seq DESC LIMIT 1')
  const row = rows[0]
  return row === undefined ? GENESIS : { seq: Number(row.seq), hash: String(row.hash) }
}

/** What a batch needs to append journals: they hold only where the chain still ends as it was read. */
export type Appending = {
  readonly sealed: readonly SealedJournal[]
  readonly head: Head
  readonly guard: Guard
  readonly statements: readonly InStatement[]
}

export const LEDGER_MOVED = 'the end of the ledger'

const ROWS = 2_000

function insert(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): InStatement[] {
  const statements: InStatement[] = []
  const select = columns.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ')
  for (let i = 0; i < rows.length; i += ROWS) {
    statements.push({
      sql: `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${select} FROM json_each(?)`,
      args: [JSON.stringify(rows.slice(i, i + ROWS))],
    })
  }
  return statements
}

/** Journals in their places after the end of the chain, ready to be written. */
export async function appendJournals(client: Client, journals: readonly Journal[]): Promise<Appending> {
  const head = await readHead(client)
  const sealed = await seal(head, journals)
  const guard = {
    what: LEDGER_MOVED,
    sql: `SELECT coalesce((SELECT hash FROM journals ORDER BY seq DESC LIMIT 1), ?) = ?`,
    args: [GENESIS.hash, head.hash],
  }
  const statements = [
    ...insert(
      'journals',
      [
        'seq',
        'previous_hash',
        'hash',
        'kind',
        'source',
        'participant_id',
        'plan_id',
        'period_id',
        'posted_in',
        'corrects',
        'reason',
        'evidence',
        'actor',
        'at',
      ],
      sealed.map((j) => [
        j.seq,
        j.previousHash,
        j.hash,
        j.kind,
        j.source,
        j.participant,
        j.plan,
        j.period,
        j.postedIn,
        j.corrects,
        j.reason,
        j.evidence,
        j.actor,
        j.at,
      ]),
    ),
    ...insert(
      'postings',
      ['journal_seq', 'line', 'account', 'item', 'currency', 'amount_minor'],
      sealed.flatMap((j) =>
        // Minor units that a column holds exactly, a number holds exactly too; its check refuses more.
        j.postings.map((p, line) => [j.seq, line, p.account, p.item, p.currency, Number(p.minor)]),
      ),
    ),
  ]
  return { sealed, head: sealed.at(-1) ?? head, guard, statements }
}

import type { Client } from '@libsql/client/web'
import { ACCOUNTS, type Account, type Movement } from '#engine'

/** By participant and period what was posted, all journals together; the opening balances have no period. */
export type PostedMovements = ReadonlyMap<string, ReadonlyMap<string, readonly Movement[]>>

const isAccount = (name: string): name is Account => Object.hasOwn(ACCOUNTS, name)

/** An account's name as it is stored. */
export function accountOf(name: unknown): Account {
  const text = String(name)
  if (!isAccount(text)) throw new Error(`There is no account ${text}.`)
  return text
}

/**
 * What the ledger says of a plan's periods: runs and reversals, without payments.
 *
 * @param throughSeq the last journal that counts.
 * @param participants whom it concerns; left out, everybody.
 */
export async function postedMovements(
  client: Client,
  plan: string,
  throughSeq: number = Number.MAX_SAFE_INTEGER,
  participants?: readonly string[],
): Promise<PostedMovements> {
  const list = participants === undefined ? null : JSON.stringify(participants)
  const { rows } = await client.execute({
    sql: `SELECT j.participant_id, coalesce(j.period_id, '') AS period, p.account, p.item, CAST(sum(p.amount_minor) AS TEXT) AS minor
      FROM journals j JOIN postings p ON p.journal_seq = j.seq
      WHERE j.plan_id = ? AND j.seq <= ? AND (? IS NULL OR j.participant_id IN (SELECT value FROM json_each(?)))
      GROUP BY 1, 2, 3, 4 HAVING sum(p.amount_minor) <> 0 ORDER BY 1, 2, 3, 4`,
    args: [plan, BigInt(throughSeq), list, list],
  })
  const posted = new Map<string, Map<string, Movement[]>>()
  for (const row of rows) {
    const periods = posted.get(String(row.participant_id)) ?? new Map<string, Movement[]>()
    posted.set(String(row.participant_id), periods)
    const movements = periods.get(String(row.period)) ?? []
    periods.set(String(row.period), movements)
    movements.push({ account: accountOf(row.account), item: String(row.item), minor: BigInt(String(row.minor)) })
  }
  return posted
}

import type { Client } from '@libsql/client/web'
import type { Account } from '#engine'
import { accountOf } from './posted-movements.ts'

export type Balance = {
  readonly participant: string
  readonly account: Account
  readonly plan: string | null
  readonly item: string
  readonly currency: string
  readonly minor: bigint
}

/** What stands on a participant's accounts, or on everybody's; what comes to 0 is left out. */
export async function readBalances(client: Client, participant: string | null): Promise<Balance[]> {
  const { rows } = await client.execute({
    sql: `SELECT j.participant_id, p.account, j.plan_id, p.item, p.currency, CAST(sum(p.amount_minor) AS TEXT) AS minor
      FROM journals j JOIN postings p ON p.journal_seq = j.seq WHERE ? IS NULL OR j.participant_id = ?
      GROUP BY 1, 2, CASE WHEN p.account IN ('liability:participant', 'clearing:payroll', 'asset:bank') THEN NULL ELSE j.plan_id END, 4, 5
      HAVING sum(p.amount_minor) <> 0 ORDER BY 1, 2, 3, 4, 5`,
    args: [participant, participant],
  })
  return rows.map((row) => {
    const account = accountOf(row.account)
    const isOverPlans =
      account === 'liability:participant' || account === 'clearing:payroll' || account === 'asset:bank'
    return {
      participant: String(row.participant_id),
      account,
      plan: isOverPlans || row.plan_id === null ? null : String(row.plan_id),
      item: String(row.item),
      currency: String(row.currency),
      minor: BigInt(String(row.minor)),
    }
  })
}

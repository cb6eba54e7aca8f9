import type { Client, Row } from '@libsql/client/web'
import { type Figures, figuresFrom } from './result-figures.ts'

/** A stored result. */
export type StoredResult = {
  readonly plan: string
  readonly participant: string
  readonly currency: string
  readonly earned: bigint
  readonly trueUp: bigint
  readonly payable: bigint
  readonly figures: Figures
  readonly text: string
  readonly hash: string
}

const COLUMNS =
  'rowid AS _row, plan_id, participant_id, currency, earned_minor, true_up_minor, payable_minor, figures, hash'

export const resultOf = (row: Row): StoredResult => ({
  plan: String(row.plan_id),
  participant: String(row.participant_id),
  currency: String(row.currency),
  earned: BigInt(Number(row.earned_minor)),
  trueUp: BigInt(Number(row.true_up_minor)),
  payable: BigInt(Number(row.payable_minor)),
  figures: figuresFrom(String(row.figures)),
  text: String(row.figures),
  hash: String(row.hash),
})

/** One more row than `limit` of a run's results after a row. */
export async function resultRows(
  client: Client,
  run: string,
  filter: { planId?: string | undefined; participantId?: string | undefined },
  after: bigint,
  limit: number,
): Promise<Row[]> {
  const both = (value: string | undefined): [string | null, string | null] => [value ?? null, value ?? null]
  const { rows } = await client.execute({
    sql: `SELECT ${COLUMNS} FROM run_results WHERE run_id = ? AND rowid > ? AND (? IS NULL OR plan_id = ?) AND (? IS NULL OR participant_id = ?)
      ORDER BY rowid LIMIT ?`,
    args: [run, after, ...both(filter.planId), ...both(filter.participantId), BigInt(limit + 1)],
  })
  return rows
}

const PAGE = 1_000

/** All results of a run, by plan and participant. */
export async function readResults(client: Client, run: string): Promise<StoredResult[]> {
  const results: StoredResult[] = []
  for (let after = 0n; ; ) {
    const rows = await resultRows(client, run, {}, after, PAGE)
    const page = rows.slice(0, PAGE)
    results.push(...page.map(resultOf))
    if (rows.length <= PAGE) break
    after = BigInt(Number(page.at(-1)?._row))
  }
  return results.sort((a, b) => (a.plan + a.participant < b.plan + b.participant ? -1 : 1))
}

import type { InStatement } from '@libsql/client/web'

const CASE_COLUMNS =
  'plan_id, key, participant_id, transaction_source, transaction_external_id, transaction_seq, period_id, code, message, at, path'

/**
 * Statements that bring a plan's cases in step with the exceptions that were just calculated, in the same batch: what no
 * longer occurs is cleared, what occurs again after it was cleared is open again, what is new becomes a case.
 */
export function settleCases(planId: string, now: Date): InStatement[] {
  const at = BigInt(now.getTime())
  return [
    {
      sql: `UPDATE exception_cases SET cleared_at = ? WHERE plan_id = ? AND cleared_at IS NULL
        AND key NOT IN (SELECT key FROM current_exceptions WHERE plan_id = ?)`,
      args: [at, planId, planId],
    },
    {
      sql: `UPDATE exception_cases SET cleared_at = NULL, message = c.message, at = c.at, transaction_seq = c.transaction_seq,
          state = CASE WHEN cleared_at IS NULL THEN state ELSE 'open' END
        FROM (SELECT key, message, at, transaction_seq FROM current_exceptions WHERE plan_id = ? GROUP BY key) c
        WHERE exception_cases.key = c.key AND (cleared_at IS NOT NULL
          OR exception_cases.message <> c.message OR exception_cases.transaction_seq IS NOT c.transaction_seq)`,
      args: [planId],
    },
    {
      sql: `INSERT INTO exception_cases (id, state, first_seen_at, ${CASE_COLUMNS})
        SELECT 'exc_' || lower(hex(randomblob(16))), 'open', ?, ${CASE_COLUMNS} FROM current_exceptions c
        WHERE plan_id = ? AND NOT EXISTS (SELECT 1 FROM exception_cases k WHERE k.key = c.key) GROUP BY key`,
      args: [at, planId],
    },
  ]
}

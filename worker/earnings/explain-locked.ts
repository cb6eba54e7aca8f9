import type { Client } from '@libsql/client/web'
import type { LockedPeriod } from '../calculation/organisation-snapshot.ts'
import { explainResult } from '../runs/explain-result.ts'
import { resultOf, resultRows, type StoredResult } from '../runs/result-rows.ts'
import { readRun } from '../runs/run-rows.ts'
import type { PeriodExplanation } from './explain-period.ts'

/** Whether the engine of today finds what was posted, figure by figure. */
const agrees = ({ result }: PeriodExplanation, { figures }: StoredResult): boolean =>
  result.earnings.length === figures.earnings.length &&
  result.earnings.every((e, i) => {
    const stored = figures.earnings[i]
    return stored?.earning === e.earning && stored.minor === String(e.minor)
  }) &&
  String(result.payment.minor) === figures.payment?.minor

/**
 * A locked period of a participant as it was posted: its derivation is made again from the data that the run saw, so that
 * nothing that came later can show in it. Undefined where the participant was not part of it, or it was taken back.
 *
 * @throws Error where the figures of that derivation are not those that were posted: then nothing is shown as theirs.
 */
export async function explainLocked(
  client: Client,
  locked: LockedPeriod,
  participant: string,
): Promise<PeriodExplanation | undefined> {
  if (locked.isReversed) return undefined
  const filter = { planId: locked.plan, participantId: participant }
  const [run, [row]] = await Promise.all([readRun(client, locked.run), resultRows(client, locked.run, filter, 0n, 1)])
  if (run === null || row === undefined) return undefined
  const explained = await explainResult(client, run, locked.plan, participant)
  if (!explained) return undefined
  if (!agrees(explained, resultOf(row)))
    throw new Error(`${locked.period} of ${participant} under ${locked.plan} is not what run ${run.id} posted.`)
  const { revision, throughSeq } = run.moment
  return { ...explained, posted: { revision, throughSeq, engineVersion: run.engineVersion } }
}

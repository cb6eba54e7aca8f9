import { correction, type Movement } from './account.ts'
import type { ParticipantMovements } from './period-movements.ts'

/** The opening balances in a list of what was posted by period. */
export const OPENING = ''

/** What is left to be posted of one period; `period` is empty for the opening balances. Never without movements. */
export type Correction = { readonly period: string; readonly movements: readonly Movement[] }

/**
 * What has to be posted so that every locked period stands in the ledger as it would be calculated now: the true-ups. A
 * locked period of which the participant is no longer part is taken back whole.
 *
 * @param posted movements by period that were posted so far, all journals of a period together.
 */
export function corrections(
  { opening, periods }: ParticipantMovements,
  posted: ReadonlyMap<string, readonly Movement[]>,
  isLocked: (period: string) => boolean,
): Correction[] {
  const should = new Map<string, readonly Movement[]>([
    [OPENING, opening],
    ...periods.map(({ period, movements }) => [period.period.id, movements] as const),
  ])
  const gone = [...posted.keys()].filter((period) => !should.has(period)).sort()
  return [...should.keys(), ...gone]
    .filter((period) => period === OPENING || isLocked(period))
    .map((period) => ({ period, movements: correction(should.get(period) ?? [], posted.get(period) ?? []) }))
    .filter(({ movements }) => movements.length > 0)
}

/** What movements say of earnings: what each earned, less what was taken back. */
export function earnedIn(movements: readonly Movement[]): Map<string, bigint> {
  const earned = new Map<string, bigint>()
  for (const { account, item, minor } of movements)
    if (account === 'expense:commission' || account === 'expense:clawback')
      earned.set(item, (earned.get(item) ?? 0n) + minor)
  return new Map([...earned].filter(([, minor]) => minor !== 0n))
}

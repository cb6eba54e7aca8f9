import * as z from 'zod'
import { At, DecimalText, Expression, IsoDate, PartId } from './expression.ts'
import { LIMITS } from './limits.ts'

/**
 * What a contest gives. `ByRank`: a prize for each place. `ForReaching`: everybody at or over the mark, or at or under it
 * where the lowest is best. `PoolShare`: a pool, by each one's part of the measure or in equal parts, among the best
 * `places` (left out: all) of those who are above 0; who ties with the last place shares too. `PerUnit`: an amount for each
 * unit of the measure above 0, as a SPIFF pays per deal. Cents that do not divide go to the better place, then by id.
 */
export const Prizes = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ByRank'), prizes: z.array(DecimalText).min(1).max(100) }),
  z.strictObject({ kind: z.literal('ForReaching'), mark: DecimalText, prize: DecimalText }),
  z.strictObject({
    kind: z.literal('PoolShare'),
    pool: DecimalText,
    by: z.enum(['measure', 'equal parts']),
    places: z.int().min(1).max(1_000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('PerUnit'), amount: DecimalText }),
])
export type Prizes = z.infer<typeof Prizes>

/**
 * Ranks the plan's participants on a measure and pays prizes, in every period, or once in the period in which the last day
 * before `to` lies.
 * - `ties`: prizes of tied places pooled and shared; all get the better prize; or a further measure decides, its higher
 *   figure first and who has none last, and who still ties pools.
 * - An ineligible participant takes no place, nor does one without a figure, or without an answer to `eligible`.
 * - `budget`: prizes that together exceed it are cut in proportion, to the cent, so that it is never exceeded.
 */
export const Contest = z.strictObject({
  kind: z.literal('Contest'),
  id: PartId,
  at: At,
  title: z.string().min(1).max(LIMITS.title),
  explanation: z.string().max(LIMITS.prose).exactOptional(),
  measure: PartId,
  best: z.enum(['highest', 'lowest']),
  eligible: Expression.exactOptional(),
  ties: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Pooled') }),
    z.strictObject({ kind: z.literal('BetterPrize') }),
    z.strictObject({ kind: z.literal('DecidedBy'), measure: PartId }),
  ]),
  prizes: Prizes,
  budget: DecimalText.exactOptional(),
  to: IsoDate.exactOptional(),
})
export type Contest = z.infer<typeof Contest>

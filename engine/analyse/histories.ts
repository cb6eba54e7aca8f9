import type { Exact } from '../money/exact.ts'
import type { Investigation } from './investigation.ts'
import { dealOf, type Setting, short } from './settings.ts'
import type { SituationDeal } from './situation.ts'
import { mainColumnOf } from './survey.ts'

/** Where a figure changes its course along the lines of a setting: over what is sold, and over the number of deals. */
export type Turns = { readonly sold: readonly Exact[]; readonly deals: readonly Exact[] }

/** What may have been sold before: nothing, just under a turn, beyond the last. */
export type History = { readonly name: string; readonly of: (id: string, on: string) => SituationDeal[] }

/** The column that is varied where one has to do. */
export const mainColumn = (i: Investigation): string => mainColumnOf(i.survey)

/** A deal with a number in a column. */
export const withNumber = (deal: SituationDeal, field: string, value: string): SituationDeal =>
  field === 'amount' || field === 'quantity'
    ? { ...deal, [field]: value }
    : { ...deal, fields: { ...deal.fields, [field]: value } }

/** Histories worth trying, at most so many besides none. */
export function historiesOf(i: Investigation, setting: Setting, turns: Turns, most: number): History[] {
  const field = mainColumn(i)
  const sold = (value: string): History => ({
    name: value,
    of: (id, on) => [withNumber(dealOf(i, setting, { id, creditedOn: on }), field, value)],
  })
  const histories: History[] = [{ name: '', of: () => [] }]
  const few = turns.sold.length > most - 1 ? [turns.sold[0] as Exact, turns.sold.at(-1) as Exact] : turns.sold
  for (const x of few) histories.push(sold(short({ n: x.n * 19n, d: x.d * 20n })))
  const last = turns.sold.at(-1)
  if (last) histories.push(sold(short({ n: last.n * 2n, d: last.d })))
  // One deal short of a turn, and two: then one more deal, or a deal cut in two, reaches it.
  for (const n of turns.deals.slice(0, 1)) {
    const reached = Number((n.n + n.d - 1n) / n.d)
    for (const times of [reached - 2, reached - 1])
      if (times > 0 && times <= 200)
        histories.push({
          name: `${times} deals`,
          of: (id, on) => [{ ...dealOf(i, setting, { id, creditedOn: on }), times }],
        })
  }
  return histories.length > most + 1 ? [...histories.slice(0, most - 1), ...histories.slice(-2)] : histories
}

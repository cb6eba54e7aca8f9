import { type Step, showValue } from '../compile/step.ts'
import { unreachable } from '../lib/assert.ts'
import { add, type Exact, fromInteger, isZero, multiply, parseExact, subtract } from '../money/exact.ts'
import type { Contest } from '../plan/contest.ts'
import { type Award, type Entrant, outcomeOf, placeOf } from './award-prizes.ts'

/**
 * The steps of what a contest gives one participant: the figure, where it stands, the prize that follows, what the budget
 * leaves of it, and the rest to whole cents. What combines others is what they make.
 *
 * @param own the participant as an entrant, with `others` those of everybody else; undefined for who takes no place.
 */
export function prizeSteps(
  contest: Contest,
  path: string,
  given: {
    readonly own: Entrant | undefined
    readonly others: readonly Entrant[]
    /** The measure's figure, also of who takes no place. */
    readonly figure: Exact | undefined
    /** Steps of the question who may take part. */
    readonly eligible: readonly Step[]
    readonly digits: number
  },
): Step[] {
  const step = (
    kind: string,
    value: Step['value'],
    steps: readonly Step[] = [],
    label: string | null = null,
  ): Step => ({
    kind,
    path,
    at: contest.at ?? null,
    label,
    value,
    steps,
  })
  const number = (kind: string, value: Exact, label: string | null = null) =>
    step(kind, showValue('number', value), [], label)
  const money = (kind: string, value: Exact, steps: readonly Step[] = []) =>
    step(kind, showValue('money', value), steps)
  const { own, others, figure, digits } = given
  const measured = step('Measure', figure ? showValue('number', figure) : null, [], contest.measure)
  const asked =
    contest.eligible && figure ? [step('Eligible', showValue('yes/no', own !== undefined), given.eligible)] : []
  if (!own) return [measured, ...asked]

  const entrants = [...others, own]
  const { awards, total, budget } = outcomeOf(contest, entrants, digits)
  const award = awards.get(own.participant)
  const place = placeOf(contest, entrants, own.participant)
  const { ties, prizes } = contest
  const standing = [
    ...(ties.kind === 'DecidedBy' && own.tieBreak ? [number('Measure', own.tieBreak, ties.measure)] : []),
    ...(place ? [number('Place', fromInteger(place.first))] : []),
    ...(place && place.tied > 1 ? [number('Tied', fromInteger(place.tied))] : []),
    ...(prizes.kind === 'ForReaching' ? [number('Mark', parseExact(prizes.mark))] : []),
  ]

  /** What the prize is made of. */
  const making = ({ making, prize }: Award): Step[] => {
    switch (prizes.kind) {
      case 'ByRank': {
        if (making?.kind !== 'places') return []
        const taken = making.prizes.map((p) => money('PlacePrize', p))
        if (making.by === 1) return taken
        const pooled = money('Add', making.prizes.reduce(add), taken)
        return [money('Divide', prize, [pooled, number('Tied', fromInteger(making.by))])]
      }
      case 'PoolShare': {
        if (making?.kind !== 'pool') return []
        const pool = money('Pool', parseExact(prizes.pool))
        if (prizes.by === 'equal parts') return [money('Divide', prize, [pool, number('Sharers', making.whole)])]
        const weighed = money('Multiply', multiply(parseExact(prizes.pool), own.figure), [pool, measured])
        return [money('Divide', prize, [weighed, number('Together', making.whole)])]
      }
      case 'ForReaching':
        return []
      case 'PerUnit':
        return [money('Multiply', prize, [money('PerUnit', parseExact(prizes.amount)), measured])]
      default:
        return unreachable(prizes)
    }
  }
  /** The prize in its proportion, where all together exceed the budget. */
  const cutting = ({ prize, cut }: Award, limit: Exact): Step => {
    const weighed = money('Multiply', multiply(prize, limit), [money('Prize', prize), money('Budget', limit)])
    return money('BudgetCut', cut, [money('Divide', cut, [weighed, money('AllPrizes', total)])])
  }
  if (!award) return [measured, ...asked, ...standing, money('Prize', fromInteger(0))]
  const rest = subtract({ n: award.minor, d: 10n ** BigInt(digits) }, award.cut)
  return [
    measured,
    ...asked,
    ...standing,
    money('Prize', award.prize, making(award)),
    ...(budget ? [cutting(award, budget)] : []),
    ...(isZero(rest) ? [] : [money('Cents', rest)]),
  ]
}

import { unreachable } from '../lib/assert.ts'
import { allocate } from '../money/allocate.ts'
import { add, compare, divide, type Exact, fromInteger, multiply, parseExact, sign, ZERO } from '../money/exact.ts'
import { roundExact } from '../money/rounding.ts'
import type { Contest } from '../plan/contest.ts'

/** One eligible participant of a contest. `tieBreak` is the further measure's figure where one decides. */
export type Entrant = { readonly participant: string; readonly figure: Exact; readonly tieBreak: Exact | undefined }

const byId = (a: Entrant, b: Entrant): number => (a.participant < b.participant ? -1 : 1)

/** Groups of tied entrants, the best first. */
function rank(contest: Contest, entrants: readonly Entrant[]): Entrant[][] {
  const better = (a: Entrant, b: Entrant): number => {
    const order = contest.best === 'highest' ? compare(b.figure, a.figure) : compare(a.figure, b.figure)
    if (order !== 0 || contest.ties.kind !== 'DecidedBy') return order
    if (a.tieBreak && b.tieBreak) return compare(b.tieBreak, a.tieBreak)
    return (a.tieBreak ? 0 : 1) - (b.tieBreak ? 0 : 1)
  }
  const groups: Entrant[][] = []
  for (const entrant of [...entrants].sort((a, b) => better(a, b) || byId(a, b))) {
    const group = groups.at(-1)
    if (group?.[0] && better(group[0], entrant) === 0) group.push(entrant)
    else groups.push([entrant])
  }
  return groups
}

/**
 * The prizes of a contest, exact and then cut to the minor unit so that pooled prizes and pools add up, and the budget
 * is never exceeded.
 *
 * @param digits of the currency's minor unit.
 * @returns minor units by participant; who wins nothing is not in it.
 */
export function awardPrizes(contest: Contest, entrants: readonly Entrant[], digits: number): Map<string, bigint> {
  const winners = prizesOf(contest, entrants)
  const total = winners.reduce((sum, w) => add(sum, w.prize), ZERO)
  const budget = contest.budget === undefined ? undefined : roundExact(parseExact(contest.budget), digits, 'floor')
  const isOver = budget !== undefined && compare(total, budget) > 0
  const cut = allocate(
    winners.map((w) => (isOver && budget ? divide(multiply(w.prize, budget), total) : w.prize)),
    digits,
  )
  const unit = 10n ** BigInt(digits)
  return new Map(
    winners.flatMap((w, i) =>
      cut[i] && cut[i].n !== 0n ? [[w.participant, (cut[i].n * unit) / cut[i].d] as const] : [],
    ),
  )
}

type Winner = { readonly participant: string; readonly prize: Exact }

function prizesOf(contest: Contest, entrants: readonly Entrant[]): Winner[] {
  const { prizes } = contest
  switch (prizes.kind) {
    case 'ByRank':
      return byRank(contest, entrants, prizes.prizes.map(parseExact))
    case 'ForReaching': {
      const mark = parseExact(prizes.mark)
      const reaches = (e: Entrant) =>
        contest.best === 'highest' ? compare(e.figure, mark) >= 0 : compare(e.figure, mark) <= 0
      return [...entrants]
        .sort(byId)
        .filter(reaches)
        .map(({ participant }) => ({ participant, prize: parseExact(prizes.prize) }))
    }
    case 'PoolShare': {
      const places = prizes.places ?? entrants.length
      const sharers: Entrant[] = []
      for (const group of rank(
        contest,
        entrants.filter((e) => sign(e.figure) > 0),
      )) {
        if (sharers.length >= places) break
        sharers.push(...group)
      }
      const pool = parseExact(prizes.pool)
      const whole = sharers.reduce((sum, e) => add(sum, e.figure), ZERO)
      return sharers.map((e) => ({
        participant: e.participant,
        prize: divide(
          prizes.by === 'measure' ? multiply(pool, e.figure) : pool,
          prizes.by === 'measure' ? whole : fromInteger(sharers.length),
        ),
      }))
    }
    case 'PerUnit':
      return [...entrants]
        .sort(byId)
        .filter((e) => sign(e.figure) > 0)
        .map((e) => ({ participant: e.participant, prize: multiply(parseExact(prizes.amount), e.figure) }))
    default:
      return unreachable(prizes)
  }
}

/** A group of tied entrants stands on as many places as it has members. */
function byRank(contest: Contest, entrants: readonly Entrant[], prizes: readonly Exact[]): Winner[] {
  const winners: Winner[] = []
  let place = 0
  for (const group of rank(contest, entrants)) {
    const taken = prizes.slice(place, place + group.length)
    if (taken.length === 0) break
    const pooled = divide(taken.reduce(add, ZERO), fromInteger(group.length))
    const prize = contest.ties.kind === 'BetterPrize' ? (taken[0] ?? ZERO) : pooled
    winners.push(...group.map(({ participant }) => ({ participant, prize })))
    place += group.length
  }
  return winners
}

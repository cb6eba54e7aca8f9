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

/** What made a prize besides the entrant's own figure: those of the places that entrants share, or a part of a pool. */
export type Making =
  | { readonly kind: 'places'; readonly prizes: readonly Exact[]; readonly by: number }
  | { readonly kind: 'pool'; readonly whole: Exact }

/** Whom a contest gives what; who wins nothing has no award. */
export type Award = {
  readonly making: Making | undefined
  /** As the contest says, before the budget. */
  readonly prize: Exact
  /** What the budget leaves of it, exact. */
  readonly cut: Exact
  readonly minor: bigint
}

/** `budget` stands where prizes exceed it; `total` is what they come to before. */
export type Outcome = {
  readonly awards: ReadonlyMap<string, Award>
  readonly total: Exact
  readonly budget: Exact | undefined
}

/**
 * The prizes of a contest, exact and then cut to the minor unit so that pooled prizes and pools add up, and the budget
 * is never exceeded.
 *
 * @param digits of the currency's minor unit.
 */
export function outcomeOf(contest: Contest, entrants: readonly Entrant[], digits: number): Outcome {
  const winners = prizesOf(contest, entrants)
  const total = winners.reduce((sum, w) => add(sum, w.prize), ZERO)
  const budget = contest.budget === undefined ? undefined : roundExact(parseExact(contest.budget), digits, 'floor')
  const isOver = budget !== undefined && compare(total, budget) > 0
  const cuts = winners.map((w) => (isOver && budget ? divide(multiply(w.prize, budget), total) : w.prize))
  const whole = allocate(cuts, digits)
  const unit = 10n ** BigInt(digits)
  const awards = winners.map(({ participant, prize, making }, i): readonly [string, Award] => {
    const { n, d } = whole[i] ?? ZERO
    return [participant, { making, prize, cut: cuts[i] ?? ZERO, minor: (n * unit) / d }]
  })
  return { awards: new Map(awards), total, budget: isOver ? budget : undefined }
}

/** @returns minor units by participant; who wins nothing is not in it. */
export const awardPrizes = (contest: Contest, entrants: readonly Entrant[], digits: number): Map<string, bigint> =>
  new Map(
    [...outcomeOf(contest, entrants, digits).awards].flatMap(([who, { minor }]) =>
      minor === 0n ? [] : [[who, minor] as const],
    ),
  )

/** The best of the places that an entrant stands on, and how many stand there. Undefined where prizes do not go by place. */
export function placeOf(
  { prizes, ...contest }: Contest,
  entrants: readonly Entrant[],
  participant: string,
): { readonly first: number; readonly tied: number } | undefined {
  if (prizes.kind !== 'ByRank' && prizes.kind !== 'PoolShare') return undefined
  let first = 1
  for (const group of rank({ ...contest, prizes }, ranked(prizes, entrants))) {
    if (group.some((e) => e.participant === participant)) return { first, tied: group.length }
    first += group.length
  }
  return undefined
}

/** Who is ranked: only those above 0 share a pool. */
const ranked = (prizes: Contest['prizes'], entrants: readonly Entrant[]): readonly Entrant[] =>
  prizes.kind === 'PoolShare' ? entrants.filter((e) => sign(e.figure) > 0) : entrants

type Winner = { readonly participant: string; readonly prize: Exact; readonly making?: Making }

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
      for (const group of rank(contest, ranked(prizes, entrants))) {
        if (sharers.length >= places) break
        sharers.push(...group)
      }
      const pool = parseExact(prizes.pool)
      const byMeasure = prizes.by === 'measure'
      const whole = byMeasure ? sharers.reduce((sum, e) => add(sum, e.figure), ZERO) : fromInteger(sharers.length)
      return sharers.map((e) => ({
        participant: e.participant,
        prize: divide(byMeasure ? multiply(pool, e.figure) : pool, whole),
        making: { kind: 'pool', whole },
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
    const [shared, by] = contest.ties.kind === 'BetterPrize' ? [taken.slice(0, 1), 1] : [taken, group.length]
    const prize = divide(shared.reduce(add, ZERO), fromInteger(by))
    const making: Making = { kind: 'places', prizes: shared, by }
    winners.push(...group.map(({ participant }) => ({ participant, prize, making })))
    place += group.length
  }
  return winners
}

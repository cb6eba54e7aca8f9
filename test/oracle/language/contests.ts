import type { Contest, Period } from '#engine'
import { Fraction } from '../fraction.ts'
import { dayBefore, within } from './calendar.ts'
import type { Exception } from './credits.ts'
import { earningsOf, periodScope, personUnder } from './earnings.ts'
import { holdsTrue } from './evaluate.ts'
import { decimal, over, rounded, shareOut, sum, times, whole, ZERO } from './exact.ts'
import { minorDigits } from './money.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { field } from './ranks.ts'
import { remembered } from './remembered.ts'
import { segmentsOf, type World } from './world.ts'

/** Whether a contest is paid in a period: in each, or in that in which its last day lies, the day before `to`. */
export const isPaidIn = (contest: Contest, period: Period): boolean =>
  contest.to === undefined || within(dayBefore(contest.to), period)

type Runner = { readonly who: string; readonly figure: Fraction; readonly tieBreak: Fraction | null }
const byId = (a: Runner, b: Runner): number => (a.who < b.who ? -1 : 1)
/** The higher further figure is better; who has none comes after those who have one. */
function byFurther(a: Runner, b: Runner): number {
  if (a.tieBreak && b.tieBreak) return b.tieBreak.compare(a.tieBreak)
  return (a.tieBreak ? 0 : 1) - (b.tieBreak ? 0 : 1)
}

/** Prizes of one contest in one period, in minor units, for everybody who takes a place. */
export const prizesOf = remembered((w: World, contest: Contest, period: Period): Map<string, bigint> => {
  const runners = runnersOf(w, contest, period)
  const digits = minorDigits(segmentsOf(w, period).at(-1)!.plan.currency)
  const minor = prizesInUnits(contest, runners, digits)
  return new Map(runners.map((r, i) => [r.who, minor[i]!]))
})

function runnersOf(w: World, contest: Contest, period: Period): Runner[] {
  const { plan } = segmentsOf(w, period).at(-1)!
  const figures = field(w, plan, contest.measure, period)
  const further = contest.ties.kind === 'DecidedBy' ? field(w, plan, contest.ties.measure, period) : undefined
  const runners = [...figures].flatMap(([who, figure]): Runner[] => {
    if (!figure || !isEligible(w, contest, period, who)) return []
    return [{ who, figure, tieBreak: further?.get(who) ?? null }]
  })
  const sign = contest.best === 'highest' ? -1 : 1
  const isByPlace = contest.prizes.kind === 'ByRank' || contest.prizes.kind === 'PoolShare'
  return runners.sort((a, b) => (isByPlace ? sign * a.figure.compare(b.figure) || byFurther(a, b) : 0) || byId(a, b))
}

function eligibility(w: World, contest: Contest, period: Period, who: string): { value: boolean } | { code: string } {
  const { eligible } = contest
  if (!eligible) return { value: true }
  const p = personUnder(w, segmentsOf(w, period).at(-1)!.plan, who)
  const earned = (id: string): Fraction => {
    const minor = earningsOf(w, who, period).earnings.find((e) => e.earning === id)?.minor
    if (minor === null || minor === undefined) throw new NoFigure('missing-value')
    return new Fraction(minor, 10n ** BigInt(minorDigits(p.plan.currency)))
  }
  return attempt(() => holdsTrue(eligible, periodScope(p, period, earned)))
}

function isEligible(w: World, contest: Contest, period: Period, who: string): boolean {
  const found = eligibility(w, contest, period, who)
  return 'value' in found && found.value
}

/** What keeps somebody with a figure from being found eligible or not. */
export function eligibilityExceptions(w: World, who: string, period: Period): Exception[] {
  const { plan } = segmentsOf(w, period).at(-1)!
  return (plan.contests ?? []).flatMap((contest): Exception[] => {
    if (!isPaidIn(contest, period) || !field(w, plan, contest.measure, period).get(who)) return []
    const found = eligibility(w, contest, period, who)
    return 'code' in found ? [{ code: found.code, deal: null }] : []
  })
}

const isTied = (a: Runner, b: Runner): boolean => a.figure.compare(b.figure) === 0 && byFurther(a, b) === 0

function prizesInUnits(contest: Contest, runners: readonly Runner[], digits: number): bigint[] {
  const exact = exactPrizes(contest, runners)
  const total = sum(exact)
  const budget = contest.budget === undefined ? undefined : rounded(decimal(contest.budget), digits, 'floor')
  if (!budget || total.compare(budget) <= 0) return shareOut(exact, digits)
  return shareOut(
    exact.map((x) => times(x, over(budget, total))),
    digits,
  )
}

function exactPrizes(contest: Contest, runners: readonly Runner[]): Fraction[] {
  const { prizes } = contest
  switch (prizes.kind) {
    case 'ByRank': {
      const prize = (place: number) => (prizes.prizes[place] ? decimal(prizes.prizes[place]) : ZERO)
      return runners.map((r) => {
        const tied = runners.flatMap((other, place) => (isTied(r, other) ? [place] : []))
        if (contest.ties.kind === 'BetterPrize') return prize(tied[0]!)
        return over(sum(tied.map(prize)), whole(tied.length))
      })
    }
    case 'ForReaching': {
      const mark = decimal(prizes.mark)
      const sign = contest.best === 'highest' ? 1 : -1
      return runners.map((r) => (sign * r.figure.compare(mark) >= 0 ? decimal(prizes.prize) : ZERO))
    }
    case 'PerUnit':
      return runners.map((r) => (r.figure.n > 0n ? times(r.figure, decimal(prizes.amount)) : ZERO))
    case 'PoolShare': {
      const { places } = prizes
      const positive = runners.filter((r) => r.figure.n > 0n)
      const place = (r: Runner) => positive.findIndex((other) => isTied(r, other))
      const takes = runners.map((r) => r.figure.n > 0n && place(r) < (places ?? runners.length))
      const weights = runners.map((r, i) => (!takes[i] ? ZERO : prizes.by === 'equal parts' ? whole(1) : r.figure))
      const all = sum(weights)
      if (all.n === 0n) return runners.map(() => ZERO)
      return weights.map((weight) => times(decimal(prizes.pool), over(weight, all)))
    }
  }
}

import type { Earning, Period, Plan } from '#engine'
import { Fraction } from '../fraction.ts'
import { within } from './calendar.ts'
import { creditsOf, type Exception } from './credits.ts'
import { holdsTrue, numberOf, type OracleCredit, plainScope, type Scope } from './evaluate.ts'
import { larger, plus, smaller, times, units, ZERO } from './exact.ts'
import { asPaid, type Line, linesOf } from './lines.ts'
import { measureExceptions, measureOf, type Person } from './measures.ts'
import { minorDigits } from './money.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { percentileOf, rankOf } from './ranks.ts'
import { remembered } from './remembered.ts'
import { lastDay, periodsOf, segmentsOf, type World } from './world.ts'

export type Earned = { readonly earning: string; readonly minor: bigint | null }

/** All credits of the world in the order of walking: by credit date, event date, source, external id, rule. */
export function allCredits(w: World): OracleCredit[] {
  const key = (c: OracleCredit) => [c.deal.creditedOn, c.deal.occurredOn, c.deal.source, c.deal.externalId, c.rule]
  return w.transactions
    .flatMap((t) => creditsOf(w, t).credits)
    .sort((a, b) => {
      const [x, y] = [key(a), key(b)]
      const at = x.findIndex((part, i) => part !== y[i])
      return at < 0 ? 0 : x[at]! < y[at]! ? -1 : 1
    })
}

export function personUnder(w: World, plan: Plan, who: string): Person {
  return {
    world: w,
    plan,
    who,
    credits: creditsOfWorld(w).filter((c) => c.participant === who),
    planFrom: periodsOf(w, who)[0]?.from ?? w.through,
    asIf: new Map(),
  }
}

const creditsOfWorld = remembered((w: World): OracleCredit[] => allCredits(w))

/** The scope of what is read once per period: at its end, of its last day. */
export function periodScope(p: Person, period: Period, earned: (id: string) => Fraction): Scope {
  return plainScope({
    world: p.world,
    plan: p.plan,
    who: p.who,
    on: lastDay(p.world, p.who, period),
    period,
    planFrom: p.planFrom,
    measure: (id) => measureOf(p, id, period, p.credits),
    earned,
    rank: (id, best) => rankOf(p, id, best, period),
    percentile: (id) => percentileOf(p, id, period),
  })
}

export type PeriodEarnings = {
  readonly earnings: readonly Earned[]
  readonly lines: readonly Line[]
  /** All lines up to the period's end, as deals were paid by them. */
  readonly paid: readonly Line[]
  readonly exceptions: readonly Exception[]
}

/** What somebody earns in a period: each earning's figure, and the lines of credits. */
export const earningsOf = remembered((w: World, who: string, period: Period): PeriodEarnings => {
  const previous = periodsOf(w, who).findLast((p) => p.from < period.from)
  const before = previous ? earningsOf(w, who, previous).paid : []
  const { lines, exceptions } = linesIn(w, who, period, before)
  const segments = segmentsOf(w, period)
  const pieces = segments.map((segment) => {
    const p = personUnder(w, segment.plan, who)
    const figures = new Map<string, Piece>()
    const scope = periodScope(p, period, (id) => {
      const found = pieceOf(id)
      if (found.minor === null) throw new NoFigure('missing-value')
      return new Fraction(found.minor, 10n ** BigInt(minorDigits(p.plan.currency)))
    })
    const pieceOf = (id: string): Piece => {
      const known = figures.get(id)
      if (known) return known
      const earning = segment.plan.earnings.find((e) => e.id === id)!
      // What versions pay per credit is bounded together, by each as it says.
      const piece = pieceFrom(
        earning,
        lines.filter((l) => l.earning === id),
        scope,
      )
      figures.set(id, piece)
      return piece
    }
    return segment.plan.earnings.map((earning) => ({ earning, piece: pieceOf(earning.id), segment }))
  })
  const last = segments.at(-1)!.plan
  const counted = pieces
    .flat()
    .filter((x) => x.earning.per === 'credit' || last.changes?.plan === 'prorated' || x.segment.plan === last)
  const ids = [...new Set(counted.map((x) => x.earning.id))]
  const earnings = ids.map((id) =>
    joined(
      id,
      counted.filter((x) => x.earning.id === id),
      last,
    ),
  )
  const own = segments.flatMap((segment) => measureExceptions(personUnder(w, segment.plan, who), period))
  const failed = pieces.flat().flatMap(({ piece }) => (piece.minor === null ? [{ code: piece.code, deal: null }] : []))
  const paid = asPaid(lines, new Map(earnings.map((e) => [e.earning, e.minor])))
  return { earnings, lines, paid: [...before, ...paid], exceptions: [...exceptions, ...own, ...failed] }
})

/** No figure has more minor units than a database and a reader of JSON hold exactly. */
const LARGEST = 2n ** 53n - 1n

type Piece = { minor: bigint; exact: Fraction } | { minor: null; code: string }

/** Gate, floor, cap, rounding; what nothing bounds is the sum of its lines. */
function pieceFrom(earning: Earning, lines: readonly Line[], scope: Scope): Piece {
  const digits = minorDigits(scope.plan.currency)
  const found = attempt(() => {
    const isOpen = !earning.gate || holdsTrue(earning.gate, scope)
    if (!isOpen) return { minor: 0n, exact: ZERO }
    const fromLines = new Fraction(
      lines.reduce((total, l) => total + l.minor, 0n),
      10n ** BigInt(digits),
    )
    let exact = earning.per === 'period' ? numberOf(earning.amount, scope) : fromLines
    if (earning.floor) exact = larger(exact, numberOf(earning.floor, scope))
    if (earning.cap) exact = smaller(exact, numberOf(earning.cap, scope))
    const minor = units(exact, digits, earning.rounding.mode)
    if (minor > LARGEST || minor < -LARGEST) throw new NoFigure('number-overflow')
    return { minor, exact }
  })
  return 'value' in found ? found.value : { minor: null, code: found.code }
}

type Part = { earning: Earning; piece: Piece; segment: ReturnType<typeof segmentsOf>[number] }

/**
 * One earning of a period that versions may have cut: what is earned per credit is what the last version makes of the lines
 * of all; what is earned per period is
 * the last version's, or each version's by its days where the last version says so.
 */
function joined(id: string, parts: readonly Part[], last: Plan): Earned {
  const perCredit = parts.filter((x) => x.earning.per === 'credit').at(-1)?.piece
  const perPeriod = parts.filter((x) => x.earning.per === 'period')
  if (perCredit?.minor === null || perPeriod.some((x) => x.piece.minor === null)) return { earning: id, minor: null }
  const lines = perCredit?.minor ?? 0n
  let exact = ZERO
  for (const { piece, segment } of perPeriod) {
    if (piece.minor === null) continue
    exact = plus(exact, last.changes?.plan === 'prorated' ? times(piece.exact, segment.factor) : piece.exact)
  }
  const { mode } = parts.at(-1)!.earning.rounding
  return { earning: id, minor: lines + units(exact, minorDigits(last.currency), mode) }
}

function linesIn(w: World, who: string, period: Period, before: readonly Line[]) {
  const lines: Line[] = []
  const exceptions: Exception[] = []
  for (const segment of segmentsOf(w, period)) {
    const p = personUnder(w, segment.plan, who)
    for (const earning of segment.plan.earnings.filter((e) => e.per === 'credit')) {
      const made = linesOf(p, earning, period, (c) => within(c.deal.creditedOn, segment), [...before, ...lines])
      lines.push(...made.lines)
      exceptions.push(...made.exceptions)
    }
  }
  return { lines, exceptions }
}

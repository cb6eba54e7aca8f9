import { compare, type Exact, isZero } from '../money/exact.ts'
import type { Domain } from './curve.ts'
import { type Figure, isRatio, numberAt } from './figure.ts'
import type { Counted, Finding } from './finding.ts'
import { mainColumn } from './histories.ts'
import type { Investigation } from './investigation.ts'
import { signWithin, slope } from './ratio.ts'
import { digitsOf, numberOf, type Scenario, situationAt } from './scenario.ts'
import { datesOf, dealOf, type Setting, situationOf } from './settings.ts'
import { piecesOf, pointsIn, risesSomewhere } from './shapes.ts'
import type { Contribution, Outcome } from './walk.ts'

/** A point at which both figures rise with the deal: both pay a share of it. */
function whereBothRise(a: Figure, b: Figure, domain: Domain, digits: number): Exact | undefined {
  for (const piece of piecesOf(a, domain)) {
    if (!isRatio(piece.cell) || signWithin(slope(piece.cell).n, piece.lo, piece.hi) <= 0) continue
    for (const other of piecesOf(b, domain)) {
      if (!isRatio(other.cell) || signWithin(slope(other.cell).n, other.lo, other.hi) <= 0) continue
      const lo = compare(piece.lo, other.lo) > 0 ? piece.lo : other.lo
      const hi = compare(piece.hi, other.hi) < 0 ? piece.hi : other.hi
      if (compare(lo, hi) >= 0) continue
      const isOpen = compare(hi, domain.hi) === 0
      const points = pointsIn({ lo, hi: isOpen ? undefined : hi, cuts: [] }, digits)
      if (points) return points[1]
    }
  }
  return undefined
}

/**
 * One deal paid by two earnings of the plan, where neither reads the other. Whoever wrote the plan wrote both, as a commission
 * and a SPIFF on top of it: information. What two plans pay, nobody may have meant: a warning.
 */
export function inspectEarnings(i: Investigation, scenario: Scenario, outcome: Outcome): void {
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  const earnings = i.program.plan.earnings.filter((e) => {
    const figure = outcome.byEarning.get(e.id)
    return figure !== undefined && risesSomewhere(figure, i.domain)
  })
  const named = new Set<string>()
  earnings.forEach((first, k) => {
    for (const second of earnings.slice(k + 1)) {
      if (named.has(second.id) || reads(first, second.id) || reads(second, first.id)) continue
      const [a, b] = [outcome.byEarning.get(first.id) as Figure, outcome.byEarning.get(second.id) as Figure]
      i.budget.spend(a.cells.length + b.cells.length)
      const x = whereBothRise(a, b, i.domain, digits)
      if (!x) continue
      named.add(second.id)
      const index = i.program.plan.earnings.indexOf(second)
      suspectTwice(i, situationAt(scenario, x), x, 'info', {
        path: `/earnings/${index}`,
        at: second.at ?? null,
        before: [{ plan: 0, earning: first.id }],
        after: [
          { plan: 0, earning: first.id },
          { plan: 0, earning: second.id },
        ],
        first: first.title,
        second: second.title,
      })
    }
  })
}

const reads = (earning: object, id: string): boolean =>
  JSON.stringify(earning).includes(`"earning":${JSON.stringify(id)}`)

function suspectTwice(
  i: Investigation,
  situation: ReturnType<typeof situationAt>,
  x: Exact,
  severity: Finding['severity'],
  of: { path: string; at: string | null; before: Counted[]; after: Counted[]; first: string; second: string },
): void {
  i.suspect({
    code: 'double-pay',
    severity,
    origin: of,
    worth: x,
    witness: { before: { situation, counted: of.before }, after: { situation, counted: of.after } },
    say: (replay, gain) =>
      compare(gain, i.least) < 0
        ? undefined
        : {
            key: 'paid-twice',
            values: { x: i.sold(x), first: of.first, second: of.second, ...i.replayed(replay) },
          },
  })
}

/** One deal credited by two rules to one participant, whose credits add up in an earning or in a measure that pays. */
export function inspectRules(i: Investigation, setting: Setting): void {
  const { plan } = i.program
  const ways = i.ways
  const pairs: string[][] = [setting.reach as string[]]
  for (const [k, way] of ways.entries()) for (const other of ways.slice(k + 1)) pairs.push([...way, ...other])
  const field = mainColumn(i)
  for (const reach of pairs.slice(0, 6)) {
    const both = { ...setting, reach }
    const deal = dealOf(i, both, { id: 'deal' })
    const scenario: Scenario = {
      situation: situationOf(i, both, [deal], datesOf(i, both)),
      variable: numberOf(field, 'deal'),
    }
    const outcome = i.draw(scenario)
    const digits = digitsOf(scenario.variable, i.moneyDigits)
    for (const [a, b] of twice([...outcome.lines, ...outcome.measured])) {
      const x = whereBothRise(a.value, b.value, i.domain, digits)
      const whole = x && numberAt(outcome.total, x)
      if (!x || !whole || isZero(whole)) continue
      const situation = situationAt(scenario, x)
      const second = plan.credits.findIndex((r) => r.id === b.rule)
      const only = { ...situation, deals: [] }
      i.suspect({
        code: 'double-pay',
        severity: 'info',
        origin: { path: `/credits/${second}`, at: plan.credits[second]?.at ?? null },
        worth: x,
        witness: { before: { situation: only }, after: { situation } },
        say: (replay, gain) =>
          compare(gain, i.least) < 0
            ? undefined
            : {
                key: 'credited-twice',
                values: {
                  x: i.sold(x),
                  first: i.rule(a.rule)?.title ?? a.rule,
                  second: i.rule(b.rule)?.title ?? b.rule,
                  ...i.replayed(replay),
                },
              },
      })
    }
  }
}

function* twice(all: readonly Contribution[]): Generator<readonly [Contribution, Contribution]> {
  for (const [k, a] of all.entries())
    for (const b of all.slice(k + 1)) if (a.of === b.of && a.deal === b.deal && a.rule !== b.rule) yield [a, b]
}

/** One deal paid by this plan and by another that the same people are under. */
export function inspectTogether(i: Investigation, scenario: Scenario, outcome: Outcome): void {
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  i.programs.slice(1).forEach((program, k) => {
    const situation = {
      ...scenario.situation,
      reach: [...scenario.situation.reach, ...program.plan.credits.map((r) => r.id)],
    }
    const other = i.draw({ ...scenario, situation }, i.algebra(), program)
    const own = i.draw({ ...scenario, situation })
    const x = whereBothRise(own.total, other.total, i.domain, digits)
    if (!x || outcome.byEarning.size === 0) return
    const all = (plan: number, ids: Iterable<string>): Counted[] => [...ids].map((earning) => ({ plan, earning }))
    suspectTwice(i, situationAt({ ...scenario, situation }, x), x, 'warning', {
      path: `/together/${k}`,
      at: null,
      before: all(0, own.byEarning.keys()),
      after: [...all(0, own.byEarning.keys()), ...all(k + 1, other.byEarning.keys())],
      first: i.program.plan.title,
      second: program.plan.title,
    })
  })
}

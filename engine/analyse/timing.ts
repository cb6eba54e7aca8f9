import { compare, type Exact, multiply, negate, subtract, ZERO } from '../money/exact.ts'
import { type Period, periodsOf } from '../time/calendar.ts'
import { addDays } from '../time/calendar-date.ts'
import { type Figure, isUnknownIn } from './figure.ts'
import { type History, historiesOf, mainColumn, type Turns } from './histories.ts'
import type { Investigation } from './investigation.ts'
import { digitsOf, numberOf, type Scenario, situationAt } from './scenario.ts'
import { boundaryPeriods, dealOf, periodOn, type Setting, situationOf, yearOf } from './settings.ts'
import { greatest, slopesOf } from './shapes.ts'
import { calendarYears } from './situation.ts'

/** A day that a deal can be moved across: it is credited on the day before, or on it. */
type Boundary = { readonly day: string; readonly early: Period; readonly late: Period; readonly tries: number }

/** The end of a period inside a year, the year's end, and every date that a condition names. */
function boundariesOf(i: Investigation): Boundary[] {
  const { plan } = i.program
  const [first, second, third] = boundaryPeriods(plan, yearOf(i))
  const named = i.survey.dates.slice(0, 3).map((day) => ({
    day,
    early: periodOn(plan, addDays(day, -1)),
    late: periodOn(plan, day),
    tries: 1,
  }))
  return [
    { day: second.from, early: first, late: second, tries: 8 },
    { day: third.from, early: second, late: third, tries: 3 },
    ...named,
  ]
}

/** The day up to which a deal of the period still counts: the end of the longest window that holds it. */
export function horizon(i: Investigation, period: Period): string {
  const { plan } = i.program
  const year = Number(period.from.slice(0, 4))
  const all = periodsOf(calendarYears(year, year + 3), plan.period)
  const at = all.findIndex((p) => p.from === period.from)
  let last = at
  for (const { window } of plan.measures) {
    if (window.kind === 'Trailing') last = Math.max(last, at + window.periods - 1)
    const months = { QuarterToDate: 3, HalfYearToDate: 6, YearToDate: 12 }[window.kind as 'YearToDate']
    if (!months) continue
    const month = Number(period.from.slice(5, 7)) - 1
    const next = (Math.floor(month / months) + 1) * months
    const from = next >= 12 ? `${year + 1}-01-01` : `${year}-${String(next + 1).padStart(2, '0')}-01`
    const until = all.findLastIndex((p) => p.from < from)
    last = Math.max(last, until)
  }
  return addDays((all[Math.min(last, at + 12)] ?? period).to, -1)
}

/**
 * What a deal pays on the last day of a period and on the first of the next, as figures over its amount, for histories of
 * both periods worth trying. What the difference of two rates of the plan explains is said as information: any rate that
 * rises within a window, and any cap, has it. More than that is a warning.
 */
export function inspectTiming(
  i: Investigation,
  setting: Setting,
  turns: Turns,
  usual: Figure,
  hasOnlyWhole: boolean,
): void {
  const { least, most } = slopesOf(usual, i.domain)
  const explained = subtract(most, least)
  const histories = historiesOf(i, setting, turns, 3)
  for (const boundary of boundariesOf(i)) {
    for (const [h1, h2] of pairsOf(histories).slice(0, boundary.tries))
      inspectMove(i, setting, boundary, [h1, h2], explained, hasOnlyWhole)
  }
}

/** Pairs of histories, the likeliest first: nothing against each, each against nothing, then each against another. */
function pairsOf(histories: readonly History[]): (readonly [History, History])[] {
  const [none, ...some] = histories as [History, ...History[]]
  const pairs: (readonly [History, History])[] = [[none, none]]
  for (const h of some) pairs.push([none, h], [h, none])
  for (const a of some) for (const b of some) if (a !== b) pairs.push([a, b])
  return pairs
}

function inspectMove(
  i: Investigation,
  setting: Setting,
  { day, early, late }: Boundary,
  [first, second]: readonly [History, History],
  explained: Exact,
  hasOnlyWhole: boolean,
): void {
  const field = mainColumn(i)
  const dates = { from: early.from, through: horizon(i, late) }
  const before = first.of('before', early.from)
  const after = early.from === late.from ? [] : second.of('before later', late.from)
  const on = (date: string): Scenario => ({
    situation: situationOf(
      i,
      setting,
      [...before, ...after, dealOf(i, setting, { id: 'deal', creditedOn: date })],
      dates,
    ),
    variable: numberOf(field, 'deal'),
  })
  const scenarios = { early: on(addDays(day, -1)), late: on(day) }
  const algebra = i.algebra()
  const [sooner, later] = [i.draw(scenarios.early, algebra), i.draw(scenarios.late, algebra)]
  const gain = algebra.subtract(later.total, sooner.total)
  if (sooner.isPartial || later.isPartial || isUnknownIn(gain)) i.leaveOpen('timing-gain', 'open-unknown')
  const digits = digitsOf(scenarios.early.variable, i.moneyDigits)
  for (const isLate of [true, false]) {
    const worth = (value: Exact, x: Exact) => subtract(isLate ? value : negate(value), multiply(explained, x))
    const signed = (value: Exact) => (isLate ? value : negate(value))
    const beyond = greatest(gain, i.domain, digits, worth)
    const isBeyond = beyond !== undefined && compare(beyond.worth, i.least) >= 0
    const best = isBeyond ? beyond : greatest(gain, i.domain, digits, signed)
    if (!best || compare(signed(best.value), i.least) < 0) continue
    const [from, to] = isLate ? [scenarios.early, scenarios.late] : [scenarios.late, scenarios.early]
    const near = gain.cuts.findLast((c) => compare(c.x, best.x) <= 0) ?? gain.cuts[0]
    const origin = near?.by.find((o) => o.table !== null) ?? near?.by[0] ?? { path: '/earnings', at: null }
    const [was, is] = isLate ? [addDays(day, -1), day] : [day, addDays(day, -1)]
    i.suspect({
      code: 'timing-gain',
      severity: isBeyond && !hasOnlyWhole ? 'warning' : 'info',
      origin,
      worth: isBeyond ? best.worth : ZERO,
      witness: { before: { situation: situationAt(from, best.x) }, after: { situation: situationAt(to, best.x) } },
      say: (replay, value) =>
        compare(value, i.least) < 0
          ? undefined
          : {
              key: isBeyond && !hasOnlyWhole ? 'worth-moving' : 'worth-moving-explained',
              values: {
                x: i.sold(best.x),
                is: { as: 'date', text: is },
                was: { as: 'date', text: was },
                ...i.replayed(replay),
              },
            },
    })
  }
}

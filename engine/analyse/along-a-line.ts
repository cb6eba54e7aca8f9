import { compare, divide, type Exact, isZero, multiply, negate, ONE, subtract, ZERO } from '../money/exact.ts'
import type { Values } from '../words/sentence.ts'
import type { Cut, Origin } from './curve.ts'
import type { Figure } from './figure.ts'
import { isUnknownIn, numberAt } from './figure.ts'
import type { Loophole, Replay, Witness } from './finding.ts'
import type { Investigation } from './investigation.ts'
import { between } from './ratio.ts'
import { digitsOf, type Scenario, situationAt } from './scenario.ts'
import { fallsOf, flatsOf, jumpsOf, pointsIn, type Stretch, steepOf } from './shapes.ts'
import type { Outcome } from './walk.ts'

/** What x is, for what may be said of it. */
export type Line = {
  readonly scenario: Scenario
  /** The column that varies, `deals` for their number, or the title of a figure that is handed in. */
  readonly column: string
  readonly unit: 'money' | 'number' | 'percent'
  readonly isSold: boolean
  readonly isMoney: boolean
  /** Whether another number stands at a value of its own for it. */
  readonly isSlice: boolean
}

export const CURVE_CLASSES: readonly Loophole[] = ['cliff', 'non-monotone', 'marginal-rate', 'flat-zone']

/** Cliffs, falls, steep and flat stretches of what a scenario pays, at breakpoints, exactly. */
export function inspectLine(i: Investigation, line: Line, outcome: Outcome): void {
  const { total } = outcome
  if (outcome.isPartial || isUnknownIn(total)) {
    for (const code of CURVE_CLASSES) i.leaveOpen(code, 'open-unknown')
  }
  cliffs(i, line, outcome)
  if (line.isSold) falls(i, line, outcome)
  if (line.isMoney) steep(i, line, outcome)
  if (line.isSold) flats(i, line, outcome)
}

const witnessOf = (scenario: Scenario, before: Exact, after: Exact): Witness => ({
  before: { situation: situationAt(scenario, before) },
  after: { situation: situationAt(scenario, after) },
})

/** What a sentence about a line is said with: the column, what was replayed, and some of its values. */
const valuesOf =
  (i: Investigation, { column, unit }: Line) =>
  (replay: Replay, points: Readonly<Record<string, Exact>>): Values => ({
    what: { as: 'column', text: column },
    ...i.replayed(replay),
    ...Object.fromEntries(Object.entries(points).map(([name, x]) => [name, { as: unit, text: i.say(x, 4) }])),
  })

const originOf = (cut: Cut): Origin => cut.by.find((o) => o.table !== null) ?? (cut.by[0] as Origin)

function cliffs(i: Investigation, line: Line, { total }: Outcome): void {
  const { scenario, isSold } = line
  const values = valuesOf(i, line)
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  for (const jump of jumpsOf(total, i.least, digits)) {
    if (compare(jump.low, ZERO) <= 0) continue
    const isUp = jump.size.n > 0n
    const isDeclared = jump.cut.by.every((o) => o.table === 'whole')
    const code = isUp || !isSold ? 'cliff' : 'non-monotone'
    const [before, after] = isUp ? [jump.low, jump.high] : [jump.high, jump.low]
    i.suspect({
      code,
      severity: code === 'cliff' && isDeclared ? 'info' : 'warning',
      origin: originOf(jump.cut),
      oddity: line.isSlice ? 1 : 0,
      worth: isUp ? jump.size : negate(jump.size),
      witness: witnessOf(scenario, before, after),
      say: (replay, gain) => {
        if (compare(gain, i.least) < 0) return undefined
        if (!isUp && isSold)
          return { key: 'more-pays-less', values: values(replay, { high: jump.high, low: jump.low }) }
        const said = values(replay, { x: jump.cut.x })
        // What the step itself earns, as every one before it did, is no part of what the edge is worth.
        const jumps = isUp ? jump.size : negate(jump.size)
        const own = subtract(gain, jumps)
        if (compare(own, i.least) < 0) return { key: isDeclared ? 'jump-declared' : 'jump-up', values: said }
        return {
          key: isDeclared ? 'jump-declared-besides' : 'jump-up-besides',
          values: { ...said, gain: i.money(i.sayMoney(jumps)), own: i.money(i.sayMoney(own)) },
        }
      },
    })
  }
}

/** The earning or contest whose own figure has the property in the middle of a stretch; else the block at the stretch's edge. */
function culprit(
  i: Investigation,
  outcome: Outcome,
  stretch: Stretch,
  worst: (rise: Exact) => Exact,
): Pick<Origin, 'path' | 'at'> {
  const points = pointsIn(stretch, 4)
  let best: { id: string; value: Exact } | undefined
  if (points) {
    for (const [id, figure] of outcome.byEarning) {
      const [a, b] = [numberAt(figure, points[0]), numberAt(figure, points[1])]
      const value = a && b && worst(subtract(b, a))
      if (value && (!best || compare(value, best.value) > 0)) best = { id, value }
    }
  }
  for (const [list, parts] of [
    ['earnings', i.program.plan.earnings],
    ['contests', i.program.plan.contests ?? []],
  ] as const) {
    const index = parts.findIndex((part) => part.id === best?.id)
    if (index >= 0) return { path: `/${list}/${index}`, at: parts[index]?.at ?? null }
  }
  return { path: '/earnings', at: null }
}

function falls(i: Investigation, line: Line, outcome: Outcome): void {
  const { scenario, isSlice } = line
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  for (const stretch of fallsOf(outcome.total, i.domain)) {
    const points = pointsIn(stretch, digits)
    if (!points) continue
    const [low, high] = points
    const loss = drop(outcome.total, low, high)
    if (!loss || compare(loss, i.least) < 0) continue
    const cut = stretch.cuts[0]
    i.suspect({
      code: 'non-monotone',
      severity: 'warning',
      origin: cut ? originOf(cut) : culprit(i, outcome, stretch, negate),
      oddity: isSlice ? 1 : 0,
      worth: loss,
      witness: witnessOf(scenario, high, low),
      say: (replay, gain) =>
        compare(gain, i.least) < 0
          ? undefined
          : { key: 'more-pays-less', values: valuesOf(i, line)(replay, { high, low }) },
    })
  }
}

const drop = (figure: Figure, low: Exact, high: Exact): Exact | undefined => {
  const [a, b] = [numberAt(figure, low), numberAt(figure, high)]
  return a && b && subtract(a, b)
}

function steep(i: Investigation, line: Line, outcome: Outcome): void {
  const { scenario, isSlice } = line
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  const copies = copiesOf(scenario)
  for (const stretch of steepOf(outcome.total, i.domain, multiply(i.limit, copies))) {
    const points = pointsIn(stretch, digits)
    if (!points) continue
    const [low, high] = points
    const run = subtract(high, low)
    i.suspect({
      code: 'marginal-rate',
      severity: 'warning',
      origin: culprit(i, outcome, stretch, (rise) => rise),
      oddity: isSlice ? 1 : 0,
      worth: run,
      witness: witnessOf(scenario, low, high),
      say: (replay, gain) => {
        const rate = divide(gain, multiply(run, copies))
        return compare(rate, i.limit) > 0
          ? {
              key: 'rises-too-fast',
              values: {
                ...valuesOf(i, line)(replay, { low, high }),
                rate: i.share(rate),
                limit: i.share(i.limit),
              },
            }
          : undefined
      },
    })
  }
}

/** How many deals alike take the variable's value: what is added, is added to each of them. */
function copiesOf({ situation, variable }: Scenario): Exact {
  if (variable.kind !== 'number') return ONE
  const deal = situation.deals.find((d) => d.id === variable.parts[0]?.deal)
  return { n: BigInt(deal?.times ?? 1), d: 1n }
}

function flats(i: Investigation, line: Line, outcome: Outcome): void {
  const { scenario, isSlice } = line
  const digits = digitsOf(scenario.variable, i.moneyDigits)
  for (const stretch of flatsOf(outcome.total, i.domain)) {
    const points = pointsIn(stretch, digits)
    if (!points) continue
    const [low, high] = points
    // What stands still because of a declared cap or floor would move without it.
    const middle = between(low, high)
    const free = [low, middle, high].map((x) => numberAt(outcome.unbounded, x))
    const still = free.every((v) => v && free[0] && compare(v, free[0]) === 0)
    if (!still) continue
    const isStep = stretch.cuts.length > 0 && stretch.cuts.some((c) => c.by.some((o) => o.table === 'step'))
    const cut = stretch.cuts.at(-1)
    i.suspect({
      code: 'flat-zone',
      severity: isStep ? 'info' : 'warning',
      origin: cut ? originOf(cut) : culprit(i, outcome, stretch, negate),
      oddity: isSlice ? 1 : 0,
      worth: subtract(high, low),
      witness: witnessOf(scenario, low, high),
      say: (replay, gain) =>
        isZero(gain)
          ? {
              key: stretch.hi ? 'stands-still' : 'stands-still-without-end',
              values: valuesOf(i, line)(replay, { low, high }),
            }
          : undefined,
    })
  }
}

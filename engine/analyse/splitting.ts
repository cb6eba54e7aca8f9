import { compare, type Exact, negate, parseExact, ZERO } from '../money/exact.ts'
import type { Figure } from './figure.ts'
import { isAbsent, isRatio, isUnknownIn } from './figure.ts'
import { historiesOf, mainColumn, type Turns } from './histories.ts'
import type { Investigation } from './investigation.ts'
import { fixedValue } from './ratio.ts'
import { digitsOf, numberOf, type Scenario, situationAt, type Variable } from './scenario.ts'
import { datesOf, dealOf, type Setting, situationOf } from './settings.ts'
import { greatest } from './shapes.ts'
import type { SituationDeal } from './situation.ts'

const HALF = parseExact('0.5')
const QUARTER = parseExact('0.25')
const REST = parseExact('0.75')

/** What a deal that is cut in two leaves to one part, of every column that adds up. */
function cut(i: Investigation, deal: SituationDeal, part: Exact): SituationDeal {
  const of = (text: string) => {
    const value = parseExact(text)
    return shortText({ n: value.n * part.n, d: value.d * part.d })
  }
  const fields = { ...deal.fields }
  for (const [field, type] of i.survey.numbers) {
    const value = fields[field]
    if (typeof value === 'string' && (type === 'money' || type === 'quantity')) fields[field] = of(value)
  }
  return {
    ...deal,
    ...(deal.amount === undefined ? {} : { amount: of(deal.amount) }),
    ...(deal.quantity === undefined ? {} : { quantity: of(deal.quantity) }),
    fields,
  }
}

const shortText = (x: Exact): string => {
  const tenThousandths = (x.n * 10_000n) / x.d
  const whole = tenThousandths / 10_000n
  const rest = (tenThousandths % 10_000n).toString().padStart(4, '0').replace(/0+$/, '')
  return rest === '' ? `${whole}` : `${whole}.${rest}`
}

/**
 * What one deal pays and what its two parts pay, as figures over its amount, after each history worth trying. The law is
 * that they are the same under tables read over slices or over the whole window; where they differ, either splitting or
 * joining is worth the difference.
 */
export function inspectSplitting(i: Investigation, setting: Setting, turns: Turns): void {
  const field = mainColumn(i)
  const dates = datesOf(i, setting)
  const on = setting.on
  for (const history of historiesOf(i, setting, turns, 3)) {
    const before = history.of('before', dates.from)
    const deal = dealOf(i, setting, { id: 'deal', creditedOn: on })
    for (const [first, second] of history.name === ''
      ? [
          [HALF, HALF],
          [QUARTER, REST],
        ]
      : [[HALF, HALF]]) {
      const one: Scenario = {
        situation: situationOf(i, setting, [...before, deal], dates),
        variable: numberOf(field, 'deal'),
      }
      const parts: Variable = {
        kind: 'number',
        field,
        parts: [
          { deal: 'deal', part: first as Exact, plus: ZERO },
          { deal: 'part', part: second as Exact, plus: ZERO },
        ],
      }
      const two: Scenario = {
        situation: situationOf(
          i,
          setting,
          [...before, cut(i, deal, first as Exact), { ...cut(i, deal, second as Exact), id: 'part' }],
          dates,
        ),
        variable: parts,
      }
      compareScenarios(i, one, two)
    }
  }
}

function compareScenarios(i: Investigation, one: Scenario, two: Scenario): void {
  const algebra = i.algebra()
  const [whole, parts] = [i.draw(one, algebra), i.draw(two, algebra)]
  const gain = algebra.subtract(parts.total, whole.total)
  if (whole.isPartial || parts.isPartial || isUnknownIn(gain)) i.leaveOpen('splitting-gain', 'open-unknown')
  if (algebra.isCoarse) i.leaveOpen('splitting-gain', 'open-rounded-parts')
  if (isNothing(gain)) return
  // Parts must have the decimals that amounts have, so x is even in its last four places.
  const digits = Math.max(0, digitsOf(one.variable, i.moneyDigits) - 2)
  for (const isSplit of [true, false]) {
    const best = greatest(gain, i.domain, digits, (value) => (isSplit ? value : negate(value)))
    if (!best || compare(best.worth, i.least) < 0) continue
    const [before, after] = isSplit ? [one, two] : [two, one]
    i.suspect({
      code: 'splitting-gain',
      severity: 'warning',
      origin: placeOf(i, gain, best.x),
      worth: best.worth,
      witness: { before: { situation: situationAt(before, best.x) }, after: { situation: situationAt(after, best.x) } },
      say: (replay, worth) =>
        compare(worth, i.least) < 0
          ? undefined
          : isSplit
            ? { key: 'worth-splitting', values: { x: i.sold(best.x), ...i.replayed(replay) } }
            : { key: 'worth-joining', values: { x: i.sold(best.x), ...i.replayed(replay) } },
    })
  }
}

const isNothing = (figure: Figure): boolean =>
  figure.cells.every((cell) => isAbsent(cell) || (isRatio(cell) && fixedValue(cell)?.n === 0n))

/** The block at whose edge the figures part; else all earnings. */
function placeOf(i: Investigation, gain: Figure, x: Exact): { path: string; at: string | null } {
  const near = gain.cuts.findLast((c) => compare(c.x, x) <= 0) ?? gain.cuts[0]
  const origin = near?.by.find((o) => o.table !== null) ?? near?.by[0]
  if (origin) return origin
  const index = Math.max(
    0,
    i.program.plan.earnings.findIndex((e) => e.per === 'credit'),
  )
  return { path: `/earnings/${index}`, at: i.program.plan.earnings[index]?.at ?? null }
}

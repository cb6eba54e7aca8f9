import { compare, type Exact, parseExact, powerOfTen } from '../money/exact.ts'
import { addDays } from '../time/calendar-date.ts'
import { historiesOf, mainColumn, type Turns, withNumber } from './histories.ts'
import type { Investigation } from './investigation.ts'
import { boundaryPeriods, dealOf, representatives, type Setting, situationOf, yearOf } from './settings.ts'
import { payOf, type Situation } from './situation.ts'
import { horizon } from './timing.ts'

/** Deals tried after each history. */
const DEALS = 3
/** What a calculation of one situation costs, in steps. */
const STEPS = 400

/**
 * What a deal leaves behind that is taken back only after the period in which it counted. A clawback that takes back
 * everything takes what the deal itself earned; what the deal brought elsewhere, such as a bonus on the period, stays. The
 * engine itself is asked, for deals that stand for others. What a clawback leaves by its own words is not looked at.
 */
export function inspectReversals(i: Investigation, setting: Setting, turns: Turns): void {
  for (const [index, { manner, share }] of (i.program.plan.clawbacks ?? []).entries()) {
    const takesAll = manner.kind === 'Full' && parseExact(share).n === parseExact(share).d
    i.leaveOpen('timing-gain', takesAll ? 'open-reversals' : 'open-clawback-partly', `/clawbacks/${index}`)
    if (takesAll) reverseLater(i, setting, turns, index)
  }
}

function reverseLater(i: Investigation, setting: Setting, turns: Turns, index: number): void {
  const [first, second] = boundaryPeriods(i.program.plan, yearOf(i))
  const field = mainColumn(i)
  const last = addDays(second.from, -1)
  const dates = { from: first.from, through: horizon(i, second) }
  for (const history of historiesOf(i, setting, turns, 2)) {
    for (const value of representatives([...turns.sold, parseExact('10000')], DEALS)) {
      const deal = withNumber(dealOf(i, setting, { id: 'deal', creditedOn: first.from }), field, value)
      const back = { ...withNumber(deal, field, `-${value}`), id: 'reversal', reverses: 'deal' }
      const reversedOn = (creditedOn: string): Situation =>
        situationOf(i, setting, [...history.of('before', first.from), deal, { ...back, creditedOn }], dates)
      const [early, late] = [reversedOn(last), reversedOn(second.from)]
      i.budget.spend(STEPS)
      const [was, is] = [payOf(i.program, early), payOf(i.program, late)]
      const worth: Exact = { n: is.settled - was.settled, d: powerOfTen(i.moneyDigits) }
      if (!was.isWhole || !is.isWhole || compare(worth, i.least) < 0) continue
      i.suspect({
        code: 'timing-gain',
        severity: 'warning',
        origin: { path: `/clawbacks/${index}`, at: i.program.plan.clawbacks?.[index]?.at ?? null },
        worth,
        witness: { before: { situation: early }, after: { situation: late } },
        say: (replay, gain) =>
          compare(gain, i.least) < 0
            ? undefined
            : {
                key: 'reversed-later',
                values: {
                  x: i.sold(parseExact(value)),
                  is: { as: 'date', text: second.from },
                  was: { as: 'date', text: last },
                  ...i.replayed(replay),
                },
              },
      })
    }
  }
}

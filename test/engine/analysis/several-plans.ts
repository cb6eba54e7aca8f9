import type { Expression, Loophole, Plan } from '#engine'
import { atLeast, earning, field, measure, num, ownerRule, pct, plan, sumOf, times, usd } from '#test/support/plans'
import { Dice } from '#test/support/random'

/** Plans of four numbers that vary: amount, profit, cost and a score. */
const add = (...of: Expression[]): Expression => ({ kind: 'Add', of })
const least = (...of: Expression[]): Expression => ({ kind: 'Min', of })
const most = (...of: Expression[]): Expression => ({ kind: 'Max', of })
const minus = (left: Expression, right: Expression): Expression => ({ kind: 'Subtract', left, right })
const all = (...of: Expression[]): Expression => ({ kind: 'And', of })
const choose = (when: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'If',
  when,
  then,
  otherwise,
})
const isOf = (type: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: { kind: 'CreditType' },
  right: { kind: 'Text', value: type },
})
const [revenue, profit, cost, score] = ['revenue', 'profit', 'cost', 'score'].map((id) => measure(id)) as [
  Expression,
  Expression,
  Expression,
  Expression,
]

/** What each of the three sums pays by itself: a rate, and a higher one on what exceeds an edge. */
const bent = (d: Dice, of: Expression): Expression =>
  add(
    times(pct(`0.0${d.whole(2, 5)}`), of),
    times(pct(`0.0${d.whole(1, 4)}`), most(minus(of, usd(`${d.whole(20, 90)}000`)), usd('0'))),
  )

const planOf = (...amounts: Expression[]): Plan =>
  plan({
    fields: [
      { id: 'profit', type: 'money' },
      { id: 'cost', type: 'money' },
    ],
    credits: ['revenue', 'profit', 'cost'].map((id) =>
      ownerRule({ id, creditType: id, amount: field(id === 'revenue' ? 'amount' : id) }),
    ),
    measures: ['revenue', 'profit', 'cost'].map((id) => sumOf({ id, when: isOf(id) })),
    inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
    earnings: amounts.map((amount, k) => earning(amount, { id: `e${k}` })),
  })

export type SeveralPlan = { readonly plan: Plan; readonly shape: string }

/** All of it in one earning, so that no number can be looked at without the others. */
const clean = (d: Dice): readonly { readonly amount: Expression; readonly shape: string }[] => {
  const base = [bent(d, revenue), bent(d, profit), bent(d, cost)]
  const bonus = times(usd(`${d.whole(10, 50)}00`), score)
  return [
    { shape: 'sums that bend', amount: add(...base, bonus) },
    {
      shape: 'the larger of two sums, plus the third',
      amount: add(
        most(base[0] as Expression, base[1] as Expression),
        times(pct('0.01'), add(revenue, profit, cost)),
        bonus,
      ),
    },
    {
      shape: 'a rate on what profit exceeds a share of revenue',
      amount: add(...base, times(pct('0.02'), most(minus(profit, times(pct('0.08'), revenue)), usd('0'))), bonus),
    },
    {
      shape: 'the least of three, and a little of each',
      amount: add(
        times(pct('0.1'), least(revenue, profit, cost)),
        times(pct('0.01'), add(revenue, profit, cost)),
        bonus,
      ),
    },
  ]
}

/** A loophole where three numbers are all beyond what a line at ordinary values shows. */
const corner = (d: Dice): Expression =>
  all(
    atLeast(revenue, usd(`${d.whole(120, 400)}000`)),
    atLeast(profit, usd(`${d.whole(60, 200)}000`)),
    atLeast(cost, usd(`${d.whole(50, 90)}000`)),
    atLeast(score, pct(`1.${d.whole(1, 4)}`)),
  )

export const HIDDEN: Partial<Record<Loophole, (d: Dice) => Expression>> = {
  cliff: (d) => choose(corner(d), usd(`${d.whole(5, 90)}00`), usd('0')),
  'non-monotone': (d) => choose(corner(d), usd(`-${d.whole(5, 90)}00`), usd('0')),
  'marginal-rate': (d) =>
    // Continuous: it rises by 90 % of what the least of three distances to an edge rises by.
    times(
      pct('0.9'),
      most(
        usd('0'),
        least(
          minus(revenue, usd(`${d.whole(120, 300)}000`)),
          minus(profit, usd(`${d.whole(60, 150)}000`)),
          minus(cost, usd(`${d.whole(50, 90)}000`)),
        ),
      ),
    ),
}

export function hidden(code: keyof typeof HIDDEN, seed: number): SeveralPlan {
  const d = new Dice(seed * 31 + code.length)
  const shapes = clean(d)
  const { amount, shape } = shapes[seed % shapes.length] as (typeof shapes)[number]
  const extra = (HIDDEN[code] as (d: Dice) => Expression)(d)
  return { plan: planOf(add(amount, extra)), shape: `${code} in ${shape}` }
}

export function severalClean(seed: number): SeveralPlan {
  const shapes = clean(new Dice(seed * 17 + 5))
  const { amount, shape } = shapes[seed % shapes.length] as (typeof shapes)[number]
  return { plan: planOf(amount), shape }
}

/** A bonus on what cannot be: each of three is more than twice the next. No interval tells, and no situation shows it. */
export const impossible: Plan = planOf(
  add(
    times(pct('0.01'), add(revenue, profit, cost)),
    choose(
      all(
        atLeast(revenue, times(num('2'), profit)),
        atLeast(profit, times(num('2'), cost)),
        atLeast(cost, times(num('2'), revenue)),
      ),
      usd('500'),
      usd('0'),
    ),
    times(usd('1'), score),
  ),
)

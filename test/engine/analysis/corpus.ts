import type { AnalysisOptions, Earning, Expression, Loophole, Matrix, Measure, Plan, RateTable } from '#engine'
import {
  atLeast,
  countOf,
  credit,
  earning,
  field,
  is,
  measure,
  num,
  onWindow,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
  usd,
} from '#test/support/plans'
import { Dice } from '#test/support/random'

/** A plan of the corpus, with the options under which its loophole is one. */
export type Seeded = { readonly plan: Plan; readonly options?: AnalysisOptions; readonly shape: string }

type Make = (d: Dice) => { over: Partial<Plan>; options?: AnalysisOptions; shape: string }

const quota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' }
const attainment: Expression = { kind: 'Attainment', measure: 'revenue', quota: 'revenue' }
const revenue = measure('revenue')
const add = (...of: Expression[]): Expression => ({ kind: 'Add', of })
const least = (...of: Expression[]): Expression => ({ kind: 'Min', of })
const most = (...of: Expression[]): Expression => ({ kind: 'Max', of })
const minus = (left: Expression, right: Expression): Expression => ({ kind: 'Subtract', left, right })
const choose = (when: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'If',
  when,
  then,
  otherwise,
})
const before = (left: Expression, right: Expression): Expression => ({ kind: 'Compare', op: '<', left, right })
const both = (...of: Expression[]): Expression => ({ kind: 'And', of })
const cell = (of: Expression): Expression => ({ kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of } })
const rate = (d: Dice, from = 2, to = 9): Expression => pct(`0.0${d.whole(from, to)}`)
const edgeShare = (d: Dice): string => d.oneOf(['0.5', '0.75', '0.8', '0.9', '1', '1.1', '1.25'])
const edgeMoney = (d: Dice): string => `${d.whole(20, 200)}000`
const bonus = (d: Dice): Expression => usd(`${d.whole(5, 80)}00`)
const matrix = (over: Partial<Matrix> & Pick<Matrix, 'axes' | 'cells'>): Matrix => ({
  kind: 'Matrix',
  id: 'grid',
  title: 'Grid',
  ...over,
})
const fields = [
  { id: 'region', type: 'choice' as const },
  { id: 'profit', type: 'money' as const },
]
const uses = (over: Partial<Plan>): Partial<Plan> => over

/** An axis: by attainment or by amount, with an edge on it and what is read. */
const axis = (d: Dice): { kind: 'share' | 'money'; edges: string[]; x: Expression } =>
  d.next() < 0.5
    ? {
        kind: 'share',
        edges: d.oneOf([
          ['0', '0.8'],
          ['0', '1'],
          ['0', '1.25'],
        ]),
        x: attainment,
      }
    : { kind: 'money', edges: ['0', edgeMoney(d)], x: revenue }
const reached = (d: Dice): Expression =>
  d.next() < 0.5 ? atLeast(attainment, pct(edgeShare(d))) : atLeast(revenue, usd(edgeMoney(d)))
const perPeriod = (amount: Expression, over: Partial<Earning> = {}): Partial<Plan> => ({
  measures: [sumOf()],
  earnings: [earning(amount, over)],
})
const perCredit = (amount: Expression, over: Partial<Earning> = {}): Partial<Plan> => ({
  earnings: [earning(amount, { per: 'credit', ...over })],
})
const withTable = (over: Partial<Plan>, t: RateTable): Partial<Plan> => ({ ...over, tables: [t] })
const two = (d: Dice, low: number, high: number): [Expression, Expression] => [
  pct(`0.0${d.whole(1, low)}`),
  pct(`0.${d.whole(high, 19)}`),
]

const CLIFFS: Make[] = [
  (d) => {
    const { kind, edges, x } = axis(d)
    const t = table('step', kind, [
      [edges[0]!, usd('0')],
      [edges[1]!, bonus(d)],
    ])
    return { over: withTable(perPeriod(onWindow(x)), t), shape: 'steps' }
  },
  (d) => ({ over: perPeriod(add(times(rate(d), revenue), choose(reached(d), bonus(d), usd('0')))), shape: 'if' }),
  (d) => ({ over: perPeriod(times(rate(d), revenue), { gate: reached(d) }), shape: 'gate' }),
  (d) => ({ over: perPeriod(times(choose(reached(d), pct('0.08'), pct('0.05')), revenue)), shape: 'rate by if' }),
  (d) => {
    const { kind, edges, x } = axis(d)
    const [low, high] = two(d, 5, 10)
    return {
      over: withTable(
        perPeriod(times(cell(x), revenue)),
        table('step', kind, [
          [edges[0]!, low],
          [edges[1]!, high],
        ]),
      ),
      shape: 'cell',
    }
  },
  (d) => ({
    over: perCredit(times(choose(atLeast(credit, usd(edgeMoney(d))), pct('0.09'), pct('0.06')), credit)),
    shape: 'deal size',
  }),
  (d) => ({
    over: uses({
      ...perPeriod(times({ kind: 'MatrixCell', matrix: 'grid', of: [attainment, usd('1')] }, revenue)),
      matrices: [
        matrix({
          axes: [
            { kind: 'Bands', axis: 'share', edgeBelongsTo: d.oneOf(['higher', 'lower']), from: ['0', edgeShare(d)] },
            { kind: 'Bands', axis: 'money', edgeBelongsTo: 'higher', from: ['0'] },
          ],
          cells: [pct('0.03'), pct('0.07')],
        }),
      ],
    }),
    shape: 'matrix',
  }),
  (d) => ({
    over: uses({
      fields: [fields[1]!],
      credits: [ownerRule(), ownerRule({ id: 'profit', creditType: 'profit', amount: field('profit') })],
      measures: [
        sumOf({
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'revenue' } },
        }),
        sumOf({
          id: 'profit',
          title: 'Profit',
          when: { kind: 'Compare', op: '=', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'profit' } },
        }),
      ],
      earnings: [earning(times(rate(d), revenue), { gate: atLeast(measure('profit'), usd(`${d.whole(1, 40)}000`)) })],
    }),
    shape: 'gate on another measure',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf(), countOf({ id: 'deals' })],
      earnings: [
        earning(
          add(times(rate(d), revenue), choose(atLeast(measure('deals'), num(`${d.whole(3, 20)}`)), bonus(d), usd('0'))),
        ),
      ],
    }),
    shape: 'number of deals',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf()],
      inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
      earnings: [
        earning(
          choose(atLeast(measure('score'), pct(d.oneOf(['0.6', '0.8', '0.9']))), times(rate(d), revenue), usd('0')),
        ),
      ],
    }),
    shape: 'input',
  }),
  (d) => ({
    over: uses({
      ...perPeriod(times(rate(d), revenue), { cap: usd('900000'), gate: both(reached(d), reached(d)) }),
    }),
    shape: 'two gates and a cap',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf({ id: 'one' })],
      compositeMeasures: [
        {
          kind: 'CompositeMeasure',
          id: 'revenue',
          title: 'Weighted',
          of: [{ measure: 'one', weight: d.oneOf(['0.5', '0.7', '2']) }],
        },
      ],
      earnings: [earning(choose(atLeast(attainment, pct(edgeShare(d))), bonus(d), usd('0')))],
    }),
    shape: 'composite',
  }),
]

const FALLS: Make[] = [
  (d) => ({
    over: perPeriod(times(choose(reached(d), pct('0.03'), pct('0.08')), revenue)),
    shape: 'lower rate for all',
  }),
  (d) => {
    const { kind, edges, x } = axis(d)
    const t = table('step', kind, [
      [edges[0]!, usd(`${d.whole(40, 60)}00`)],
      [edges[1]!, usd(`${d.whole(5, 30)}00`)],
    ])
    return { over: withTable(perPeriod(onWindow(x)), t), shape: 'falling steps' }
  },
  (d) => {
    const { kind, edges, x } = axis(d)
    const t = table('whole', kind, [
      [edges[0]!, pct('0.1')],
      [edges[1]!, pct('0.04')],
    ])
    return {
      over: withTable(perPeriod(onWindow(kind === 'share' ? revenue : x, kind === 'share' ? { per: quota } : {})), t),
      shape: 'falling whole table',
    }
  },
  (d) => {
    const t = table('marginal', 'money', [
      ['0', rate(d)],
      [edgeMoney(d), pct(`-0.0${d.whole(1, 5)}`)],
    ])
    return { over: withTable({ measures: [sumOf()], ...perCredit(running('slice')) }, t), shape: 'negative slice' }
  },
  (d) => ({
    over: perPeriod(
      minus(
        times(pct('0.05'), revenue),
        times(pct(`0.${d.whole(10, 30)}`), most(usd('0'), minus(revenue, usd(edgeMoney(d))))),
      ),
    ),
    shape: 'penalty',
  }),
  (d) => {
    const t = table('interpolated', 'share', [
      ['0', pct('0.09')],
      ['1', pct('0.08')],
      ['2', pct(`0.0${d.whole(1, 3)}`)],
    ])
    return { over: withTable(perPeriod(times(cell(attainment), revenue)), t), shape: 'falling line times revenue' }
  },
  (d) => ({
    over: perCredit(times(choose(before(credit, usd(edgeMoney(d))), pct('0.1'), pct('0.06')), credit)),
    shape: 'larger deals at a lower rate',
  }),
  (d) => ({
    over: uses({
      ...perPeriod(times({ kind: 'MatrixCell', matrix: 'grid', of: [attainment] }, revenue)),
      matrices: [
        matrix({
          axes: [{ kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: ['0', edgeShare(d), '2'] }],
          cells: [pct('0.05'), pct('0.07'), pct('0.04')],
        }),
      ],
    }),
    shape: 'matrix',
  }),
  (d) => ({
    over: perPeriod(times(rate(d), revenue), { gate: before(revenue, usd(edgeMoney(d))) }),
    shape: 'gate that closes',
  }),
  (d) => ({
    over: perPeriod(
      least(
        times(pct('0.06'), revenue),
        most(usd('500'), minus(usd('12000'), times(pct(`0.0${d.whole(1, 9)}`), revenue))),
      ),
    ),
    shape: 'min and max',
  }),
]

const STEEP: Make[] = [
  (d) => {
    const t = table('marginal', 'share', [
      ['0', pct('0.05')],
      [edgeShare(d), pct(`0.${d.whole(55, 90)}`)],
    ])
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('slice', { per: quota })) }, t),
      shape: 'slice',
    }
  },
  (d) => ({ over: perCredit(times(pct(`0.${d.whole(52, 90)}`), credit)), shape: 'flat rate' }),
  (d) => {
    const t = table('interpolated', 'money', [
      ['0', usd('0')],
      ['100000', usd(`${d.whole(55, 90)}000`)],
      ['200000', usd('95000')],
    ])
    return { over: withTable(perPeriod(onWindow(revenue)), t), shape: 'steep line' }
  },
  (d) => ({
    over: perPeriod(
      add(
        times(rate(d), revenue),
        times(pct(`0.${d.whole(52, 80)}`), most(usd('0'), minus(revenue, usd(edgeMoney(d))))),
      ),
    ),
    shape: 'max',
  }),
  (d) => ({ over: perCredit(times(pct(`0.${d.whole(27, 40)}`), num('2'), credit)), shape: 'accelerator' }),
  (d) => ({
    over: perCredit(times(pct(`0.${d.whole(11, 30)}`), credit)),
    options: { marginalLimit: '0.1' },
    shape: 'another limit',
  }),
  (d) => {
    const t = table('interpolated', 'share', [
      ['0', pct('0.05')],
      ['1', pct('0.2')],
      ['2', pct(`0.${d.whole(50, 80)}`)],
    ])
    return {
      over: withTable(perPeriod(times(cell(attainment), revenue), { cap: usd('200000') }), t),
      shape: 'rising line times revenue',
    }
  },
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      earnings: [earning(times(pct(`0.${d.whole(52, 80)}`), credit), { per: 'credit', when: is('region', 'north') })],
    }),
    shape: 'in one region only',
  }),
  (d) => ({
    over: uses({
      parameters: [{ kind: 'Parameter', id: 'own', title: 'Own rate', type: 'percent', default: null }],
      ...perCredit(times({ kind: 'Parameter', parameter: 'own' }, credit)),
    }),
    options: { parameters: { own: `0.${d.whole(52, 80)}` } },
    shape: 'parameter',
  }),
]

const rising = (d: Dice): Expression[] => {
  const start = d.whole(1, 4)
  return [0, 2, 4, 6].map((k) => pct(`0.0${Math.min(9, start + k)}`))
}
const DEAD: Make[] = [
  (d) => {
    const [a, b, , c] = rising(d)
    const t = table('marginal', 'share', [
      ['0', a!],
      ['0.5', b!],
      ['1', b!],
      ['1.5', c!],
    ])
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('slice', { per: quota })) }, t),
      shape: 'two bands alike',
    }
  },
  (d) => {
    const [a, b, c] = rising(d)
    const t = table('whole', 'share', [
      ['0', a!],
      [edgeShare(d), b!],
      ['2', c!],
    ])
    return { over: withTable(perPeriod(times(cell(least(attainment, pct('1.5'))), revenue)), t), shape: 'above a min' }
  },
  (d) => {
    const [a, b, c] = rising(d)
    const t = table('step', 'number', [
      ['-5', a!],
      ['0', b!],
      [`${d.whole(4, 20)}`, c!],
    ])
    return {
      over: withTable({ measures: [countOf()], earnings: [earning(times(cell(revenue), usd('10000')))] }, t),
      shape: 'a count below zero',
    }
  },
  (d) => {
    const [a, b, c] = rising(d)
    const t = table('step', 'share', [
      ['0', a!],
      [edgeShare(d), b!],
      ['3', c!],
    ])
    return {
      over: withTable(
        perPeriod(choose(before(attainment, pct('2')), times(cell(attainment), revenue), usd('9000'))),
        t,
      ),
      shape: 'ruled out by an if',
    }
  },
  (d) => {
    const [a, b] = rising(d)
    const t = table('step', 'share', [
      ['0', a!],
      ['0.5', a!],
      [edgeShare(d) === '0.5' ? '0.9' : '1', b!],
    ])
    return { over: withTable(perPeriod(times(cell(attainment), revenue)), t), shape: 'the first two alike' }
  },
  (d) => {
    const t = table('interpolated', 'share', [
      ['0', pct('0.02')],
      ['1', pct('0.04')],
      ['2', pct('0.06')],
      ['3', pct(`0.1${d.whole(0, 9)}`)],
    ])
    return { over: withTable(perPeriod(times(cell(attainment), revenue)), t), shape: 'a point on the line' }
  },
  (d) => ({
    over: uses({
      ...perPeriod(times({ kind: 'MatrixCell', matrix: 'grid', of: [attainment] }, revenue)),
      matrices: [
        matrix({
          axes: [
            {
              kind: 'Bands',
              axis: 'share',
              edgeBelongsTo: 'higher',
              from: ['0', '0.5', edgeShare(d) === '0.5' ? '0.9' : '1'],
            },
          ],
          cells: [pct('0.02'), pct('0.05'), pct('0.05')],
        }),
      ],
    }),
    shape: 'matrix',
  }),
  (d) => {
    const [a, b, c] = rising(d)
    const t = table('step', 'share', [
      ['0', a!],
      ['0.5', b!],
      ['1.2', c!],
    ])
    return {
      over: withTable(
        {
          measures: [sumOf()],
          inputMeasures: [],
          earnings: [
            earning(times(cell(least(pct('1'), most(pct('0'), attainment))), revenue), {
              gate: atLeast(revenue, usd(edgeMoney(d))),
            }),
          ],
        },
        t,
      ),
      shape: 'clamped',
    }
  },
]

const FLAT: Make[] = [
  (d) => {
    const t = table('marginal', 'share', [
      ['0', rate(d)],
      ['0.8', pct('0')],
      ['1.2', rate(d)],
    ])
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('slice', { per: quota })) }, t),
      shape: 'a slice at nothing',
    }
  },
  (d) => {
    const t = table('marginal', 'money', [
      ['0', pct('0')],
      [edgeMoney(d), rate(d)],
    ])
    return { over: withTable(perPeriod(onWindow(revenue)), t), shape: 'nothing below a threshold' }
  },
  (d) => ({ over: perPeriod(times(rate(d), most(usd('0'), minus(revenue, usd(edgeMoney(d)))))), shape: 'max' }),
  (d) => ({
    over: perPeriod(
      add(
        times(rate(d), least(revenue, usd('40000'))),
        times(rate(d), most(usd('0'), minus(revenue, usd(`${d.whole(60, 120)}000`)))),
      ),
    ),
    shape: 'min and max',
  }),
  (d) => ({
    over: perPeriod(least(times(rate(d), revenue), usd(`${d.whole(2, 9)}000`))),
    shape: 'a cap that is not declared',
  }),
  (d) => {
    const t = table('interpolated', 'share', [
      ['0', usd('0')],
      ['0.5', usd('4000')],
      ['1', usd('4000')],
      ['1.5', usd(`${d.whole(5, 9)}000`)],
    ])
    return { over: withTable(perPeriod(onWindow(attainment), { cap: usd('8500') }), t), shape: 'a level line' }
  },
  (d) => ({ over: perPeriod(times(rate(d), revenue), { gate: reached(d) }), shape: 'below a gate' }),
  (d) => ({
    over: perPeriod(most(usd(`${d.whole(1, 9)}000`), times(rate(d), revenue))),
    shape: 'a floor that is not declared',
  }),
  (d) => ({ over: perPeriod(choose(reached(d), times(rate(d), revenue), usd(`${d.whole(1, 9)}00`))), shape: 'if' }),
]

const onDay = (day: string, name = 'creditedOn'): Expression => ({
  kind: 'Compare',
  op: '>=',
  left: field(name),
  right: { kind: 'Date', value: day },
})
const TIMING: Make[] = [
  (d) => ({
    over: uses({
      period: d.oneOf(['month', 'quarter'] as const),
      ...perPeriod(choose(reached(d), bonus(d), usd('0'))),
    }),
    shape: 'a bonus per period',
  }),
  (d) => ({
    over: perCredit(
      times(choose(onDay(d.oneOf(['2026-04-01', '2026-07-01', '2026-10-01'])), pct('0.09'), pct('0.05')), credit),
    ),
    shape: 'a rate from a day on',
  }),
  (d) => ({
    over: uses({
      period: d.oneOf(['month', 'quarter'] as const),
      ...perPeriod(times(rate(d), revenue), { gate: reached(d) }),
    }),
    shape: 'gate',
  }),
  (d) => {
    const t = table('marginal', 'share', [
      ['0', pct('0.03')],
      [edgeShare(d), pct('0.09')],
    ])
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('slice', { per: quota })) }, t),
      shape: 'accelerator',
    }
  },
  (d) => ({ over: perCredit(times(rate(d), credit), { cap: usd(`${d.whole(1, 9)}000`) }), shape: 'cap' }),
  (d) => ({
    over: uses({
      period: 'month',
      measures: [sumOf({ window: { kind: 'Trailing', periods: d.whole(2, 4) } })],
      earnings: [earning(choose(reached(d), bonus(d), usd('0')))],
    }),
    shape: 'trailing bonus',
  }),
  (d) => ({
    over: uses({
      period: 'month',
      measures: [sumOf({ window: { kind: 'QuarterToDate' } })],
      earnings: [earning(choose(atLeast(revenue, usd(edgeMoney(d))), bonus(d), usd('0')))],
    }),
    shape: 'paid in every month of a quarter',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf(), countOf({ id: 'deals' })],
      earnings: [earning(choose(atLeast(measure('deals'), num(`${d.whole(2, 6)}`)), bonus(d), usd('0')))],
    }),
    shape: 'deals in a period',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf({ window: { kind: 'Dates', from: '2026-07-01', to: '2026-10-01' } })],
      earnings: [earning(times(rate(d), revenue))],
    }),
    shape: 'a SPIFF between dates',
  }),
]

const SPLITS: Make[] = [
  (d) => ({
    over: perCredit(times(choose(atLeast(credit, usd(edgeMoney(d))), pct('0.09'), pct('0.05')), credit)),
    shape: 'larger deals at a higher rate',
  }),
  (d) => ({ over: perCredit(bonus(d)), shape: 'an amount per deal' }),
  (d) => ({ over: perCredit(least(times(rate(d), credit), bonus(d))), shape: 'min per deal' }),
  (d) => ({ over: perCredit(most(times(rate(d), credit), bonus(d))), shape: 'max per deal' }),
  (d) => {
    const t = table('step', 'money', [
      ['0', pct('0.04')],
      [edgeMoney(d), pct('0.08')],
    ])
    return {
      over: withTable(
        {
          measures: [sumOf()],
          ...perCredit(
            times(
              { kind: 'TableCell', table: 'rates', reads: { kind: 'Running', measure: 'revenue', lookup: 'after' } },
              credit,
            ),
          ),
        },
        t,
      ),
      shape: 'looked up after the deal',
    }
  },
  (d) => {
    const t = table('whole', 'share', [
      ['0', pct('0.04')],
      [edgeShare(d), pct('0.08')],
    ])
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('before', { per: quota })) }, t),
      shape: 'looked up before the deal',
    }
  },
  (d) => ({
    over: uses({ measures: [countOf({ id: 'deals' })], earnings: [earning(times(measure('deals'), bonus(d)))] }),
    shape: 'an amount for each deal',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf({ aggregate: 'maximum' })],
      earnings: [earning(times(rate(d), { kind: 'Default', of: revenue, otherwise: usd('0') }))],
    }),
    shape: 'the largest deal',
  }),
  (d) => {
    const t = table('marginal', 'money', [
      ['0', pct('0.04')],
      [edgeMoney(d), pct('0.08')],
    ])
    return {
      over: withTable(perCredit({ kind: 'ApplyTable', table: 'rates', reads: { kind: 'Transaction', of: credit } }), t),
      shape: 'slices of each deal',
    }
  },
  (d) => ({
    over: uses({
      measures: [countOf({ id: 'deals' })],
      earnings: [earning(choose(atLeast(measure('deals'), num(`${d.whole(3, 9)}`)), bonus(d), usd('0')))],
    }),
    shape: 'a number of deals',
  }),
]

const DOUBLE: Make[] = [
  (d) => ({
    over: uses({
      credits: [ownerRule(), ownerRule({ id: 'again', title: 'Again' })],
      ...perCredit(times(rate(d), credit)),
    }),
    shape: 'two rules alike',
  }),
  (d) => ({
    over: uses({
      credits: [
        ownerRule(),
        ownerRule({ id: 'team', title: 'Team', to: { kind: 'DealTeam', role: d.oneOf([null, 'seller', 'engineer']) } }),
      ],
      ...perPeriod(times(rate(d), revenue)),
    }),
    shape: 'owner and team',
  }),
  (d) => ({
    over: uses({
      earnings: [
        earning(times(rate(d), credit), { per: 'credit' }),
        earning(times(rate(d), credit), { id: 'second', title: 'Second', per: 'credit' }),
      ],
    }),
    shape: 'two earnings',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf()],
      earnings: [
        earning(times(rate(d), credit), { per: 'credit' }),
        earning(times(rate(d), most(usd('0'), minus(revenue, usd(edgeMoney(d))))), { id: 'second', title: 'Second' }),
      ],
    }),
    shape: 'per deal, and again per period',
  }),
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      earnings: [
        earning(times(rate(d), credit), { per: 'credit', when: is('region', 'north') }),
        earning(times(rate(d), credit), {
          id: 'second',
          title: 'Second',
          per: 'credit',
          when: { kind: 'OneOf', of: field('region'), list: { kind: 'TextList', values: ['south', 'north'] } },
        }),
      ],
    }),
    shape: 'conditions that overlap',
  }),
  (d) => ({
    over: perCredit(times(rate(d), credit)),
    options: { together: [plan({ title: 'Other', ...perPeriod(times(pct('0.02'), revenue)) })] },
    shape: 'two plans',
  }),
  (d) => ({
    over: uses({
      credits: [ownerRule(), ownerRule({ id: 'over', title: 'Overlay', to: { kind: 'OverlayTeam', team: 'experts' } })],
      ...perCredit(times(rate(d), credit)),
    }),
    shape: 'owner and overlay',
  }),
  (d) => ({
    over: uses({
      credits: [ownerRule(), ownerRule({ id: 'land', title: 'Territory', to: { kind: 'TerritoryOwners' } })],
      ...perPeriod(times(rate(d), revenue)),
    }),
    shape: 'owner and territory',
  }),
]

export const CORPUS: Record<Exclude<Loophole, 'exposure'>, Make[]> = {
  cliff: CLIFFS,
  'non-monotone': FALLS,
  'marginal-rate': STEEP,
  'dead-band': DEAD,
  'flat-zone': FLAT,
  'timing-gain': TIMING,
  'splitting-gain': SPLITS,
  'double-pay': DOUBLE,
}

/** Things that change nothing of a loophole, and make plans differ. */
function dressed(d: Dice, over: Partial<Plan>): Plan {
  const made = plan({ title: `Plan ${d.whole(1, 999)}`, ...over })
  const currency = d.oneOf(['USD', 'USD', 'EUR'])
  const rounding: Earning['rounding'] = { mode: d.oneOf(['half-up', 'half-even', 'down'] as const), basis: 'running' }
  const text = JSON.stringify({ ...made, earnings: made.earnings.map((e) => ({ ...e, rounding })) })
  return JSON.parse(text.replaceAll('"USD"', `"${currency}"`)) as Plan
}

/** The k-th plan of a class. */
export function seeded(code: keyof typeof CORPUS, k: number): Seeded {
  const d = new Dice(Object.keys(CORPUS).indexOf(code) * 1_000 + k)
  const makes = CORPUS[code]
  const { over, options, shape } = makes[k % makes.length]!(d)
  const together = options?.together
  const dress = dressed(d, over)
  const same = together?.map((p) => JSON.parse(JSON.stringify(p).replaceAll('"USD"', `"${dress.currency}"`)) as Plan)
  return { plan: dress, shape, ...(options ? { options: same ? { ...options, together: same } : options } : {}) }
}

const ytd = (over: Partial<Measure> = {}) => sumOf({ window: { kind: 'YearToDate' }, ...over })
const yearQuota: Expression = { kind: 'Quota', quota: 'revenue', span: { kind: 'YearToDate' }, unit: 'money' }

/** Plans that nobody can game beyond what they say: rates per deal, slices, declared caps and floors, whole tables. */
const CLEAN: Make[] = [
  (d) => ({ over: perCredit(times(rate(d), credit)), shape: 'a rate' }),
  (d) => ({ over: perPeriod(times(rate(d), revenue)), shape: 'a rate per period' }),
  (d) => {
    const r = rising(d)
    const t = table(
      'marginal',
      'share',
      [
        ['0', r[0]!],
        [edgeShare(d), r[1]!],
        ['1.5', r[2]!],
      ],
      { edgeBelongsTo: d.oneOf(['higher', 'lower']) },
    )
    return {
      over: withTable({ measures: [sumOf()], ...perCredit(running('slice', { per: quota })) }, t),
      shape: 'slices',
    }
  },
  (d) => {
    const r = rising(d)
    const t = table('marginal', 'money', [
      ['0', r[0]!],
      ['40000', r[1]!],
      [`${d.whole(50, 200)}000`, r[2]!],
    ])
    return {
      over: withTable(perPeriod(onWindow(revenue), d.next() < 0.5 ? { cap: usd('30000') } : {}), t),
      shape: 'slices of a window',
    }
  },
  (d) => {
    const r = rising(d)
    const t = table('marginal', 'share', [
      ['0', r[0]!],
      ['1', r[1]!],
    ])
    return {
      over: withTable({ measures: [ytd()], ...perCredit(running('slice', { per: yearQuota })) }, t),
      shape: 'slices of a year',
    }
  },
  (d) => {
    const r = rising(d)
    const t = table('whole', 'share', [
      ['0', r[0]!],
      [edgeShare(d), r[1]!],
      ['1.6', r[2]!],
    ])
    return { over: withTable(perPeriod(onWindow(revenue, { per: quota })), t), shape: 'a whole table' }
  },
  (d) => ({ over: perCredit(times(rate(d), credit), { cap: usd(`${d.whole(5, 50)}000`) }), shape: 'a cap' }),
  (d) => ({
    over: perPeriod(times(rate(d), revenue), { floor: usd(`${d.whole(1, 9)}00`), cap: usd('40000') }),
    shape: 'a floor and a cap',
  }),
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      ...perCredit(times({ kind: 'MatrixCell', matrix: 'grid', of: [field('region')] }, credit)),
      matrices: [
        matrix({ axes: [{ kind: 'Keys', keys: ['north', 'south', '*'] }], cells: [rate(d), rate(d), rate(d)] }),
      ],
    }),
    shape: 'rates by region',
  }),
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      credits: [
        ownerRule({ when: is('region', 'north') }),
        ownerRule({ id: 'rest', title: 'Rest', when: { kind: 'Not', of: is('region', 'north') }, share: pct('0.5') }),
      ],
      ...perCredit(times(rate(d), credit)),
    }),
    shape: 'two rules that exclude each other',
  }),
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      credits: [
        ownerRule({ group: 'one', when: is('region', 'north') }),
        ownerRule({ id: 'rest', title: 'Rest', group: 'one' }),
      ],
      ...perCredit(times(rate(d), credit)),
    }),
    shape: 'first match',
  }),
  (d) => ({
    over: uses({
      parameters: [
        { kind: 'Parameter', id: 'own', title: 'Own rate', type: 'percent', default: d.next() < 0.5 ? '0.04' : null },
      ],
      ...perCredit(times({ kind: 'Parameter', parameter: 'own' }, credit)),
    }),
    shape: 'a rate of one’s own',
  }),
  (d) => {
    const a = d.whole(2, 4)
    const t = table('interpolated', 'share', [
      ['0', usd('0')],
      ['1', usd(`${a}000`)],
      ['2', usd(`${a * 2 + 1}000`)],
    ])
    return {
      over: withTable(perPeriod(onWindow(attainment), { cap: usd(`${a * 2}000`) }), t),
      shape: 'a line with a cap',
    }
  },
  (d) => ({
    over: uses({
      credits: [ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: d.whole(1, 2), toLevel: 2 } })],
      ...perPeriod(times(rate(d), revenue)),
    }),
    shape: 'managers',
  }),
  (d) => ({
    over: uses({
      fields: [fields[0]!],
      earnings: [
        earning(times(rate(d), credit), { per: 'credit', when: is('region', 'north') }),
        earning(times(rate(d), credit), {
          id: 'second',
          title: 'Second',
          per: 'credit',
          when: { kind: 'Not', of: is('region', 'north') },
        }),
      ],
    }),
    shape: 'two earnings that exclude each other',
  }),
  (d) => ({
    over: uses({
      inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
      earnings: [earning(times(bonus(d), measure('score')))],
    }),
    shape: 'a score',
  }),
  (d) => ({
    over: uses({
      measures: [sumOf({ id: 'one' })],
      compositeMeasures: [
        { kind: 'CompositeMeasure', id: 'revenue', title: 'Weighted', of: [{ measure: 'one', weight: '0.5' }] },
      ],
      earnings: [earning(times(rate(d), revenue))],
    }),
    shape: 'composite',
  }),
  (d) => {
    const r = rising(d)
    const t = table('marginal', 'number', [
      ['0', r[0]!],
      [`${d.whole(5, 20)}`, r[2]!],
    ])
    return {
      over: withTable(
        {
          credits: [ownerRule()],
          measures: [sumOf({ value: field('quantity') })],
          ...perCredit({
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
            pays: credit,
          }),
        },
        t,
      ),
      shape: 'units decide the rate, revenue is paid',
    }
  },
]

export function clean(k: number): Seeded {
  const d = new Dice(90_000 + k)
  const { over, options, shape } = CLEAN[k % CLEAN.length]!(d)
  return { plan: dressed(d, over), shape, ...(options ? { options } : {}) }
}

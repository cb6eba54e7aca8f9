import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  type Credit,
  calculateAll,
  type Earning,
  explain,
  FactIndex,
  type Plan,
  populationOf,
  type Step,
  scaledToText,
} from '#engine'
import { countOf, deal, earning, facts, measure, plan, sumOf, table, times, usd } from '../support/plans.ts'
import { programOf } from '../support/run-plan.ts'

const PEOPLE = ['ann', 'bob', 'cy', 'dee']
type Contest = NonNullable<Plan['contests']>[number]

/** Sells these amounts, a list for each person, and gives what each earned of one id in the first quarter. */
function run(over: Partial<Plan>, sales: Record<string, readonly string[]>, id = 'contest') {
  const p = plan({ measures: [sumOf()], ...over })
  const program = programOf(p)
  const index = new FactIndex(
    facts({ assignments: PEOPLE.map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null })) }),
  )
  const list = Object.entries(sales).flatMap(([owner, amounts]) => amounts.map((a) => deal(a, { owner })))
  const credits = new Map<string, Credit[]>(PEOPLE.map((who) => [who, []]))
  for (const t of list)
    for (const c of assignCredits(program.plain, 'plan', index, t).credits) credits.get(c.participant)?.push(c)
  const all = calculateAll(
    { plan: 'plan', versions: [{ program, effectiveFrom: '2000-01-01' }], facts: index, through: '2026-03-31' },
    credits,
  )
  return PEOPLE.map((who) => {
    const minor = all.get(who)?.periods[0]?.earnings.find((e) => e.earning === id)?.minor
    return minor === undefined || minor === null ? null : scaledToText(minor, 2).replace(/\.00$/, '')
  })
}
const contest = (over: Partial<Contest>): Partial<Plan> => ({
  contests: [
    {
      kind: 'Contest',
      id: 'contest',
      title: 'Contest',
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['1500', '1000', '500'] },
      ...over,
    },
  ],
})

/** A derivation as lines of `kind value`, what made a step indented under it. */
const lines = (step: Step, depth = 0): string[] => [
  `${' '.repeat(depth)}${step.kind} ${step.value?.text ?? 'nothing'}`,
  ...step.steps.flatMap((s) => lines(s, depth + 1)),
]

/** What Bob's contest is explained with. */
function explained(over: Partial<Plan>, sales: Record<string, string>) {
  const program = programOf(plan({ measures: [sumOf()], ...over }))
  const index = new FactIndex(
    facts({ assignments: PEOPLE.map((participant) => ({ plan: 'plan', participant, from: '2026-01-01', to: null })) }),
  )
  const credits = new Map<string, Credit[]>(PEOPLE.map((who) => [who, []]))
  for (const [owner, amount] of Object.entries(sales))
    credits.set(owner, [...assignCredits(program.plain, 'plan', index, deal(amount, { owner })).credits])
  const versions = [{ program, effectiveFrom: '2000-01-01' }]
  const input = { plan: 'plan', versions, facts: index, through: '2026-03-31' }
  const population = populationOf(calculateAll(input, credits).values())
  const own = { participant: 'bob', credits: credits.get('bob') ?? [], population, explain: '2026-Q1' }
  return explain({ ...input, ...own })?.derivations[0]
}

describe('the explanation of a contest', () => {
  test('leads from the figure over place, ties and prize to what the budget and whole cents leave', () => {
    const tied = { ann: '900', bob: '700', cy: '700', dee: '700' }
    const root = explained(contest({ budget: '2000' }), tied)
    expect(root).toMatchObject({ kind: 'Contest', path: '/contests/0', label: 'Contest' })
    expect(root && lines(root)).toEqual([
      'Contest 333.34',
      ' Measure 700',
      ' Place 2',
      ' Tied 3',
      ' Prize 500',
      '  Divide 500',
      '   Add 1500',
      '    PlacePrize 1000',
      '    PlacePrize 500',
      '   Tied 3',
      ' BudgetCut 1000/3',
      '  Divide 1000/3',
      '   Multiply 1000000',
      '    Prize 500',
      '    Budget 2000',
      '   AllPrizes 3000',
      ' Cents 1/150',
    ])
  })

  test('tells the mark, the part of a pool, the units, and why somebody takes no place', () => {
    const sales = { ann: '900', bob: '100' }
    const of = (prizes: Contest['prizes'], over: Partial<Contest> = {}) =>
      lines(explained(contest({ prizes, ...over }), sales)!)
    expect(of({ kind: 'ForReaching', mark: '100', prize: '5' })).toEqual([
      'Contest 5.00',
      ' Measure 100',
      ' Mark 100',
      ' Prize 5',
    ])
    expect(of({ kind: 'PoolShare', pool: '50', by: 'measure' })).toEqual([
      'Contest 5.00',
      ' Measure 100',
      ' Place 2',
      ' Prize 5',
      '  Divide 5',
      '   Multiply 5000',
      '    Pool 50',
      '    Measure 100',
      '   Together 1000',
    ])
    expect(of({ kind: 'PerUnit', amount: '2' })).toEqual([
      'Contest 200.00',
      ' Measure 100',
      ' Prize 200',
      '  Multiply 200',
      '   PerUnit 2',
      '   Measure 100',
    ])
    expect(of({ kind: 'ByRank', prizes: ['10'] })).toEqual(['Contest 0.00', ' Measure 100', ' Place 2', ' Prize 0'])
    const eligible = { kind: 'Compare', op: '>', left: measure('revenue'), right: usd('100') } as const
    expect(of({ kind: 'ByRank', prizes: ['10', '5'] }, { eligible })).toEqual([
      'Contest 0.00',
      ' Measure 100',
      ' Eligible no',
      '  Compare no',
      '   Measure 100',
      '   Money 100',
    ])
  })
})

describe('contests', () => {
  const tied = { ann: ['900'], bob: ['700'], cy: ['700'], dee: ['100'] }

  test('prizes of tied places are pooled and shared (WE-43)', () => {
    expect(run(contest({}), tied)).toEqual(['1500', '750', '750', '0'])
  })

  test('or all of the tied get the better prize, or a further measure decides', () => {
    expect(run(contest({ ties: { kind: 'BetterPrize' } }), tied)).toEqual(['1500', '1000', '1000', '0'])
    const decided = {
      measures: [sumOf(), countOf({ id: 'deals' })],
      ...contest({ ties: { kind: 'DecidedBy', measure: 'deals' } }),
    }
    expect(run(decided, { ...tied, cy: ['300', '400'] })).toEqual(['1500', '500', '1000', '0'])
  })

  test('an ineligible leader takes no place (WE-43)', () => {
    const eligible = { kind: 'Compare', op: '<', left: measure('revenue'), right: usd('900') } as const
    expect(run(contest({ eligible }), tied)).toEqual(['0', '1250', '1250', '500'])
  })

  test('pools add up to the cent, by part of the measure or in equal parts', () => {
    const pool = (by: 'measure' | 'equal parts', places?: number) =>
      contest({ prizes: { kind: 'PoolShare', pool: '100', by, ...(places ? { places } : {}) } })
    expect(run(pool('equal parts'), { ann: ['5'], bob: ['4'], cy: ['3'] })).toEqual(['33.34', '33.33', '33.33', '0'])
    expect(run(pool('measure'), { ann: ['1'], bob: ['1'], cy: ['1'] })).toEqual(['33.34', '33.33', '33.33', '0'])
    expect(run(pool('measure', 2), { ann: ['300'], bob: ['100'], cy: ['50'] })).toEqual(['75', '25', '0', '0'])
  })

  test('a SPIFF per deal and prizes for reaching a mark never exceed the budget', () => {
    const spiff = { measures: [countOf()], ...contest({ prizes: { kind: 'PerUnit', amount: '250' }, budget: '1000' }) }
    expect(run(spiff, { ann: ['1', '1'], bob: ['1'] })).toEqual(['500', '250', '0', '0'])
    expect(run(spiff, { ann: ['1', '1', '1'], bob: ['1', '1', '1'], cy: ['1'] })).toEqual([
      '428.57',
      '428.57',
      '142.86',
      '0',
    ])
    const mark = contest({ prizes: { kind: 'ForReaching', mark: '700', prize: '100' }, budget: '250' })
    expect(run(mark, tied)).toEqual(['83.34', '83.33', '83.33', '0'])
  })

  test('a contest with an end is paid once, in the period of its last day, over its own dates', () => {
    const dates = {
      measures: [sumOf({ window: { kind: 'Dates', from: '2026-01-16', to: '2026-02-01' } })],
      ...contest({ to: '2026-02-01' }),
    }
    expect(run(dates, tied)).toEqual(['1875', '1875', '1875', '1875'].map(() => '750'))
    expect(run(contest({ to: '2026-05-01' }), tied)).toEqual([null, null, null, null])
  })
})

describe('ranks and percentiles', () => {
  const ranked = (amount: Earning['amount']): Partial<Plan> => ({ earnings: [earning(amount, { id: 'contest' })] })
  const sales = { ann: ['400'], bob: ['300'], cy: ['300'], dee: ['100'] }

  test('a rank counts from the best, ties share the better place', () => {
    expect(run(ranked(times(usd('1'), { kind: 'Rank', measure: 'revenue', best: 'highest' })), sales)).toEqual([
      '1',
      '2',
      '2',
      '4',
    ])
    expect(run(ranked(times(usd('1'), { kind: 'Rank', measure: 'revenue', best: 'lowest' })), sales)).toEqual([
      '4',
      '2',
      '2',
      '1',
    ])
  })

  test('a percentile is the share of the others at or below', () => {
    expect(run(ranked(times(usd('3'), { kind: 'Percentile', measure: 'revenue' })), sales)).toEqual([
      '3',
      '2',
      '2',
      '0',
    ])
  })

  test('a table may read a rank', () => {
    const p: Partial<Plan> = {
      tables: [
        table('step', 'number', [
          ['1', usd('1000')],
          ['2', usd('400')],
          ['3', usd('0')],
        ]),
      ],
      earnings: [
        earning(
          {
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Window', of: { kind: 'Rank', measure: 'revenue', best: 'highest' } },
          },
          { id: 'contest' },
        ),
      ],
    }
    expect(run(p, sales)).toEqual(['1000', '400', '400', '0'])
  })
})

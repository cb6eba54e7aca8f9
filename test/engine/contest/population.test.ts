import { describe, expect, test } from 'vitest'
import type { Program } from '#engine/compile/compile-plan'
import { type Contribution, Population } from '#engine/contest/population'
import { standingOf } from '#engine/contest/standings'
import { exactToText, fromInteger } from '#engine/money/exact'
import { plan, sumOf } from '../../support/plans.ts'
import { programOf } from '../../support/run-plan.ts'

const [first, second] = [programOf(plan({ measures: [sumOf()] })), programOf(plan({ measures: [sumOf()] }))]
const contributes = (participant: string, period: string, figure: number, program: Program = first): Contribution => ({
  participant,
  period,
  figures: new Map([[program, new Map([['revenue', fromInteger(figure)]])]]),
  entrants: new Map([['contest', { participant, figure: fromInteger(figure), tieBreak: undefined }]]),
})
const population = new Population([
  contributes('ann', 'Q1', 10),
  contributes('bob', 'Q1', 20),
  contributes('cy', 'Q1', 30, second),
  contributes('dee', 'Q1', 40),
  contributes('bob', 'Q2', 50),
  { participant: 'eve', period: 'Q1', figures: new Map(), entrants: new Map() },
])
const names = (list: readonly { participant: string }[]) => list.map(({ participant }) => participant)

describe('a population', () => {
  test('gives the others’ figures of the period, by the version that compares', () => {
    const others = population.others('ann', 'Q1', first, 'revenue')
    expect(others.map((o) => [o.participant, exactToText(o.value)])).toEqual([
      ['bob', '20'],
      ['dee', '40'],
    ])
    expect(names(population.others('ann', 'Q1', second, 'revenue'))).toEqual(['cy'])
    expect(names(population.others('ann', 'Q2', first, 'revenue'))).toEqual(['bob'])
  })

  test('knows nobody of a measure or a period that nobody has', () => {
    expect(population.others('ann', 'Q1', first, 'units')).toEqual([])
    expect(population.others('ann', 'Q3', first, 'revenue')).toEqual([])
    expect(population.entrants('ann', 'Q3', 'contest')).toEqual([])
  })

  test('gives the other entrants of a contest', () => {
    expect(names(population.entrants('bob', 'Q1', 'contest'))).toEqual(['ann', 'cy', 'dee'])
    expect(names(population.entrants('ann', 'Q2', 'contest'))).toEqual(['bob'])
    expect(names(population.entrants('ann', 'Q1', 'another'))).toEqual([])
  })
})

describe('a standing', () => {
  const among = (own: number, ...others: number[]) => {
    const standing = standingOf(
      fromInteger(own),
      others.map((value, i) => ({ participant: `p${i}`, value: fromInteger(value) })),
    )
    return [standing.fromTop, standing.fromBottom, standing.percentile].map(exactToText)
  }

  test('counts places from either end; ties share the better one', () => {
    expect(among(5, 9, 5, 1, 2)).toEqual(['2', '3', '0.75'])
    expect(among(9, 5, 1)).toEqual(['1', '3', '1'])
    expect(among(1, 9, 5)).toEqual(['3', '1', '0'])
  })

  test('alone is both first and last, and at the top', () => {
    expect(among(5)).toEqual(['1', '1', '1'])
  })
})

import { describe, expect, test } from 'vitest'
import { add, exactToText, ZERO } from '#engine/money/exact'
import { byDays, byMonths, type Stretch } from '#engine/time/proration'
import { CALENDAR } from '../../support/plans.ts'

const JANUARY = { from: '2026-01-01', to: '2026-02-01' }
const QUARTER = { from: '2026-01-01', to: '2026-04-01' }
const from = (start: string, end: string | null = null): Stretch => ({ from: start, to: end })
const days = (...stretches: Stretch[]) => exactToText(byDays(stretches, JANUARY))
const months = (span: typeof QUARTER, ...stretches: Stretch[]) => {
  const share = byMonths(stretches, span, CALENDAR)
  return share && exactToText(share)
}

describe('by days', () => {
  test('counts the days of the span, its first with it and its end without', () => {
    expect([days(from('2026-01-15')), days(from('2026-01-15', '2026-01-16')), days(from('2026-01-31'))]).toEqual([
      '17/31',
      '1/31',
      '1/31',
    ])
    expect([
      days(from('2025-12-01', '2026-01-02')),
      days(from('2025-12-01', '2026-01-01')),
      days(from('2026-02-01')),
    ]).toEqual(['1/31', '0', '0'])
  })

  test('is the whole where the stretch covers the span, however far it reaches beyond', () => {
    expect([
      days(from('2026-01-01', '2026-02-01')),
      days(from('2025-01-01', '2027-01-01')),
      days(from('2026-01-01')),
    ]).toEqual(['1', '1', '1'])
    expect([days(from('2026-01-01', '2026-01-31')), days(from('2026-01-02'))]).toEqual(['30/31', '30/31'])
  })

  test('adds up stretches with a gap, is nothing where there is none, and never more than the whole', () => {
    expect(days(from('2026-01-01', '2026-01-11'), from('2026-01-21'))).toBe('21/31')
    expect([days(), days(from('2026-03-01'), from('2025-01-01', '2025-06-01'))]).toEqual(['0', '0'])
    expect(days(from('2026-01-01'), from('2026-01-10'))).toBe('1')
  })

  test('the factors of a partition of the span add up to exactly 1', () => {
    const cuts = ['2026-01-01', '2026-01-08', '2026-01-09', '2026-01-30', '2026-02-01']
    const parts = cuts.slice(1).map((end, i) => byDays([from(cuts[i]!, end)], JANUARY))
    expect(exactToText(parts.reduce(add, ZERO))).toBe('1')
  })
})

describe('by months', () => {
  test('counts the months on whose last day a stretch holds', () => {
    expect([months(QUARTER, from('2026-01-31')), months(QUARTER, from('2026-02-01'))]).toEqual(['1', '2/3'])
    expect([
      months(QUARTER, from('2025-01-01', '2026-03-31')),
      months(QUARTER, from('2025-01-01', '2026-04-01')),
    ]).toEqual(['2/3', '1'])
    expect(months(QUARTER, from('2026-01-01', '2026-01-20'), from('2026-03-15'))).toBe('1/3')
    expect(months(QUARTER)).toBe('0')
  })

  test('knows the months that lie wholly in the span, and no share where there is none', () => {
    expect(months({ from: '2026-01-15', to: '2026-04-01' }, from('2026-03-01'))).toBe('0.5')
    expect(months({ from: '2026-01-01', to: '2026-03-31' }, from('2026-02-01'))).toBe('0.5')
    expect(months(JANUARY, from('2026-01-01'))).toBe('1')
    expect(months({ from: '2026-01-02', to: '2026-02-28' }, from('2026-01-01'))).toBeUndefined()
  })
})

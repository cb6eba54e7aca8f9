import { describe, expect, test } from 'vitest'
import type { QuotaSpan, Window } from '#engine'
import { periodAt, periodsOf, spanOf } from '#engine/time/calendar'
import { CALENDAR } from '../../support/plans.ts'

const HALVES = [
  { id: 'H1', kind: 'half-year' as const, from: '2026-01-01', to: '2026-07-01' },
  { id: 'H2', kind: 'half-year' as const, from: '2026-07-01', to: '2027-01-01' },
]
const calendar = [...HALVES, ...CALENDAR].toReversed()
const period = (id: string) => calendar.find((p) => p.id === id)!

test('the periods of a kind, in order whatever the order in which they are stated', () => {
  expect(periodsOf(calendar, 'quarter').map((p) => p.id)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
  expect(periodsOf(CALENDAR, 'quarter').map((p) => p.id)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
  expect(periodsOf(CALENDAR, 'half-year')).toEqual([])
})

test('the period in which a date lies, its first day with it and its end without', () => {
  const at = (date: string) => periodAt(calendar, 'quarter', date)?.id
  expect([at('2025-12-31'), at('2026-01-01'), at('2026-03-31'), at('2026-04-01'), at('2027-01-01')]).toEqual([
    undefined,
    '2026-Q1',
    '2026-Q1',
    '2026-Q2',
    undefined,
  ])
})

describe('the dates that a window covers', () => {
  const covered = (span: Window | QuotaSpan, id = '2026-08', stated = calendar) => {
    const found = spanOf(stated, span, period(id), '2026-02-01')
    return 'missing' in found ? `no ${found.missing} on ${found.on}` : `${found.from} to ${found.to}`
  }

  test.each([
    [{ kind: 'Period' }, '2026-08-01 to 2026-09-01'],
    [{ kind: 'QuarterToDate' }, '2026-07-01 to 2026-09-01'],
    [{ kind: 'HalfYearToDate' }, '2026-07-01 to 2026-09-01'],
    [{ kind: 'YearToDate' }, '2026-01-01 to 2026-09-01'],
    [{ kind: 'PlanToDate' }, '2026-02-01 to 2026-09-01'],
    [{ kind: 'Quarter' }, '2026-07-01 to 2026-10-01'],
    [{ kind: 'HalfYear' }, '2026-07-01 to 2027-01-01'],
    [{ kind: 'Year' }, '2026-01-01 to 2027-01-01'],
    [{ kind: 'Trailing', periods: 1 }, '2026-08-01 to 2026-09-01'],
    [{ kind: 'Trailing', periods: 3 }, '2026-06-01 to 2026-09-01'],
    [{ kind: 'Trailing', periods: 8 }, '2026-01-01 to 2026-09-01'],
    [{ kind: 'Trailing', periods: 99 }, '2026-01-01 to 2026-09-01'],
    [{ kind: 'Dates', from: '2026-05-05', to: '2026-08-31' }, '2026-05-05 to 2026-08-31'],
    [{ kind: 'Dates', from: '2026-05-05', to: '2026-12-24' }, '2026-05-05 to 2026-09-01'],
  ] as const)('%o', (span, expected) => {
    expect(covered(span)).toBe(expected)
  })

  test('what the calendar lacks is named with its day', () => {
    const months = calendar.filter((p) => p.kind === 'month')
    const kinds = ['QuarterToDate', 'HalfYearToDate', 'YearToDate', 'Quarter', 'HalfYear', 'Year'] as const
    expect(kinds.map((kind) => covered({ kind }, '2026-08', months))).toEqual([
      'no quarter on 2026-08-01',
      'no half-year on 2026-08-01',
      'no year on 2026-08-01',
      'no quarter on 2026-08-01',
      'no half-year on 2026-08-01',
      'no year on 2026-08-01',
    ])
  })

  test('a kind that is none is a bug of the caller', () => {
    expect(() => covered({ kind: 'Fortnight' } as never)).toThrow('Fortnight')
  })
})

import { expect, test } from 'vitest'
import { addDays, dayNumber, daysBetween } from '#engine/time/calendar-date'

const DAY = 86_400_000
/** The same by the clock of the machine that tests: in UTC it is the proleptic Gregorian calendar too. */
const byClock = (date: string): number => Date.parse(date) / DAY
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
const EDGES = ['01-01', '01-31', '02-28', '03-01', '06-30', '12-31']

test('days are numbered as in UTC, through leap years, centuries and eras', () => {
  const years = [0, 1, 4, 99, 400, 999, 1599, 1600, 1899, 1900, 1970, 1999, 2000, 2001, 2026, 2028, 2100, 2399, 2400]
  const dates = years.flatMap((year) => EDGES.map((edge) => `${String(year).padStart(4, '0')}-${edge}`))
  const all = [...dates, '0004-02-29', '2000-02-29', '2028-02-29']
  expect(all.filter((date) => dayNumber(date) !== byClock(date))).toEqual([])
})

test('a number of days later is the day that the clock says, a day at a time and far away', () => {
  const walked = Array.from({ length: 1500 }, (_, n) => [n, addDays('1999-02-27', n)] as const)
  expect(walked.filter(([n, date]) => date !== dateOf(byClock('1999-02-27') + n))).toEqual([])
  const far = [-719_528, -146_098, -146_097, -36_525, -1, 1, 28, 36_524, 36_525, 146_096, 146_097, 200_000]
  expect(far.map((n) => addDays('1970-01-01', n))).toEqual(far.map(dateOf))
  expect([addDays('2028-02-28', 1), addDays('2026-02-28', 1), addDays('2026-01-01', -1)]).toEqual([
    '2028-02-29',
    '2026-03-01',
    '2025-12-31',
  ])
})

test('days between two dates, the first with it and the last without', () => {
  expect(daysBetween('2026-01-01', '2026-04-01')).toBe(90)
  expect(daysBetween('2026-01-15', '2026-01-15')).toBe(0)
  expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1)
})

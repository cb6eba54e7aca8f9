import { describe, expect, test } from 'vitest'
import { clawedBack, monthsBetween } from '#engine/payout/claw-back'
import type { Clawback } from '#engine/plan/payout'

const clawback = (manner: Clawback['manner'], share = '1'): Clawback => ({
  kind: 'Clawback',
  id: 'claw',
  title: 'Clawback',
  share,
  manner,
  reducesAttainment: true,
})
const proRata = (by: 'days' | 'months', term: number) => clawback({ kind: 'ProRata', by, term })

test('full months: a month is full on the day of the same number, or on the 1st after a month that lacks it', () => {
  expect(monthsBetween('2026-01-15', '2026-02-14')).toBe(0)
  expect(monthsBetween('2026-01-15', '2026-02-15')).toBe(1)
  expect(monthsBetween('2026-01-15', '2026-02-16')).toBe(1)
  expect(monthsBetween('2025-11-30', '2026-02-28')).toBe(2)
  expect(monthsBetween('2025-11-30', '2026-03-01')).toBe(3)
  expect(monthsBetween('2025-11-10', '2027-02-10')).toBe(15)
  expect(monthsBetween('2026-02-10', '2026-01-10')).toBe(-1)
})

describe('in full', () => {
  const full = (share: string, paid: bigint, left = paid) =>
    clawedBack(clawback({ kind: 'Full' }, share), { paid, left, on: '2026-01-01' }, '2030-01-01')

  test('takes its share of what was paid, half-up, with its sign', () => {
    expect([full('1', 500n), full('0.5', 501n), full('0.5', -501n), full('1', -3n)]).toEqual([500n, 251n, -251n, -3n])
  })

  test('takes the same share again, and never more than is left', () => {
    expect([full('0.5', 120n, 60n), full('0.5', 120n, 0n), full('0.75', 120n, 30n)]).toEqual([60n, 0n, 30n])
    expect([full('0.5', -120n, -60n), full('0.75', -120n, -30n), full('0.75', -120n, 0n)]).toEqual([-60n, -30n, 0n])
  })
})

describe('pro rata', () => {
  const back = (by: 'days' | 'months', term: number, on: string, share = '1') =>
    clawedBack({ ...proRata(by, term), share }, { paid: 900n, left: 900n, on: '2026-01-10' }, on)

  test('by days: the part of the term that had not passed', () => {
    expect(back('days', 90, '2026-01-10')).toBe(900n)
    expect(back('days', 90, '2026-01-11')).toBe(890n)
    expect(back('days', 90, '2026-04-09')).toBe(10n)
    expect(back('days', 90, '2026-04-10')).toBe(0n)
    expect(back('days', 90, '2027-01-01')).toBe(0n)
    expect(back('days', 90, '2026-01-11', '0.5')).toBe(445n)
  })

  test('by months: by full months of it', () => {
    expect(back('months', 9, '2026-02-09')).toBe(900n)
    expect(back('months', 9, '2026-02-10')).toBe(800n)
    expect(back('months', 9, '2026-10-09')).toBe(100n)
    expect(back('months', 9, '2026-10-10')).toBe(0n)
  })

  test('a reversal dated before the deal takes back all of it, never more', () => {
    expect([back('days', 90, '2025-12-01'), back('months', 9, '2025-12-01')]).toEqual([900n, 900n])
  })
})

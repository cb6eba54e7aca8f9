import { expect, test } from 'vitest'
import type { Expression } from '#engine'
import { credit, deal, earning, facts, pct, plan, times, usd } from '../support/plans.ts'
import { earned } from '../support/run-plan.ts'

// What docs/plan-language.md states and its own examples cannot show, since those hand in whole facts and plain deals.

const rate = earning(times(pct('0.1'), credit), { per: 'credit' })

test('a transaction without a currency is in the plan’s', () => {
  const { of, credits } = earned(plan({ earnings: [rate] }), facts(), [deal('1000', { currency: null }), deal('500')])
  expect([credits.length, of('2026-Q1')]).toEqual([2, '150.00'])
})

test('a payout rule whose amount has no value is left out and listed; the others pay', () => {
  const unset: Expression = { kind: 'Quota', quota: 'nobody', span: { kind: 'Period' }, unit: 'money' }
  const cap = (id: string, most: Expression) =>
    ({ kind: 'CapTogether', id, title: id, cap: most, excess: 'lost' }) as const
  const { result } = earned(
    plan({ earnings: [rate], payoutRules: [cap('unset', unset), cap('set', usd('60'))] }),
    facts(),
    [deal('1000')],
  )
  const [period] = result.periods
  expect(period?.payment.minor).toBe(6000n)
  expect(period?.exceptions.map((e) => e.path)).toEqual(['/payoutRules/0/cap'])
})

import { expect, test } from 'vitest'
import { NO_PAYOUTS, type PayoutState, restorePayouts, storePayouts } from '#engine/payout/payout-state'

const full: PayoutState = {
  periods: 7,
  balances: new Map([
    ['draw', 12_345n],
    ['carry', -9_007_199_254_740_993n],
  ]),
  due: [
    { period: 8, earning: 'commission', minor: 100n, held: false },
    { period: 9, earning: 'hold', minor: -5n, held: true },
  ],
  waiting: [{ earning: 'commission', deal: 'crm\nD1', event: 'payment', minor: 50n }],
}

test('what payments carry from period to period is stored whole, also beyond what a double holds', () => {
  expect(restorePayouts(JSON.parse(JSON.stringify(storePayouts(full))))).toEqual(full)
})

test('what a participant has nothing of takes no room', () => {
  expect(storePayouts({ ...NO_PAYOUTS, periods: 3 })).toEqual({ n: 3 })
  expect(restorePayouts({ n: 3 })).toEqual({ periods: 3, balances: new Map(), due: [], waiting: [] })
  expect(restorePayouts(storePayouts(NO_PAYOUTS))).toEqual(NO_PAYOUTS)
})

test('the stored form is the one that databases already hold', () => {
  expect(storePayouts(full)).toEqual({
    n: 7,
    b: [
      ['draw', '12345'],
      ['carry', '-9007199254740993'],
    ],
    d: [
      [8, 'commission', '100', 0],
      [9, 'hold', '-5', 1],
    ],
    w: [['commission', 'crm\nD1', 'payment', '50']],
  })
})

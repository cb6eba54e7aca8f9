import { expect, test } from 'vitest'
import { fromPercent, readDecimal, toPercent } from '#lib/blocks/percent.ts'

test.each([
  ['0.05', '5'],
  ['0.050', '5.0'],
  ['1', '100'],
  ['0', '0'],
  ['-0.125', '-12.5'],
  ['0.0005', '0.05'],
  ['12.3456', '1234.56'],
])('the share %s is shown as %s percent', (share, percent) => {
  expect(toPercent(share)).toBe(percent)
})

test.each([
  ['5', '0.05'],
  ['5.0', '0.050'],
  ['100', '1.00'],
  ['0.05', '0.0005'],
  ['-12.5', '-0.125'],
])('%s percent is the share %s', (percent, share) => {
  expect(fromPercent(percent)).toBe(share)
})

test.each([
  ['1,234.50', '1234.50'],
  ['0,05', '0.05'],
  ['.5', '0.5'],
  ['007', '7'],
  ['5 %', '5'],
  ['-3', '-3'],
  ['', null],
  ['1e3', null],
  ['12a', null],
])('what a person types as %j is %j', (typed, decimal) => {
  expect(readDecimal(typed)).toBe(decimal)
})

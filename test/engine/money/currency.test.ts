import { expect, test } from 'vitest'
import { minorDigits } from '#engine/money/currency'

/** ISO 4217, list one: the currencies whose minor unit is not a hundredth. */
const MINOR = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

test.each(Object.entries(MINOR))('%s decimals: %s', (digits, codes) => {
  expect(codes.split(' ').filter((code) => minorDigits(code) !== Number(digits))).toEqual([])
})

test('all others have cents, those too for which Intl says otherwise', () => {
  expect(['EUR', 'USD', 'CHF', 'HUF', 'IDR', 'COP', 'MGA'].map(minorDigits)).toEqual([2, 2, 2, 2, 2, 2, 2])
})

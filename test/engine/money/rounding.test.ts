import { describe, expect, test } from 'vitest'
import { exactToText, textToExact } from '#engine/money/exact'
import { roundExact, roundForEye, roundToScaled } from '#engine/money/rounding'

const VALUES = ['2', '2.1', '2.5', '2.9', '3.5', '7/3', '-2', '-2.1', '-2.5', '-2.9', '-3.5', '-7/3', '0']

describe('the modes', () => {
  test.each([
    ['floor', [2, 2, 2, 2, 3, 2, -2, -3, -3, -3, -4, -3, 0]],
    ['ceiling', [2, 3, 3, 3, 4, 3, -2, -2, -2, -2, -3, -2, 0]],
    ['down', [2, 2, 2, 2, 3, 2, -2, -2, -2, -2, -3, -2, 0]],
    ['up', [2, 3, 3, 3, 4, 3, -2, -3, -3, -3, -4, -3, 0]],
    ['half-up', [2, 2, 3, 3, 4, 2, -2, -2, -3, -3, -4, -2, 0]],
    ['half-down', [2, 2, 2, 3, 3, 2, -2, -2, -2, -3, -3, -2, 0]],
    ['half-even', [2, 2, 2, 3, 4, 2, -2, -2, -2, -3, -4, -2, 0]],
  ] as const)('%s', (mode, whole) => {
    expect(VALUES.map((value) => Number(roundToScaled(textToExact(value), 0, mode)))).toEqual(whole)
  })

  test('a name that is none is a bug of the caller', () => {
    expect(() => roundToScaled(textToExact('2.5'), 0, 'sideways' as never)).toThrow('sideways')
  })
})

test('rounds to the digits that are asked for', () => {
  expect(exactToText(roundExact(textToExact('1.005'), 2, 'half-up'))).toBe('1.01')
  expect(exactToText(roundExact(textToExact('1.005'), 2, 'half-even'))).toBe('1')
  expect(exactToText(roundExact(textToExact('-1.005'), 2, 'half-up'))).toBe('-1.01')
  expect(roundToScaled(textToExact('2/3'), 4, 'half-up')).toBe(6667n)
})

test('for the eye: at most so many decimals, half-up', () => {
  expect([roundForEye('185/6', 2), roundForEye('0.125', 2), roundForEye('3.10', 2)]).toEqual(['30.83', '0.13', '3.1'])
})

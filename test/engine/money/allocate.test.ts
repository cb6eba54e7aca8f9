import { expect, test } from 'vitest'
import { allocate } from '#engine/money/allocate'
import { absolute, add, compare, exactToText, subtract, textToExact, ZERO } from '#engine/money/exact'
import { roundExact } from '#engine/money/rounding'

const shared = (digits: number, ...parts: string[]) => allocate(parts.map(textToExact), digits).map(exactToText)

test('a cent that does not divide goes to the earlier of equal parts', () => {
  expect(shared(2, '100/3', '100/3', '100/3')).toEqual(['33.34', '33.33', '33.33'])
  expect(shared(2, '200/3', '200/3', '200/3')).toEqual(['66.67', '66.67', '66.66'])
})

test('it goes to the largest remainder first, wherever that stands', () => {
  expect(shared(0, '1.2', '1.3', '1.5')).toEqual(['1', '1', '2'])
  expect(shared(0, '1.2', '2.4', '1.4')).toEqual(['1', '3', '1'])
  expect(shared(0, '0.1', '0.8', '0.3', '0.9', '0.9')).toEqual(['0', '1', '0', '1', '1'])
})

test('parts that need no cutting stay as they are', () => {
  expect(shared(2, '1.25', '2.5', '0')).toEqual(['1.25', '2.5', '0'])
  expect(shared(2)).toEqual([])
})

test('the sum of the parts is rounded half-up, once', () => {
  expect(shared(0, '0.25', '0.25')).toEqual(['1', '0'])
  expect(shared(0, '0.2', '0.2')).toEqual(['0', '0'])
})

test('what is taken back, and opposite parts, add up too, and none moves by a whole unit', () => {
  for (const parts of [
    ['-100/3', '-100/3', '-100/3'],
    ['0.005', '-0.005'],
    ['-0.005', '0.005'],
    ['-0.004', '0.01', '-0.013'],
  ].map((list) => list.map(textToExact))) {
    const cut = allocate(parts, 2)
    const sum = (list: typeof parts) => list.reduce(add, ZERO)
    expect(exactToText(sum(cut))).toBe(exactToText(roundExact(sum(parts), 2, 'half-up')))
    const moved = cut.map((value, i) => absolute(subtract(value, parts[i]!)))
    expect(moved.filter((by) => compare(by, textToExact('0.01')) >= 0)).toEqual([])
  }
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Grid, sizeOf } from '#lib/blocks/matrix.ts'
import { readExample, writeExample } from '#lib/carried/example-edit.ts'
import {
  asKind,
  readCell,
  readEdge,
  typedCell,
  withMoreAxes,
  withoutAxis,
  withoutPlace,
  withPlace,
} from '#lib/carried/matrix-edit.ts'
import { anyPlan } from './plan-arbitrary.ts'

const number = (value: string) => ({ kind: 'Number', value }) as const
const grid: Grid = {
  axes: [
    { kind: 'Bands', axis: 'number', edgeBelongsTo: 'higher', from: ['0', '10'] },
    { kind: 'Keys', keys: ['a', 'b', '*'] },
  ],
  cells: ['1', '2', '3', '4', '5', '6'].map(number),
}
const figures = ({ cells }: Grid) => cells.map((cell) => (cell.kind === 'Number' ? cell.value : cell.kind)).join(' ')
const parameters = [{ value: 'rate', label: 'Base rate' }]

describe('a grid', () => {
  test('grows by copies of the last place, before the key that takes the rest', () => {
    expect(figures(withPlace(grid, 0, '20'))).toBe('1 2 3 4 5 6 4 5 6')
    const wider = withPlace(grid, 1, 'c')
    expect(wider.axes[1]).toMatchObject({ keys: ['a', 'b', 'c', '*'] })
    expect(figures(wider)).toBe('1 2 2 3 4 5 5 6')
  })

  test('shrinks by what stood there, and keeps one place', () => {
    expect(figures(withoutPlace(grid, 0, 0))).toBe('4 5 6')
    expect(figures(withoutPlace(grid, 1, 1))).toBe('1 3 4 6')
    expect(withoutPlace(withoutPlace(grid, 0, 0), 0, 0).axes[0]).toMatchObject({ from: ['10'] })
  })

  test('gains and loses axes; the cells of the first place stay', () => {
    expect(figures(withoutAxis(withMoreAxes(grid), 2))).toBe(figures(grid))
    expect(figures(withoutAxis(grid, 0))).toBe('1 2 3')
    expect(figures(withoutAxis(grid, 1))).toBe('1 4')
  })

  test('always has as many cells as its axes say', () => {
    const step = fc.record({ axis: fc.nat(2), place: fc.nat(3), what: fc.nat(3) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const end = steps.reduce((now: Grid, { axis, place, what }) => {
          const at = axis % now.axes.length
          if (what === 0) return withPlace(now, at, '99')
          if (what === 1) return withoutPlace(now, at, place % sizeOf(now.axes[at] ?? { kind: 'Keys', keys: [''] }))
          if (what === 2) return now.axes.length < 3 ? withMoreAxes(now) : now
          return now.axes.length > 1 ? withoutAxis(now, at) : now
        }, grid)
        expect(end.cells.length).toBe(end.axes.reduce((product, axis) => product * sizeOf(axis), 1))
        expect(end.cells.every((cell) => cell !== undefined)).toBe(true)
      }),
    )
  })

  test('changes the kind of an axis without inventing edges that are no numbers', () => {
    expect(asKind({ kind: 'Keys', keys: ['a', '*'] }, 'money')).toMatchObject({ from: ['0', '1'] })
    expect(asKind({ kind: 'Bands', axis: 'share', edgeBelongsTo: 'lower', from: ['0.5'] }, 'Keys')).toMatchObject({
      keys: ['0.5'],
    })
  })

  test.each([
    ['5 %', number('1'), { kind: 'Percent', value: '0.05' }],
    ['7', { kind: 'Percent', value: '0.05' } as const, { kind: 'Percent', value: '0.07' }],
    ['100 EUR', number('1'), { kind: 'Money', value: '100', currency: 'EUR' }],
    ['120', { kind: 'Money', value: '1', currency: 'USD' } as const, { kind: 'Money', value: '120', currency: 'USD' }],
    ['Base rate', number('1'), { kind: 'Parameter', parameter: 'rate' }],
    ['3,5', number('1'), number('3.5')],
    ['five', number('1'), undefined],
    ['', number('1'), undefined],
  ])('reads %j as a cell', (typed, was, cell) => {
    expect(readCell(typed, was, parameters)).toEqual(cell)
    if (cell) expect(readCell(typedCell(cell as typeof was, parameters), was, parameters)).toEqual(cell)
  })

  test('reads edges: shares in percent, names as they are', () => {
    expect(readEdge('80 %', { kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: [] })).toBe('0.80')
    expect(readEdge('80', { kind: 'Bands', axis: 'money', edgeBelongsTo: 'higher', from: [] })).toBe('80')
    expect(readEdge(' North ', { kind: 'Keys', keys: [] })).toBe('North')
    expect(readEdge('North', { kind: 'Bands', axis: 'number', edgeBelongsTo: 'higher', from: [] })).toBeUndefined()
  })
})

describe('an example in its dialog', () => {
  test('comes back as it was when nobody changed anything', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const { kind: _, id: __, at: ___, title: ____, explanation: _____, ...carried } of plan.examples ?? []) {
          const text = JSON.stringify(carried)
          expect(JSON.parse(writeExample(text, readExample(text), new Set(['active'])))).toEqual(carried)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('takes new rows, leaves out what is empty, and knows a yes from a text', () => {
    const text = JSON.stringify({ deals: [], expects: [{ kind: 'Paid', period: '2027-Q1', amount: '1' }] })
    const rows = readExample(text)
    const texts = { creditedOn: '2027-01-10', amount: '5', product: '', 'fields.active': 'true', 'fields.note': 'true' }
    rows.deals = [{ id: 0, was: {}, texts }]
    expect(JSON.parse(writeExample(text, rows, new Set(['active'])))).toEqual({
      deals: [{ creditedOn: '2027-01-10', amount: '5', fields: { active: true, note: 'true' } }],
      expects: [{ kind: 'Paid', period: '2027-Q1', amount: '1' }],
    })
  })
})

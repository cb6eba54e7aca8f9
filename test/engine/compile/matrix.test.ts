import { describe, expect, test } from 'vitest'
import { FactIndex, type Matrix, type Step } from '#engine'
import { CompiledMatrix } from '#engine/compile/compile-matrix'
import { frame } from '#engine/compile/frame'
import { exactToText, fromInteger, parseExact } from '#engine/money/exact'
import { facts, pct } from '../../support/plans.ts'

type Axis = Matrix['axes'][number]
const keys = (...of: string[]): Axis => ({ kind: 'Keys', keys: of })
const bands = (edgeBelongsTo: 'higher' | 'lower', ...from: string[]): Axis => ({
  kind: 'Bands',
  axis: 'number',
  edgeBelongsTo,
  from,
})

/** A matrix whose cells are numbered from 0, the last axis fastest. */
function numbered(axes: readonly Axis[], over: Partial<Matrix> = {}, money = false) {
  const size = axes.reduce((n, axis) => n * (axis.kind === 'Keys' ? axis.keys.length : axis.from.length), 1)
  const cells = Array.from({ length: size }, (_, i) => pct(String(i)))
  const matrix: Matrix = { kind: 'Matrix', id: 'grid', title: 'Grid', axes: [...axes], cells, ...over }
  const compiled = new CompiledMatrix(
    matrix,
    '/matrices/2',
    cells.map((_, i) => () => fromInteger(i)),
    money,
  )
  return (values: readonly string[], steps?: Step[]) => {
    const f = frame({
      facts: new FactIndex(facts()),
      plan: 'plan',
      participant: 'ann',
      date: '2026-01-01',
      planFrom: '2026-01-01',
      steps,
    })
    const cell = compiled.cell(
      f,
      values.map((value, i) => (axes[i]?.kind === 'Keys' ? value : parseExact(value))),
    )
    return cell && exactToText(cell)
  }
}

describe('a matrix', () => {
  test('gives the cell in which the values meet, the last axis fastest', () => {
    const cell = numbered([keys('a', 'b'), bands('higher', '0', '10', '20'), keys('x', 'y')])
    expect([cell(['a', '0', 'x']), cell(['a', '0', 'y']), cell(['a', '10', 'x']), cell(['b', '25', 'y'])]).toEqual([
      '0',
      '1',
      '2',
      '11',
    ])
    expect([cell(['b', '0', 'x']), cell(['b', '15', 'y'])]).toEqual(['6', '9'])
  })

  test('a band owns its lower edge, or its upper one, and the first takes what lies below', () => {
    const on = (edge: 'higher' | 'lower') => {
      const cell = numbered([bands(edge, '0', '10', '20')])
      return ['-1', '0', '9', '10', '11', '20', '21'].map((value) => cell([value]))
    }
    expect(on('higher')).toEqual(['0', '0', '0', '1', '1', '2', '2'])
    expect(on('lower')).toEqual(['0', '0', '0', '0', '1', '1', '2'])
  })

  test('the key * takes every other text; without it there is no cell', () => {
    const open = numbered([keys('a', '*')])
    expect([open(['a']), open(['zebra']), open(['*'])]).toEqual(['0', '1', '1'])
    const closed = numbered([keys('a', 'b'), keys('x')])
    expect([closed(['b', 'x']), closed(['c', 'x']), closed(['a', 'z'])]).toEqual(['1', undefined, undefined])
  })

  test('tells the cell as a step, at its own block, else at the matrix’s', () => {
    const told = (cells: Matrix['cells'], over: Partial<Matrix> = {}, money = false) => {
      const steps: Step[] = []
      numbered([keys('a', 'b')], { ...over, cells }, money)(['b'], steps)
      return steps
    }
    const [first, second] = [pct('0'), pct('1')]
    expect(told([first, { ...second, at: 'cell-1' }], { at: 'grid-1' })).toEqual([
      {
        kind: 'Cell',
        path: '/matrices/2/cells/1',
        at: 'cell-1',
        label: 'Grid',
        value: { type: 'percent', text: '1' },
        steps: [],
      },
    ])
    expect(told([first, second], { at: 'grid-1' }, true)).toMatchObject([{ at: 'grid-1', value: { type: 'money' } }])
    expect(told([first, second])[0]?.at).toBeNull()
  })
})

import { compare, type Exact, exactToText, parseExact } from '../money/exact.ts'
import type { Matrix, MatrixAxis } from '../plan/ast.ts'
import type { Evaluate } from './compile-table.ts'
import type { Frame } from './frame.ts'
import type { Value } from './step.ts'

type Find = (value: Value) => number | undefined

/** The place of a value on an axis: the band that it reaches, or its key; undefined where no key takes it. */
function compileAxis(axis: MatrixAxis): Find {
  if (axis.kind === 'Keys') {
    const places = new Map(axis.keys.map((key, i) => [key, i]))
    return (value) => places.get(value as string) ?? places.get('*')
  }
  const edges = axis.from.map(parseExact)
  return (value) => {
    let index = 0
    for (let i = 1; i < edges.length; i++) {
      const order = compare(value as Exact, edges[i] as Exact)
      if (order > 0 || (order === 0 && axis.edgeBelongsTo === 'higher')) index = i
      else break
    }
    return index
  }
}

/** A compiled table of up to three axes: one cell for each combination. */
export class CompiledMatrix {
  readonly matrix: Matrix
  readonly path: string
  readonly #axes: readonly Find[]
  readonly #cells: readonly Evaluate<Exact>[]
  readonly #money: boolean

  constructor(matrix: Matrix, path: string, cells: readonly Evaluate<Exact>[], money: boolean) {
    this.matrix = matrix
    this.path = path
    this.#axes = matrix.axes.map(compileAxis)
    this.#cells = cells
    this.#money = money
  }

  /** The cell that the values meet in; undefined where a key is on no axis. */
  cell(f: Frame, values: readonly Value[]): Exact | undefined {
    let index = 0
    for (const [i, find] of this.#axes.entries()) {
      const place = find(values[i] as Value)
      if (place === undefined) return undefined
      const axis = this.matrix.axes[i]
      index = index * (axis?.kind === 'Keys' ? axis.keys.length : (axis?.from.length ?? 1)) + place
    }
    const value = (this.#cells[index] as Evaluate<Exact>)(f)
    f.steps?.push({
      kind: 'Cell',
      path: `${this.path}/cells/${index}`,
      at: this.matrix.cells[index]?.at ?? this.matrix.at ?? null,
      label: this.matrix.title,
      value: { type: this.#money ? 'money' : 'percent', text: exactToText(value) },
      steps: [],
    })
    return value
  }
}

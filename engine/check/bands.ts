import { compare, type Exact, isZero, multiply, parseExact, sign, subtract } from '../money/exact.ts'
import type { Matrix, Plan, RateTable } from '../plan/ast.ts'
import type { Expression, ExpressionOf } from '../plan/expression.ts'
import { childrenOf } from '../plan/walk.ts'
import { type Sentence, said } from '../words/sentence.ts'
import { type Known, keyOf, learn, measureRange, NOTHING_KNOWN, type Range, rangeOf } from './ranges.ts'

/** A band that makes no difference: no input can reach it, or it pays as the one before it does. */
export type DeadBand = {
  readonly path: string
  readonly at: string | null
  readonly why: 'unreachable' | 'same'
  readonly sentence: Sentence
}

type Use = { readonly e: Expression; readonly known: Known }

/** Every expression of a plan with what the conditions around it say. */
export function* usesOf(plan: Plan): Generator<Use> {
  const roots: [Expression | undefined, Expression | undefined][] = [
    ...plan.credits.flatMap((r): [Expression | undefined, Expression | undefined][] => [
      [r.when, undefined],
      [r.amount, r.when],
      [r.share, r.when],
    ]),
    ...plan.measures.flatMap((m): [Expression | undefined, Expression | undefined][] => [
      [m.when, undefined],
      [m.value, m.when],
    ]),
    ...plan.earnings.flatMap((e): [Expression | undefined, Expression | undefined][] => [
      [e.when, undefined],
      [e.gate, undefined],
      [e.amount, e.per === 'credit' ? e.when : e.gate],
      [e.floor, e.gate],
      [e.cap, e.gate],
    ]),
  ]
  for (const [root, given] of roots) {
    if (!root) continue
    const stack: Use[] = [{ e: root, known: given ? learn(plan, given, true, NOTHING_KNOWN) : NOTHING_KNOWN }]
    for (let use = stack.pop(); use; use = stack.pop()) {
      yield use
      const { e, known } = use
      if (e.kind === 'If') {
        stack.push(
          { e: e.when, known },
          { e: e.then, known: learn(plan, e.when, true, known) },
          { e: e.otherwise, known: learn(plan, e.when, false, known) },
        )
      } else for (const child of childrenOf(e)) stack.push({ e: child, known })
    }
  }
}

/** What a table's input can be where it is used; undefined where nothing is known. */
function inputOf(plan: Plan, e: ExpressionOf<'ApplyTable' | 'TableCell'>, known: Known): Range {
  const range = e.reads.kind === 'Running' ? measureRange(plan, e.reads.measure) : rangeOf(plan, e.reads.of, known)
  if (!e.per) return range
  const per = rangeOf(plan, e.per, known)
  const fixed = per.lo && per.hi && compare(per.lo, per.hi) === 0 ? per.lo : undefined
  if (fixed && sign(fixed) > 0) {
    const by = { n: fixed.d, d: fixed.n }
    return { ...(range.lo ? { lo: multiply(range.lo, by) } : {}), ...(range.hi ? { hi: multiply(range.hi, by) } : {}) }
  }
  return {
    ...(range.lo && sign(range.lo) >= 0 ? { lo: parseExact('0') } : {}),
    ...(range.hi && sign(range.hi) <= 0 ? { hi: parseExact('0') } : {}),
  }
}

/** Whether no number of the range lies in the band; the first band takes all below it. */
function misses(range: Range, edges: readonly Exact[], band: number, belongs: 'higher' | 'lower'): boolean {
  const [from, to] = [band === 0 ? undefined : edges[band], edges[band + 1]]
  if (from && range.hi) {
    const order = compare(range.hi, from)
    if (order < 0 || (order === 0 && belongs === 'lower')) return true
  }
  if (to && range.lo) {
    const order = compare(range.lo, to)
    if (order > 0 || (order === 0 && belongs === 'higher')) return true
  }
  return false
}

/** The bands of a plan's tables and matrices that make no difference. Sound: what is named is dead, but not all may be named. */
export function deadBandsOf(plan: Plan): DeadBand[] {
  const uses = [...usesOf(plan)]
  return [
    ...plan.tables.flatMap((table, i) => {
      const inputs = uses.flatMap(({ e, known }) =>
        (e.kind === 'ApplyTable' || e.kind === 'TableCell') && e.table === table.id ? [inputOf(plan, e, known)] : [],
      )
      return deadInTable(plan, table, `/tables/${i}`, inputs)
    }),
    ...(plan.matrices ?? []).flatMap((matrix, i) => deadInMatrix(plan, matrix, `/matrices/${i}`, uses)),
  ]
}

function deadInTable(plan: Plan, table: RateTable, path: string, inputs: readonly Range[]): DeadBand[] {
  if (inputs.length === 0) return []
  const edges = table.bands.map((b) => parseExact(b.from))
  const isSorted = edges.every((edge, i) => i === 0 || compare(edges[i - 1] as Exact, edge) < 0)
  if (!isSorted) return []
  return table.bands.flatMap((band, i): DeadBand[] => {
    const place = { path: `${path}/bands/${i}`, at: band.at ?? table.at ?? null }
    // The points of an interpolated table shape the line on both sides.
    const isReached =
      table.mode === 'interpolated' || inputs.some((range) => !misses(range, edges, i, table.edgeBelongsTo))
    // A table that starts at 0 starts where tables start, whatever is read.
    if (!isReached && !(i === 0 && sign(edges[0] as Exact) === 0))
      return [
        {
          ...place,
          why: 'unreachable',
          sentence: said`Nothing that is read can reach band ${i + 1} of "${table.title}".`,
        },
      ]
    return isRepeated(plan, table, edges, i)
      ? [
          {
            ...place,
            why: 'same',
            sentence:
              table.mode === 'interpolated'
                ? said`Band ${i + 1} of "${table.title}" pays as the line through its neighbours does.`
                : said`Band ${i + 1} of "${table.title}" pays as band ${i} does.`,
          },
        ]
      : []
  })
}

function isRepeated(plan: Plan, table: RateTable, edges: readonly Exact[], i: number): boolean {
  const value = (k: number): Exact | undefined => {
    const band = table.bands[k]
    const range = band && rangeOf(plan, band.value)
    return range?.lo && range.hi && compare(range.lo, range.hi) === 0 ? range.lo : undefined
  }
  const [before, own, after] = [value(i - 1), value(i), value(i + 1)]
  if (table.mode !== 'interpolated') {
    const [band, previous] = [table.bands[i], table.bands[i - 1]]
    if (!band || !previous) return false
    return before && own ? compare(before, own) === 0 : keyOf(band.value) === keyOf(previous.value)
  }
  if (!before || !own || !after) return false
  const [x0, x1, x2] = [edges[i - 1] as Exact, edges[i] as Exact, edges[i + 1] as Exact]
  const cross = subtract(
    multiply(subtract(own, before), subtract(x2, x0)),
    multiply(subtract(after, before), subtract(x1, x0)),
  )
  return isZero(cross)
}

function deadInMatrix(plan: Plan, matrix: Matrix, path: string, uses: readonly Use[]): DeadBand[] {
  const sizes = matrix.axes.map((axis) => (axis.kind === 'Keys' ? axis.keys.length : axis.from.length))
  if (sizes.reduce((a, b) => a * b, 1) !== matrix.cells.length) return []
  const reading = uses.filter(({ e }) => e.kind === 'MatrixCell' && e.matrix === matrix.id)
  if (reading.length === 0) return []
  return matrix.axes.flatMap((axis, a) => {
    if (axis.kind === 'Keys') return []
    const edges = axis.from.map(parseExact)
    const inputs = reading.map(({ e, known }) => {
      const of = e.kind === 'MatrixCell' ? e.of[a] : undefined
      return of ? rangeOf(plan, of, known) : {}
    })
    const stride = sizes.slice(a + 1).reduce((x, y) => x * y, 1)
    const size = sizes[a] as number
    return axis.from.flatMap((_, band): DeadBand[] => {
      const place = { path: `${path}/axes/${a}/from/${band}`, at: matrix.at ?? null }
      if (
        inputs.every((range) => misses(range, edges, band, axis.edgeBelongsTo)) &&
        !(band === 0 && sign(edges[0] as Exact) === 0)
      )
        return [
          {
            ...place,
            why: 'unreachable',
            sentence: said`Nothing that is read can reach band ${band + 1} of axis ${a + 1} of "${matrix.title}".`,
          },
        ]
      const same =
        band > 0 &&
        matrix.cells.every((cell, k) => {
          if (Math.floor(k / stride) % size !== band) return true
          const other = matrix.cells[k - stride]
          return other !== undefined && keyOf(other) === keyOf(cell)
        })
      return same
        ? [
            {
              ...place,
              why: 'same',
              sentence: said`Band ${band + 1} of axis ${a + 1} of "${matrix.title}" pays as band ${band} does.`,
            },
          ]
        : []
    })
  })
}

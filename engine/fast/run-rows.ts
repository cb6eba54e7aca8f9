import { NotFast } from './build.ts'
import type { Block, Codes, Units } from './columns.ts'
import { cutSeveral } from './cut-several.ts'
import type { Node } from './ir.ts'
import {
  CHUNK,
  compareColumn,
  cutPair,
  gather,
  gatherOf,
  pack,
  rollUp,
  scatter,
  scatterCount,
  scatterPacked,
  selectRows,
} from './kernels.ts'
import type { Layout } from './layout.ts'
import { type Figure, holdsFor, type Parts, type RowPlan, type Sink, type Stream } from './plan-rows.ts'
import type { Population } from './population.ts'
import type { Slot } from './slots.ts'
import { VectorCode } from './vector.ts'

type Rest = {
  readonly node: Node
  readonly streams: number
  /** A comparison of a column with a constant, done on the column itself. */
  readonly compare:
    | {
        readonly slot: Slot
        readonly edge: number
        readonly how: 'least' | 'above' | 'most' | 'below'
        readonly isNarrow: boolean
      }
    | undefined
  readonly code: VectorCode | undefined
}

const NOBODY = new Int32Array(0)

/** The rows' part of a batch, ready to run: kernels chosen, tables of texts made, memory kept from run to run. */
export class RowProgram {
  readonly #plan: RowPlan
  readonly #population: Population
  readonly #textFields: readonly string[]
  readonly #allowed: readonly Int32Array[]
  readonly #all: number
  readonly #rest: readonly Rest[]
  readonly #parts: readonly Parts[]
  readonly #amounts: ReadonlyMap<Parts, { slot: Slot } | { code: VectorCode }>
  readonly #values: ReadonlyMap<Sink, VectorCode>
  readonly #credits: ReadonlyMap<Parts, readonly Float64Array[]>
  readonly #matches = new Map<string, { codes: Float64Array }>()
  readonly #rows = new Int32Array(CHUNK + 1)
  readonly #bits = new Int32Array(CHUNK + 1)
  readonly #packed = new Int32Array(CHUNK + 1)
  readonly #places = new Int32Array(CHUNK + 1)
  readonly #sums: readonly Float64Array[]

  /** @param primitives false: every formula goes through the general vector code, for measuring what kernels are worth. */
  constructor(plan: RowPlan, population: Population, layout: Layout, primitives = true) {
    this.#plan = plan
    this.#population = population
    const { streams, slots } = plan
    this.#all = streams.reduce((bits, s) => bits | s.bit, 0)
    const fieldOf = (n: Node): string => {
      const slot = slots.list[slotBelow(n)] as Slot
      return slot.source.kind === 'field' ? slot.source.field : ''
    }
    const conditions = [...new Set(streams.flatMap((s) => s.byText))]
    this.#textFields = [...new Set(conditions.map(fieldOf))]
    this.#allowed = this.#textFields.map((field) => {
      const form = layout.columns.get(field)
      if (form?.kind !== 'text') throw new NotFast('a text that is no column')
      const bits = new Int32Array(form.dictionary.length).fill(this.#all)
      for (const node of conditions.filter((n) => fieldOf(n) === field)) {
        const holds = holdsFor(node, slots.list.length)
        const concerned = streams.filter((s) => s.byText.includes(node)).reduce((all, s) => all | s.bit, 0)
        form.dictionary.forEach((text, i) => {
          if (!holds(population.texts.code(text))) bits[i] = (bits[i] as number) & ~concerned
        })
      }
      return bits
    })
    this.#rest = [...new Set(streams.flatMap((s) => s.rest))].map((node) =>
      restOf(node, streams, slots.list, primitives),
    )
    this.#parts = [...new Map(plan.sinks.filter((s) => s.kind !== 'count').map((s) => [s.parts.key, s.parts])).values()]
    this.#amounts = new Map(
      this.#parts.map((parts): [Parts, { slot: Slot } | { code: VectorCode }] => {
        const { amount } = parts
        if (amount.op === 'input' && primitives) return [parts, { slot: slots.list[amount.slot] as Slot }]
        return [parts, { code: new VectorCode([amount]) }]
      }),
    )
    this.#credits = new Map(this.#parts.map((parts) => [parts, parts.places.map(() => new Float64Array(CHUNK + 1))]))
    this.#values = new Map(
      plan.sinks
        .filter((s) => s.kind === 'value')
        .map((s) => [s, new VectorCode(s.when ? [s.value as Node, s.when] : [s.value as Node])]),
    )
    this.#sums = plan.sums.map(() => new Float64Array(population.participants.length + 1))
    for (const { source, key } of slots.list) {
      if (source.kind !== 'match') continue
      const form = layout.columns.get(source.field)
      if (form?.kind !== 'text') throw new NotFast('a text that is no column')
      const text = source.e.text.kind === 'Text' ? source.e.text.value : ''
      const codes = Float64Array.from(form.dictionary, (t) =>
        (source.e.how === 'contains' ? t.includes(text) : t.startsWith(text)) ? 1 : 0,
      )
      this.#matches.set(key, { codes })
    }
    // Texts read by general code are turned from a block's codes to the plan's.
    for (const slot of slots.list) {
      if (slot.source.kind !== 'field' || !slot.isText) continue
      const form = layout.columns.get(slot.source.field)
      if (form?.kind !== 'text') throw new NotFast('a text that is no column')
      this.#matches.set(slot.key, { codes: Float64Array.from(form.dictionary, (t) => population.texts.code(t)) })
    }
  }

  /**
   * All sums of the rows.
   *
   * @throws NotFast where a row has no value, or leaves the safe integers.
   */
  run(blocks: readonly Block[]): void {
    for (const sum of this.#sums) sum.fill(0)
    for (const block of blocks) {
      const texts = this.#textFields.map((field) => textCodes(block, field))
      for (let from = 0; from < block.count; from += CHUNK) {
        const to = Math.min(block.count, from + CHUNK)
        const n = selectRows(texts, this.#allowed, this.#all, { from, to }, this.#rows, this.#bits)
        if (n > 0) this.#chunk(block, n)
      }
    }
  }

  /** A figure of every participant: own sums and those of reports. */
  figure(figure: Figure, to: Float64Array): void {
    to.fill(0)
    for (const { sum, levels } of figure.terms) {
      const own = this.#sums[sum] as Float64Array
      if (levels) rollUp(own, this.#population.manager, [...levels], to)
      else for (let p = 0; p < to.length; p++) to[p] = (to[p] as number) + (own[p + 1] as number)
    }
  }

  #chunk(block: Block, n: number): void {
    const rows = this.#rows
    const bits = this.#bits
    for (const { compare, code, streams } of this.#rest) {
      if (compare)
        compareColumn(unitsOf(block, compare.slot), compare.edge, compare.how, compare.isNarrow, streams, rows, bits, n)
      else if (code) {
        this.#evaluate(code, block, n, rows, undefined, undefined)
        const holds = code.output(0)
        for (let j = 0; j < n; j++) if (holds[j] === 0) bits[j] = (bits[j] as number) & ~streams
      }
    }
    for (const parts of this.#parts) this.#cut(parts, block, n)
    for (const sink of this.#plan.sinks) {
      const sums = this.#sums[sink.sum] as Float64Array
      const { bit } = sink.stream
      if (sink.kind === 'value') this.#addValues(sink, block, n, sums)
      else
        sink.parts.places.forEach((place, k) => {
          const participant = participantAt(block, place)
          if (sink.kind === 'count') scatterCount(sums, participant, bit, rows, bits, n)
          else {
            const credits = (this.#credits.get(sink.parts) ?? this.#creditsOf(sink.parts))[k] as Float64Array
            scatter(sums, participant, credits, bit, rows, bits, n)
          }
        })
    }
  }

  #creditsOf(parts: Parts): readonly Float64Array[] {
    const same = this.#parts.find((p) => p.key === parts.key) as Parts
    return this.#credits.get(same) as readonly Float64Array[]
  }

  #cut(parts: Parts, block: Block, n: number): void {
    const rows = this.#rows
    const credits = this.#credits.get(parts) as readonly Float64Array[]
    const source = this.#amounts.get(parts) as { slot: Slot } | { code: VectorCode }
    let amounts: Units
    const isByRow = 'slot' in source
    if ('slot' in source) amounts = unitsOf(block, source.slot)
    else {
      this.#evaluate(source.code, block, n, rows, undefined, undefined)
      amounts = source.code.output(0)
    }
    const { digits, amount, places, manner } = parts
    if (manner === 'owner') {
      const one = 10 ** Math.max(0, amount.scale - digits)
      cutSingle(
        amounts,
        isByRow,
        undefined,
        one,
        10 ** Math.max(0, digits - amount.scale),
        rows,
        n,
        credits[0] as Float64Array,
      )
      return
    }
    const members = places.map((k) => block.team[k] as Block['team'][number])
    const [first, second] = members
    if (manner === 'pair' && first && first.share !== 'rest') {
      const by = amount.scale + first.share.scale - digits
      const [one, more] = [10 ** Math.max(0, by), 10 ** Math.max(0, -by)]
      const up = 10 ** (digits - amount.scale)
      cutPair(
        amounts,
        isByRow,
        first.share.values,
        { one, more, up },
        rows,
        n,
        credits[0] as Float64Array,
        credits[1] as Float64Array,
      )
      return
    }
    if (manner === 'single' && first && first.share !== 'rest') {
      const by = amount.scale + first.share.scale - digits
      const one = 10 ** Math.max(0, by)
      cutSingle(amounts, isByRow, first.share.values, one, 10 ** Math.max(0, -by), rows, n, credits[0] as Float64Array)
      return
    }
    const shares = members.map((m) => m.share)
    if (!second || shares.some((s) => s === 'rest')) throw new NotFast('a rest that has to be found')
    const columns = shares.map((s) => (s === 'rest' ? NO_UNITS : s.values))
    const scales = shares.map((s) => (s === 'rest' ? 0 : s.scale))
    const scale = Math.max(...scales)
    const by = amount.scale + scale - digits
    const one = 10 ** Math.max(0, by)
    const up = 10 ** Math.max(0, -by)
    const own = new Float64Array(columns.length)
    const cut = new Float64Array(columns.length)
    for (let j = 0; j < n; j++) {
      const i = rows[j] as number
      columns.forEach((column, k) => {
        own[k] = (column[i] as number) * 10 ** (scale - (scales[k] as number))
      })
      cutSeveral((amounts[isByRow ? i : j] as number) * up, own, one, cut)
      credits.forEach((to, k) => {
        to[j] = cut[k] as number
      })
    }
  }

  #addValues(sink: Sink, block: Block, n: number, sums: Float64Array): void {
    const m = pack(sink.stream.bit, this.#rows, this.#bits, n, this.#packed, this.#places)
    if (m === 0) return
    const code = this.#values.get(sink) as VectorCode
    sink.parts.places.forEach((place, k) => {
      const participant = participantAt(block, place)
      this.#evaluate(code, block, m, this.#packed, participant, { sink, k })
      scatterPacked(sums, participant, code.output(0), sink.when && code.output(1), this.#packed, m)
    })
  }

  #evaluate(
    code: VectorCode,
    block: Block,
    n: number,
    rows: Int32Array,
    participant: Int32Array | undefined,
    credit: { sink: Sink; k: number } | undefined,
  ): void {
    for (const s of code.slots) {
      const slot = this.#plan.slots.list[s] as Slot
      const to = code.input(s)
      switch (slot.source.kind) {
        case 'field':
        case 'match': {
          const table = this.#matches.get(slot.key)
          if (!table) gather(unitsOf(block, slot), rows, n, to)
          else {
            gather(textCodes(block, slot.source.field), rows, n, to)
            for (let j = 0; j < n; j++) to[j] = table.codes[to[j] as number] as number
          }
          break
        }
        case 'participant': {
          const column = this.#population.columns.get(slot.key)
          if (!column || !participant) throw new NotFast('a participant where there is none')
          gatherOf(column.values, participant, rows, n, to)
          break
        }
        case 'credit': {
          if (!credit) throw new NotFast('a credit where there is none')
          const credits = this.#creditsOf(credit.sink.parts)[credit.k] as Float64Array
          gather(credits, this.#places, n, to)
          break
        }
        default:
          throw new NotFast('an input that rows do not have')
      }
    }
    if (code.run(n)) throw new NotFast('a row without a value')
  }
}

const NO_UNITS = new Uint8Array(0)

/** The credit of who holds the deal alone: rounded half up, away from 0. */
function cutSingle(
  amounts: Units,
  isByRow: boolean,
  shares: Units | undefined,
  one: number,
  up: number,
  rows: Int32Array,
  n: number,
  to: Float64Array,
): void {
  const half = one / 2
  for (let j = 0; j < n; j++) {
    const i = rows[j] as number
    const x = (amounts[isByRow ? i : j] as number) * (shares ? (shares[i] as number) : 1) * up
    to[j] = one === 1 ? x : x >= 0 ? Math.floor((x + half) / one) : -Math.floor((half - x) / one)
  }
}

function restOf(node: Node, streams: readonly Stream[], slots: readonly Slot[], primitives: boolean): Rest {
  const bits = streams.filter((s) => s.rest.includes(node)).reduce((all, s) => all | s.bit, 0)
  const general = { node, streams: bits, compare: undefined, code: new VectorCode([node]) }
  if (!primitives || (node.op !== 'lt' && node.op !== 'le')) return general
  const { a, b } = node
  const [input, constant] = a.op === 'input' ? [a, b] : [b, a]
  if (input.op !== 'input' || constant.op !== 'const') return general
  const slot = slots[input.slot] as Slot
  if (slot.source.kind !== 'field' || slot.isText) return general
  const how = input === a ? (node.op === 'lt' ? 'below' : 'most') : node.op === 'lt' ? 'above' : 'least'
  const edge = Number(constant.value)
  const isNarrow = Math.max(Math.abs(slot.lo), Math.abs(slot.hi), Math.abs(edge)) < 2 ** 30
  return { node, streams: bits, compare: { slot, edge, how, isNarrow }, code: undefined }
}

/** The one input below a condition. */
function slotBelow(n: Node): number {
  const stack = [n]
  for (let x = stack.pop(); x; x = stack.pop()) {
    if (x.op === 'input') return x.slot
    stack.push(...('a' in x ? [x.a] : []), ...('b' in x ? [x.b] : []), ...('when' in x ? [x.when] : []))
  }
  throw new NotFast('a condition that reads nothing')
}

function textCodes(block: Block, field: string): Codes {
  const column = block.columns.get(field)
  if (column?.kind !== 'text') throw new NotFast('a text that is no column')
  return column.codes
}

function unitsOf(block: Block, slot: Slot): Units {
  const column = slot.source.kind === 'field' ? block.columns.get(slot.source.field) : undefined
  if (column?.kind !== 'number') throw new NotFast('a number that is no column')
  return column.values
}

function participantAt(block: Block, place: number): Int32Array {
  return (place < 0 ? block.owner : block.team[place]?.participant) ?? NOBODY
}

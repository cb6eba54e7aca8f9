import type { Program } from '../compile/compile-plan.ts'
import type { CreditRule } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import { type Builder, NotFast } from './build.ts'
import { inOrder, type Node, SAFE } from './ir.ts'
import type { Layout } from './layout.ts'
import { type Leaves, Lowering, type Number_ } from './lower.ts'
import type { Population } from './population.ts'
import { emit, run } from './registers.ts'
import { Slots } from './slots.ts'

/** How the amount of a transaction is cut among those who hold it. */
export type Parts = {
  readonly key: string
  readonly amount: Node
  readonly digits: number
  /** Places in the team, or the owner as -1. */
  readonly places: readonly number[]
  /** `pair`: two shares that make the whole, of which the second is what the first leaves. */
  readonly manner: 'owner' | 'single' | 'pair' | 'several'
  /** The largest credit. */
  readonly most: number
}

/** Rows for which all conditions hold: those on one text by dictionary, the others by calculation. */
export type Stream = { readonly bit: number; readonly byText: readonly Node[]; readonly rest: readonly Node[] }

/** What a stream adds to a per-participant sum. */
export type Sink = {
  readonly stream: Stream
  readonly parts: Parts
  readonly kind: 'credit' | 'count' | 'value'
  /** Of 'value': the node, over the row, the credit and its participant. */
  readonly value: Node | undefined
  /** Of 'value': only rows and participants for which this holds. */
  readonly when: Node | undefined
  readonly sum: number
}

/** A per-participant sum: of what participants hold themselves. */
export type Sum = { readonly scale: number; readonly most: number }

/** A figure that the period reads: sums of one's own, and of reports between two levels below. */
export type Figure = {
  readonly scale: number
  readonly most: number
  readonly terms: readonly { readonly sum: number; readonly levels: readonly [from: number, to: number] | undefined }[]
}

/** What is done for each row, and which figures come of it. */
export type RowPlan = {
  readonly slots: Slots
  readonly streams: readonly Stream[]
  readonly sinks: readonly Sink[]
  readonly sums: readonly Sum[]
  readonly measures: ReadonlyMap<string, Figure>
  /** By measure that is an average: how many credits it takes. */
  readonly counts: ReadonlyMap<string, Figure>
  /** By earning per credit: its exact total. */
  readonly totals: ReadonlyMap<string, Figure>
}

/**
 * Chooses what is done with each row, from the plan alone: conditions become streams, amounts are cut once for all rules
 * that cut them alike, and sums that only differ in who they reach are made once and rolled up afterwards.
 *
 * @throws NotFast for what has to be walked by the reference.
 */
export function planRows(program: Program, layout: Layout, population: Population, b: Builder): RowPlan {
  const { plan, types, minorDigits } = program
  const { texts } = population
  const slots = new Slots(b, (source, key) => {
    switch (source.kind) {
      case 'field': {
        const column = layout.columns.get(source.field)
        if (!column) throw new NotFast(`the field ${source.field} is not there for every transaction`)
        if (column.kind === 'text') return onlyIn({ lo: 0, hi: 2 ** 31 }, true)
        if (source.type === 'money' && [...layout.currencies].some((c) => c !== '' && c !== plan.currency))
          throw new NotFast('amounts of other currencies')
        return { ...column, isText: false, hard: column }
      }
      case 'match':
        return onlyIn({ lo: 0, hi: 1 }, false)
      case 'credit':
        return {
          scale: source.scale,
          lo: -source.most,
          hi: source.most,
          isText: false,
          hard: { lo: -source.most, hi: source.most },
        }
      case 'participant': {
        const column = population.columns.get(key)
        if (!column) throw new NotFast('a figure of participants that is not there')
        return { ...column, hard: column }
      }
      default:
        throw new NotFast('a running total')
    }
  })
  const streams: Stream[] = []
  const sinks: Sink[] = []
  const sums: Sum[] = []
  const bySink = new Map<string, number>()
  const measures = new Map<string, Figure>()
  const counts = new Map<string, Figure>()
  const totals = new Map<string, Figure>()

  const streamOf = (conditions: readonly Node[]): Stream | undefined => {
    const all = [...new Set(conditions.flatMap(conjuncts))].sort((x, y) => x.id - y.id)
    if (all.some((n) => n.op === 'const' && n.value === 0n)) return undefined
    const needed = all.filter((n) => n.op !== 'const')
    const byText = needed.filter((n) => isOfOneText(n, slots))
    const rest = needed.filter((n) => !byText.includes(n))
    const same = streams.find((s) => sameList(s.byText, byText) && sameList(s.rest, rest))
    if (same) return same
    if (streams.length === 31) throw new NotFast('more than 31 kinds of rows')
    const stream = { bit: 1 << streams.length, byText, rest }
    streams.push(stream)
    return stream
  }
  const sumOf = (sink: Omit<Sink, 'sum'>, scale: number, most: number): number => {
    const key = `${sink.stream.bit} ${sink.parts.key} ${sink.kind} ${sink.value?.id} ${sink.when?.id}`
    const known = bySink.get(key)
    if (known !== undefined) return known
    const total = most * layout.rows * sink.parts.places.length
    if (!(total <= SAFE)) throw new NotFast('a sum that may leave the safe integers')
    const sum = sums.push({ scale, most: total }) - 1
    sinks.push({ ...sink, sum })
    bySink.set(key, sum)
    return sum
  }
  const enter = (
    to: Map<string, Figure>,
    id: string,
    sum: number | undefined,
    levels: Figure['terms'][number]['levels'],
  ): void => {
    const old = to.get(id) ?? { scale: 0, most: 0, terms: [] }
    if (sum === undefined) {
      to.set(id, old)
      return
    }
    const { scale, most } = sums[sum] as Sum
    if (old.terms.length > 0 && old.scale !== scale) throw new NotFast('credits of one measure cut to different places')
    const reach = levels ? levels[1] - levels[0] + 1 : 1
    to.set(id, { scale, most: old.most + most * reach, terms: [...old.terms, { sum, levels }] })
  }

  for (const m of plan.measures) {
    if (m.window.kind !== 'Period') throw new NotFast('a window longer than the period')
    // Even where no rule counts for it: of no credits, a least or latest one has no value, and a sum has.
    if (m.aggregate !== 'sum' && m.aggregate !== 'count' && m.aggregate !== 'average')
      throw new NotFast(`the ${m.aggregate} of credits`)
  }
  for (const rule of plan.credits) {
    if (rule.group !== undefined) throw new NotFast('a group of which the first match fires')
    const levels = rule.to.kind === 'Managers' ? ([rule.to.fromLevel, rule.to.toLevel] as const) : undefined
    let credit: Number_ | undefined
    let readsParticipant = false
    const leaves: Leaves = {
      running: () => {
        throw new NotFast('a running total read credit by credit')
      },
      leaf: (e) => {
        switch (e.kind) {
          case 'Field':
            return slots.field(types, e.field)
          case 'TextMatch':
            return slots.match(e)
          case 'Parameter':
          case 'Quota':
          case 'Recipient':
            if (e.kind === 'Recipient' && e.attribute !== 'title') throw new NotFast('the territory of a credit')
            if (e.kind === 'Quota' && plan.changes?.quota === 'transaction date')
              throw new NotFast('a quota by the transaction')
            readsParticipant = true
            return slots.participant(e)
          case 'CreditType':
            return { kind: 'text', node: b.const(BigInt(texts.code(rule.creditType)), 0) }
          case 'CreditAmount':
            if (!credit) throw new NotFast('a credit before there is one')
            return credit
          default:
            throw new NotFast(`${e.kind} read credit by credit`)
        }
      },
    }
    const lowering = new Lowering(plan, leaves, b, texts)
    const before = rule.when ? [lowering.yesNo(rule.when)] : []
    const parts = partsOf(rule, lowering, layout)
    if (readsParticipant) throw new NotFast('a credit rule that reads its recipient')
    credit = slots.number({ kind: 'credit', parts: parts.key, scale: parts.digits, most: parts.most })
    const counted = rule.counts ?? 'attainment and pay'
    for (const m of plan.measures) {
      const to = measures
      enter(to, m.id, undefined, levels)
      if (m.aggregate === 'average') enter(counts, m.id, undefined, levels)
      if (counted === 'pay only' || counted === 'neither') continue
      readsParticipant = false
      const condition = m.when && lowering.yesNo(m.when)
      const isOwn =
        condition !== undefined && condition.op !== 'const' && (readsParticipant || readsCredit(condition, credit.num))
      const stream = streamOf([...before, ...(condition && !isOwn ? [condition] : [])])
      if (!stream) continue
      const when = isOwn ? condition : undefined
      const count = (): number => {
        if (levels) throw new NotFast('a count of the credits of reports')
        return sumOf({ stream, parts, kind: when ? 'value' : 'count', value: when && b.bool(true), when }, 0, 1)
      }
      if (m.aggregate === 'count') {
        enter(to, m.id, count(), levels)
        continue
      }
      if (m.aggregate === 'average') enter(counts, m.id, count(), levels)
      enter(to, m.id, valueSum(m.value as Expression, stream, when), levels)
    }
    for (const earning of plan.earnings) {
      if (earning.per !== 'credit') continue
      enter(totals, earning.id, undefined, levels)
      if (counted === 'attainment only' || counted === 'neither') continue
      readsParticipant = false
      const condition = earning.when && lowering.yesNo(earning.when)
      const isOwn =
        condition !== undefined && condition.op !== 'const' && (readsParticipant || readsCredit(condition, credit.num))
      const stream = streamOf([...before, ...(condition && !isOwn ? [condition] : [])])
      if (!stream) continue
      const { mode, basis } = earning.rounding
      const value = lowering.number(earning.amount)
      const paid = basis === 'each' ? lowering.round(value, minorDigits, mode) : value
      enter(totals, earning.id, addUp(paid, stream, isOwn ? condition : undefined), levels)
    }

    function valueSum(e: Expression, stream: Stream, when: Node | undefined): number {
      return addUp(lowering.number(e), stream, when)
    }
    function addUp(value: Number_, stream: Stream, when: Node | undefined): number {
      if (value.den) throw new NotFast('a sum of fractions')
      const { num } = value
      if (num === credit?.num && !when)
        return sumOf({ stream, parts, kind: 'credit', value: undefined, when: undefined }, num.scale, parts.most)
      // What is not the credit itself does not add up along reporting lines.
      if (levels) throw new NotFast('a figure of the credits of reports that is not their sum')
      const most = Math.max(Math.abs(num.lo), Math.abs(num.hi))
      return sumOf({ stream, parts, kind: 'value', value: num, when }, num.scale, most)
    }
  }
  // What may have no value has to be calculated, or an exception would be lost.
  const calculated = new Set(
    inOrder([
      ...streams.flatMap((s) => [...s.byText, ...s.rest]),
      ...sinks
        .flatMap((s) => [s.value, s.when, s.kind === 'count' ? undefined : s.parts.amount])
        .filter((n) => n !== undefined),
    ]),
  )
  if (b.guards.some((guard) => !calculated.has(guard)))
    throw new NotFast('a value that nothing reads, and that may be missing')
  return { slots, streams, sinks, sums, measures, counts, totals }
}

const onlyIn = (range: { lo: number; hi: number }, isText: boolean) => ({ scale: 0, ...range, hard: range, isText })

const sameList = (a: readonly Node[], b: readonly Node[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])

const conjuncts = (n: Node): Node[] => (n.op === 'and' ? [...conjuncts(n.a), ...conjuncts(n.b)] : [n])

const readsCredit = (n: Node, credit: Node): boolean => inOrder([n]).includes(credit)

/** Whether a condition reads one text column and nothing else. */
function isOfOneText(n: Node, slots: Slots): boolean {
  const read = inOrder([n]).filter((x) => x.op === 'input')
  const slot = read.length === 1 && read[0]?.op === 'input' ? slots.list[read[0].slot] : undefined
  return slot?.isText === true && slot.source.kind === 'field'
}

/** Whether a condition on one text holds, by the text's code. */
export function holdsFor(n: Node, slots: number): (code: number) => boolean {
  const code = emit([n], slots)
  const input = inOrder([n]).find((x) => x.op === 'input')
  const r = code.constants.slice()
  return (text) => {
    r.set(code.constants)
    r[input?.op === 'input' ? input.slot : 0] = text
    if (!run(code, r)) throw new NotFast('a text without a place on an axis')
    return r[code.outputs[0]?.register ?? 0] !== 0
  }
}

function partsOf(rule: CreditRule, lowering: Lowering, layout: Layout): Parts {
  const to = rule.to.kind === 'Managers' ? rule.to.of : rule.to
  const amount = lowering.number(rule.amount)
  const whole = rule.share ? lowering.times(amount, lowering.number(rule.share)) : amount
  if (whole.den) throw new NotFast('an amount that is a fraction')
  if (layout.refers) throw new NotFast('transactions that refer to others')
  const digits = rule.digits ?? 6
  const { num } = whole
  const size = Math.max(Math.abs(num.lo), Math.abs(num.hi))
  /** The whole at the credit's places, rounded up. */
  const largest = layout.team.reduce(
    (max, m) => Math.max(max, m.share === 'rest' ? 1 : m.share.hi / 10 ** m.share.scale),
    1,
  )
  const most =
    Math.ceil((size * 10 ** Math.max(0, digits - num.scale) * largest) / 10 ** Math.max(0, num.scale - digits)) + 1
  const of = (manner: Parts['manner'], places: readonly number[]): Parts => {
    if (places.length > 1 && layout.repeats) throw new NotFast('somebody who stands twice in a team')
    const share = places.reduce((max, k) => {
      const form = layout.team[k]?.share
      return Math.max(max, form && form !== 'rest' ? 10 ** form.scale : 1)
    }, 1)
    // The whole times a share, and the whole at the credit's places, are both calculated on the way.
    if (!(size * share * 10 ** Math.max(0, digits - num.scale) < SAFE / 4))
      throw new NotFast('shares that may leave the safe integers')
    return { key: `${manner} ${places.join()} ${num.id} ${digits}`, amount: num, digits, places, manner, most }
  }
  if (to.kind === 'Owner') {
    if (!layout.hasOwner) throw new NotFast('no owners')
    return of('owner', [-1])
  }
  if (to.kind !== 'DealTeam') throw new NotFast(`recipients by ${to.kind}`)
  const places = layout.team.map((_, k) => k)
  const held = to.role === null ? places : places.filter((k) => layout.team[k]?.role === to.role)
  if (to.role !== null && layout.team.some((m) => m.role === undefined))
    throw new NotFast('roles that stand in no fixed place')
  if (held.length === 0) throw new NotFast('nobody holds the deal')
  const isAll = held.length === places.length && layout.sharesAreWhole
  if (rule.to.kind === 'Managers' && rule.overlap !== 'each path' && !layout.sharesAreWhole)
    throw new NotFast('shares that may make more than the whole')
  if (held.some((k) => layout.team[k]?.share === 'rest') && !isAll) {
    if (held.length !== 1 || held[0] !== places.length - 1) throw new NotFast('a rest among several shares')
  }
  if (held.length === 1) return of('single', held)
  if (held.length === 2 && isAll && num.scale <= digits) return of('pair', held)
  if (held.some((k) => layout.team[k]?.share === 'rest')) throw new NotFast('a rest among several shares')
  return of('several', held)
}

import type { Program } from '../compile/compile-plan.ts'
import type { Expression } from '../plan/expression.ts'
import { windowOf } from '../plan/measure-window.ts'
import { ANY, Builder, NotFast, type Range } from './build.ts'
import type { Node } from './ir.ts'
import { type Leaves, Lowering, type Number_, type Value } from './lower.ts'
import { MixedRegisters } from './mixed.ts'
import { type Code, emit, run } from './registers.ts'
import { type Slot, type SlotForm, Slots, type Source } from './slots.ts'
import { Texts } from './texts.ts'

/** What a deal's code is proven for, unless the caller says otherwise: half a billion a deal, ten billion a total. */
const DEAL = 5e10
const TOTAL = 1e12

/** How inputs arrive: decimal places by key, where they differ from the currency's two and from four of a number. */
export type DealScales = Readonly<Record<string, number>>

/** Which way a figure took. */
export type Way = 'numbers' | 'big integers' | 'none'

/**
 * What one deal earns one recipient under one credit rule and one earning per credit: register code over safe integers,
 * whose operations are done over big integers where they leave them. Made once for a plan version and kept; runs without allocating.
 *
 *     const code = compileDeal(program, { rule: 'share', earning: 'commission' })
 *     code.write(code.slot('field amount'), 1_250_000)   // 12,500.00
 *     code.evaluate() // 'numbers'; code.minor is the line in minor units
 */
export class DealCode {
  readonly slots: readonly Slot[]
  readonly texts: Texts
  /** What expressions became, for derivations. */
  readonly made: ReadonlyMap<Expression, Value>
  readonly amount: Expression
  readonly #conditional: boolean
  readonly #code: Code
  readonly #wide: (() => DealCode) | undefined
  readonly #registers: Float64Array
  readonly #lo: Float64Array
  readonly #hi: Float64Array
  readonly #out: number
  readonly #when: number
  readonly #credit: number
  #careful: DealCode | undefined
  /** The line, where it was the other code's. */
  #carefulMinor: number | undefined
  #mixed: MixedRegisters | undefined

  constructor(
    made: {
      slots: readonly Slot[]
      texts: Texts
      lowered: ReadonlyMap<Expression, Value>
      amount: Expression
      credit: Node
      guards: readonly Node[]
    },
    line: Node,
    when: Node | undefined,
    traced: boolean,
    wide?: () => DealCode,
  ) {
    this.#wide = wide
    this.slots = made.slots
    this.texts = made.texts
    this.made = made.lowered
    this.amount = made.amount
    this.#conditional = when !== undefined
    const keep = new Set([made.credit, ...made.guards, ...(traced ? [...this.made.values()].flatMap(nodesOf) : [])])
    this.#code = emit(when ? [line, when] : [line], this.slots.length, keep, wide === undefined)
    this.#registers = this.#code.constants.slice()
    this.#lo = Float64Array.from(this.slots, (s) => s.lo)
    this.#hi = Float64Array.from(this.slots, (s) => s.hi)
    this.#out = this.#code.outputs[0]?.register ?? 0
    this.#when = this.#code.outputs[1]?.register ?? 0
    this.#credit = this.#code.registerOf.get(made.credit) ?? 0
  }

  /** The place of an input, by its key: "field amount", "share", "measure ytd", "quota revenue …". */
  slot(key: string): number {
    return this.slots.findIndex((s) => s.key === key)
  }

  /** Writes an input as a safe integer at its slot's scale, or as a text's code. */
  write(slot: number, units: number): void {
    this.#registers[slot] = units
  }

  /** Calculates from what was written. 'none': the exact reference has to be asked. */
  evaluate(): Way {
    const r = this.#registers
    const lo = this.#lo
    const hi = this.#hi
    for (let i = 0; i < lo.length; i++) {
      const x = r[i] as number
      // Beyond the range that the code was proven for, every operation is checked.
      if (!(x >= (lo[i] as number) && x <= (hi[i] as number))) return this.#carefully()
    }
    if (!run(this.#code, r)) return this.#carefully()
    this.#carefulMinor = undefined
    return 'numbers'
  }

  /** By code that supposes nothing of its inputs, every operation checked. */
  #carefully(): Way {
    this.#careful ??= this.#wide?.()
    const way = this.#careful?.runMixed(this.#registers) ?? 'none'
    this.#carefulMinor = way === 'numbers' ? (this.#careful?.minor ?? 0) : undefined
    return way
  }

  /** Every operation checked, on inputs of the code that this one stands in for. */
  runMixed(inputs: Float64Array): Way {
    const r = this.#registers
    for (let i = 0; i < this.#lo.length; i++) {
      const x = inputs[i] as number
      if (!Number.isInteger(x) || x < (this.#lo[i] as number) || x > (this.#hi[i] as number)) return 'none'
      r[i] = x
    }
    this.#mixed ??= new MixedRegisters(this.#code)
    // A credit beyond the safe integers may be one that cannot be stored, and so none.
    if (!this.#mixed.run(r) || Number.isNaN(r[this.#credit])) return 'none'
    return this.#conditional && r[this.#when] === 0
      ? 'numbers'
      : Number.isNaN(r[this.#out])
        ? 'big integers'
        : 'numbers'
  }

  /** The line in minor units after 'numbers'; 0 where the earning's condition does not hold. */
  get minor(): number {
    if (this.#carefulMinor !== undefined) return this.#carefulMinor
    const r = this.#registers
    return this.#conditional && r[this.#when] === 0 ? 0 : (r[this.#out] as number)
  }

  /** The line in minor units after 'big integers'. */
  get bigMinor(): bigint {
    return this.#careful?.bigMinor ?? this.#mixed?.big(this.#out) ?? 0n
  }

  /** How many figures a trace holds. */
  get traceLength(): number {
    return this.#registers.length
  }

  /**
   * Keeps all figures of the last evaluation in an arena of the caller's: the register file is the trace.
   *
   * @returns false where operations had to be checked: then the traced reference says how the figure came about.
   */
  keepTrace(arena: Float64Array, at: number): boolean {
    if (this.#carefulMinor !== undefined) return false
    arena.set(this.#registers, at)
    return true
  }

  /** Where a node's figure stands in a trace. */
  placeOf(node: Node): number | undefined {
    return this.#code.registerOf.get(node)
  }
}

const nodesOf = (value: Value): Node[] => {
  if (value.kind === 'list') return []
  if (value.kind !== 'number') return [value.node]
  return value.den ? [value.num, value.den] : [value.num]
}

export type DealCodeOptions = {
  readonly rule: string
  readonly earning: string
  readonly scales?: DealScales
  /** Keep every node's figure, so that a derivation can be written from the registers. */
  readonly traced?: boolean
}

/**
 * Compiles the line that a deal earns. The recipient alone holds their share: shares of several, which are cut together,
 * are allocated first, and the code for a credit given as it is takes over (`share` left at 1).
 *
 * @throws NotFast where the plan needs the exact reference.
 */
export function compileDeal(program: Program, options: DealCodeOptions): DealCode {
  return compile(program, options, () => compile(program, options))
}

/** @param wide the code to ask when an input is out of range; left out for that code itself, which supposes no range. */
function compile(program: Program, options: DealCodeOptions, wide?: () => DealCode): DealCode {
  const { plan, types, minorDigits } = program
  const rule = plan.credits.find((r) => r.id === options.rule)
  const earning = plan.earnings.find((e) => e.id === options.earning)
  if (!rule || !earning || earning.per !== 'credit') throw new NotFast('no such rule or no earning per credit')
  if (program.remembersDeals) throw new NotFast('a plan that remembers deals')
  const b = new Builder()
  const texts = new Texts()
  const slots = new Slots(b, (source, key) => {
    const form = formOf(program, source, options.scales?.[key])
    return wide ? form : { ...form, ...form.hard }
  })
  let credit: Number_ | undefined
  const running = (id: string): { before: Number_; after: Number_ } => {
    const measure = plan.measures.find((m) => m.id === id)
    if (
      !measure ||
      (measure.aggregate !== 'sum' && measure.aggregate !== 'count') ||
      windowOf(plan, id).kind === 'Dates'
    )
      throw new NotFast('a running total that is no sum of a window')
    const before = slots.number({ kind: 'measure', measure: id })
    if ((rule.counts ?? 'attainment and pay') === 'pay only') return { before, after: before }
    const one: Number_ = { kind: 'number', num: b.const(1n, 0) }
    const value = measure.value ? lowering.number(measure.value) : one
    if (value.den) throw new NotFast('a measure of fractions')
    const zero = b.const(0n, 0)
    const added = measure.when ? b.select(lowering.yesNo(measure.when), value.num, zero) : value.num
    const after = b.add(before.num, added)
    return { before: { kind: 'number', num: b.to(before.num, after.scale) }, after: { kind: 'number', num: after } }
  }
  const leaves: Leaves = {
    running,
    leaf: (e) => {
      switch (e.kind) {
        case 'Field':
          return slots.field(types, e.field)
        case 'TextMatch':
          return slots.match(e)
        case 'Parameter':
        case 'Quota':
        case 'Recipient':
          return slots.participant(e)
        case 'CreditAmount':
          if (!credit) throw new NotFast('a credit before there is one')
          return credit
        case 'CreditType':
          return { kind: 'text', node: b.const(BigInt(texts.code(rule.creditType)), 0) }
        default:
          throw new NotFast(`${e.kind} for a single deal`)
      }
    },
  }
  const lowering = new Lowering(plan, leaves, b, texts)
  const amount = lowering.number(rule.amount)
  const whole = rule.share ? lowering.times(amount, lowering.number(rule.share)) : amount
  const held = rule.to.kind === 'Owner' ? whole : lowering.times(whole, slots.number({ kind: 'share' }))
  if (rule.to.kind !== 'Owner' && rule.to.kind !== 'DealTeam') throw new NotFast('a recipient who holds no share')
  const credited = lowering.round(held, rule.digits ?? 6, 'half-up')
  credit = credited
  const conditions = [rule.when, earning.when].filter((e) => e !== undefined).map((e) => lowering.yesNo(e))
  const value = lowering.number(earning.amount)
  const { mode, basis } = earning.rounding
  const line = lowering.round(value, minorDigits, mode).num
  if (basis === 'running' && line !== value.num) {
    if (value.den) throw new NotFast('a running total of fractions')
    const total = slots.number({ kind: 'total', earning: earning.id })
    const now = b.round(b.add(total.num, value.num), minorDigits, mode)
    return finish(b.sub(b.to(now, minorDigits), b.to(b.round(total.num, minorDigits, mode), minorDigits)))
  }
  return finish(b.to(line, minorDigits))

  function finish(node: Node): DealCode {
    const when = conditions.length > 0 ? conditions.reduce((x, y) => b.and(x, y)) : undefined
    const made = {
      slots: slots.list,
      texts,
      lowered: lowering.made,
      amount: (earning as { amount: Expression }).amount,
      credit: credited.num,
      guards: b.guards,
    }
    return new DealCode(made, node, when, options.traced ?? false, wide)
  }
}

/** The form in which a source of a deal arrives. */
function formOf({ plan, types, minorDigits }: Program, source: Source, scale: number | undefined): SlotForm {
  const numeric = (digits: number, most: number): SlotForm => ({
    scale: scale ?? digits,
    lo: -most,
    hi: most,
    hard: ANY,
    isText: false,
  })
  const only = (range: Range, isText = false, digits = 0): SlotForm => ({
    scale: digits,
    ...range,
    hard: range,
    isText,
  })
  const text = only({ lo: 0, hi: 2 ** 31 }, true)
  const money = (most: number): SlotForm => numeric(minorDigits, most)
  switch (source.kind) {
    case 'field':
      if (source.type === 'text') return text
      if (source.type === 'yes/no') return only({ lo: 0, hi: 1 })
      if (source.type === 'date') return only({ lo: -1e7, hi: 1e7 })
      return source.type === 'money' ? money(DEAL) : numeric(4, 1e7)
    case 'match':
      return only({ lo: 0, hi: 1 })
    case 'share':
      return only({ lo: 0, hi: 10 ** (scale ?? 6) }, false, scale ?? 6)
    case 'participant': {
      const { e } = source
      if (e.kind === 'Recipient') return text
      if (e.kind === 'Parameter')
        return plan.parameters.find((p) => p.id === e.parameter)?.type === 'money' ? money(DEAL) : numeric(4, 1e7)
      // A quota that is not above 0 is a data exception wherever it divides.
      if (e.kind === 'Measure') throw new NotFast('a figure handed in for a period')
      const form = e.unit === 'money' ? money(TOTAL) : numeric(4, 1e10)
      return { ...form, lo: 1, hard: { lo: 1, hi: ANY.hi } }
    }
    case 'measure':
      return types.measureTypes.get(source.measure) === 'money' ? money(TOTAL) : numeric(4, 1e10)
    default:
      return numeric(8, TOTAL)
  }
}

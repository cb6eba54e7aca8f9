import type { StaticType } from '../check/types.ts'
import type { PlanTypes } from '../compile/known-types.ts'
import type { ExpressionOf } from '../plan/expression.ts'
import { type Builder, NotFast, type Range } from './build.ts'
import type { Node } from './ir.ts'
import type { Number_, Value } from './lower.ts'

/** What stays the same for a participant throughout a period; a measure only where it is handed in. */
export type ParticipantLeaf = ExpressionOf<'Parameter' | 'Quota' | 'Recipient' | 'Measure'>

/** Where the figure of an input comes from. */
export type Source =
  | { readonly kind: 'field'; readonly field: string; readonly type: StaticType }
  /** Whether a text field holds or starts with a text. */
  | { readonly kind: 'match'; readonly e: ExpressionOf<'TextMatch'>; readonly field: string }
  /** The recipient's share of the deal. */
  | { readonly kind: 'share' }
  /** The credit at hand, by how it was cut. */
  | { readonly kind: 'credit'; readonly parts: string; readonly scale: number; readonly most: number }
  | { readonly kind: 'participant'; readonly e: ParticipantLeaf }
  /** A measure's figure; for a credit at hand, the one before it. */
  | { readonly kind: 'measure'; readonly measure: string }
  | { readonly kind: 'count'; readonly measure: string }
  /** The exact running total of an earning per credit. */
  | { readonly kind: 'total'; readonly earning: string }

/** A slot's scale and range; outside `hard` nothing here may be believed, and the exact reference is asked. */
export type SlotForm = Range & { readonly scale: number; readonly isText: boolean; readonly hard: Range }
export type Slot = SlotForm & { readonly key: string; readonly source: Source }

/** The inputs of one piece of code: each source once, in the form in which it arrives. */
export class Slots {
  readonly list: Slot[] = []
  readonly #form: (source: Source, key: string) => SlotForm
  readonly #b: Builder

  /** @param form the scale and range in which a source arrives; it throws NotFast where there is none. */
  constructor(b: Builder, form: (source: Source, key: string) => SlotForm) {
    this.#b = b
    this.#form = form
  }

  node(source: Source): { node: Node; isText: boolean } {
    const key = keyOf(source)
    let index = this.list.findIndex((s) => s.key === key)
    if (index < 0) index = this.list.push({ key, source, ...this.#form(source, key) }) - 1
    const slot = this.list[index] as Slot
    return { node: this.#b.input(index, slot.scale, slot), isText: slot.isText }
  }

  number(source: Source): Number_ {
    return { kind: 'number', num: this.node(source).node }
  }

  /** A field of the transaction, by its type. */
  field(types: PlanTypes, field: string): Value {
    const type = types.fields.get(field) as StaticType
    const { node } = this.node({ kind: 'field', field, type })
    if (type === 'text') return { kind: 'text', node }
    return type === 'yes/no' ? { kind: 'yes/no', node } : { kind: 'number', num: node }
  }

  match(e: ExpressionOf<'TextMatch'>): Value {
    if (e.of.kind !== 'Field' || e.text.kind !== 'Text') throw new NotFast('a text looked for that is no literal')
    return { kind: 'yes/no', node: this.node({ kind: 'match', e, field: e.of.field }).node }
  }

  participant(e: ParticipantLeaf): Value {
    const { node, isText } = this.node({ kind: 'participant', e })
    return isText ? { kind: 'text', node } : { kind: 'number', num: node }
  }
}

export function participantKey(e: ParticipantLeaf): string {
  switch (e.kind) {
    case 'Parameter':
      return `parameter ${e.parameter}`
    case 'Recipient':
      return e.attribute
    case 'Measure':
      return `input ${e.measure}`
    case 'Quota':
      return `quota ${e.quota} ${JSON.stringify(e.span)}`
  }
}

function keyOf(source: Source): string {
  switch (source.kind) {
    case 'field':
      return `field ${source.field}`
    case 'match':
      return `${source.e.how} ${source.field} ${(source.e.text as ExpressionOf<'Text'>).value}`
    case 'participant':
      return participantKey(source.e)
    case 'credit':
      return `credit ${source.parts}`
    case 'measure':
    case 'count':
      return `${source.kind} ${source.measure}`
    case 'total':
      return `total ${source.earning}`
    default:
      return source.kind
  }
}

import type { SavedBlock } from '#lib/blocks/saved.ts'

/** What may stand in a slot. The number family holds numbers, percents and quantities. */
export type Family = 'money' | 'number' | 'text' | 'yesNo' | 'date' | 'list'
export const ARITHMETIC: readonly Family[] = ['money', 'number']
export const SINGLE: readonly Family[] = ['money', 'number', 'text', 'yesNo', 'date']

/** The kinds of parts that others can name. `paid` are earnings and contests, which payout rules concern. */
export type Referent = 'fields' | 'parameters' | 'measures' | 'tables' | 'matrices' | 'earnings' | 'paid'

/** Whether a field says one of these, and `and` holds too; or else whether `or` holds. */
export type Condition = {
  readonly field: string
  readonly is: readonly string[]
  readonly and?: Condition
  readonly or?: Condition
}

export const holds = (condition: Condition, says: (field: string) => unknown): boolean =>
  (condition.is.includes(String(says(condition.field))) && (!condition.and || holds(condition.and, says))) ||
  (condition.or !== undefined && holds(condition.or, says))

/** What is edited in a dialog rather than on the block: a grid of cells, an example's deals and what they should earn. */
export type DataKind = 'matrix' | 'example'

export type Editor =
  | { readonly as: 'text' }
  | { readonly as: 'date'; readonly blank?: true }
  | { readonly as: 'integer'; readonly from: number; readonly to: number; readonly blank?: true }
  | { readonly as: 'decimal'; readonly blank?: true; readonly percentWhen?: Condition | 'tableAxis' | 'always' }
  | { readonly as: 'choice'; readonly list: string; readonly values: readonly string[] }
  | { readonly as: 'unit' }
  | { readonly as: 'reference'; readonly to: Referent }
  | { readonly as: 'data'; readonly kind: DataKind }
  | { readonly as: 'hidden' }

/** `folded`: out of sight until a person unfolds the block's options, or it says something. */
type Shown = { readonly visibleWhen?: Condition; readonly folded?: true }

export type FieldSpec = Shown & {
  readonly name: string
  readonly editor: Editor
  readonly initial: string
}

/** A place for one value, for any number of values, for a stack of parts, or for rows of fields. */
export type SlotSpec = Shown & {
  readonly name: string
  readonly holds: 'one' | 'many' | 'stack' | 'rows'
  /** Where its value stands in the node, as a pointer without its first slash. */
  readonly path: string
  readonly accepts: readonly Family[]
  /** The stack that fits, and the lists of the plan that its parts belong to. */
  readonly of?: string
  readonly lists?: readonly string[]
  readonly optional?: true
  /** What stands there in a fresh block. A slot that must be filled has one. */
  readonly shadow?: SavedBlock
  /** The fields of a row; a row's field is called by its column's name and the row's number. */
  readonly columns?: readonly FieldSpec[]
  /** How few values or rows there may be, and how many a fresh block has. */
  readonly least?: number
  readonly most?: number
  readonly fresh?: number
}

export type Properties = Record<string, unknown>
export type Row = Record<string, string>
export type Part = { readonly list: string; readonly node: unknown }

/** Reads a saved block. What is not there is undefined: the schema says so later, at its place. */
export interface Reader {
  field(name: string): string | undefined
  slot(spec: SlotSpec): unknown
  many(spec: SlotSpec): unknown[]
  stack(spec: SlotSpec): Part[]
  rows(spec: SlotSpec): Row[]
  /** Whether the plan says something empty where a block would say nothing. */
  saysEmpty(property: string): boolean
}

export interface Writer {
  field(name: string, value: string): void
  slot(spec: SlotSpec, value: unknown): void
  many(spec: SlotSpec, values: readonly unknown[]): void
  stack(spec: SlotSpec, parts: readonly Part[]): void
  rows(spec: SlotSpec, rows: readonly Row[]): void
  sayEmpty(property: string): void
}

/** One property of a node, and how a block shows it. Reading what was written gives the property back. */
export type Aspect = {
  readonly fields: readonly FieldSpec[]
  readonly slots: readonly SlotSpec[]
  read(from: Reader): Properties
  write(node: Properties, to: Writer): void
}

/** What a block gives: fixed families, or what stands in its slots, or what its reference is declared to be. */
export type Output =
  | { readonly gives: readonly Family[] }
  | { readonly as: 'slots'; readonly slots: readonly string[] }
  | { readonly as: 'unit' | 'field' | 'parameter' | 'measure' | 'quota' }

export type Category =
  | 'plan'
  | 'transactions'
  | 'credits'
  | 'measures'
  | 'tables'
  | 'earnings'
  | 'payouts'
  | 'contests'
  | 'examples'
  | 'values'
  | 'logic'

/** Fits every stack. */
export const ANY_STACK = '*'

export type BlockSpec = {
  readonly type: string
  /** The node's `kind`; more than one where a field of the block picks it; none where the AST has no kind there. */
  readonly kinds: readonly string[]
  readonly category: Category
  readonly aspects: readonly Aspect[]
  readonly output?: Output
  /** The stack that this part stands in, and the list of the plan that it belongs to. */
  readonly stacks?: string
  readonly list?: string
  readonly carriesAt: boolean
  readonly explained: boolean
}

export const fieldsOf = (spec: BlockSpec): FieldSpec[] => spec.aspects.flatMap((aspect) => aspect.fields)
export const slotsOf = (spec: BlockSpec): SlotSpec[] => spec.aspects.flatMap((aspect) => aspect.slots)

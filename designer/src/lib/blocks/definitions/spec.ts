import type { SavedBlock } from '#lib/blocks/saved.ts'

/** What may stand in a slot. The number family holds numbers, percents and quantities. */
export type Family = 'money' | 'number' | 'text' | 'yesNo' | 'date' | 'list'
export const ARITHMETIC: readonly Family[] = ['money', 'number']
export const SINGLE: readonly Family[] = ['money', 'number', 'text', 'yesNo', 'date']

/** The kinds of parts that an expression can name. */
export type Referent = 'fields' | 'parameters' | 'measures' | 'tables' | 'earnings'

export type Condition = { readonly field: string; readonly is: readonly string[] }

export type Editor =
  | { readonly as: 'text' }
  | { readonly as: 'decimal'; readonly blank?: true; readonly percentWhen?: Condition | 'tableAxis' }
  | { readonly as: 'choice'; readonly list: string; readonly values: readonly string[] }
  | { readonly as: 'unit' }
  | { readonly as: 'reference'; readonly to: Referent }
  | { readonly as: 'hidden' }

export type FieldSpec = {
  readonly name: string
  readonly editor: Editor
  readonly initial: string
  readonly visibleWhen?: Condition
}

/** A place for one value, for any number of values, or for a stack of parts. */
export type SlotSpec = {
  readonly name: string
  readonly holds: 'one' | 'many' | 'stack' | 'texts'
  readonly accepts: readonly Family[]
  /** The part that a stack takes. */
  readonly of?: string
  readonly optional?: true
  /** What stands there in a fresh block. A slot that must be filled has one. */
  readonly shadow?: SavedBlock
  readonly visibleWhen?: Condition
}

export type Properties = Record<string, unknown>

/** Reads a saved block. What is not there is undefined: the schema says so later, at its place. */
export interface Reader {
  field(name: string): string | undefined
  slot(name: string): unknown
  many(): unknown[]
  stack(name: string): unknown[]
  texts(): string[]
}

export interface Writer {
  field(name: string, value: string): void
  slot(spec: SlotSpec, value: unknown): void
  many(spec: SlotSpec, values: readonly unknown[]): void
  stack(spec: SlotSpec, values: readonly unknown[]): void
  texts(values: readonly string[]): void
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

export type Category = 'plan' | 'transactions' | 'credits' | 'measures' | 'tables' | 'earnings' | 'values' | 'logic'

export type BlockSpec = {
  readonly type: string
  /** The node's `kind`; more than one where a field of the block picks it; none where the AST has no kind there. */
  readonly kinds: readonly string[]
  readonly category: Category
  readonly aspects: readonly Aspect[]
  readonly output?: Output
  /** The stack that this part belongs to. */
  readonly stacks?: string
  readonly carriesAt: boolean
  readonly explained: boolean
}

export const fieldsOf = (spec: BlockSpec): FieldSpec[] => spec.aspects.flatMap((aspect) => aspect.fields)
export const slotsOf = (spec: BlockSpec): SlotSpec[] => spec.aspects.flatMap((aspect) => aspect.slots)

import type { DataKind } from '#lib/blocks/definitions/spec.ts'

export type Named = { readonly value: string; readonly label: string }

/** What a block carries as data, to be edited in a dialog, with the names of the plan's parts that it may mention. */
export type CarriedRequest = {
  readonly kind: DataKind
  readonly title: string
  readonly value: string
  readonly currency: string
  readonly parameters: readonly Named[]
  readonly measures: readonly Named[]
  readonly earnings: readonly Named[]
  readonly fields: readonly { readonly id: string; readonly type: string }[]
  readonly set: (value: string) => void
}

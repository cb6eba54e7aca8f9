import * as Blockly from 'blockly/core'
import type { DataKind } from '#lib/blocks/definitions/spec.ts'

/** Asks for what a block carries as data to be edited; `set` takes the new text. */
export type DataRequest = {
  readonly kind: DataKind
  readonly block: Blockly.Block
  readonly value: string
  readonly set: (value: string) => void
}
type Handler = (request: DataRequest) => void

const handlers = new WeakMap<Blockly.Workspace, Handler>()

/** Who opens the editor for data on a workspace's blocks. */
export const onDataRequest = (workspace: Blockly.Workspace, handler: Handler): void => {
  handlers.set(workspace, handler)
}

/** Data that has no room on a block: its summary stands there, and a dialog edits it. */
export class FieldData extends Blockly.Field<string> {
  override SERIALIZABLE = true
  readonly #kind: DataKind
  readonly #summary: (value: string, block: Blockly.Block | null) => string

  constructor(kind: DataKind, value: string, summary: (value: string, block: Blockly.Block | null) => string) {
    super(Blockly.Field.SKIP_SETUP)
    this.maxDisplayLength = 120
    this.#kind = kind
    this.#summary = summary
    this.setValue(value)
  }

  protected override doClassValidation_(value?: unknown): string | null {
    return typeof value === 'string' ? value : null
  }

  protected override getText_(): string {
    return this.#summary(this.value_ ?? '', this.getSourceBlock())
  }

  protected override showEditor_(): void {
    const block = this.getSourceBlock()
    const handler = block && handlers.get(block.workspace)
    if (!block || !handler) return
    handler({ kind: this.#kind, block, value: this.value_ ?? '', set: (value) => this.setValue(value) })
  }
}

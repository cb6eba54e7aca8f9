import * as Blockly from 'blockly/core'

/** A block that hides what its choices make pointless, and what its folded options do not say. */
export type ShapedBlock = Blockly.Block & { refreshShape?: () => void }

/** A text that its block looks at again when it changes. */
export class FieldText extends Blockly.FieldTextInput {
  protected override doValueUpdate_(value: string): void {
    super.doValueUpdate_(value)
    const block = this.getSourceBlock() as ShapedBlock | null
    block?.refreshShape?.()
  }
}

import * as Blockly from 'blockly/core'

/** A value that a block keeps without showing it, such as a part's id; changes of it are undone like any other. */
export class FieldHidden extends Blockly.FieldLabelSerializable {
  override isVisible(): boolean {
    return false
  }
}

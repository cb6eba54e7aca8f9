import * as Blockly from 'blockly/core'
import { type Condition, holds } from '#lib/blocks/definitions/spec.ts'
import { fromPercent, isDecimal, readDecimal, toPercent } from '#lib/blocks/percent.ts'
import { FieldText } from './text.ts'

type Options = { blank: boolean; percentWhen: Condition | 'tableAxis' | 'always' | undefined }

/** An exact decimal, kept as text from the key press to the plan. Shares are shown and typed as percents. */
export class FieldDecimal extends FieldText {
  readonly #options: Options

  constructor(value: string, options: Options) {
    // Without skipping, Blockly's constructor would validate the value before the options are there.
    super(Blockly.Field.SKIP_SETUP)
    this.#options = options
    this.setValue(value)
  }

  protected override doClassValidation_(value?: unknown): string | null {
    const text = String(value ?? '')
    if (isDecimal(text)) return text
    if (text.trim() === '') return this.#options.blank ? '' : null
    return readDecimal(text)
  }

  protected override getText_(): string | null {
    const typed = super.getText_()
    if (typed !== null || !this.value_ || !this.#isShare()) return typed ?? this.value_
    return this.#saysUnit() ? toPercent(this.value_) : `${toPercent(this.value_)} %`
  }

  protected override getEditorText_(value: string): string {
    return this.#isShare() ? toPercent(value) : value
  }

  protected override getValueFromEditorText_(text: string): string {
    if (!this.#isShare()) return text
    return fromPercent(readDecimal(text) ?? text)
  }

  /** Whether a field beside this one already says that it is a percent. */
  #saysUnit(): boolean {
    const when = this.#options.percentWhen
    return typeof when === 'object' && when.field === 'UNIT'
  }

  #isShare(): boolean {
    const block = this.getSourceBlock()
    const when = this.#options.percentWhen
    if (!block || !when) return false
    if (when === 'tableAxis') return tableOf(block)?.getFieldValue('AXIS') === 'share'
    if (when === 'always') return true
    return holds(when, (field) => block.getFieldValue(field))
  }
}

function tableOf(band: Blockly.Block): Blockly.Block | null {
  for (let block = band.getSurroundParent(); block; block = block.getSurroundParent()) {
    if (block.type === 'table') return block
  }
  return null
}

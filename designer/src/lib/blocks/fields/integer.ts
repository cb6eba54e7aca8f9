import * as Blockly from 'blockly/core'
import { FieldText } from './text.ts'

type Bounds = { readonly from: number; readonly to: number; readonly blank?: true }

/** A whole number within bounds, kept as text. */
export class FieldInteger extends FieldText {
  readonly #bounds: Bounds

  constructor(value: string, bounds: Bounds) {
    // Without skipping, Blockly's constructor would validate the value before the bounds are there.
    super(Blockly.Field.SKIP_SETUP)
    this.#bounds = bounds
    this.setValue(value)
  }

  protected override doClassValidation_(value?: unknown): string | null {
    const text = String(value ?? '').trim()
    if (text === '') return this.#bounds.blank ? '' : null
    const number = Number(text)
    if (!/^\d{1,6}$/.test(text) || number < this.#bounds.from || number > this.#bounds.to) return null
    return String(number)
  }

  protected override getText_(): string | null {
    return super.getText_() ?? (this.value_ || '—')
  }
}

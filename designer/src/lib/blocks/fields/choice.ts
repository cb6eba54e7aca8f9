import * as Blockly from 'blockly/core'
import type { ShapedBlock } from './text.ts'

export type Choice = [label: string, value: string]

/** A list to choose from that also shows, and keeps, a value that it does not offer. */
export class FieldChoice extends Blockly.FieldDropdown {
  readonly #choices: (block: Blockly.Block | null) => Choice[]
  readonly #unknown: (value: string) => string

  constructor(
    choices: (block: Blockly.Block | null) => Choice[],
    initial: string,
    unknown: (value: string) => string = (value) => value || '—',
  ) {
    super(Blockly.Field.SKIP_SETUP)
    this.#choices = choices
    this.#unknown = unknown
    this.menuGenerator_ = () => this.#withOwn(choices(this.getSourceBlock()))
    this.setValue(initial)
  }

  protected override doClassValidation_(value?: string): string | null {
    return typeof value === 'string' ? value : null
  }

  override getOptions(_useCache?: boolean): Blockly.MenuOption[] {
    return super.getOptions(false)
  }

  protected override doValueUpdate_(value: string): void {
    super.doValueUpdate_(value)
    const block = this.getSourceBlock() as ShapedBlock | null
    block?.refreshShape?.()
  }

  /** Asked anew each time: a part that the value names may have been renamed. */
  protected override getText_(): string {
    const value = this.value_ ?? ''
    return this.#choices(this.getSourceBlock()).find((choice) => choice[1] === value)?.[0] ?? this.#unknown(value)
  }

  #withOwn(offered: Choice[]): Blockly.MenuOption[] {
    const value = this.value_ ?? ''
    const own: Choice[] = offered.some((choice) => choice[1] === value) ? [] : [[this.#unknown(value), value]]
    return [...own, ...offered]
  }
}

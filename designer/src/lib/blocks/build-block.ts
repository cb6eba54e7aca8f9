import * as Blockly from 'blockly/core'
import { type BlockSpec, type FieldSpec, fieldsOf, type SlotSpec, slotsOf } from './definitions/spec.ts'
import { type Choice, FieldChoice } from './fields/choice.ts'
import { FieldDecimal } from './fields/decimal.ts'
import { FieldHidden } from './fields/hidden.ts'
import { buildItems } from './items.ts'
import type { BlockTexts } from './texts/texts.ts'
import { homeOf, partsIn, SYSTEM_FIELDS } from './workspace-parts.ts'

export type ShapedBlock = Blockly.Block & { refreshShape?: () => void }
type Token = { text: string } | { name: string } | { mark: '[' | ']' | '\n' }

/** Gives a fresh block its words, fields and slots, in the order in which the language says them. */
export function buildBlock(block: ShapedBlock, spec: BlockSpec, texts: BlockTexts): void {
  new Builder(block, spec, texts).build(tokens(texts.sentences[spec.type] ?? spec.type))
  block.setInputsInline(true)
  block.setTooltip(texts.tips[spec.type] ?? '')
  block.setStyle(`${spec.category}_style`)
  connect(block, spec)
}

function connect(block: Blockly.Block, spec: BlockSpec): void {
  if (spec.output) block.setOutput(true)
  if (!spec.stacks) return
  block.setPreviousStatement(true, spec.stacks)
  block.setNextStatement(true, spec.stacks)
}

function tokens(sentence: string): Token[] {
  return sentence.split(/(\{[A-Z_]+\}|[[\]\n])/).flatMap((piece): Token[] => {
    if (piece === '[' || piece === ']' || piece === '\n') return [{ mark: piece }]
    if (piece.startsWith('{')) return [{ name: piece.slice(1, -1) }]
    return piece.trim() === '' ? [] : [{ text: piece.trim() }]
  })
}

class Builder {
  readonly #block: ShapedBlock
  readonly #spec: BlockSpec
  readonly #texts: BlockTexts
  readonly #fields: ReadonlyMap<string, FieldSpec>
  readonly #slots: ReadonlyMap<string, SlotSpec>
  #waiting: [Blockly.Field, string | undefined][] = []
  #group: Blockly.Input[] | null = null
  readonly #shapes: { inputs: Blockly.Input[]; shown: () => boolean }[] = []
  #condition: FieldSpec['visibleWhen']

  constructor(block: ShapedBlock, spec: BlockSpec, texts: BlockTexts) {
    this.#block = block
    this.#spec = spec
    this.#texts = texts
    this.#fields = new Map(fieldsOf(spec).map((field) => [field.name, field]))
    this.#slots = new Map(slotsOf(spec).map((slot) => [slot.name, slot]))
  }

  build(words: readonly Token[]): void {
    for (const token of words) {
      if ('text' in token) this.#waiting.push([new Blockly.FieldLabel(token.text), undefined])
      else if ('name' in token) this.#place(token.name)
      else this.#mark(token.mark)
    }
    this.#flush()
    const shapes = this.#shapes
    if (shapes.length === 0) return
    const block = this.#block
    block.refreshShape = () => {
      for (const { inputs, shown } of shapes) for (const input of inputs) show(block, input, shown())
    }
    block.refreshShape()
  }

  #mark(mark: '[' | ']' | '\n'): void {
    if (mark === '\n') {
      if (this.#waiting.length > 0 || this.#block.inputList.length > 0) this.#row()
      return
    }
    this.#flush()
    if (mark === '[') {
      this.#group = []
      this.#condition = undefined
      return
    }
    const [inputs, when] = [this.#group ?? [], this.#condition]
    this.#group = null
    if (when) {
      const shown = () => when.is.includes(String(this.#block.getFieldValue(when.field)))
      this.#shapes.push({ inputs, shown })
    }
  }

  #place(name: string): void {
    const field = this.#fields.get(name)
    const slot = this.#slots.get(name)
    const when = field?.visibleWhen ?? slot?.visibleWhen
    if (this.#group && when) this.#condition ??= when
    if (field) this.#waiting.push([makeField(field, this.#texts), name])
    else if (slot) this.#slot(slot)
  }

  #slot(slot: SlotSpec): void {
    if (slot.holds === 'many' || slot.holds === 'texts') {
      this.#flush()
      buildItems(this.#block, this.#spec, slot, this.#texts)
      return
    }
    const input =
      slot.holds === 'stack' ? this.#block.appendStatementInput(slot.name) : this.#block.appendValueInput(slot.name)
    if (slot.holds === 'stack') input.setCheck(slot.of ?? null)
    input.setAriaLabelProvider(this.#texts.slots[slot.name] ?? slot.name)
    this.#fill(input)
  }

  /** Puts what waits in front of its slot. */
  #fill(input: Blockly.Input): void {
    for (const [field, name] of this.#waiting) input.appendField(field, name)
    this.#waiting = []
    this.#group?.push(input)
  }

  #flush(): void {
    if (this.#waiting.length > 0) this.#fill(this.#block.appendDummyInput())
  }

  #row(): void {
    this.#fill(this.#block.appendEndRowInput())
  }
}

function show(block: Blockly.Block, input: Blockly.Input, shown: boolean): void {
  if (input.isVisible() === shown) return
  const affected = input.setVisible(shown)
  for (const each of affected) if (each.rendered) void each.queueRender()
  if (block.rendered) void (block as Blockly.BlockSvg).queueRender()
}

function makeField(spec: FieldSpec, texts: BlockTexts): Blockly.Field {
  const { editor } = spec
  switch (editor.as) {
    case 'text':
      return new Blockly.FieldTextInput(spec.initial)
    case 'hidden':
      return new FieldHidden(spec.initial)
    case 'decimal':
      return new FieldDecimal(spec.initial, { blank: editor.blank === true, percentWhen: editor.percentWhen })
    case 'choice': {
      const words = texts.choices[editor.list] ?? {}
      const choices = editor.values.map((value): Choice => [words[value] ?? value, value])
      return new FieldChoice(() => choices, spec.initial)
    }
    case 'unit':
      return new FieldChoice(units, spec.initial, (value) => value || '#')
    case 'reference':
      return new FieldChoice((block) => (block ? references(block, editor.to, texts) : []), spec.initial, texts.missing)
  }
}

function units(block: Blockly.Block | null): Choice[] {
  const plan = block && homeOf(block).getBlocksByType('plan')[0]
  const currency = String(plan?.getFieldValue('CURRENCY') ?? 'EUR')
  return [
    ['#', ''],
    ['%', '%'],
    [currency, currency],
  ]
}

function references(block: Blockly.Block, to: Parameters<typeof partsIn>[1], texts: BlockTexts): Choice[] {
  const parts = partsIn(homeOf(block), to).map((part): Choice => {
    const id = String(part.getFieldValue('ID'))
    return [String(part.getFieldValue('TITLE') ?? '') || id, id]
  })
  const system = to === 'fields' ? SYSTEM_FIELDS.map((id): Choice => [texts.fields[id] ?? id, id]) : []
  return [...system, ...parts].filter(([, id]) => id !== '')
}

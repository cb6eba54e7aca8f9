import * as Blockly from 'blockly/core'
import {
  ANY_STACK,
  type BlockSpec,
  type FieldSpec,
  fieldsOf,
  holds,
  type SlotSpec,
  slotsOf,
} from './definitions/spec.ts'
import { type Choice, FieldChoice } from './fields/choice.ts'
import { FieldData } from './fields/data.ts'
import { FieldDate } from './fields/date.ts'
import { FieldDecimal } from './fields/decimal.ts'
import { FieldHidden } from './fields/hidden.ts'
import { FieldInteger } from './fields/integer.ts'
import { FieldMatrix } from './fields/matrix.ts'
import { FieldText, type ShapedBlock } from './fields/text.ts'
import { buildItems, OPTIONS } from './items.ts'
import { summaryOfExample } from './summaries.ts'
import type { BlockTexts } from './texts/texts.ts'
import { homeOf, partsIn, SYSTEM_FIELDS } from './workspace-parts.ts'

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
  const check = spec.stacks === ANY_STACK ? null : spec.stacks
  block.setPreviousStatement(true, check)
  block.setNextStatement(true, check)
}

function tokens(sentence: string): Token[] {
  return sentence.split(/(\{[A-Z_]+\}|[[\]\n])/).flatMap((piece): Token[] => {
    if (piece === '[' || piece === ']' || piece === '\n') return [{ mark: piece }]
    if (piece.startsWith('{')) return [{ name: piece.slice(1, -1) }]
    return piece.trim() === '' ? [] : [{ text: piece.trim() }]
  })
}

type Group = { inputs: Blockly.Input[]; items: (() => Blockly.Input[])[]; holds: (FieldSpec | SlotSpec)[] }
type Shape = { inputs: () => Blockly.Input[]; shown: () => boolean }

class Builder {
  readonly #block: ShapedBlock
  readonly #spec: BlockSpec
  readonly #texts: BlockTexts
  readonly #fields: ReadonlyMap<string, FieldSpec>
  readonly #slots: ReadonlyMap<string, SlotSpec>
  #waiting: [Blockly.Field, string | undefined][] = []
  #group: Group | null = null
  readonly #shapes: Shape[] = []
  #needsOptions: boolean
  #isUnfolded = false

  constructor(block: ShapedBlock, spec: BlockSpec, texts: BlockTexts) {
    this.#block = block
    this.#spec = spec
    this.#texts = texts
    this.#fields = new Map(fieldsOf(spec).map((field) => [field.name, field]))
    this.#slots = new Map(slotsOf(spec).map((slot) => [slot.name, slot]))
    this.#needsOptions = fieldsOf(spec).some((field) => field.folded)
  }

  build(words: readonly Token[]): void {
    for (const token of words) {
      if ('text' in token) this.#waiting.push([new Blockly.FieldLabel(token.text), undefined])
      else if ('name' in token) this.#place(token.name)
      else this.#mark(token.mark)
    }
    this.#flush()
    if (this.#shapes.length === 0) return
    this.#block.refreshShape = () => this.#refresh()
    this.#refresh()
  }

  #refresh(): void {
    for (const { inputs, shown } of this.#shapes) {
      const isShown = shown()
      for (const input of inputs()) show(this.#block, input, isShown)
    }
  }

  #mark(mark: '[' | ']' | '\n'): void {
    if (mark === '\n') {
      if (!this.#group) this.#options()
      if (this.#waiting.length > 0 || this.#block.inputList.length > 0) this.#row()
      return
    }
    if (mark === '[') {
      this.#options()
      this.#flush()
      this.#group = { inputs: [], items: [], holds: [] }
      return
    }
    this.#flush()
    const group = this.#group
    this.#group = null
    const when = group?.holds.find((each) => each.visibleWhen)?.visibleWhen
    const isFolded = group?.holds.some((each) => each.folded)
    if (!group || !(when || isFolded)) return
    this.#shapes.push({
      inputs: () => [...group.inputs, ...group.items.flatMap((items) => items())],
      shown: when ? () => holds(when, (field) => this.#block.getFieldValue(field)) : this.#unfolding(group),
    })
  }

  /** A sign at the end of the first row that unfolds what is rarely said. */
  #options(): void {
    if (!this.#needsOptions) return
    this.#needsOptions = false
    const toggle = new Blockly.FieldImage(OPTIONS, 16, 16, this.#texts.options, () => {
      this.#isUnfolded = !this.#isUnfolded
      this.#refresh()
    })
    this.#waiting.push([toggle, undefined])
  }

  /** An option that has said something stays in sight, even while somebody empties it. */
  #unfolding(group: Group): () => boolean {
    let hasSaid = false
    const says = ({ name }: FieldSpec | SlotSpec): boolean => {
      const field = this.#fields.get(name)
      return field !== undefined && this.#block.getFieldValue(name) !== field.initial
    }
    return () => {
      hasSaid ||= group.holds.some(says)
      return hasSaid || this.#isUnfolded
    }
  }

  #place(name: string): void {
    const field = this.#fields.get(name)
    const slot = this.#slots.get(name)
    const placed = field ?? slot
    if (placed) this.#group?.holds.push(placed)
    if (field) this.#waiting.push([makeField(field, this.#texts), name])
    else if (slot) this.#slot(slot)
  }

  #slot(slot: SlotSpec): void {
    if (slot.holds === 'many' || slot.holds === 'rows') {
      this.#flush()
      const make = (column: FieldSpec): Blockly.Field => makeField(column, this.#texts)
      const items = buildItems(this.#block, this.#spec, slot, this.#texts, make, () => this.#block.refreshShape?.())
      this.#group?.items.push(items)
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
    this.#group?.inputs.push(input)
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
      return new FieldText(spec.initial)
    case 'date':
      return new FieldDate(spec.initial, editor.blank === true)
    case 'integer':
      return new FieldInteger(spec.initial, editor)
    case 'data':
      return editor.kind === 'matrix'
        ? new FieldMatrix(spec.initial, texts)
        : new FieldData('example', spec.initial, (value) => summaryOfExample(value, texts))
    case 'hidden':
      return new FieldHidden(spec.initial)
    case 'decimal':
      return new FieldDecimal(spec.initial, { blank: editor.blank === true, percentWhen: editor.percentWhen })
    case 'choice': {
      const words = texts.choices[editor.list] ?? {}
      const choices = editor.values.map((value): Choice => [words[value] ?? value, value])
      return new FieldChoice(
        () => choices,
        spec.initial,
        (value) => words[value] ?? (value || '—'),
      )
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

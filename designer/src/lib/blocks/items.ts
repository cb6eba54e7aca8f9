import * as Blockly from 'blockly/core'
import type { BlockSpec, FieldSpec, SlotSpec } from './definitions/spec.ts'
import type { BlockTexts } from './texts/texts.ts'

const picture = (path: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><path d="${path}" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`)}`
const PLUS = picture('M3 8h10M8 3v10')
const MINUS = picture('M3 8h10')
export const OPTIONS = picture('M3 8h.5M8 8h.5M13 8h.5')

type State = { items: number }
type MakeField = (column: FieldSpec) => Blockly.Field

/**
 * Values or rows without a fixed number: `ITEM0`, `ITEM1`, … or a row's fields, with a plus and a minus that mouse and
 * keyboard reach. Gives the inputs as they stand.
 */
export function buildItems(
  block: Blockly.Block,
  spec: BlockSpec,
  slot: SlotSpec,
  texts: BlockTexts,
  make: MakeField,
  onchange: () => void,
): () => Blockly.Input[] {
  const { least = 0, most = 100, columns = [] } = slot
  const joint = texts.joints[spec.type] ?? ''
  const none = texts.none[`${spec.type}.${slot.name}`] ?? texts.none[slot.name]
  let items = 0

  const add = (): void => {
    const input = slot.holds === 'many' ? block.appendValueInput(`ITEM${items}`) : addRow()
    if (block.getInput('BUTTONS')) block.moveInputBefore(input.name, 'BUTTONS')
    if (slot.holds === 'many') {
      if (items > 0 && joint) input.appendField(joint)
      input.setAriaLabelProvider(`${texts.slots.ITEM ?? ''} ${items + 1}`)
    }
    items += 1
  }
  const addRow = (): Blockly.Input => {
    const isWide = columns.length > 1
    const input = isWide ? block.appendEndRowInput(`ROW${items}`) : block.appendDummyInput(`ROW${items}`)
    const words = (texts.rows[`${spec.type}.${slot.name}`] ?? `{${columns[0]?.name}}`).split(/\{([A-Z_]+)\}/)
    if (items > 0 && joint) input.appendField(joint)
    words.forEach((word, index) => {
      const column = index % 2 === 1 ? columns.find((each) => each.name === word) : undefined
      if (column) input.appendField(make(column), `${column.name}${items}`)
      else if (word.trim() !== '') input.appendField(word.trim())
    })
    return input
  }
  const remove = (): void => {
    items -= 1
    block.removeInput(slot.holds === 'many' ? `ITEM${items}` : `ROW${items}`)
  }
  const become = (wanted: number): void => {
    while (items < wanted) add()
    while (items > Math.max(wanted, least)) remove()
    onchange()
    block.getField('NONE')?.setVisible(items === 0)
  }
  const change = (by: number): void => {
    const [before, after] = [items, Math.min(most, Math.max(least, items + by))]
    if (after === before || block.workspace.isReadOnly()) return
    const group = Blockly.Events.getGroup()
    Blockly.Events.setGroup(true)
    become(after)
    if (by > 0 && slot.shadow) block.getInput(`ITEM${after - 1}`)?.connection?.setShadowState(slot.shadow)
    const event = new Blockly.Events.BlockChange(block, 'mutation', null, stateText(before), stateText(after))
    Blockly.Events.fire(event)
    Blockly.Events.setGroup(group)
  }

  block.saveExtraState = (): State => ({ items })
  block.loadExtraState = (state: State): void => become(Number(state.items) || 0)
  become(Math.max(least, slot.fresh ?? least))
  const buttons = block.appendDummyInput('BUTTONS')
  if (none) buttons.appendField(new Blockly.FieldLabel(none), 'NONE')
  buttons
    .appendField(new Blockly.FieldImage(PLUS, 16, 16, texts.addItem, () => change(1)))
    .appendField(new Blockly.FieldImage(MINUS, 16, 16, texts.removeItem, () => change(-1)))
  block.getField('NONE')?.setVisible(items === 0)
  return () => block.inputList.filter(({ name }) => /^(BUTTONS|(ITEM|ROW)\d+)$/.test(name))
}

const stateText = (items: number): string => JSON.stringify({ items } satisfies State)

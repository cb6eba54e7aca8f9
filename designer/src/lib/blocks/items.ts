import * as Blockly from 'blockly/core'
import type { BlockSpec, SlotSpec } from './definitions/spec.ts'
import type { BlockTexts } from './texts/texts.ts'

const picture = (path: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><path d="${path}" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`)}`
const PLUS = picture('M3 8h10M8 3v10')
const MINUS = picture('M3 8h10')

type State = { items: number }

/** Values without a fixed number: `ITEM0`, `ITEM1`, … with a plus and a minus that mouse and keyboard reach. */
export function buildItems(block: Blockly.Block, spec: BlockSpec, slot: SlotSpec, texts: BlockTexts): void {
  const least = slot.holds === 'many' ? 1 : 0
  const joint = texts.joints[spec.type] ?? ''
  let items = 0

  const add = (): void => {
    const name = `ITEM${items}`
    const between = items > 0 ? joint : ''
    const input = slot.holds === 'many' ? block.appendValueInput(name) : block.appendDummyInput(`TEXT${items}`)
    if (between) input.appendField(between)
    if (slot.holds === 'texts') input.appendField(new Blockly.FieldTextInput(''), name)
    else input.setAriaLabelProvider(`${texts.slots.ITEM ?? ''} ${items + 1}`)
    if (block.getInput('BUTTONS')) block.moveInputBefore(input.name, 'BUTTONS')
    items += 1
  }
  const remove = (): void => {
    items -= 1
    block.removeInput(slot.holds === 'many' ? `ITEM${items}` : `TEXT${items}`)
  }
  const become = (wanted: number): void => {
    while (items < wanted) add()
    while (items > Math.max(wanted, least)) remove()
  }
  const change = (by: number): void => {
    const [before, after] = [items, Math.max(least, items + by)]
    if (after === before) return
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
  become(slot.holds === 'many' ? 2 : 1)
  block
    .appendDummyInput('BUTTONS')
    .appendField(new Blockly.FieldImage(PLUS, 16, 16, texts.addItem, () => change(1)))
    .appendField(new Blockly.FieldImage(MINUS, 16, 16, texts.removeItem, () => change(-1)))
}

const stateText = (items: number): string => JSON.stringify({ items } satisfies State)

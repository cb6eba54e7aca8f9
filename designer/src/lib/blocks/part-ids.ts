import * as Blockly from 'blockly/core'
import { BLOCK_BY_TYPE } from './definitions/all.ts'

const STEMS: Record<string, string> = {
  parameter: 'parameter',
  credit_rule: 'credit',
  measure: 'measure',
  table: 'table',
  earning: 'earning',
  composite_measure: 'measure',
  input_measure: 'measure',
  matrix: 'table',
  contest: 'contest',
  cap_together: 'rule',
  draw: 'rule',
  hold: 'rule',
  carry_negative: 'rule',
  minimum_payment: 'rule',
  clawback: 'rule',
  example: 'example',
}

/** Gives a new or copied part an id of its own, in the same step that undo takes back. */
export function keepPartIdsApart(workspace: Blockly.WorkspaceSvg): void {
  workspace.addChangeListener((event) => {
    if (event.type !== Blockly.Events.BLOCK_CREATE || !event.recordUndo) return
    const created = event as Blockly.Events.BlockCreate
    const ids = created.ids ?? []
    const group = Blockly.Events.getGroup()
    Blockly.Events.setGroup(event.group)
    for (const id of ids) {
      const block = workspace.getBlockById(id)
      if (block) giveOwnId(workspace, block)
    }
    Blockly.Events.setGroup(group)
  })
}

function giveOwnId(workspace: Blockly.Workspace, block: Blockly.Block): void {
  const stem = STEMS[block.type]
  const kind = BLOCK_BY_TYPE.get(block.type)?.stacks
  if (!stem || !kind) return
  // Parts of one stack may be named in the same place, whatever they are.
  const isSibling = (each: Blockly.Block) => each !== block && BLOCK_BY_TYPE.get(each.type)?.stacks === kind
  const siblings = workspace.getAllBlocks(false).filter(isSibling)
  const taken = new Set(siblings.map((each) => String(each.getFieldValue('ID'))))
  const own = String(block.getFieldValue('ID'))
  if (own !== '' && !taken.has(own)) return
  let number = 1
  while (taken.has(`${stem}${number}`)) number += 1
  block.setFieldValue(`${stem}${number}`, 'ID')
}

import type * as Blockly from 'blockly/core'
import type { Referent } from './definitions/spec.ts'

const PART: Record<Referent, string> = {
  fields: 'field',
  parameters: 'parameter',
  measures: 'measure',
  tables: 'table',
  earnings: 'earning',
}

/** Every transaction has these; the types are the families that they belong to. */
export const SYSTEM_FIELDS = [
  'amount',
  'quantity',
  'kind',
  'source',
  'externalId',
  'account',
  'product',
  'occurredOn',
  'creditedOn',
] as const

/** The workspace that a block belongs to, also for a block in the flyout. */
export function homeOf(block: Blockly.Block): Blockly.Workspace {
  const workspace = block.workspace as Blockly.WorkspaceSvg
  return block.isInFlyout && workspace.targetWorkspace ? workspace.targetWorkspace : workspace
}

export function partsIn(workspace: Blockly.Workspace, kind: Referent): Blockly.Block[] {
  return workspace.getBlocksByType(PART[kind], true)
}

export function partNamed(workspace: Blockly.Workspace, kind: Referent, id: string): Blockly.Block | undefined {
  return partsIn(workspace, kind).find((block) => block.getFieldValue('ID') === id)
}

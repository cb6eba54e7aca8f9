import type * as Blockly from 'blockly/core'
import type { Referent } from './definitions/spec.ts'

const PARTS: Record<Referent, readonly string[]> = {
  fields: ['field'],
  parameters: ['parameter'],
  measures: ['measure', 'composite_measure', 'input_measure'],
  tables: ['table'],
  matrices: ['matrix'],
  earnings: ['earning'],
  paid: ['earning', 'contest'],
}

/** Every transaction has these; the types are the families that they belong to. */
export const SYSTEM_FIELDS = [
  'amount',
  'quantity',
  'currency',
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
  return PARTS[kind].flatMap((type) => workspace.getBlocksByType(type, true))
}

export function partNamed(workspace: Blockly.Workspace, kind: Referent, id: string): Blockly.Block | undefined {
  return partsIn(workspace, kind).find((block) => block.getFieldValue('ID') === id)
}

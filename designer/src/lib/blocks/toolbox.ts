import type * as Blockly from 'blockly/core'
import { BLOCKS } from './definitions/all.ts'
import { type BlockSpec, type Category, fieldsOf, slotsOf } from './definitions/spec.ts'
import type { SavedBlock, SavedConnection } from './saved.ts'
import type { BlockTexts } from './texts/texts.ts'
import { partsIn } from './workspace-parts.ts'

const CATEGORIES: readonly Category[] = [
  'transactions',
  'plan',
  'credits',
  'measures',
  'tables',
  'earnings',
  'values',
  'logic',
]

type FlyoutBlock = { kind: 'block'; gap: number } & SavedBlock

/** The categories; what is in each is made when it is opened, so that it can name the plan's own parts. */
export function toolbox(texts: BlockTexts): Blockly.utils.toolbox.ToolboxDefinition {
  return {
    kind: 'categoryToolbox',
    contents: CATEGORIES.map((category) => ({
      kind: 'category',
      name: texts.categories[category] ?? category,
      categorystyle: `${category}_category`,
      custom: category,
    })),
  }
}

export function registerCategories(workspace: Blockly.WorkspaceSvg, texts: BlockTexts): void {
  for (const category of CATEGORIES) {
    workspace.registerToolboxCategoryCallback(category, (home) => {
      const specs = BLOCKS.filter((spec) => spec.category === category && spec.type !== 'plan')
      return specs.map((spec): FlyoutBlock => ({ kind: 'block', gap: 12, ...fresh(spec, home, texts) }))
    })
  }
}

/** A block as it lies in the toolbox: every slot that must be filled holds something, every reference names a part. */
export function fresh(spec: BlockSpec, home: Blockly.Workspace, texts: BlockTexts): SavedBlock {
  const block: SavedBlock = { type: spec.type }
  const inputs: Record<string, SavedConnection> = {}
  for (const slot of slotsOf(spec)) {
    if (slot.holds === 'texts') block.extraState = { items: 1 }
    if (!slot.shadow) continue
    if (slot.holds === 'one') inputs[slot.name] = { shadow: slot.shadow }
    else {
      block.extraState = { items: 2 }
      for (const index of [0, 1]) inputs[`ITEM${index}`] = { shadow: slot.shadow }
    }
  }
  if (spec.type === 'table') inputs.BANDS = { block: firstBand() }
  const fields: Record<string, string> = {}
  for (const { name, editor } of fieldsOf(spec)) {
    if (editor.as === 'reference' && editor.to !== 'fields') {
      fields[name] = String(partsIn(home, editor.to)[0]?.getFieldValue('ID') ?? '')
    }
    if (name === 'TITLE') fields[name] = texts.newPart[spec.type] ?? ''
  }
  return { ...block, inputs, fields }
}

const firstBand = (): SavedBlock => ({
  type: 'band',
  fields: { FROM: '0' },
  inputs: { VALUE: { shadow: { type: 'amount', fields: { VALUE: '0.05', UNIT: '%' } } } },
})

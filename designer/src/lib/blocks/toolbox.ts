import type * as Blockly from 'blockly/core'
import type { Example } from '#engine'
import { BLOCKS } from './definitions/all.ts'
import { type BlockSpec, type Category, type FieldSpec, fieldsOf, slotsOf } from './definitions/spec.ts'
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
  'contests',
  'payouts',
  'examples',
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
  const fields: Record<string, string> = {}
  const reference = ({ name, editor }: FieldSpec, at = ''): void => {
    if (editor.as !== 'reference' || editor.to === 'fields') return
    fields[name + at] = String(partsIn(home, editor.to)[0]?.getFieldValue('ID') ?? '')
  }
  for (const slot of slotsOf(spec)) {
    const shadow = slot.shadow && inCurrency(slot.shadow, currencyOf(home))
    if (slot.holds === 'one' && shadow) inputs[slot.name] = { shadow }
    if (slot.holds !== 'many' && slot.holds !== 'rows') continue
    const items = slot.fresh ?? slot.least ?? 0
    block.extraState = { items }
    for (let index = 0; index < items; index += 1) {
      if (shadow) inputs[`ITEM${index}`] = { shadow }
      for (const column of slot.columns ?? []) reference(column, String(index))
    }
  }
  if (spec.type === 'table') inputs.BANDS = { block: firstBand() }
  for (const each of fieldsOf(spec)) {
    reference(each)
    if (each.name === 'TITLE') fields.TITLE = texts.newPart[spec.type] ?? ''
  }
  // Not a shadow: a count has no value, and a shadow could not be taken out.
  if (spec.type === 'measure') inputs.VALUE = { block: { type: 'credit_amount' } }
  if (spec.type === 'contest') Object.assign(fields, { ITEM0: '1500', ITEM1: '1000', ITEM2: '500' })
  if (spec.type === 'example') fields.DATA = JSON.stringify(firstExample(home))
  return { ...block, inputs, fields }
}

const currencyOf = (home: Blockly.Workspace): string =>
  String(home.getBlocksByType('plan')[0]?.getFieldValue('CURRENCY') ?? 'EUR')

/** A stand-in for money is in the currency of the plan. */
const inCurrency = (shadow: SavedBlock, currency: string): SavedBlock =>
  shadow.fields?.UNIT?.length === 3 ? { ...shadow, fields: { ...shadow.fields, UNIT: currency } } : shadow

const firstBand = (): SavedBlock => ({
  type: 'band',
  fields: { FROM: '0' },
  inputs: { VALUE: { shadow: { type: 'amount', fields: { VALUE: '0.05', UNIT: '%' } } } },
})

/** Nothing sold, nothing earned: true of most plans, and there to be changed. */
function firstExample(home: Blockly.Workspace): Pick<Example, 'deals' | 'expects'> {
  const earning = String(partsIn(home, 'earnings')[0]?.getFieldValue('ID') ?? '')
  const period = firstPeriod(String(home.getBlocksByType('plan')[0]?.getFieldValue('PERIOD')), new Date().getFullYear())
  const expected = earning === '' ? { kind: 'Paid' as const } : { kind: 'Earned' as const, earning }
  return { deals: [], expects: [{ ...expected, period, amount: '0' }] }
}

/** How examples name the first period of a year. */
const firstPeriod = (kind: string, year: number): string =>
  ({ month: `${year}-01`, quarter: `${year}-Q1`, 'half-year': `${year}-H1` })[kind] ?? String(year)

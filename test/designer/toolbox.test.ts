import * as Blockly from 'blockly/core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkExamples, checkPlan, parsePlan } from '#engine'
import { BLOCKS } from '#lib/blocks/definitions/all.ts'
import { slotsOf } from '#lib/blocks/definitions/spec.ts'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { registerBlocks } from '#lib/blocks/register.ts'
import type { SavedBlock, SavedWorkspace } from '#lib/blocks/saved.ts'
import { en } from '#lib/blocks/texts/en.ts'
import { blocksToPlan } from '#lib/blocks/to-ast.ts'
import { fresh } from '#lib/blocks/toolbox.ts'
import { inCurrency, TEMPLATES } from '#lib/templates/templates.ts'

let workspace: Blockly.Workspace
const tiers = TEMPLATES.find((each) => each.id === 'tiers')
if (!tiers) throw new Error('There is no template with tiers.')
const saved = planToBlocks(inCurrency(tiers.plan, 'USD'))

beforeAll(() => registerBlocks(en))
beforeEach(() => {
  workspace = new Blockly.Workspace()
  Blockly.serialization.workspaces.load(saved, workspace)
})
afterEach(() => workspace.dispose())

const inPlan = BLOCKS.filter(({ stacks, type }) => stacks && !['bands', 'fields'].includes(stacks) && type !== 'plan')

test.each(inPlan.map((spec) => [spec.type, spec] as const))('a fresh %s is valid where it belongs', (_, spec) => {
  const block = fresh(spec, workspace, en)
  const part: SavedBlock = { ...block, fields: { ...block.fields, ID: 'fresh' } }
  Blockly.serialization.blocks.append(part, workspace)
  const now = Blockly.serialization.workspaces.save(workspace) as SavedWorkspace
  const [plan, loose] = now.blocks.blocks
  const inputs = (plan as SavedBlock).inputs ?? {}
  const name = String(spec.stacks).toUpperCase()
  const lowest = (of: SavedBlock): SavedBlock => (of.next?.block ? lowest(of.next.block) : of)
  const first = inputs[name]?.block
  if (first) lowest(first).next = { block: loose as SavedBlock }
  else (plan as SavedBlock).inputs = { ...inputs, [name]: { block: loose as SavedBlock } }
  const parsed = parsePlan(blocksToPlan({ blocks: { languageVersion: 0, blocks: [plan as SavedBlock] } }))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const errors = [...checkPlan(parsed.value), ...checkExamples(parsed.value)].filter((e) => e.severity === 'error')
  expect(errors).toEqual([])
  const list = (parsed.value as unknown as Record<string, unknown[]>)[String(spec.list)]
  expect(list?.at(-1)).toMatchObject({ id: 'fresh' })
})

test('options stay out of sight until they say something', () => {
  const place = (state: Blockly.serialization.blocks.State) => Blockly.serialization.blocks.append(state, workspace)
  const shown = (block: Blockly.Block, field: string) => block.getField(field)?.getParentInput()?.isVisible()
  const plain = place({ type: 'credit_rule' })
  expect(['DIGITS', 'GROUP', 'COUNTS', 'ASOF', 'OVERLAP'].filter((name) => shown(plain, name))).toEqual([])
  const grouped = place({ type: 'credit_rule', fields: { GROUP: 'renewals' } })
  expect(['DIGITS', 'GROUP', 'COUNTS', 'ASOF', 'OVERLAP'].filter((name) => shown(grouped, name))).toEqual(['GROUP'])
  // Whoever empties it is still typing.
  grouped.setFieldValue('', 'GROUP')
  expect(shown(grouped, 'GROUP')).toBe(true)
})

test('what a choice makes pointless is hidden, also rows', () => {
  const block = Blockly.serialization.blocks.append({ type: 'credit_rule', fields: { TO: 'Managers' } }, workspace)
  const shown = (field: string) => block.getField(field)?.getParentInput()?.isVisible()
  expect([shown('SHARE0'), shown('OF_WHOM'), shown('MANAGER_ROLE')]).toEqual([false, true, false])
  block.setFieldValue('Split', 'OF_WHOM')
  expect([shown('SHARE0'), shown('OF_WHOM'), shown('MANAGER_ROLE')]).toEqual([true, true, false])
  block.setFieldValue('Owner', 'TO')
  expect([shown('SHARE0'), shown('OF_WHOM')]).toEqual([false, false])
})

test('every slot that must be filled has a stand-in', () => {
  for (const spec of BLOCKS) {
    for (const slot of slotsOf(spec)) {
      if (slot.holds === 'one' || slot.holds === 'many') expect(slot.shadow ?? slot.optional, spec.type).toBeTruthy()
    }
  }
})

import * as Blockly from 'blockly/core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Plan } from '#engine'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { registerBlocks } from '#lib/blocks/register.ts'
import type { SavedWorkspace } from '#lib/blocks/saved.ts'
import { en } from '#lib/blocks/texts/en.ts'
import { blocksToPlan } from '#lib/blocks/to-ast.ts'
import { anyPlan } from './plan-arbitrary.ts'

const numRuns = process.env.DREIZACK_FULL === '1' ? 10_000 : 500

beforeAll(() => registerBlocks(en))

/** What the real Blockly keeps of saved blocks. */
function throughBlockly(saved: SavedWorkspace): SavedWorkspace {
  const workspace = new Blockly.Workspace()
  try {
    Blockly.serialization.workspaces.load(saved, workspace)
    return Blockly.serialization.workspaces.save(workspace) as SavedWorkspace
  } finally {
    workspace.dispose()
  }
}

test('a plan becomes blocks and comes back the same', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(blocksToPlan(planToBlocks(plan))).toEqual(plan)
    }),
    { numRuns },
  )
})

test('Blockly itself keeps everything of a plan', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(Plan.parse(blocksToPlan(throughBlockly(planToBlocks(plan))))).toEqual(plan)
    }),
    { numRuns },
  )
})

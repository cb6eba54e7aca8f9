import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '#engine'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { readBlocks } from '#lib/blocks/to-ast.ts'
import { checkBlocks } from '#lib/plan/block-diagnostics.ts'
import { shownBlocks } from '#lib/plan/shown-blocks.ts'
import { TEMPLATES } from '#lib/templates/templates.ts'
import { anyPlan } from './plan-arbitrary.ts'

function template(id: string): Plan {
  const found = TEMPLATES.find((each) => each.id === id)
  if (!found) throw new Error(`There is no template ${id}.`)
  return found.plan
}
const flat = template('flat')
const shown = (ast: unknown, layout: unknown = null) =>
  shownBlocks({ ast, layout } as Parameters<typeof shownBlocks>[0])
const typesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"type":"(\w+)"/g)].map((m) => m[1] ?? '')

describe('a plan of a later version of the language', () => {
  const [earning] = flat.earnings
  test.each([
    ['a kind of value', { ...flat, earnings: [{ ...earning, amount: { kind: 'Forecast', of: 3 } }] }, 'Forecast'],
    ['a kind of payout rule', { ...flat, payoutRules: [{ kind: 'Escrow', id: 'e', title: 'E' }] }, 'Escrow'],
    ['a property of a part', { ...flat, earnings: [{ ...earning, boost: '2' }] }, 'boost'],
    ['a list of parts', { ...flat, quests: [] }, 'quests'],
    ['a choice', { ...flat, period: 'week' }, 'week'],
    ['the version itself', { ...flat, language: 'dreizack/2' }, 'dreizack/2'],
  ])('is shown and not edited: %s', (_, ast, name) => {
    const opened = shown(ast)
    expect(opened?.unknown).toContain(name)
    expect(typesIn(opened?.blocks)).toContain('credit_rule')
  })

  test('shows a block for what it does not know', () => {
    const opened = shown({ ...flat, earnings: [{ ...earning, amount: { kind: 'Forecast', of: 3 } }] })
    expect(typesIn(opened?.blocks)).toContain('unknown_value')
  })

  test('is not edited by a layout that leaves the unknown out', () => {
    expect(shown({ ...flat, quests: [] }, planToBlocks(flat))?.unknown).toContain('quests')
  })

  test('opens without a layout that has blocks which nobody knows', () => {
    const layout = planToBlocks(flat)
    layout.blocks.blocks.push({ type: 'hologram', id: 'h' })
    const opened = shown(flat, layout)
    expect(opened?.unknown).toBeUndefined()
    expect(typesIn(opened?.blocks)).not.toContain('hologram')
  })
})

test('a draft that is no plan has no blocks, unless it was drawn here', () => {
  const { period: _, ...unfinished } = flat
  expect(shown(unfinished)).toBeUndefined()
  const layout = planToBlocks(flat)
  delete layout.blocks.blocks[0]?.fields?.PERIOD
  expect(shown(unfinished, layout)?.blocks).toBe(layout)
})

/** The engine refuses texts that cannot be seen; here they are made visible. */
const visible = (plan: Plan): unknown =>
  JSON.parse(JSON.stringify(plan), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[^\P{C}\p{Co}\p{Cs}\p{Cn}]|\ufeff/gu, 'x') : value,
  )

test('every plan that the engine takes opens for editing', () => {
  let refused = 0
  const numRuns = 400
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const opened = shown(visible(plan))
      if (opened) expect(opened.unknown).toBeUndefined()
      else refused += 1
    }),
    { numRuns },
  )
  // A plan may still be nested too deep.
  expect(refused).toBeLessThan(numRuns / 2)
})

test('an example that fails is an error on its block, one that holds is counted', () => {
  const example = (id: string, amount: string): NonNullable<Plan['examples']>[number] => ({
    kind: 'Example',
    id,
    at: id,
    title: id,
    deals: [{ creditedOn: '2027-01-10', amount: '1000' }],
    expects: [{ kind: 'Earned', period: '2027-01', earning: 'commission', amount }],
  })
  const plan: Plan = { ...flat, examples: [example('holds', '50'), example('fails', '60')] }
  const checked = checkBlocks(readBlocks(planToBlocks(plan)))
  expect(checked.holding).toBe(1)
  const errors = checked.diagnostics.filter((each) => each.severity === 'error')
  expect(errors.map((each) => each.block)).toEqual(['fails'])
  expect(errors[0]?.message).toContain('50.00')
})

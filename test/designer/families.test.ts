import * as Blockly from 'blockly/core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { familiesOf } from '#lib/blocks/families.ts'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { registerBlocks } from '#lib/blocks/register.ts'
import { en } from '#lib/blocks/texts/en.ts'
import { inCurrency, TEMPLATES } from '#lib/templates/templates.ts'

let workspace: Blockly.Workspace

beforeAll(() => registerBlocks(en))
beforeEach(() => {
  workspace = new Blockly.Workspace()
})
afterEach(() => workspace.dispose())

const place = (state: Blockly.serialization.blocks.State) => Blockly.serialization.blocks.append(state, workspace)

test.each([
  ['an amount without a unit', { UNIT: '' }, ['number']],
  ['a percent', { UNIT: '%' }, ['number']],
  ['an amount of money', { UNIT: 'EUR' }, ['money']],
])('%s fits where its unit fits', (_, fields, families) => {
  expect(familiesOf(place({ type: 'amount', fields: { VALUE: '1', ...fields } }))).toEqual(families)
})

test('a field fits where its declaration says, and a choice is a text', () => {
  place({ type: 'field', fields: { ID: 'segment', TYPE: 'choice' } })
  place({ type: 'field', fields: { ID: 'profit', TYPE: 'money' } })
  expect(familiesOf(place({ type: 'field_value', fields: { FIELD: 'segment' } }))).toEqual(['text'])
  expect(familiesOf(place({ type: 'field_value', fields: { FIELD: 'profit' } }))).toEqual(['money'])
  expect(familiesOf(place({ type: 'field_value', fields: { FIELD: 'creditedOn' } }))).toEqual(['date'])
})

test('a measure gives what it measures: money of a sum, a number of a count', () => {
  const value = { block: { type: 'credit_amount' } }
  place({ type: 'measure', fields: { ID: 'revenue', AGGREGATE: 'sum' }, inputs: { VALUE: value } })
  place({ type: 'measure', fields: { ID: 'deals', AGGREGATE: 'count' } })
  expect(familiesOf(place({ type: 'measure_value', fields: { MEASURE: 'revenue' } }))).toEqual(['money'])
  expect(familiesOf(place({ type: 'measure_value', fields: { MEASURE: 'deals' } }))).toEqual(['number'])
})

test('a choice between amounts is an amount', () => {
  const money = (id: string) => ({ block: { type: 'amount', id, fields: { VALUE: '1', UNIT: 'EUR' } } })
  const block = place({ type: 'if', inputs: { THEN: money('a'), OTHERWISE: money('b') } })
  expect(familiesOf(block)).toEqual(['money'])
})

test('an amount in a slot shows a share of a quota and a rate as percents', () => {
  const bonus = TEMPLATES.find((each) => each.id === 'bonus')
  if (!bonus) throw new Error('There is no bonus template.')
  Blockly.serialization.workspaces.load(planToBlocks(inCurrency(bonus.plan, 'USD')), workspace)
  const shown = workspace.getBlocksByType('band', true).map((band) => band.getField('FROM')?.getText())
  expect(shown).toEqual(['0 %', '80 %', '100 %', '120 %'])
})

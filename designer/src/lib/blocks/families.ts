import type * as Blockly from 'blockly/core'
import { BLOCK_BY_TYPE } from './definitions/all.ts'
import { ARITHMETIC, type Family, type Referent, SINGLE, slotsOf } from './definitions/spec.ts'
import { homeOf, partNamed } from './workspace-parts.ts'

const DECLARED: Record<string, Family> = {
  money: 'money',
  number: 'number',
  percent: 'number',
  quantity: 'number',
  text: 'text',
  choice: 'text',
  'yes/no': 'yesNo',
  date: 'date',
}
const SYSTEM: Record<string, Family> = { amount: 'money', quantity: 'number', occurredOn: 'date', creditedOn: 'date' }
const COUNTS = ['count', 'distinctCount']

/** The families that a value block can give as it stands now. Depth is bounded: measures may name each other. */
export function familiesOf(block: Blockly.Block, depth = 0): readonly Family[] {
  const output = BLOCK_BY_TYPE.get(block.type)?.output
  if (!output || depth > 12) return SINGLE
  if ('gives' in output) return output.gives
  switch (output.as) {
    case 'unit':
      return ['', '%'].includes(String(block.getFieldValue('UNIT'))) ? ['number'] : ['money']
    case 'quota':
      return block.getFieldValue('UNIT') === 'money' ? ['money'] : ['number']
    case 'field':
      return fieldFamily(block)
    case 'parameter':
      return declared(block, 'parameters', 'PARAMETER') ?? ARITHMETIC
    case 'measure':
      return measureFamilies(block, depth)
    case 'slots':
      return slotFamilies(block, output.slots, depth)
    default:
      return SINGLE
  }
}

function fieldFamily(block: Blockly.Block): readonly Family[] {
  const name = String(block.getFieldValue('FIELD'))
  return declared(block, 'fields', 'FIELD') ?? [SYSTEM[name] ?? 'text']
}

function declared(block: Blockly.Block, kind: Referent, field: string): Family[] | undefined {
  const part = partNamed(homeOf(block), kind, String(block.getFieldValue(field)))
  const family = part && DECLARED[String(part.getFieldValue('TYPE'))]
  return family && [family]
}

function measureFamilies(block: Blockly.Block, depth: number, names = 'MEASURE'): readonly Family[] {
  const measure = partNamed(homeOf(block), 'measures', String(block.getFieldValue(names)))
  if (!measure) return ARITHMETIC
  if (measure.type === 'input_measure') return [DECLARED[String(measure.getFieldValue('TYPE'))] ?? 'number']
  if (measure.type === 'composite_measure')
    return depth > 12 ? ARITHMETIC : measureFamilies(measure, depth + 1, 'MEASURE0')
  if (COUNTS.includes(String(measure.getFieldValue('AGGREGATE')))) return ['number']
  const value = measure.getInputTargetBlock('VALUE')
  return value ? familiesOf(value, depth + 1) : ARITHMETIC
}

function slotFamilies(block: Blockly.Block, names: readonly string[], depth: number): readonly Family[] {
  const spec = BLOCK_BY_TYPE.get(block.type)
  const inputs = block.inputList.filter((input) => names.includes(input.name) || input.name.startsWith('ITEM'))
  // A shadow is a stand-in: what will be dropped on it decides.
  const standing = inputs.map((input) => input.connection?.targetBlock()).filter((child) => child && !child.isShadow())
  if (standing.length === 0)
    return spec ? (slotsOf(spec).find((slot) => names.includes(slot.name))?.accepts ?? SINGLE) : SINGLE
  return [...new Set(standing.flatMap((child) => (child ? familiesOf(child, depth + 1) : [])))]
}

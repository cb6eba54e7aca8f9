import * as Blockly from 'blockly/core'
import { BLOCK_BY_TYPE } from './definitions/all.ts'
import { slotsOf } from './definitions/spec.ts'
import { familiesOf } from './families.ts'

/**
 * Lets a person put together only what types together. Loading and undoing are not refused: a plan with a type error
 * opens as it is, and its diagnostics stand on its blocks.
 */
export class FamilyChecker extends Blockly.ConnectionChecker {
  override canConnectWithReason(
    a: Blockly.Connection | null,
    b: Blockly.Connection | null,
    isDragging: boolean,
    distance?: number,
  ): number {
    const reason = super.canConnectWithReason(a, b, isDragging, distance)
    if (reason !== Blockly.Connection.CAN_CONNECT || !isDragging || !a || !b) return reason
    return fits(a, b) ? reason : Blockly.Connection.REASON_CHECKS_FAILED
  }
}

function fits(a: Blockly.Connection, b: Blockly.Connection): boolean {
  const [input, output] = a.type === Blockly.INPUT_VALUE ? [a, b] : [b, a]
  if (input.type !== Blockly.INPUT_VALUE || output.type !== Blockly.OUTPUT_VALUE) return true
  const parent = input.getSourceBlock()
  const spec = BLOCK_BY_TYPE.get(parent.type)
  const name = input.getParentInput()?.name ?? ''
  const slot =
    spec && slotsOf(spec).find((each) => each.name === name || (each.holds === 'many' && name.startsWith('ITEM')))
  return !slot || familiesOf(output.getSourceBlock()).some((family) => slot.accepts.includes(family))
}

Blockly.registry.register(Blockly.registry.Type.CONNECTION_CHECKER, 'families', FamilyChecker, true)

import { PARTS } from './parts.ts'
import { READINGS } from './readings.ts'
import type { BlockSpec } from './spec.ts'
import { LOGIC, VALUES } from './values.ts'

/** Every block there is: one for each part, kind of expression, field and band of a plan. */
export const BLOCKS: readonly BlockSpec[] = [...PARTS, ...READINGS, ...VALUES, ...LOGIC]

export const BLOCK_BY_TYPE: ReadonlyMap<string, BlockSpec> = new Map(BLOCKS.map((spec) => [spec.type, spec]))
export const BLOCK_BY_KIND: ReadonlyMap<string, BlockSpec> = new Map(
  BLOCKS.flatMap((spec) => spec.kinds.map((kind) => [kind, spec] as const)),
)
/** The block that stands in a stack. */
export const BLOCK_BY_STACK: ReadonlyMap<string, BlockSpec> = new Map(
  BLOCKS.flatMap((spec) => (spec.stacks ? [[spec.stacks, spec] as const] : [])),
)

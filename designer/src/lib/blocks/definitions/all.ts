import { text } from './aspects.ts'
import { CONTESTS } from './contests.ts'
import { PARTS } from './parts.ts'
import { PAYOUTS } from './payouts.ts'
import { READINGS } from './readings.ts'
import { ANY_STACK, type BlockSpec, SINGLE } from './spec.ts'
import { LOGIC, VALUES } from './values.ts'

/** Every block there is: one for each part, kind of expression, field and band of a plan. */
export const BLOCKS: readonly BlockSpec[] = [...PARTS, ...PAYOUTS, ...CONTESTS, ...READINGS, ...VALUES, ...LOGIC]

const unknown = { kinds: [], category: 'values', carriesAt: true, explained: false } as const
const kind = text('kind', { as: 'text' })
/** Stands for a value, or a part, of a kind that nobody here knows, in a plan that is only shown. */
export const UNKNOWN_VALUE: BlockSpec = {
  ...unknown,
  type: 'unknown_value',
  aspects: [kind],
  output: { gives: SINGLE },
}
export const UNKNOWN_PART: BlockSpec = { ...unknown, type: 'unknown_part', aspects: [kind], stacks: ANY_STACK }
export const UNKNOWN: readonly BlockSpec[] = [UNKNOWN_VALUE, UNKNOWN_PART]

export const BLOCK_BY_TYPE: ReadonlyMap<string, BlockSpec> = new Map(
  [...BLOCKS, ...UNKNOWN].map((spec) => [spec.type, spec]),
)

/** The block of a kind of expression. */
export const BLOCK_BY_KIND: ReadonlyMap<string, BlockSpec> = new Map(
  BLOCKS.filter((spec) => spec.output).flatMap((spec) => spec.kinds.map((kind) => [kind, spec] as const)),
)

/** The block of a part in one of the plan's lists. */
export const blockOfPart = (list: string, kind: unknown): BlockSpec | undefined =>
  BLOCKS.find((spec) => spec.list === list && (spec.kinds.length === 0 || spec.kinds.includes(String(kind))))

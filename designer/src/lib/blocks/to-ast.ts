import { BLOCK_BY_TYPE } from './definitions/all.ts'
import type { BlockSpec, Part, Properties, Reader, Row, SlotSpec } from './definitions/spec.ts'
import type { Remark, SavedBlock, SavedConnection, SavedWorkspace } from './saved.ts'

export type ReadPlan = {
  /** A plan if every slot that must be filled is filled; `parsePlan` decides. */
  readonly plan: unknown
  /** JSON pointer into the plan → id of the block that stands there. */
  readonly blockAt: ReadonlyMap<string, string>
  /** Top blocks that are not part of the plan. */
  readonly loose: readonly string[]
}

/** The plan that saved blocks show, or undefined if there is no plan block. Pure: reads Blockly's JSON, no workspace. */
export function blocksToPlan(saved: SavedWorkspace): unknown {
  return readBlocks(saved).plan
}

export function readBlocks(saved: SavedWorkspace): ReadPlan {
  const top = saved.blocks?.blocks ?? []
  const root = top.find((block) => block.type === 'plan')
  const blockAt = new Map<string, string>()
  const plan = root && readBlock(root, '', blockAt)
  const loose = top.flatMap((block) => (block === root || block.id === undefined ? [] : [block.id]))
  return { plan, blockAt, loose }
}

const standing = (connection: SavedConnection | undefined): SavedBlock | undefined =>
  connection?.block ?? connection?.shadow

function remarkOf(block: SavedBlock): Remark {
  if (block.data === undefined) return {}
  try {
    const remark: unknown = JSON.parse(block.data)
    return typeof remark === 'object' && remark !== null ? remark : {}
  } catch {
    return {}
  }
}

function* stackOf(first: SavedBlock | undefined): Generator<SavedBlock> {
  for (let block = first; block; block = standing(block.next)) yield block
}

function readBlock(block: SavedBlock, path: string, blockAt: Map<string, string>): unknown {
  const spec = BLOCK_BY_TYPE.get(block.type)
  if (!spec) return undefined
  if (block.id !== undefined) blockAt.set(path, block.id)
  const node: Properties = spec.kinds.length === 1 ? { kind: spec.kinds[0] } : {}
  const remark = remarkOf(block)
  const at = remark.at === undefined ? block.id : remark.at
  if (spec.carriesAt && typeof at === 'string') node.at = at
  const explanation = block.icons?.comment?.text || remark.explanation
  if (spec.explained && explanation !== undefined) node.explanation = explanation
  const reader = readerOf(block, remark, path, blockAt)
  for (const aspect of spec.aspects) Object.assign(node, aspect.read(reader))
  return node
}

function readerOf(block: SavedBlock, remark: Remark, path: string, blockAt: Map<string, string>): Reader {
  const input = (name: string): SavedBlock | undefined => standing(block.inputs?.[name])
  const items = block.extraState?.items ?? 0
  const numbered = <T>(read: (index: number) => T): T[] => Array.from({ length: items }, (_, index) => read(index))
  return {
    field: (name) => block.fields?.[name],
    slot: (spec) => {
      const child = input(spec.name)
      return child && readBlock(child, `${path}/${spec.path}`, blockAt)
    },
    many: (spec) =>
      numbered((index) => {
        const child = input(`ITEM${index}`)
        return child && readBlock(child, `${path}/${spec.path}/${index}`, blockAt)
      }),
    stack: (spec) => readStack(input(spec.name), path, blockAt),
    rows: (spec) => numbered((index) => rowOf(block, spec, index)),
    saysEmpty: (property) => Array.isArray(remark.empty) && remark.empty.includes(property),
  }
}

/** The parts of a stack, each counted in the list that it belongs to. */
function readStack(first: SavedBlock | undefined, path: string, blockAt: Map<string, string>): Part[] {
  const counts = new Map<string, number>()
  return Array.from(stackOf(first), (child) => {
    const list = listOf(BLOCK_BY_TYPE.get(child.type))
    const index = counts.get(list) ?? 0
    counts.set(list, index + 1)
    return { list, node: readBlock(child, `${path}/${list}/${index}`, blockAt) }
  })
}

const listOf = (spec: BlockSpec | undefined): string => spec?.list ?? ''

const rowOf = (block: SavedBlock, spec: SlotSpec, index: number): Row =>
  Object.fromEntries((spec.columns ?? []).map(({ name }) => [name, block.fields?.[`${name}${index}`] ?? '']))

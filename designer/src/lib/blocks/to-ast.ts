import { BLOCK_BY_TYPE } from './definitions/all.ts'
import type { BlockSpec, Properties, Reader } from './definitions/spec.ts'
import type { SavedBlock, SavedConnection, SavedWorkspace } from './saved.ts'

/** What a block says about its node beside its fields; written by from-ast, where the plain way would not keep it. */
type Remark = { at?: string | null; explanation?: string }

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
  for (const aspect of spec.aspects) Object.assign(node, aspect.read(readerOf(spec, block, path, blockAt)))
  return node
}

function readerOf(spec: BlockSpec, block: SavedBlock, path: string, blockAt: Map<string, string>): Reader {
  const input = (name: string): SavedBlock | undefined => standing(block.inputs?.[name])
  const items = block.extraState?.items ?? 0
  const numbered = <T>(read: (index: number) => T): T[] => Array.from({ length: items }, (_, index) => read(index))
  return {
    field: (name) => block.fields?.[name],
    slot: (name) => {
      const child = input(name)
      return child && readBlock(child, `${path}/${pointerOf(spec, name)}`, blockAt)
    },
    many: () =>
      numbered((index) => {
        const child = input(`ITEM${index}`)
        return child && readBlock(child, `${path}/of/${index}`, blockAt)
      }),
    stack: (name) =>
      Array.from(stackOf(input(name)), (child, index) =>
        readBlock(child, `${path}/${name.toLowerCase()}/${index}`, blockAt),
      ),
    texts: () => numbered((index) => block.fields?.[`ITEM${index}`] ?? ''),
  }
}

/** Where a slot's value stands in its node: under its own name, except for what a table reads. */
function pointerOf(spec: BlockSpec, slot: string): string {
  const isReading = slot === 'OF' && (spec.type === 'apply_table' || spec.type === 'table_cell')
  return isReading ? 'reads/of' : slot.toLowerCase()
}

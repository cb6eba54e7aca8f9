import type { Plan } from '#engine'
import { BLOCK_BY_KIND, blockOfPart, UNKNOWN_PART, UNKNOWN_VALUE } from './definitions/all.ts'
import { PLAN } from './definitions/parts.ts'
import type { BlockSpec, Part, Properties, SlotSpec, Writer } from './definitions/spec.ts'
import type { Remark, SavedBlock, SavedConnection, SavedWorkspace } from './saved.ts'

/** Literals stand in slots as shadows: they are typed over in place, and a block dropped on them replaces them. */
const LITERALS: ReadonlySet<string> = new Set(['amount', 'text', 'yes_no', 'date'])

/**
 * The blocks that show a plan: `blocksToPlan` gives the same plan back. Pure: makes Blockly's JSON, no workspace. A kind
 * that nobody here knows becomes a block that says so, which does not come back: such a plan is only shown.
 */
export function planToBlocks(plan: Plan): SavedWorkspace {
  const block = writeBlock(PLAN, plan, new Names())
  return { blocks: { languageVersion: 0, blocks: [{ ...block, x: 24, y: 24, deletable: false }] } }
}

/** Blocks need ids that differ; nodes may share one, or have none. */
class Names {
  readonly #taken = new Set<string>()
  #next = 0

  /** The node's own id as long as it is free. */
  claim(at: unknown): string {
    let id = typeof at === 'string' ? at : `block-${this.#next++}`
    while (this.#taken.has(id)) id = `block-${this.#next++}`
    this.#taken.add(id)
    return id
  }
}

function writeBlock(spec: BlockSpec, node: Properties, names: Names): SavedBlock {
  const block: SavedBlock = { type: spec.type, id: names.claim(node.at) }
  const remark: Remark = {}
  if (spec.carriesAt && (node.at ?? null) !== block.id) remark.at = (node.at as string | undefined) ?? null
  if (spec.explained && node.explanation !== undefined) {
    const text = String(node.explanation)
    // Blockly drops a comment without text, so an empty explanation is kept beside it.
    if (text === '') remark.explanation = ''
    else block.icons = { comment: { text, pinned: false, height: 120, width: 280 } }
  }
  const writer = writerOf(block, remark, names)
  for (const aspect of spec.aspects) aspect.write(node, writer)
  if (Object.keys(remark).length > 0) block.data = JSON.stringify(remark)
  return block
}

function writeExpression(value: unknown, names: Names): SavedBlock | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined
  return writeBlock(BLOCK_BY_KIND.get(String(value.kind)) ?? UNKNOWN_VALUE, value as Properties, names)
}

function writerOf(block: SavedBlock, remark: Remark, names: Names): Writer {
  const inputs = (name: string, connection: SavedConnection): void => {
    block.inputs = { ...block.inputs, [name]: connection }
  }
  const fields: Record<string, string> = {}
  const field = (name: string, text: string): void => {
    fields[name] = text
    block.fields = fields
  }
  const connectionOf = (spec: SlotSpec, value: unknown): SavedConnection => {
    const child = writeExpression(value, names)
    if (!child) return spec.shadow ? { shadow: spec.shadow } : {}
    if (!spec.shadow) return { block: child }
    return LITERALS.has(child.type) ? { shadow: child } : { shadow: spec.shadow, block: child }
  }
  return {
    field,
    slot: (spec, value) => inputs(spec.name, connectionOf(spec, value)),
    many: (spec, values) => {
      block.extraState = { items: values.length }
      values.forEach((value, index) => void inputs(`ITEM${index}`, connectionOf(spec, value)))
    },
    stack: (spec, parts) => {
      const first = writeStack(parts, names)
      if (first) inputs(spec.name, { block: first })
    },
    rows: (_, rows) => {
      block.extraState = { items: rows.length }
      rows.forEach((row, index) => {
        for (const [name, text] of Object.entries(row)) field(`${name}${index}`, text)
      })
    },
    sayEmpty: (property) => {
      remark.empty = [...(remark.empty ?? []), property]
    },
  }
}

function writeStack(parts: readonly Part[], names: Names): SavedBlock | undefined {
  const blocks = parts.map(({ list, node }) => {
    const properties = node as Properties
    return writeBlock(blockOfPart(list, properties.kind) ?? UNKNOWN_PART, properties, names)
  })
  blocks.forEach((block, index) => {
    const next = blocks[index + 1]
    if (next) block.next = { block: next }
  })
  return blocks[0]
}

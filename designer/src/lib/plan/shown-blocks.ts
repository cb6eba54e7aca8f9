import { type Diagnostic, type Plan, parsePlan } from '#engine'
import type { PlanDraft } from '#lib/api/plans.ts'
import { BLOCK_BY_TYPE } from '#lib/blocks/definitions/all.ts'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { withOwnIds } from '#lib/blocks/own-ids.ts'
import type { SavedBlock, SavedConnection, SavedWorkspace } from '#lib/blocks/saved.ts'
import { blocksToPlan } from '#lib/blocks/to-ast.ts'

/** A draft as blocks. `unknown` names what they do not show: then the plan may be looked at and not changed. */
export type ShownPlan = { readonly blocks: SavedWorkspace; readonly unknown?: string }

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, child]) => key !== 'at' && child !== undefined)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)])
}
const sameMeaning = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const isLayout = (layout: unknown): layout is SavedWorkspace =>
  typeof layout === 'object' && layout !== null && 'blocks' in layout

/** Whether every block of a layout, also one beside the plan, is known here. */
function isDrawable(layout: SavedWorkspace): boolean {
  const known = (block: SavedBlock | undefined): boolean =>
    !block || (BLOCK_BY_TYPE.has(block.type) && reaches(block.next) && Object.values(block.inputs ?? {}).every(reaches))
  const reaches = (connection: SavedConnection | undefined): boolean =>
    known(connection?.block) && known(connection?.shadow)
  return (layout.blocks?.blocks ?? []).every(known)
}

/**
 * The blocks of a draft: its layout as long as that shows what the draft says; else fresh blocks made from the AST, which
 * is the truth. What a later version of the language says is shown as far as it is known, and not for editing. A draft
 * that is no plan and was not drawn here has none.
 */
export function shownBlocks(draft: Pick<PlanDraft, 'ast' | 'layout'>): ShownPlan | undefined {
  if (isLayout(draft.layout) && isDrawable(draft.layout) && sameMeaning(blocksToPlan(draft.layout), draft.ast)) {
    return { blocks: draft.layout }
  }
  const parsed = parsePlan(draft.ast)
  if (!parsed.ok) return ofAnotherVersion(draft.ast, parsed.error)
  const blocks = planToBlocks(withOwnIds(parsed.value))
  // A block that forgets something must not be saved over the plan.
  return sameMeaning(blocksToPlan(blocks), parsed.value) ? { blocks } : { blocks, unknown: '' }
}

/** What stands at a JSON pointer. */
const valueAt = (root: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], root)

/**
 * The property, kind or choice of a later version that a fault is about, in the plan's own words; undefined where
 * something is merely missing or wrong.
 */
function foreignName(ast: unknown, { code, path, message }: Diagnostic): string | undefined {
  if (code === 'unknown-property')
    return [...message.matchAll(/"([^"]+)"/g)].map((match) => match[1]).join(', ') || path
  const isChoice = code === 'unknown-block' || path === '/language' || message.startsWith('Invalid option')
  const value = valueAt(ast, path)
  return isChoice && typeof value === 'string' ? value : undefined
}

/** What a plan says that nobody here knows, as far as the rest can be drawn. */
function ofAnotherVersion(ast: unknown, faults: readonly Diagnostic[]): ShownPlan | undefined {
  const names = new Set(faults.flatMap((each) => foreignName(ast, each) ?? []))
  if (names.size === 0) return undefined
  try {
    return { blocks: planToBlocks(ast as Plan), unknown: [...names].slice(0, 5).join(', ') }
  } catch {
    // Too different to be drawn at all.
    return undefined
  }
}

import { parsePlan } from '#engine'
import type { PlanDraft } from '#lib/api/plans.ts'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { withOwnIds } from '#lib/blocks/own-ids.ts'
import type { SavedWorkspace } from '#lib/blocks/saved.ts'
import { blocksToPlan } from '#lib/blocks/to-ast.ts'

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, child]) => key !== 'at' && child !== undefined)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)])
}
const sameMeaning = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const isLayout = (layout: unknown): layout is SavedWorkspace =>
  typeof layout === 'object' && layout !== null && 'blocks' in layout

/**
 * The blocks of a draft: its layout as long as that shows what the draft says; else fresh blocks made from the AST, which
 * is the truth. A draft that is no plan and was not drawn here has none.
 */
export function shownBlocks(draft: Pick<PlanDraft, 'ast' | 'layout'>): SavedWorkspace | undefined {
  if (isLayout(draft.layout) && sameMeaning(blocksToPlan(draft.layout), draft.ast)) return draft.layout
  const parsed = parsePlan(draft.ast)
  return parsed.ok ? planToBlocks(withOwnIds(parsed.value)) : undefined
}

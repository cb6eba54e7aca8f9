import { checkPlan, type Diagnostic, type Plan, parsePlan } from '#engine'
import type { ReadPlan } from '#lib/blocks/to-ast.ts'
import { blockNear, isGap } from './pointer.ts'

/** A diagnostic with the block that it stands on. */
export type BlockDiagnostic = {
  readonly key: string
  readonly severity: Diagnostic['severity']
  readonly message: string
  readonly block: string | undefined
  /** The block has an open slot; the sentence is the application's own. */
  readonly gap: boolean
}

export type Checked = { readonly plan: Plan | undefined; readonly diagnostics: readonly BlockDiagnostic[] }

const keyOf = (each: Diagnostic): string => `${each.code} ${each.path}`

const RANK = { error: 0, warning: 1, info: 2 } as const

/** What the engine says about blocks as they stand, the worst first. */
export function checkBlocks(read: ReadPlan, fromServer: readonly Diagnostic[] = []): Checked {
  const parsed = parsePlan(read.plan)
  const own = parsed.ok ? checkPlan(parsed.value) : parsed.error
  const known = new Set(own.map(keyOf))
  const found = [...own, ...fromServer.filter((each) => !known.has(keyOf(each)))]
  const diagnostics = found.map((each, index): BlockDiagnostic => {
    return {
      key: `${index} ${each.code} ${each.path}`,
      severity: each.severity,
      message: each.message,
      block: blockNear(each.path, read.blockAt) ?? each.at ?? undefined,
      gap: !parsed.ok && isGap(read.plan, each.path),
    }
  })
  diagnostics.sort((a, b) => RANK[a.severity] - RANK[b.severity])
  return { plan: parsed.ok ? parsed.value : undefined, diagnostics }
}

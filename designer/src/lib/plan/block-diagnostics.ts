import { checkExamples, checkPlan, type Diagnostic, type Language, type Plan, parsePlan } from '#engine'
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

export type Checked = {
  readonly plan: Plan | undefined
  readonly diagnostics: readonly BlockDiagnostic[]
  /** How many of the plan's examples hold. */
  readonly holding: number
}

const keyOf = (each: Diagnostic): string => `${each.code} ${each.path}`

const RANK = { error: 0, warning: 1, info: 2 } as const

/** What the engine says about blocks as they stand, failing examples among it, the worst first. */
export function checkBlocks(
  read: ReadPlan,
  fromServer: readonly Diagnostic[] = [],
  language: Language = 'en',
): Checked {
  const parsed = parsePlan(read.plan, language)
  const checked = parsed.ok ? checkPlan(parsed.value, undefined, language) : parsed.error
  // A plan with errors has no figures to compare.
  const runs = parsed.ok && checked.every((each) => each.severity !== 'error')
  const failing = runs ? checkExamples(parsed.value, language) : []
  const own = [...checked, ...failing]
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
  const failed = new Set(failing.map((each) => each.path.split('/')[2]))
  const holding = runs ? (parsed.value.examples?.length ?? 0) - failed.size : 0
  return { plan: parsed.ok ? parsed.value : undefined, diagnostics, holding }
}

/** What the server says about a plan that is only shown here: what this application makes of it is not the plan. */
export function shownOnly(read: ReadPlan, fromServer: readonly Diagnostic[]): Checked {
  const diagnostics = fromServer.map((each, index): BlockDiagnostic => {
    const block = blockNear(each.path, read.blockAt)
    return { key: `${index}`, severity: each.severity, message: each.message, block, gap: false }
  })
  return { plan: undefined, diagnostics, holding: 0 }
}

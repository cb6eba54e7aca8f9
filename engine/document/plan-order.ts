import type { Plan } from '../plan/ast.ts'
import { canonicalJson } from '../plan/hash-plan.ts'

type Part = { readonly id: string; readonly group?: string }

/** Parts whose order decides money: payout rules apply one after the other, the first clawback and the first of a group win. */
export function orderedRuns(
  plan: Plan,
): readonly { readonly list: 'credits' | 'payoutRules' | 'clawbacks'; readonly ids: readonly string[] }[] {
  const groups = new Map<string, string[]>()
  for (const { id, group } of plan.credits) {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), id])
  }
  return [
    ...[...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ids]) => ({ list: 'credits' as const, ids })),
    { list: 'clawbacks', ids: (plan.clawbacks ?? []).map((c) => c.id) },
    { list: 'payoutRules', ids: (plan.payoutRules ?? []).map((r) => r.id) },
  ]
}

const byId = <T extends { readonly id: string }>(parts: readonly T[]): T[] =>
  parts.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** The plan's meaning as text, without what decides nothing: presentation, and the order of parts where none is walked. */
export function meaningOf(plan: Plan): string {
  const { credits, ...rest } = plan
  const groupOf = (rule: Part): string => rule.group ?? ''
  const lists = Object.entries(rest).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) && key !== 'payoutRules' && key !== 'clawbacks' ? byId(value as Part[]) : value,
  ])
  const grouped = credits
    .filter((c) => c.group !== undefined)
    .toSorted((a, b) => (groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : 0))
  const free = byId(credits.filter((c) => c.group === undefined))
  return canonicalJson({ ...Object.fromEntries(lists), credits: [...free, ...grouped] })
}

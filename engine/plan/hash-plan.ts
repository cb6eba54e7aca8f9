import { sha256 } from '../lib/sha256.ts'
import type { Plan } from './ast.ts'

/** What a plan looks like and is called, which decides no money: left out of its identity. */
const PRESENTATION = new Set(['at', 'title', 'explanation'])

/**
 * A plan's or a part's meaning as canonical JSON (RFC 8785): sorted keys, no layout, no block ids, no titles. Plans hold
 * strings, integers, booleans and nulls only, for which JSON.stringify already writes the canonical form.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([key, v]) => v !== undefined && !PRESENTATION.has(key))
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonicalJson(v)}`).join(',')}}`
}

/** The plan's meaning, of which its identity is made. */
export const canonicalPlan = (plan: Plan): string => canonicalJson(plan)

/** The content hash: SHA-256 over "plan/v1\n" and the canonical plan, as 64 hex digits. */
export const hashPlan = (plan: Plan): Promise<string> => sha256(`plan/v1\n${canonicalPlan(plan)}`)

import type { Fix } from './diagnostic.ts'

const steps = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

function replaced(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (String(i) === step ? replaced(item, rest, by) : item))
  if (typeof value !== 'object' || value === null) return value
  const inner = (value as Record<string, unknown>)[step]
  return { ...value, [step]: replaced(inner, rest, by) }
}

/** The plan with a fix applied, its edits in their order. What was given is left as it is. */
export const applyFix = <T>(plan: T, fix: Fix): T =>
  fix.edits.reduce<unknown>((sofar, { path, value }) => replaced(sofar, steps(path), value), plan) as T

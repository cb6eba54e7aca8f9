import { err, ok, type Result } from '../lib/result.ts'
import { Plan } from '../plan/ast.ts'
import { LIMITS } from '../plan/limits.ts'
import { checkBounds, jsonDepth, pointerStep } from './bounds.ts'
import type { Diagnostic } from './diagnostic.ts'

/** The nearest block id on the way down the path. */
function nearestAt(root: unknown, path: readonly PropertyKey[]): string | null {
  let at: string | null = null
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null) break
    value = (value as Record<PropertyKey, unknown>)[key]
    const own = (value as { at?: unknown } | null | undefined)?.at
    if (typeof own === 'string') at = own
  }
  return at
}

const fail = (code: string, message: string): Result<never, Diagnostic[]> =>
  err([{ code, severity: 'error', at: null, path: '', message }])

/**
 * The door for every plan, from wherever it comes: bounds first, then the schema. What it lets through is a well-formed
 * `Plan`; whether it makes sense is for `checkPlan`.
 *
 * @param input JSON text, or a value that may have been made by anyone.
 */
export function parsePlan(input: unknown): Result<Plan, Diagnostic[]> {
  let value = input
  if (typeof input === 'string') {
    if (input.length > LIMITS.text) return fail('plan-too-large', 'The plan has more than 1 MiB of text.')
    if (jsonDepth(input, LIMITS.depth * 2) > LIMITS.depth * 2)
      return fail('json-too-deep', 'The JSON is nested too deep.')
    try {
      value = JSON.parse(input)
    } catch (error) {
      return fail('json-malformed', `This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
    }
  }
  const bound = checkBounds(value)
  if (bound) return err([bound])
  const parsed = Plan.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return err(
    parsed.error.issues.slice(0, 100).map((issue) => ({
      code:
        issue.code === 'unrecognized_keys'
          ? 'unknown-property'
          : issue.code === 'invalid_union'
            ? 'unknown-block'
            : issue.code === 'too_big' && issue.origin === 'array'
              ? 'plan-too-large'
              : 'malformed',
      severity: 'error',
      at: nearestAt(value, issue.path),
      path: issue.path.map((key) => pointerStep(String(key))).join(''),
      message: issue.message,
    })),
  )
}

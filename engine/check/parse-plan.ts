import { de } from 'zod/locales'
import type { Language } from '../document/clause.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { Plan } from '../plan/ast.ts'
import { LIMITS } from '../plan/limits.ts'
import { pointerStep } from '../plan/pointer.ts'
import { type Sentence, said, sentenceText, wordText } from '../words/sentence.ts'
import { checkBounds, jsonDepth } from './bounds.ts'
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

const fail = (code: string, sentence: Sentence, language: Language): Result<never, Diagnostic[]> =>
  err([{ code, severity: 'error', at: null, path: '', message: sentenceText(sentence, language) }])

/** What the schema says by itself, in German; English is its own. */
const GERMAN = de().localeError

/**
 * The door for every plan, from wherever it comes: bounds first, then the schema. What it lets through is a well-formed
 * `Plan`; whether it makes sense is for `checkPlan`.
 *
 * @param input JSON text, or a value that may have been made by anyone.
 * @param language of the sentences.
 */
export function parsePlan(input: unknown, language: Language = 'en'): Result<Plan, Diagnostic[]> {
  let value = input
  if (typeof input === 'string') {
    if (input.length > LIMITS.text) return fail('plan-too-large', said`The plan has more than 1 MiB of text.`, language)
    if (jsonDepth(input, LIMITS.depth * 2) > LIMITS.depth * 2)
      return fail('json-too-deep', said`The JSON is nested too deep.`, language)
    try {
      value = JSON.parse(input)
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unreadable'
      return fail('json-malformed', said`This is not JSON: ${reason}.`, language)
    }
  }
  const bound = checkBounds(value)
  if (bound) {
    const { sentence, ...violation } = bound
    return err([{ ...violation, message: sentenceText(sentence, language) }])
  }
  const parsed = Plan.safeParse(value, language === 'de' ? { error: GERMAN } : undefined)
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
      // What a schema states in its own words comes out of zod as it stands.
      message: wordText(issue.message, language),
    })),
  )
}

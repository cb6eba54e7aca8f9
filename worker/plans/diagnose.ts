import { checkExamples, checkPlan, type Diagnostic, type Language, type Plan, parsePlan } from '#engine'
import type { TransactionField } from '../fields/transaction-fields.ts'

/** What can be said about an AST: its diagnostics, and the plan where it is one. */
export type Diagnosis = { plan: Plan | null; diagnostics: Diagnostic[] }

/** A plan may only read fields that the organisation has, with the types they have. */
function fieldDiagnostics(plan: Plan, fields: readonly TransactionField[]): Diagnostic[] {
  const types = new Map(fields.map(({ id, type }) => [id, type]))
  return plan.fields.flatMap((field, index): Diagnostic[] => {
    const type = types.get(field.id)
    if (type === field.type) return []
    const message =
      type === undefined
        ? `The organisation's transactions have no field "${field.id}". Add it to the transaction fields, or choose another.`
        : `The field "${field.id}" is of type ${type}, but the plan reads it as ${field.type}.`
    return [{ code: 'unknown-field', severity: 'error', at: null, path: `/fields/${index}`, message }]
  })
}

/** Parses and checks an AST; with the organisation's fields, also against those. */
export function diagnose(ast: unknown, fields: readonly TransactionField[], language?: Language): Diagnosis {
  const parsed = parsePlan(ast, language)
  if (!parsed.ok) return { plan: null, diagnostics: parsed.error }
  return {
    plan: parsed.value,
    diagnostics: [
      ...checkPlan(parsed.value, undefined, language),
      ...checkExamples(parsed.value, language),
      ...fieldDiagnostics(parsed.value, fields),
    ],
  }
}

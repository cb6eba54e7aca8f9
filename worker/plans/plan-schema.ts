import { z } from '@hono/zod-openapi'
import { LANGUAGES } from '#engine'
import { CalendarDate, ExternalId, Name } from '../values.ts'

/** A plan's AST as it is drafted: any JSON object within the limits of a body; checking says what is wrong with it. */
const Ast = z
  .record(z.string(), z.unknown())
  .openapi({ type: 'object', description: 'The plan as JSON AST; see /plan-schema.json.' })

/** How the designer draws the plan; it decides nothing. */
const Layout = z.record(z.string(), z.unknown()).nullable().default(null).openapi({ type: 'object' })

export const Diagnostic = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    at: z.string().nullable(),
    path: z.string(),
    message: z.string(),
    fix: z
      .object({ title: z.string(), edits: z.array(z.object({ path: z.string(), value: z.unknown() })) })
      .optional()
      .openapi({
        description: 'A change that a machine can make: each value in place of what stands at the JSON pointer.',
      }),
  })
  .openapi('Diagnostic')

export const PlanInput = z
  .strictObject({ externalId: ExternalId.nullable().default(null), name: Name, ast: Ast, layout: Layout })
  .openapi('PlanInput')
export type PlanInput = z.output<typeof PlanInput>

export const DraftInput = z.strictObject({ name: Name, ast: Ast, layout: Layout }).openapi('DraftInput')
export type DraftInput = z.output<typeof DraftInput>

export const PublishInput = z.strictObject({ effectiveFrom: CalendarDate }).openapi('PublishInput')

export const PlanSummary = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    name: z.string(),
    revision: z.int(),
    updatedAt: z.string(),
    latestVersion: z
      .object({ version: z.int(), hash: z.string(), effectiveFrom: z.string(), publishedAt: z.string() })
      .nullable(),
  })
  .openapi('PlanSummary')
export type PlanSummary = z.infer<typeof PlanSummary>

export const PlanDraft = PlanSummary.extend({
  ast: z.record(z.string(), z.unknown()),
  layout: z.record(z.string(), z.unknown()).nullable(),
  authors: z.array(z.string()),
  diagnostics: z.array(Diagnostic),
}).openapi('PlanDraft')
export type PlanDraft = z.infer<typeof PlanDraft>

export const PlanVersion = z
  .object({
    planId: z.string(),
    version: z.int(),
    hash: z.string(),
    effectiveFrom: z.string(),
    authors: z.array(z.string()),
    publishedAt: z.string(),
    publishedBy: z.string(),
    ast: z.record(z.string(), z.unknown()),
    layout: z.record(z.string(), z.unknown()).nullable(),
  })
  .openapi('PlanVersion')
export type PlanVersion = z.infer<typeof PlanVersion>

/** The language that a plan is read in. */
export const Language = z.enum(LANGUAGES).default('en')

const clause = {
  path: z.string().openapi({ description: 'JSON pointer into the AST: the node that the clause was made from.' }),
  at: z.string().nullable().openapi({ description: 'The block to mark.' }),
  heading: z.string(),
  text: z.string(),
  note: z.string().optional().openapi({ description: 'What the author wrote; it decides nothing.' }),
}
/** Sections hold parts, and parts hold their choices: no deeper. */
const Choice = z.object(clause).openapi('PlanChoiceClause')
const Part = z.object({ ...clause, clauses: z.array(Choice).optional() }).openapi('PlanPartClause')
const Section = z.object({ ...clause, clauses: z.array(Part).optional() }).openapi('PlanSectionClause')

export const PlanDocument = z
  .object({
    planId: z.string(),
    version: z.int(),
    hash: z.string(),
    language: z.enum(LANGUAGES),
    clauses: z.array(Section),
  })
  .openapi('PlanDocument')

export const PlanDiff = z
  .object({
    planId: z.string(),
    version: z.int(),
    against: z.int(),
    language: z.enum(LANGUAGES),
    changes: z.array(
      z.object({
        kind: z.enum(['added', 'removed', 'renamed', 'reworded', 'changed', 'moved']),
        path: z.string(),
        at: z.string().nullable(),
        text: z.string(),
        isPresentation: z.boolean().openapi({ description: 'Titles and explanations alone; no money changes.' }),
      }),
    ),
  })
  .openapi('PlanDiff')

/** The ETag of a draft. */
export function etagOf(revision: number): string {
  return `"r${revision}"`
}

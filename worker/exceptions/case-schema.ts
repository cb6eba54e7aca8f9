import { z } from '@hono/zod-openapi'
import { ExceptionSchema } from '../quotes/quote-schema.ts'
import { Id, TextLine } from '../values.ts'

/** Open and resolved ones occur now; a cleared one no longer does, and is open again when it occurs again. */
export const CASE_STATES = ['open', 'resolved', 'cleared'] as const
export type CaseState = (typeof CASE_STATES)[number]

export const ExceptionCase = ExceptionSchema.extend({
  id: z.string(),
  planId: z.string(),
  planName: z.string(),
  participantName: z.string().nullable(),
  transaction: z.object({ source: z.string(), externalId: z.string() }).nullable(),
  state: z.enum(CASE_STATES),
  ownerId: z.string().nullable().openapi({ description: 'The user who takes care of it.' }),
  reason: z.string().nullable().openapi({ description: 'Why it came about.' }),
  resolution: z.string().nullable().openapi({ description: 'What was done about it.' }),
  firstSeenAt: z.string(),
  clearedAt: z.string().nullable(),
  handledAt: z.string().nullable(),
  handledBy: z.string().nullable(),
}).openapi('DataExceptionCase')
export type ExceptionCase = z.infer<typeof ExceptionCase>

export const CaseChange = z
  .strictObject({
    ownerId: Id.nullable().optional(),
    reason: TextLine.nullable().optional(),
    resolution: TextLine.nullable().optional(),
    state: z.enum(['open', 'resolved']).optional().openapi({ description: 'resolved needs a resolution.' }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'It changes nothing.')
  .openapi('DataExceptionChange')
export type CaseChange = z.output<typeof CaseChange>

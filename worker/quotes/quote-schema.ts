import { z } from '@hono/zod-openapi'
import { TransactionInput } from '../transactions/transaction-input.ts'
import { CalendarDate, ExternalId } from '../values.ts'

/** A deal as it would be recorded, before it is: a transaction whose source and external id may be left out. */
export const Deal = TransactionInput.omit({
  version: true,
  voided: true,
  source: true,
  externalId: true,
  occurredOn: true,
})
  .extend({
    source: TransactionInput.shape.source.optional(),
    externalId: ExternalId.optional(),
    creditedOn: CalendarDate,
    occurredOn: CalendarDate.optional().openapi({ description: 'creditedOn, unless stated.' }),
  })
  .openapi('Deal')
export type Deal = z.output<typeof Deal>

const explain = z
  .enum(['none', 'full'])
  .default('none')
  .openapi({ description: 'full: each figure with the steps that made it.' })

export const QuoteRequest = z
  .union([z.strictObject({ deal: Deal, explain }), z.strictObject({ deals: z.array(Deal).min(1).max(1_000), explain })])
  .openapi('QuoteRequest')
export type QuoteRequest = z.infer<typeof QuoteRequest>

export type StepJson = {
  kind: string
  path: string
  at: string | null
  label: string | null
  value: { type: string; text: string } | null
  steps: readonly StepJson[]
  band?: { from: string; to: string | null; slice: string; rate: string; rateType: 'money' | 'percent' }
  transaction?: { id: string; source: string; externalId: string; creditedOn: string }
}

/** A step of a derivation. It nests, so its schema is stated to OpenAPI by reference. */
export const StepSchema: z.ZodType<StepJson> = z
  .object({
    kind: z.string(),
    path: z.string(),
    at: z.string().nullable(),
    label: z.string().nullable(),
    value: z.object({ type: z.string(), text: z.string() }).nullable(),
    steps: z
      .array(z.lazy((): z.ZodType<StepJson> => StepSchema))
      .openapi({ type: 'array', items: { $ref: '#/components/schemas/Step' } }),
    band: z
      .object({
        from: z.string(),
        to: z.string().nullable(),
        slice: z.string(),
        rate: z.string(),
        rateType: z.enum(['money', 'percent']),
      })
      .optional(),
    transaction: z
      .object({ id: z.string(), source: z.string(), externalId: z.string(), creditedOn: z.string() })
      .optional(),
  })
  .openapi('Step') as unknown as z.ZodType<StepJson>

export const ExceptionSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    at: z.string().nullable(),
    path: z.string(),
    participantId: z.string().nullable(),
    transactionSeq: z.number().nullable(),
    periodId: z.string().nullable(),
  })
  .openapi('DataException')

const Figure = z.object({ amount: z.string(), currency: z.string() })

export const RecipientQuote = z
  .object({
    participant: z.object({ id: z.string(), externalId: z.string().nullable(), name: z.string() }),
    plan: z.object({
      id: z.string(),
      externalId: z.string().nullable(),
      name: z.string(),
      version: z.int(),
      hash: z.string(),
    }),
    periodId: z.string(),
    paidIn: z.string().nullable().openapi({
      description: 'The same, or, where that is locked, the open period in which the difference is paid as a true-up.',
    }),
    credits: z.array(
      z.object({ rule: z.string(), creditType: z.string(), amount: z.string(), territory: z.string().nullable() }),
    ),
    earnings: z.array(
      z.object({
        earning: z.string(),
        title: z.string(),
        before: Figure.nullable(),
        after: Figure.nullable(),
        amount: Figure.nullable().openapi({
          description: 'What the deal adds: after − before. null where a data exception stands in the way.',
        }),
        steps: z.array(StepSchema).optional(),
      }),
    ),
    measures: z.array(
      z.object({ measure: z.string(), title: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    amount: Figure.nullable(),
    payment: z
      .object({ before: Figure, after: Figure, amount: Figure })
      .nullable()
      .openapi({ description: 'What is paid by the payout rules, where the caller may see it.' }),
  })
  .openapi('RecipientQuote')

export const Quote = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('quoted'),
      recipients: z.array(RecipientQuote),
      exceptions: z.array(ExceptionSchema),
    }),
    z.object({
      status: z.literal('refused'),
      errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    }),
  ])
  .openapi('Quote')
export type Quote = z.infer<typeof Quote>

/** What makes a quote repeatable: the plan hashes in it, and these. */
export const QuoteAnswer = z
  .object({
    data: z.array(Quote),
    engineVersion: z.string(),
    configurationRevision: z.int(),
    throughSeq: z.int(),
    asOf: z.string(),
  })
  .openapi('QuoteAnswer')
export type QuoteAnswer = z.infer<typeof QuoteAnswer>

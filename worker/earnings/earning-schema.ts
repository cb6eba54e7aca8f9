import { z } from '@hono/zod-openapi'
import { ExceptionSchema, StepSchema } from '../quotes/quote-schema.ts'

const Figure = z.object({ amount: z.string(), currency: z.string() })

export const EarningRow = z
  .object({
    planId: z.string(),
    planName: z.string(),
    planVersion: z.int(),
    participantId: z.string(),
    participantName: z.string(),
    participantExternalId: z.string().nullable(),
    periodId: z.string(),
    periodFrom: z.string(),
    periodTo: z.string(),
    earning: z.string(),
    title: z.string(),
    amount: Figure.nullable().openapi({ description: 'null where a data exception leaves it open.' }),
    correctsPeriodId: z.string().nullable().openapi({
      description: 'Of a true-up: the locked period that would be another one now. Its figures never change.',
    }),
  })
  .openapi('EarningRow')
export type EarningRow = z.infer<typeof EarningRow>

const Entry = z.object({
  rule: z.string(),
  what: z.string().openapi({
    description:
      'capped, banked, paid from bank, draw, recovered, forgiven, held, released, carried, brought forward, true-up (of a locked period, which `rule` then names)',
  }),
  amount: z.string(),
})

/** What is paid for a period by the payout rules, what led to it, and what each rule carries on. */
export const PaymentRow = z
  .object({
    planId: z.string(),
    participantId: z.string(),
    periodId: z.string(),
    periodFrom: z.string(),
    periodTo: z.string(),
    amount: Figure,
    entries: z.array(Entry),
    balances: z.array(z.object({ rule: z.string(), amount: z.string() })),
  })
  .openapi('PaymentRow')
export type PaymentRow = z.infer<typeof PaymentRow>

export const Explanation = z
  .object({
    plan: z.object({ id: z.string(), name: z.string(), version: z.int(), hash: z.string() }),
    participantId: z.string(),
    periodId: z.string(),
    derivations: z.array(StepSchema),
    measures: z.array(z.object({ measure: z.string(), title: z.string(), value: z.string().nullable() })),
    exceptions: z.array(ExceptionSchema),
    engineVersion: z.string(),
    configurationRevision: z.int(),
    throughSeq: z.int(),
  })
  .openapi('Explanation')

export const CreditRow = z
  .object({
    planId: z.string(),
    participantId: z.string(),
    participantExternalId: z.string().nullable(),
    rule: z.string(),
    creditType: z.string(),
    amount: z.string(),
    territory: z.string().nullable(),
    transaction: z.object({ seq: z.int(), source: z.string(), externalId: z.string(), creditedOn: z.string() }),
  })
  .openapi('CreditRow')
export type CreditRow = z.infer<typeof CreditRow>

import { z } from '@hono/zod-openapi'
import { CalendarDate, Currency, DecimalText, ExternalId, Reference, TextLine } from '../values.ts'

/** What a transaction reports. */
export const TRANSACTION_KINDS = ['booking', 'invoice', 'payment', 'renewal', 'churn', 'return', 'other'] as const

const MOST_DECIMALS = 6

/** An amount keeps the decimals it arrives with, up to six, and stays within what the database holds exactly. */
const Amount = DecimalText.refine(
  (text) => (text.split('.')[1] ?? '').length <= MOST_DECIMALS,
  `An amount has at most ${MOST_DECIMALS} decimals.`,
).refine((text) => text.replace(/\D/g, '').replace(/^0+/, '').length <= 15, 'An amount has at most 15 digits.')

const Share = DecimalText.refine((text) => !text.startsWith('-'), 'A share is not negative.')

const TeamMember = z.strictObject({
  role: z.string().min(1).max(60),
  participant: Reference,
  share: Share.openapi({ description: 'Part of the deal; 0.5 is half.', example: '0.5' }),
})

/** A transaction as another system reports it. The owner, account and product are named by our id or by theirs. */
export const TransactionInput = z
  .strictObject({
    source: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'A source is a short name like "crm".'),
    externalId: ExternalId,
    version: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .openapi({ description: 'Left out: the next one, if anything differs.' }),
    voided: z.boolean().default(false).openapi({ description: 'True takes the transaction back.' }),
    kind: z.enum(TRANSACTION_KINDS).default('booking'),
    occurredOn: CalendarDate,
    creditedOn: CalendarDate.optional().openapi({ description: 'Left out: the day it occurred.' }),
    owner: Reference.nullable().default(null),
    team: z.array(TeamMember).max(50).default([]),
    account: Reference.nullable().default(null),
    product: Reference.nullable().default(null),
    amount: Amount.nullable().default(null),
    currency: Currency.optional().openapi({ description: "Left out: the organisation's." }),
    quantity: DecimalText.nullable().default(null),
    reverses: ExternalId.nullable()
      .default(null)
      .openapi({ description: 'External id, in the same source, of what it reverses.' }),
    fields: z.record(z.string(), z.union([TextLine, z.boolean(), z.null()])).default({}),
  })
  .openapi('TransactionInput')
export type TransactionInput = z.output<typeof TransactionInput>

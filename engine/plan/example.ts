import * as z from 'zod'
import { At, Currency, DecimalText, IsoDate, PartId } from './expression.ts'
import { LIMITS } from './limits.ts'

const Name = z.string().min(1).max(60)

/**
 * A deal of an example. `by` says who made it: the example's participant, or somebody who reports to them. Everything
 * left out is as in a plain booking of the participant's own.
 */
export const ExampleDeal = z.strictObject({
  id: Name.exactOptional(),
  creditedOn: IsoDate,
  kind: Name.exactOptional(),
  by: z.enum(['participant', 'report']).exactOptional(),
  role: Name.exactOptional(),
  share: DecimalText.exactOptional(),
  amount: DecimalText.exactOptional(),
  currency: Currency.exactOptional(),
  quantity: DecimalText.exactOptional(),
  product: Name.exactOptional(),
  account: Name.exactOptional(),
  reverses: Name.exactOptional(),
  fields: z
    .record(z.string().regex(/^[a-z][a-zA-Z0-9_]{0,59}$/), z.union([z.string().max(LIMITS.prose), z.boolean()]))
    .exactOptional(),
})
export type ExampleDeal = z.infer<typeof ExampleDeal>

/**
 * Given these deals, quotas, parameters and figures, the participant earns exactly this. Periods are those of calendar
 * years: 2026, 2026-H1, 2026-Q1, 2026-01. An example that fails keeps its plan from being published.
 */
export const Example = z.strictObject({
  kind: z.literal('Example'),
  id: PartId,
  at: At,
  title: z.string().min(1).max(LIMITS.title),
  explanation: z.string().max(LIMITS.prose).exactOptional(),
  participantTitle: Name.exactOptional(),
  deals: z.array(ExampleDeal).max(200),
  quotas: z
    .array(z.strictObject({ quota: Name, from: IsoDate, to: IsoDate, value: DecimalText }))
    .max(50)
    .exactOptional(),
  parameters: z
    .array(z.strictObject({ parameter: PartId, value: DecimalText }))
    .max(50)
    .exactOptional(),
  inputs: z
    .array(z.strictObject({ measure: PartId, from: IsoDate, to: IsoDate, value: DecimalText }))
    .max(50)
    .exactOptional(),
  rates: z
    .array(z.strictObject({ rateType: Name, from: Currency, to: Currency, on: IsoDate, rate: DecimalText }))
    .max(50)
    .exactOptional(),
  expects: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('Earned'), period: Name, earning: PartId, amount: DecimalText }),
        z.strictObject({ kind: z.literal('Paid'), period: Name, amount: DecimalText }),
      ]),
    )
    .min(1)
    .max(100),
})
export type Example = z.infer<typeof Example>

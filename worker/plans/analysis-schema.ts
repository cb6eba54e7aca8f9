import { z } from '@hono/zod-openapi'
import { DecimalText, Id, Identifier } from '../values.ts'
import { Language } from './plan-schema.ts'

const positive = DecimalText.refine((text) => !/^-|^0(\.0+)?$/.test(text), 'It is above 0.')
const share = DecimalText.refine((text) => /^(0(\.\d+)?|1(\.0+)?)$/.test(text), 'It lies between 0 and 1.')
/** A few values by name, not a table of them. */
const byName = (value: typeof DecimalText, description: string) =>
  z
    .record(Identifier, value)
    .refine((values) => Object.keys(values).length <= 100, 'There are more than 100 of them.')
    .optional()
    .openapi({ description })

const Attainment = z.strictObject({
  quota: Identifier,
  quantiles: z
    .array(z.strictObject({ probability: share, attainment: DecimalText }))
    .min(1)
    .max(100)
    .openapi({ description: 'At most this attainment with that probability; straight lines join them.' }),
  participants: z.int().min(1).max(1_000_000).default(1),
})

/** With what an analysis is asked; everything has a default. */
export const AnalysisQuestion = z
  .strictObject({
    quotas: byName(positive, 'Quotas of a period; 100000 of money or 10 of a number where not stated.'),
    parameters: byName(DecimalText, 'Values of parameters, in place of their defaults.'),
    marginalLimit: share.optional().openapi({ description: 'Beyond this share of what is added; 0.5 if not stated.' }),
    least: positive.optional().openapi({ description: 'Gains below this count as rounding; 1 if not stated.' }),
    attainment: Attainment.optional().openapi({
      description: 'How attainment is distributed. Asks what the plan costs at its 95th and 99th percentile.',
    }),
    together: z
      .array(Id)
      .max(5)
      .default([])
      .openapi({ description: 'Plans that the same people are under, by their latest published version.' }),
    language: Language,
  })
  .openapi('PlanAnalysisQuestion')
export type AnalysisQuestion = z.output<typeof AnalysisQuestion>

const Situation = z
  .object({
    deals: z.array(
      z.object({
        id: z.string(),
        creditedOn: z.string(),
        kind: z.string().optional(),
        amount: z.string().optional(),
        quantity: z.string().optional(),
        account: z.string().optional(),
        product: z.string().optional(),
        source: z.string().optional(),
        fields: z.record(z.string(), z.union([z.string(), z.boolean()])),
        times: z.int().optional().openapi({ description: 'That many deals alike.' }),
        reverses: z.string().optional().openapi({ description: 'The deal that this one takes back.' }),
      }),
    ),
    reach: z.array(z.string()).openapi({ description: 'The credit rules by whose recipients the person is reached.' }),
    title: z.string().optional(),
    territory: z.string().optional(),
    quotas: z.record(z.string(), z.string()),
    parameters: z.record(z.string(), z.string()),
    inputs: z.record(z.string(), z.string()),
    from: z.string(),
    through: z.string(),
  })
  .openapi('PlanSituation')

const Side = z.object({
  situation: Situation,
  counted: z
    .array(z.object({ plan: z.int(), earning: z.string() }))
    .optional()
    .openapi({ description: 'Only what these earnings earned; left out, what is paid in the end.' }),
})

const LOOPHOLES = [
  'cliff',
  'non-monotone',
  'marginal-rate',
  'dead-band',
  'flat-zone',
  'timing-gain',
  'splitting-gain',
  'double-pay',
  'exposure',
] as const

const place = {
  at: z.string().nullable().openapi({ description: 'The block to mark.' }),
  path: z.string().openapi({ description: 'JSON pointer into the AST.' }),
  message: z.string().openapi({ description: 'The sentence, in the language that was asked for.' }),
}

export const PlanFinding = z
  .object({
    code: z.enum(LOOPHOLES),
    severity: z.enum(['warning', 'info']),
    ...place,
    witness: z
      .object({ before: Side, after: Side })
      .openapi({ description: 'Two situations that the plan pays differently, or alike where it should not.' }),
    replay: z
      .object({ before: z.string(), after: z.string(), gain: z.string() })
      .openapi({ description: 'What the engine pays in each, and the difference.' }),
  })
  .openapi('PlanFinding')

export const PlanAnalysis = z
  .object({
    ok: z.boolean().openapi({ description: 'Nothing was found that the plan does not say itself.' }),
    findings: z.array(PlanFinding),
    notExcluded: z
      .array(z.object({ of: z.enum(LOOPHOLES), ...place }))
      .openapi({ description: 'What could neither be shown nor excluded, and why.' }),
  })
  .openapi('PlanAnalysis')
export type PlanAnalysis = z.infer<typeof PlanAnalysis>

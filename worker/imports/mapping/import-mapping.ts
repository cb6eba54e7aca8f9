import { z } from '@hono/zod-openapi'
import { Name, TextLine } from '../../values.ts'
import { DATE_FORMATS } from './read-date.ts'
import { DECIMAL_SIGNS } from './read-number.ts'

/** What a column can be of a transaction, besides the organisation's own fields, which are written fields.<id>. */
export const TARGETS = [
  'externalId',
  'version',
  'voided',
  'kind',
  'occurredOn',
  'creditedOn',
  'owner',
  'account',
  'product',
  'amount',
  'currency',
  'quantity',
  'reverses',
] as const

/** Without these there is no transaction. */
export const REQUIRED_TARGETS = ['externalId', 'occurredOn'] as const

const Target = z
  .string()
  .refine(
    (name) => TARGETS.some((target) => target === name) || /^fields\.[a-z][a-zA-Z0-9_]{0,59}$/.test(name),
    'That is nothing of a transaction. Own fields are written "fields.<id>".',
  )

/** One of a few, which has to be said: zod calls a missing choice a wrong one. */
function choice<const T extends readonly [string, ...string[]]>(values: T) {
  const error = ({ input }: { input?: unknown }) =>
    input === undefined ? 'Invalid input: expected a choice, received undefined' : undefined
  return z.enum(values, { error })
}

const ColumnName = z.string().trim().min(1).max(200)
const Column = z.strictObject({
  column: ColumnName,
  optional: z
    .boolean()
    .default(false)
    .openapi({ description: 'The column may be missing from a file, and a cell may be empty.' }),
})
const Fixed = z.strictObject({ value: TextLine.openapi({ description: 'The same for every row.' }) })
const Share = z.union([
  z.strictObject({
    column: ColumnName,
    isPercent: z.boolean().default(false).openapi({ description: '50 is half; otherwise 0.5 is.' }),
  }),
  Fixed,
])

/** How the columns of another system's file become transactions. */
export const ImportMapping = z
  .strictObject({
    name: Name,
    source: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'A source is a short name like "crm".')
      .openapi({ description: 'Names the system that the external ids are of.' }),
    columns: z.record(Target, z.union([Column, Fixed])).openapi({
      description: `Each of ${TARGETS.join(', ')} and fields.<id>, to a column or a fixed value. Owner, account and product are named by the other system's ids.`,
    }),
    team: z
      .array(z.strictObject({ role: z.string().min(1).max(60), column: ColumnName, share: Share }))
      .max(50)
      .default([])
      .openapi({ description: 'Members of the team; one whose cell is empty is left out.' }),
    values: z
      .record(Target, z.record(z.string().max(500), z.string().max(500)))
      .default({})
      .openapi({ description: 'For a target: what a cell stands for. What is not listed stays as it is.' }),
    only: z
      .array(z.strictObject({ column: ColumnName, in: z.array(z.string().max(500)).min(1).max(100) }))
      .max(20)
      .default([])
      .openapi({ description: 'Rows that count, such as won deals; the others are skipped. Capitals do not matter.' }),
    dates: choice(DATE_FORMATS),
    decimals: choice(DECIMAL_SIGNS),
  })
  .superRefine(({ columns }, context) => {
    for (const target of REQUIRED_TARGETS) {
      const source = columns[target]
      if (source === undefined || !('column' in source) || source.optional)
        context.addIssue({
          code: 'custom',
          path: ['columns', target],
          message: 'Every row needs one of its own: name a column that is not optional.',
        })
    }
  })
  .openapi('ImportMapping')
export type ImportMapping = z.output<typeof ImportMapping>

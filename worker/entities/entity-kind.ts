import { z } from '@hono/zod-openapi'
import type { IdPrefix } from '../ids.ts'
import { ExternalId, Identifier, Name, TextLine } from '../values.ts'

/** A kind of named thing that the organisation keeps: its address, its table and what is said about each one. */
export type EntityKind<S extends z.ZodRawShape = z.ZodRawShape> = {
  path: string
  table: string
  /** Name in the API document and in the audit log. */
  name: string
  prefix: IdPrefix
  /** Fields besides id and externalId, in the order of their columns. */
  shape: S
  /** Column of each field; JSON is stored as text. */
  columns: Readonly<Record<string, { name: string; json?: true }>>
}

const Attributes = z
  .record(Identifier, TextLine)
  .refine((record) => Object.keys(record).length <= 50, 'At most 50 attributes.')

/** The rule of a territory: every condition must hold; a field is one of the transaction's, system or own. */
export const TerritoryCondition = z.strictObject({
  field: Identifier,
  oneOf: z.array(TextLine).min(1).max(500),
})

export const titleKind = {
  path: 'titles',
  table: 'titles',
  name: 'Title',
  prefix: 'ttl',
  shape: { name: Name },
  columns: { name: { name: 'name' } },
} satisfies EntityKind

export const participantKind = {
  path: 'participants',
  table: 'participants',
  name: 'Participant',
  prefix: 'par',
  shape: { name: Name, email: z.email().max(254).nullable().default(null) },
  columns: { name: { name: 'name' }, email: { name: 'email' } },
} satisfies EntityKind

export const accountKind = {
  path: 'accounts',
  table: 'accounts',
  name: 'Account',
  prefix: 'acc',
  shape: { name: Name, attributes: Attributes.default({}) },
  columns: { name: { name: 'name' }, attributes: { name: 'attributes', json: true } },
} satisfies EntityKind

export const productKind = {
  path: 'products',
  table: 'products',
  name: 'Product',
  prefix: 'prd',
  // Real catalogues have names of more than 120 characters.
  shape: { name: TextLine, attributes: Attributes.default({}) },
  columns: { name: { name: 'name' }, attributes: { name: 'attributes', json: true } },
} satisfies EntityKind

export const territoryKind = {
  path: 'territories',
  table: 'territories',
  name: 'Territory',
  prefix: 'ter',
  shape: { name: Name, rule: z.array(TerritoryCondition).max(20) },
  columns: { name: { name: 'name' }, rule: { name: 'rule', json: true } },
} satisfies EntityKind

/** What every entity has besides its own fields. */
export const externalIdShape = { externalId: ExternalId.nullable().default(null) }

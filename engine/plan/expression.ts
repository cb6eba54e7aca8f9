import * as z from 'zod'
import { LIMITS } from './limits.ts'

/** A part's own name within its plan: stable, short, and safe as a key. */
export const PartId = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,59}$/)
/** The id of the block that a node came from. It carries diagnostics and derivations back; it is not part of the meaning. */
export const At = z.string().min(1).max(60).exactOptional()

/** A decimal as text: no exponent, at most 34 digits, so that nothing passes through a binary float. */
export const DecimalText = z
  .string()
  .max(LIMITS.digits + 2)
  .regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, 'a decimal as text, such as "0.05"')
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, such as "EUR"')
export const IsoDate = z.iso.date()
export const Text = z.string().max(LIMITS.prose)
export const RoundingMode = z.enum(['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor'])
export type RoundingMode = z.infer<typeof RoundingMode>

/**
 * The stretch of time over which a measure or a quota counts, always ending with the period being calculated. `Dates`:
 * from `from` until the day before `to`, of which only what lies before the period's end counts.
 */
export const Window = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Period') }),
  z.strictObject({ kind: z.literal('QuarterToDate') }),
  z.strictObject({ kind: z.literal('HalfYearToDate') }),
  z.strictObject({ kind: z.literal('YearToDate') }),
  z.strictObject({ kind: z.literal('PlanToDate') }),
  z.strictObject({ kind: z.literal('Trailing'), periods: z.int().min(1).max(36) }),
  z.strictObject({ kind: z.literal('Dates'), from: IsoDate, to: IsoDate }),
])
export type Window = z.infer<typeof Window>

/** The stretch that a quota is asked for: a measure's window, or the whole quarter, half-year or year around the period. */
export const QuotaSpan = z.discriminatedUnion('kind', [
  ...Window.options,
  z.strictObject({ kind: z.literal('Quarter') }),
  z.strictObject({ kind: z.literal('HalfYear') }),
  z.strictObject({ kind: z.literal('Year') }),
])
export type QuotaSpan = z.infer<typeof QuotaSpan>

type Node<K extends string, F = unknown> = { kind: K; at?: string } & F

/**
 * What a rate table reads.
 * - `Running`: the running total of a measure's window, walked credit by credit. `slice` takes what this credit adds
 *   (before → after): what the table gives for the total after it, less what it gives for the total before it. `after` and
 *   `before` look one band up and apply it to what the credit adds to the total.
 * - `Transaction`: a figure of this credit on its own.
 * - `Window`: a figure of the whole window at once.
 *
 * `pays` puts another basis in the place of what is read: it is paid at the average rate over what is read (what the table
 * gives for it, by it; where nothing is read, the rate of the band reached). `TableCell` gives the reached band's own
 * value, of a running total after the credit unless `before` is asked for.
 */
export type TableReading =
  | { kind: 'Running'; measure: string; lookup: 'slice' | 'after' | 'before' }
  | { kind: 'Transaction'; of: Expression }
  | { kind: 'Window'; of: Expression }

/**
 * What holds for all values:
 * - Operands are read in the order in which they stand; `And`, `Or`, `If` and `Default` read no further than they must. A
 *   value that is needed and is not there leaves the whole expression without one, for the first reason that is met.
 * - A condition without a value does not hold (its rule, credit, line or clawback is left out) and is listed; a gate without
 *   one leaves its earning open.
 * - `Default` and `IsMissing` are for what is not there: a missing value or quota. What cannot be (a division by 0, a quota
 *   of 0, a missing rate of exchange, a calendar that lacks the dates) has no default.
 * - `Divide` rounds only where it states `digits`, half-up unless it states a mode.
 * - A credit's parameters, title and territory are of its credit date (in a credit rule, of the date that `asOf` says); a
 *   period's are of the last day of it on which the plan is assigned.
 * - A quota of a day is the participant's own, else that of their title on that day; a span of which a day has none, or no
 *   day at all, has no quota.
 * - `Earned` is the rounded figure. Of an earning without a value it is missing, as is a measure of nothing: an average,
 *   an edge or the latest of no credits.
 * - `Percentile` of somebody who is alone is 1. Nobody without a figure is compared with.
 */
export type Expression =
  | Node<'Number', { value: string }>
  | Node<'Percent', { value: string }>
  | Node<'Money', { value: string; currency: string }>
  | Node<'Text', { value: string }>
  | Node<'TextList', { values: string[] }>
  | Node<'YesNo', { value: boolean }>
  | Node<'Date', { value: string }>
  | Node<'Field', { field: string }>
  | Node<'Parameter', { parameter: string }>
  | Node<'Recipient', { attribute: 'title' | 'territory' }>
  | Node<'CreditAmount'>
  | Node<'CreditType'>
  | Node<'Measure', { measure: string }>
  | Node<'Quota', { quota: string; span: QuotaSpan; unit: 'money' | 'number' }>
  | Node<'Attainment', { measure: string; quota: string }>
  | Node<'Earned', { earning: string }>
  | Node<'Add' | 'Multiply' | 'Min' | 'Max', { of: Expression[] }>
  | Node<'Subtract', { left: Expression; right: Expression }>
  | Node<'Divide', { left: Expression; right: Expression; digits?: number; mode?: RoundingMode }>
  | Node<'Negate' | 'Absolute', { of: Expression }>
  | Node<'Round', { of: Expression; digits: number; mode: RoundingMode }>
  | Node<'Compare', { op: ComparisonOperator; left: Expression; right: Expression }>
  | Node<'And' | 'Or', { of: Expression[] }>
  | Node<'Not', { of: Expression }>
  | Node<'If', { when: Expression; then: Expression; otherwise: Expression }>
  | Node<'OneOf', { of: Expression; list: Expression }>
  | Node<'TextMatch', { how: 'contains' | 'startsWith'; of: Expression; text: Expression }>
  | Node<'Default', { of: Expression; otherwise: Expression }>
  | Node<'IsMissing', { of: Expression }>
  | Node<'ApplyTable', { table: string; reads: TableReading; per?: Expression; pays?: Expression }>
  | Node<'TableCell', { table: string; reads: TableReading; per?: Expression }>
  | Node<'MatrixCell', { matrix: string; of: Expression[] }>
  | Node<'Rank', { measure: string; best: 'highest' | 'lowest' }>
  | Node<'Percentile', { measure: string }>

export const ComparisonOperator = z.enum(['=', '<>', '<', '<=', '>', '>='])
export type ComparisonOperator = z.infer<typeof ComparisonOperator>

export type ExpressionKind = Expression['kind']
export type ExpressionOf<K extends ExpressionKind> = Extract<Expression, { kind: K }>

const node = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), at: At, ...shape })
const expression = z.lazy((): z.ZodType<Expression> => Expression)
const list = z.array(expression).min(1).max(100)

export const TableReading: z.ZodType<TableReading> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Running'), measure: PartId, lookup: z.enum(['slice', 'after', 'before']) }),
  z.strictObject({ kind: z.literal('Transaction'), of: expression }),
  z.strictObject({ kind: z.literal('Window'), of: expression }),
])

/**
 * One value of a plan. Every node may carry `at`; what each kind means, and what it may stand beside, is in
 * check/infer-type.ts and compile/compile-expression.ts.
 */
export const Expression: z.ZodType<Expression> = z.discriminatedUnion('kind', [
  node('Number', { value: DecimalText }),
  node('Percent', { value: DecimalText }),
  node('Money', { value: DecimalText, currency: Currency }),
  node('Text', { value: Text }),
  node('TextList', { values: z.array(Text).max(1_000) }),
  node('YesNo', { value: z.boolean() }),
  node('Date', { value: IsoDate }),
  node('Field', { field: z.string().min(1).max(60) }),
  node('Parameter', { parameter: PartId }),
  node('Recipient', { attribute: z.enum(['title', 'territory']) }),
  node('CreditAmount', {}),
  node('CreditType', {}),
  node('Measure', { measure: PartId }),
  node('Quota', { quota: z.string().min(1).max(60), span: QuotaSpan, unit: z.enum(['money', 'number']) }),
  node('Attainment', { measure: PartId, quota: z.string().min(1).max(60) }),
  node('Earned', { earning: PartId }),
  node('Add', { of: list }),
  node('Multiply', { of: list }),
  node('Min', { of: list }),
  node('Max', { of: list }),
  node('Subtract', { left: expression, right: expression }),
  node('Divide', {
    left: expression,
    right: expression,
    digits: z.int().min(0).max(12).exactOptional(),
    mode: RoundingMode.exactOptional(),
  }),
  node('Negate', { of: expression }),
  node('Absolute', { of: expression }),
  node('Round', { of: expression, digits: z.int().min(0).max(12), mode: RoundingMode }),
  node('Compare', { op: ComparisonOperator, left: expression, right: expression }),
  node('And', { of: list }),
  node('Or', { of: list }),
  node('Not', { of: expression }),
  // biome-ignore lint/suspicious/noThenProperty: an expression is data and its `then` is never a function
  node('If', { when: expression, then: expression, otherwise: expression }),
  node('OneOf', { of: expression, list: expression }),
  node('TextMatch', { how: z.enum(['contains', 'startsWith']), of: expression, text: expression }),
  node('Default', { of: expression, otherwise: expression }),
  node('IsMissing', { of: expression }),
  node('ApplyTable', {
    table: PartId,
    reads: TableReading,
    per: expression.exactOptional(),
    pays: expression.exactOptional(),
  }),
  node('TableCell', { table: PartId, reads: TableReading, per: expression.exactOptional() }),
  node('MatrixCell', { matrix: PartId, of: z.array(expression).min(1).max(3) }),
  node('Rank', { measure: PartId, best: z.enum(['highest', 'lowest']) }),
  node('Percentile', { measure: PartId }),
]) as unknown as z.ZodType<Expression>

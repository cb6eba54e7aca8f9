import * as z from 'zod'
import { Contest } from './contest.ts'
import { Example } from './example.ts'
import { At, Currency, DecimalText, Expression, PartId, RoundingMode, Window } from './expression.ts'
import { LIMITS } from './limits.ts'
import { Clawback, Payable, PayoutRule } from './payout.ts'

const Title = z.string().min(1).max(LIMITS.title)
const Explanation = z.string().max(LIMITS.prose).exactOptional()
const part = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), id: PartId, at: At, title: Title, explanation: Explanation, ...shape })

export const PeriodKind = z.enum(['month', 'quarter', 'half-year', 'year'])
export type PeriodKind = z.infer<typeof PeriodKind>

export const ValueType = z.enum(['money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date'])
export type ValueType = z.infer<typeof ValueType>

/** A column of the organisation's transaction schema that the plan reads, with the type that the plan was checked for. */
export const FieldDeclaration = z.strictObject({ id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,59}$/), type: ValueType })
export type FieldDeclaration = z.infer<typeof FieldDeclaration>

/** A named value with a default, overridable per title and per participant by date. `default: null` means it must be set. */
export const Parameter = part('Parameter', {
  type: z.enum(['money', 'number', 'percent']),
  default: DecimalText.nullable(),
})
export type Parameter = z.infer<typeof Parameter>

const Role = z.string().min(1).max(60).nullable()
const bases = [
  z.strictObject({ kind: z.literal('Owner') }),
  z.strictObject({ kind: z.literal('DealTeam'), role: Role }),
  z.strictObject({ kind: z.literal('TerritoryOwners') }),
  z.strictObject({
    kind: z.literal('Split'),
    shares: z
      .array(z.strictObject({ participant: z.string().min(1).max(200), share: DecimalText }))
      .min(1)
      .max(50),
  }),
  z.strictObject({ kind: z.literal('OverlayTeam'), team: z.string().min(1).max(60) }),
] as const

/** Whose credit a manager's is counted from, or who is credited directly. Participants in a split are named by external id. */
export const BaseRecipients = z.discriminatedUnion('kind', bases)
export type BaseRecipients = z.infer<typeof BaseRecipients>

/** Whom a credit rule credits. Managers are counted from 1, the direct manager. */
export const Recipients = z.discriminatedUnion('kind', [
  ...bases,
  z.strictObject({
    kind: z.literal('Managers'),
    of: BaseRecipients,
    fromLevel: z.int().min(1).max(20),
    toLevel: z.int().min(1).max(20),
  }),
])
export type Recipients = z.infer<typeof Recipients>

/**
 * When a transaction matches, who is credited with what. All matching rules fire, unless they stand in a first-match
 * `group`: there the first that credits anybody takes the transaction. Shares of one amount are cut to `digits` decimals
 * (6 unless stated) by largest remainder, ties in the order in which the shares stand in the deal. A person has one credit
 * of a rule and a deal, with all shares that are theirs; who owns two territories that take a deal is credited once.
 * Condition, amount and share are read for each recipient.
 * - `counts`: whether the credit counts for measures, for earnings per credit, for both (the default), or for neither: then
 *   it only tells that something happened to a deal, such as its payment. Versions of the plan that follow keep to it.
 * - `asOf`: for a transaction that reverses another, hierarchy and owners, and what the rule reads of its recipients, are
 *   those of the original's date (the default) or of the reversal's own. As of the deal, owner and team are the
 *   original's, whoever the reversal names.
 * - `overlap`: each share reaches a manager once however many paths lead there (the default), or once on each path.
 */
export const CreditRule = part('CreditRule', {
  when: Expression.exactOptional(),
  to: Recipients,
  creditType: z.string().min(1).max(60),
  amount: Expression,
  share: Expression.exactOptional(),
  digits: z.int().min(0).max(6).exactOptional(),
  group: z.string().min(1).max(60).exactOptional(),
  counts: z.enum(['attainment and pay', 'attainment only', 'pay only', 'neither']).exactOptional(),
  asOf: z.enum(['deal', 'reversal']).exactOptional(),
  overlap: z.enum(['once', 'each path']).exactOptional(),
})
export type CreditRule = z.infer<typeof CreditRule>

export const Aggregate = z.enum(['sum', 'count', 'distinctCount', 'average', 'minimum', 'maximum', 'latest'])
export type Aggregate = z.infer<typeof Aggregate>

/** One figure over a participant's credits in a window. `value` is left out for a count. */
export const Measure = part('Measure', {
  aggregate: Aggregate,
  value: Expression.exactOptional(),
  when: Expression.exactOptional(),
  window: Window,
})
export type Measure = z.infer<typeof Measure>

/** A weighted sum of measures of one type. */
export const CompositeMeasure = part('CompositeMeasure', {
  of: z
    .array(z.strictObject({ measure: PartId, weight: DecimalText }))
    .min(1)
    .max(20),
})
export type CompositeMeasure = z.infer<typeof CompositeMeasure>

/** A figure, always of the period itself, that is handed in for a participant and a period: an MBO score, CSAT, NRR. */
export const InputMeasure = part('InputMeasure', { type: z.enum(['money', 'number', 'percent', 'quantity']) })
export type InputMeasure = z.infer<typeof InputMeasure>

/** A band reaches from its `from` to the next band's; the first also takes everything below it, the last has no end. */
export const Band = z.strictObject({ at: At, from: DecimalText, value: Expression })
export type Band = z.infer<typeof Band>

export const TableMode = z.enum(['whole', 'marginal', 'step', 'interpolated'])
export type TableMode = z.infer<typeof TableMode>

/**
 * A one-axis rate table. `axis` says what the edges are: an amount of money, a plain number, or a share (of `per`, such as
 * a quota, where the table is applied). `whole`: the reached band's value on everything; `marginal`: each slice at its own
 * band's value; `step`: the reached band's value as it is; `interpolated`: each `from` is a point, straight lines join them,
 * and beyond the first and the last point the line is level. A step and a point on a line are given as they are, whatever
 * is read; below 0, the first band's rate is paid back.
 */
export const RateTable = part('RateTable', {
  mode: TableMode,
  axis: z.enum(['money', 'number', 'share']),
  edgeBelongsTo: z.enum(['higher', 'lower']),
  bands: z.array(Band).min(1).max(LIMITS.bands),
})
export type RateTable = z.infer<typeof RateTable>

/** One axis of a matrix: bands of a number by their lower edges, or keys of a text. The last key `*` takes every other text. */
export const MatrixAxis = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('Bands'),
    axis: z.enum(['money', 'number', 'share']),
    edgeBelongsTo: z.enum(['higher', 'lower']),
    from: z.array(DecimalText).min(1).max(100),
  }),
  z.strictObject({ kind: z.literal('Keys'), keys: z.array(z.string().min(1).max(120)).min(1).max(200) }),
])
export type MatrixAxis = z.infer<typeof MatrixAxis>

/** A table of one to three axes. `cells` runs through the last axis fastest; their number is the product of the axes' sizes. */
export const Matrix = part('Matrix', {
  axes: z.array(MatrixAxis).min(1).max(3),
  cells: z.array(Expression).min(1).max(LIMITS.cells),
})
export type Matrix = z.infer<typeof Matrix>

/** How an amount of money in another currency becomes one of the plan's: which kind of rate, of which date. */
export const Conversion = z.strictObject({
  rateType: z.string().min(1).max(60),
  date: z.enum(['creditedOn', 'occurredOn', 'periodEnd']),
})
export type Conversion = z.infer<typeof Conversion>

/**
 * `running`: lines are differences of the rounded running total, so that splits and order never move a cent. It runs over
 * the window of the running totals that the amount reads (from the first period on where that is a window of dates), and
 * over the period where it reads none, several windows, or one that slides. `each`: every line is rounded on its own.
 */
export const Rounding = z.strictObject({ mode: RoundingMode, basis: z.enum(['running', 'each']) })
export type Rounding = z.infer<typeof Rounding>

/**
 * What is earned, per matching credit or once per period. Gate, floor and cap are read at the period's end and bound the
 * earning of the period, which per credit is the sum of its rounded lines: gate closed pays nothing (not even the floor, and
 * whatever is behind it), then floor, then cap, then rounding to the minor unit.
 */
export const Earning = part('Earning', {
  per: z.enum(['credit', 'period']),
  when: Expression.exactOptional(),
  amount: Expression,
  gate: Expression.exactOptional(),
  floor: Expression.exactOptional(),
  cap: Expression.exactOptional(),
  rounding: Rounding,
  payable: Payable.exactOptional(),
})
export type Earning = z.infer<typeof Earning>

/**
 * What a change inside a period does. `plan`: a new version of the plan (the new version says so) rules whole periods that
 * begin under it (the default), or each transaction by its date, or also what is earned per period by its days. By date,
 * what is earned per period is the last version's; contests, payout rules and measures are so in any case, and gate, floor
 * and cap of an earning per credit, which bound the lines of all versions together. Under each
 * version the periods before, and the whole of the period that it shares, are measured as if it had always held. `quota`: a
 * quota that changes inside a window is prorated by days (the default), or the one of the window's first day counts for all
 * of it, or the one of each transaction's day does. `assignment`: who is assigned for a part of a window has the quota in
 * proportion to the days of it (the default), to the months on whose last day they are assigned, or the whole quota.
 */
export const Changes = z.strictObject({
  plan: z.enum(['period start', 'transaction date', 'prorated']).exactOptional(),
  quota: z.enum(['prorated', 'period start', 'transaction date']).exactOptional(),
  assignment: z.enum(['days', 'months', 'none']).exactOptional(),
})
export type Changes = z.infer<typeof Changes>

/** A plan version: a closed, total program. It reads nothing but what is handed in. */
export const Plan = z.strictObject({
  language: z.literal('dreizack/1'),
  title: Title,
  explanation: Explanation,
  currency: Currency,
  period: PeriodKind,
  fields: z.array(FieldDeclaration).max(200),
  parameters: z.array(Parameter).max(200),
  credits: z.array(CreditRule).max(200),
  measures: z.array(Measure).max(200),
  tables: z.array(RateTable).max(LIMITS.tables),
  earnings: z.array(Earning).max(200),
  matrices: z.array(Matrix).max(LIMITS.tables).exactOptional(),
  compositeMeasures: z.array(CompositeMeasure).max(100).exactOptional(),
  inputMeasures: z.array(InputMeasure).max(100).exactOptional(),
  conversion: Conversion.exactOptional(),
  changes: Changes.exactOptional(),
  examples: z.array(Example).max(50).exactOptional(),
  payoutRules: z.array(PayoutRule).max(50).exactOptional(),
  contests: z.array(Contest).max(50).exactOptional(),
  clawbacks: z.array(Clawback).max(20).exactOptional(),
})
export type Plan = z.infer<typeof Plan>

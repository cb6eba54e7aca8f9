import * as z from 'zod'
import { At, DecimalText, Expression, PartId } from './expression.ts'
import { LIMITS } from './limits.ts'

const common = {
  id: PartId,
  at: At,
  title: z.string().min(1).max(LIMITS.title),
  explanation: z.string().max(LIMITS.prose).exactOptional(),
}
const rule = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...shape })
/** The earnings that a rule concerns; left out, all of them. */
const earnings = z.array(PartId).min(1).max(100).exactOptional()
const periods = z.int().min(1).max(120)

/** Several earnings together pay at most `cap`; what exceeds it is lost, or banked and paid when room appears. */
export const CapTogether = rule('CapTogether', { earnings, cap: Expression, excess: z.enum(['lost', 'banked']) })

/**
 * A draw, as Xactly's four kinds and Siebel's fifth put it. `upTo`: pays up to the amount (a guarantee); `onTop`: pays the
 * amount on top of what was earned (an advance). Recoverable, what was paid beyond the earnings is owed and taken from
 * later earnings: `percent` of what exceeds `floor` (left out: the draw's own amount while it runs, else nothing), from
 * period `from` on (left out: the first, or for an advance that ends the one after its end). It runs for `periods` periods
 * (left out: always); `forgivenAtEnd` then forgives what is still owed. An amount below 0 draws nothing.
 */
export const Draw = rule('Draw', {
  earnings,
  amount: Expression,
  pays: z.enum(['upTo', 'onTop']),
  periods: periods.exactOptional(),
  recovery: z
    .strictObject({
      percent: DecimalText,
      from: periods.exactOptional(),
      floor: Expression.exactOptional(),
      forgivenAtEnd: z.boolean(),
    })
    .exactOptional(),
})

/** Keeps back a share of what is above 0, and releases it n periods later, past all rules that concern earnings. */
export const Hold = rule('Hold', { earnings, share: DecimalText, periods })

/** What is owed to the organisation at the end of a period is taken from later ones instead of being paid back. */
export const CarryNegative = rule('CarryNegative', {})

/** Less than this is not paid out but carried to the next period. */
export const MinimumPayment = rule('MinimumPayment', { amount: Expression })

/**
 * Rules on what is paid in a period, applied in the order in which they stand. A rule finds what became payable of its
 * earnings, and what earlier rules did to no others than these (one that concerns all earnings: everything they did).
 * Amounts are rounded half-up to the minor unit. A rule whose amount has no value is left out of the period, and listed.
 */
export const PayoutRule = z.discriminatedUnion('kind', [CapTogether, Draw, Hold, CarryNegative, MinimumPayment])
export type PayoutRule = z.infer<typeof PayoutRule>
export type PayoutRuleOf<K extends PayoutRule['kind']> = Extract<PayoutRule, { kind: K }>

/**
 * What a transaction that reverses another takes back: a share of what was paid on the original under earnings per credit,
 * under whichever version, and never more than is left of it, in place of what the earning itself would say; once for each
 * earning, however many credits the reversal makes, and whatever its own amount. What gate and cap of an earning took from
 * a period's deals, in proportion, was not paid on them; what a floor added was paid on none. `Full`: all of it;
 * `ProRata`: the part of the term that had not passed, by days or by full months. Half-up, and beside the running total
 * that is rounded. The first rule that matches decides. A reversal that comes before its deal takes back when the deal
 * comes. A transaction of the kind of an event that some earning waits for tells of the deal, and reverses nothing.
 */
export const Clawback = rule('Clawback', {
  when: Expression.exactOptional(),
  earnings,
  share: DecimalText,
  manner: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Full') }),
    z.strictObject({ kind: z.literal('ProRata'), by: z.enum(['days', 'months']), term: z.int().min(1).max(36_500) }),
  ]),
  reducesAttainment: z.boolean(),
})
export type Clawback = z.infer<typeof Clawback>

/**
 * When what was earned becomes payable: at once, in instalments (the shares add up to 1), in equal parts, or a share at
 * once and the rest of each deal's line when a transaction of kind `event`, credited in the same period or later, refers to
 * the deal. What a reversal gives back comes first from what still waits on the deal, the rest at once.
 */
export const Payable = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('Instalments'),
    parts: z
      .array(z.strictObject({ share: DecimalText, afterPeriods: z.int().min(0).max(120) }))
      .min(1)
      .max(60),
  }),
  z.strictObject({ kind: z.literal('Amortised'), periods }),
  z.strictObject({ kind: z.literal('OnEvent'), event: z.string().min(1).max(60), atOnce: DecimalText }),
])
export type Payable = z.infer<typeof Payable>

import { z } from '@hono/zod-openapi'
import { minorDigits, scaledToText } from '#engine'
import { StepSchema } from '../quotes/quote-schema.ts'
import { Id, TextLine } from '../values.ts'
import type { WorkflowEvent } from '../workflow/events.ts'
import type { Difference } from './differences.ts'
import type { StoredResult } from './result-rows.ts'
import { RUN_STATES, type StoredRun } from './run-rows.ts'

export const RunInput = z
  .strictObject({
    periodId: z.string().min(1).max(100),
    planIds: z
      .array(Id)
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .openapi({ description: 'Left out: all published plans that are calculated by this kind of period.' }),
  })
  .openapi('RunInput')

export const ReasonInput = z.strictObject({ reason: TextLine }).openapi('ReasonInput')

const Total = z.object({
  currency: z.string(),
  participants: z.int(),
  earned: z.string(),
  trueUp: z.string().openapi({ description: 'For locked periods that are other now.' }),
  payable: z.string().openapi({ description: 'What the run makes payable, by the payout rules.' }),
})

export const Run = z
  .object({
    id: z.string(),
    periodId: z.string(),
    periodFrom: z.string(),
    periodTo: z.string(),
    planIds: z.array(z.string()),
    state: z.enum(RUN_STATES),
    snapshot: z.object({ throughSeq: z.int(), configurationRevision: z.int(), engineVersion: z.string() }),
    participants: z.int(),
    totals: z.array(Total),
    exceptions: z.array(
      z.object({
        planId: z.string(),
        code: z.string(),
        message: z.string(),
        participantId: z.string().nullable(),
        transactionSeq: z.int().nullable(),
        periodId: z.string().nullable(),
      }),
    ),
    inputHash: z.string().nullable(),
    resultHash: z.string().nullable(),
    createdAt: z.string(),
    events: z
      .array(
        z.object({ what: z.string(), persons: z.array(z.string()), reason: z.string().nullable(), at: z.string() }),
      )
      .optional(),
  })
  .openapi('Run')

const Amount = z.object({ amount: z.string(), currency: z.string() })
const named = (name: 'earning' | 'rule') => z.object({ [name]: z.string(), amount: z.string() })

export const RunResult = z
  .object({
    planId: z.string(),
    participantId: z.string(),
    earned: Amount,
    trueUp: Amount,
    payable: Amount,
    version: z.object({ number: z.int(), hash: z.string() }).nullable(),
    earnings: z.array(z.object({ earning: z.string(), title: z.string(), amount: z.string() })),
    payment: z
      .object({
        amount: z.string(),
        payable: z.array(named('earning')),
        entries: z.array(z.object({ rule: z.string(), what: z.string(), amount: z.string() })),
        balances: z.array(named('rule')),
      })
      .nullable(),
    trueUps: z.array(
      z.object({
        periodId: z.string(),
        earnings: z.array(named('earning')),
        payable: z.string(),
        reasons: z
          .array(z.object({ earning: z.string(), amount: z.string(), reason: z.record(z.string(), z.string()) }))
          .nullable(),
      }),
    ),
    hash: z.string(),
  })
  .openapi('RunResult')

export const RunResultDetail = RunResult.extend({ derivations: z.array(StepSchema) }).openapi('RunResultDetail')

const Side = z.object({ earned: z.string(), trueUp: z.string(), payable: z.string() }).nullable()
export const RunDifferences = z
  .object({
    against: z.string().nullable().openapi({ description: 'The run it is compared with; null where there is none.' }),
    data: z.array(
      z.object({
        planId: z.string(),
        participantId: z.string(),
        currency: z.string(),
        before: Side,
        after: Side,
        earnings: z.array(
          z.object({ earning: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      }),
    ),
  })
  .openapi('RunDifferences')

export const Changed = z.object({ id: z.string(), state: z.enum(RUN_STATES) }).openapi('RunChanged')
export const Posted = Changed.extend({
  journals: z.int(),
  ledger: z.object({ seq: z.int(), hash: z.string() }),
}).openapi('RunPosted')

export const Reversal = z
  .object({ id: z.string(), runId: z.string(), state: z.enum(['proposed', 'posted', 'withdrawn']) })
  .openapi('Reversal')

export const PlanPeriod = z
  .object({
    planId: z.string(),
    planName: z.string(),
    periodId: z.string(),
    from: z.string(),
    to: z.string(),
    state: z.enum(['open', 'in review', 'locked', 'paid', 'reversed']),
    runId: z.string().nullable(),
  })
  .openapi('PlanPeriod')

/** Minor units as decimal text of a currency. */
export const moneyText = (minor: bigint | string, currency: string): string =>
  scaledToText(BigInt(minor), minorDigits(currency))

export function runJson(run: StoredRun, events?: readonly WorkflowEvent[]): z.infer<typeof Run> {
  return {
    id: run.id,
    periodId: run.period.id,
    periodFrom: run.period.from,
    periodTo: run.period.to,
    planIds: run.plans.map(({ plan }) => plan),
    state: run.state,
    snapshot: {
      throughSeq: run.moment.throughSeq,
      configurationRevision: run.moment.revision,
      engineVersion: run.engineVersion,
    },
    participants: run.population,
    totals: run.totals.map((t) => ({
      ...t,
      earned: moneyText(t.earned, t.currency),
      trueUp: moneyText(t.trueUp, t.currency),
      payable: moneyText(t.payable, t.currency),
    })),
    exceptions: [...run.exceptions],
    inputHash: run.inputHash,
    resultHash: run.resultHash,
    createdAt: new Date(run.createdAt).toISOString(),
    ...(events === undefined ? {} : { events: [...events] }),
  }
}

export function resultJson(result: StoredResult): z.infer<typeof RunResult> {
  const { currency, figures } = result
  const money = (minor: bigint | string) => moneyText(minor, currency)
  const earnings = (list: readonly { earning: string; minor: string }[]) =>
    list.map(({ earning, minor }) => ({ earning, amount: money(minor) }))
  return {
    planId: result.plan,
    participantId: result.participant,
    earned: { amount: money(result.earned), currency },
    trueUp: { amount: money(result.trueUp), currency },
    payable: { amount: money(result.payable), currency },
    version: figures.version,
    earnings: figures.earnings.map(({ earning, title, minor }) => ({ earning, title, amount: money(minor) })),
    payment: figures.payment && {
      amount: money(figures.payment.minor),
      payable: earnings(figures.payment.payable),
      entries: figures.payment.entries.map(({ rule, what, minor }) => ({ rule, what, amount: money(minor) })),
      balances: figures.payment.balances.map(({ rule, minor }) => ({ rule, amount: money(minor) })),
    },
    trueUps: figures.corrections.map((c) => ({
      periodId: c.period,
      earnings: earnings(c.earnings),
      payable: money(c.payable),
      reasons: c.reasons?.map((r) => ({ earning: r.earning, amount: money(r.minor), reason: { ...r.reason } })) ?? null,
    })),
    hash: result.hash,
  }
}

export function differenceJson({ plan, participant, before, after }: Difference) {
  const currency = (after ?? before)?.currency ?? ''
  const money = (minor: bigint | string) => moneyText(minor, currency)
  const side = (r: StoredResult | null) =>
    r && { earned: money(r.earned), trueUp: money(r.trueUp), payable: money(r.payable) }
  const earned = (r: StoredResult | null) =>
    new Map((r?.figures.earnings ?? []).map((e) => [e.earning, money(e.minor)]))
  const [was, is] = [earned(before), earned(after)]
  return {
    planId: plan,
    participantId: participant,
    currency,
    before: side(before),
    after: side(after),
    earnings: [...new Set([...was.keys(), ...is.keys()])]
      .map((earning) => ({ earning, before: was.get(earning) ?? null, after: is.get(earning) ?? null }))
      .filter((e) => e.before !== e.after),
  }
}

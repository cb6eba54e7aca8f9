import type { InStatement } from '@libsql/client/web'
import { type Calculation, type Credit, type DataException, ENGINE_VERSION, exactToText, stateToJson } from '#engine'
import { type Locked, titleOf, trueUpsNow } from './locked-figures.ts'
import type { PublishedPlan } from './organisation-snapshot.ts'

/** One participant's figures under one plan, ready to be written. */
export type ParticipantFigures = { readonly participant: string; readonly calculation: Calculation }

/** Rows go in as JSON, a few thousand a statement, so that a rebuild is a handful of statements. */
const ROWS = 2_000

/** Rows of one table from lists of values; `columns` and the SQL around them are constants of this file. */
function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): InStatement[] {
  const select = columns.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ')
  const statements: InStatement[] = []
  for (let i = 0; i < rows.length; i += ROWS) {
    statements.push({
      sql: `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${select} FROM json_each(?)`,
      args: [JSON.stringify(rows.slice(i, i + ROWS))],
    })
  }
  return statements
}

/** An exact decimal as a safe integer and its scale. */
function scaled(credit: Credit): [amount: number, scale: number] {
  const text = exactToText(credit.amount)
  const [whole = '0', fraction = ''] = text.split('.')
  const units = Number(BigInt(whole + fraction))
  if (!Number.isSafeInteger(units) || fraction.length > 6)
    throw new RangeError(`a credit of ${text} is too large to store`)
  return [units, fraction.length]
}

export const insertCredits = (plan: PublishedPlan, credits: readonly Credit[]): InStatement[] =>
  insertRows(
    'credits',
    ['plan_id', 'participant_id', 'transaction_seq', 'rule_id', 'credit_type', 'amount', 'amount_scale', 'territory'],
    credits.map((c) => [
      plan.id,
      c.participant,
      Number(c.transaction.id),
      c.rule,
      c.creditType,
      ...scaled(c),
      c.territory,
    ]),
  )

/** The period in which true-ups are paid, as rows of a participant: what locked periods would be now, less what was posted. */
function trueUpRows(plan: PublishedPlan, { participant, calculation }: ParticipantFigures, locked: Locked | undefined) {
  const found = locked ? trueUpsNow(plan, locked, participant, calculation) : []
  const next = locked?.next
  if (!next) return { earnings: [], payable: 0n, entries: [] }
  const currency = plan.versions[0]?.program.plan.currency ?? ''
  return {
    earnings: found.flatMap(({ period, earned }) =>
      [...earned].map(([earning, minor]) => [
        plan.id,
        participant,
        next.id,
        `${period}/${earning}`,
        plan.versions.at(-1)?.version ?? 0,
        titleOf(plan, earning),
        Number(minor),
        currency,
        next.from,
        next.to,
        period,
      ]),
    ),
    payable: found.reduce((sum, { payable }) => sum + payable, 0n),
    entries: found
      .filter(({ payable }) => payable !== 0n)
      .map(({ period, payable }) => ({ rule: period, what: 'true-up', minor: String(payable) })),
  }
}

/**
 * Earnings, states and exceptions of participants, in place of what stood there. Locked periods keep the figures that were
 * posted; what they would be now, less those, stands in the next open period.
 */
export function replaceFigures(
  plan: PublishedPlan,
  figures: readonly ParticipantFigures[],
  crediting: readonly DataException[],
  locked: Locked | undefined,
): InStatement[] {
  const isOpen = (period: { readonly id: string }) => !locked?.periods.has(period.id)
  const trueUps = new Map(figures.map((f) => [f.participant, trueUpRows(plan, f, locked)]))
  const earnings = figures.flatMap(({ participant, calculation }) => [
    ...(trueUps.get(participant)?.earnings ?? []),
    ...calculation.periods
      .filter(({ period }) => isOpen(period))
      .flatMap((p) => {
        const version = plan.versions.find(
          (v) => v.program === p.version.program && v.effectiveFrom === p.version.effectiveFrom,
        )
        return p.earnings.map((e) => [
          plan.id,
          participant,
          p.period.id,
          e.earning,
          version?.version ?? 0,
          e.title,
          e.minor === null ? null : Number(e.minor),
          p.version.program.plan.currency,
          p.period.from,
          p.period.to,
          null,
        ])
      }),
  ])
  const payments = figures.flatMap(({ participant, calculation }) => {
    const { payable = 0n, entries = [] } = trueUps.get(participant) ?? {}
    const next = locked?.next
    const open = calculation.periods.filter(({ period }) => isOpen(period))
    const rows = open.map((p) => [
      plan.id,
      participant,
      p.period.id,
      Number(p.payment.minor + (p.period.id === next?.id ? payable : 0n)),
      p.version.program.plan.currency,
      p.period.from,
      p.period.to,
      JSON.stringify([
        ...p.payment.entries.map((e) => ({ ...e, minor: String(e.minor) })),
        ...(p.period.id === next?.id ? entries : []),
      ]),
      JSON.stringify([...p.payment.state.balances].map(([rule, minor]) => [rule, String(minor)])),
    ])
    if (!next || entries.length === 0 || open.some(({ period }) => period.id === next.id)) return rows
    // The period has not begun, or the participant is not part of it: the true-ups are all there is.
    const currency = plan.versions[0]?.program.plan.currency ?? ''
    return [
      ...rows,
      [plan.id, participant, next.id, Number(payable), currency, next.from, next.to, JSON.stringify(entries), '[]'],
    ]
  })
  const exceptions = [
    ...crediting,
    ...figures.flatMap(({ calculation }) => calculation.periods.flatMap((p) => p.exceptions)),
  ].map((x) => [
    plan.id,
    x.participant,
    x.transaction === null ? null : Number(x.transaction),
    x.period,
    x.code,
    x.message,
    x.at,
    x.path,
  ])
  return [
    ...insertRows(
      'earnings',
      [
        'plan_id',
        'participant_id',
        'period_id',
        'earning_id',
        'plan_version',
        'title',
        'amount_minor',
        'currency',
        'period_from',
        'period_to',
        'corrects_period_id',
      ],
      earnings,
    ),
    ...insertRows(
      'payments',
      [
        'plan_id',
        'participant_id',
        'period_id',
        'amount_minor',
        'currency',
        'period_from',
        'period_to',
        'entries',
        'balances',
      ],
      payments,
    ),
    ...insertRows(
      'participant_states',
      ['plan_id', 'participant_id', 'state'],
      figures.flatMap(({ participant, calculation }) =>
        calculation.state ? [[plan.id, participant, stateToJson(calculation.state)]] : [],
      ),
    ),
    ...insertRows(
      'data_exceptions',
      ['plan_id', 'participant_id', 'transaction_seq', 'period_id', 'code', 'message', 'at', 'path'],
      exceptions,
    ),
  ]
}

/**
 * Claims the step from one mark to the next: in the same batch as the figures, so that of two that calculate the same,
 * one writes and the other fails as a whole.
 */
export function claimMarks(
  plan: PublishedPlan,
  before: { throughSeq: number; revision: number } | undefined,
  after: { throughSeq: number; revision: number; day: string; now: Date },
): InStatement[] {
  const args = [
    plan.id,
    BigInt(after.throughSeq),
    BigInt(after.revision),
    after.day,
    ENGINE_VERSION,
    BigInt(after.now.getTime()),
  ]
  return [
    {
      sql: `INSERT INTO guards (what, ok) SELECT 'calculation moved on', 0 WHERE ${
        before
          ? 'NOT EXISTS (SELECT 1 FROM calculations WHERE plan_id = ? AND through_seq = ? AND configuration_revision = ?)'
          : 'EXISTS (SELECT 1 FROM calculations WHERE plan_id = ?)'
      }`,
      args: before ? [plan.id, BigInt(before.throughSeq), BigInt(before.revision)] : [plan.id],
    },
    {
      sql: `INSERT INTO calculations (plan_id, through_seq, configuration_revision, through_day, engine_version, calculated_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (plan_id) DO UPDATE SET through_seq = excluded.through_seq, configuration_revision = excluded.configuration_revision,
              through_day = excluded.through_day, engine_version = excluded.engine_version, calculated_at = excluded.calculated_at`,
      args,
    },
  ]
}

import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { participants, plans, transactions } from './organisation.ts'

// Derived from transactions and configuration, and always to be had again from them: rows here may be replaced.

/** How far a plan's figures go: current when the three marks are those of the organisation. */
export const calculations = sqliteTable('calculations', {
  planId: text()
    .primaryKey()
    .references(() => plans.id),
  throughSeq: integer().notNull(),
  configurationRevision: integer().notNull(),
  // The day up to which periods have begun.
  throughDay: text().notNull(),
  engineVersion: text().notNull(),
  calculatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

/** One participant's share of one transaction under one rule; amount / 10^amount_scale. */
export const credits = sqliteTable(
  'credits',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    transactionSeq: integer()
      .notNull()
      .references(() => transactions.seq),
    ruleId: text().notNull(),
    creditType: text().notNull(),
    amount: integer().notNull(),
    amountScale: integer().notNull(),
    territory: text(),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.participantId, t.transactionSeq, t.ruleId], name: 'credits_pk' }),
    index('credits_transaction_seq_ix').on(t.transactionSeq),
    check('credits_amount_ck', sql`typeof(${t.amount}) = 'integer' and abs(${t.amount}) <= 9007199254740991`),
    check('credits_amount_scale_ck', sql`typeof(${t.amountScale}) = 'integer' and ${t.amountScale} between 0 and 6`),
  ],
)

/**
 * What a participant earned in a period, in minor units; null where a data exception leaves it open. A locked period keeps
 * the figures that were posted; what it would be now, less them, is a true-up in the next open one.
 */
export const earnings = sqliteTable(
  'earnings',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    periodId: text().notNull(),
    // Of a true-up: the locked period, a slash, and the earning.
    earningId: text().notNull(),
    planVersion: integer().notNull(),
    title: text().notNull(),
    amountMinor: integer(),
    currency: text().notNull(),
    periodFrom: text().notNull(),
    periodTo: text().notNull(),
    // Of a true-up: the locked period that it corrects.
    correctsPeriodId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.participantId, t.periodId, t.earningId], name: 'earnings_pk' }),
    index('earnings_participant_id_ix').on(t.participantId, t.periodFrom),
    check(
      'earnings_amount_minor_ck',
      sql`${t.amountMinor} is null or (typeof(${t.amountMinor}) = 'integer' and abs(${t.amountMinor}) <= 9007199254740991)`,
    ),
  ],
)

/** Where a participant stands after the credits so far: what a quote starts from. */
export const participantStates = sqliteTable(
  'participant_states',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    state: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.planId, t.participantId], name: 'participant_states_pk' })],
)

/** What a participant is paid for a period by the plan's payout rules, in minor units, with what led to it. */
export const payments = sqliteTable(
  'payments',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    periodId: text().notNull(),
    amountMinor: integer().notNull(),
    currency: text().notNull(),
    periodFrom: text().notNull(),
    periodTo: text().notNull(),
    // [{ rule, what, minor }]: between what became payable and what is paid.
    entries: text().notNull(),
    // [[rule, minor]]: owed, banked, held or carried after the period.
    balances: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.participantId, t.periodId], name: 'payments_pk' }),
    index('payments_participant_id_ix').on(t.participantId, t.periodFrom),
    check(
      'payments_amount_minor_ck',
      sql`typeof(${t.amountMinor}) = 'integer' and abs(${t.amountMinor}) <= 9007199254740991`,
    ),
  ],
)

/** What could not be calculated, and where. */
export const dataExceptions = sqliteTable(
  'data_exceptions',
  {
    id: integer().primaryKey(),
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text(),
    transactionSeq: integer(),
    periodId: text(),
    code: text().notNull(),
    message: text().notNull(),
    at: text(),
    path: text().notNull(),
  },
  (t) => [index('data_exceptions_plan_id_ix').on(t.planId, t.participantId)],
)

/** A link that opens one participant's statement of one period; only the token's SHA-256 is stored. */
export const statementLinks = sqliteTable(
  'statement_links',
  {
    id: text().primaryKey(),
    digest: text().notNull().unique('statement_links_digest_uq'),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    periodFrom: text().notNull(),
    periodTo: text().notNull(),
    periodId: text().notNull(),
    createdBy: text().notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
    maximumViews: integer(),
    revokedAt: integer({ mode: 'timestamp_ms' }),
    revokedBy: text(),
  },
  (t) => [index('statement_links_participant_id_ix').on(t.participantId)],
)

/** Each opening of a link, and the session it started; append-only. */
export const statementViews = sqliteTable(
  'statement_views',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    linkId: text()
      .notNull()
      .references(() => statementLinks.id),
    sessionDigest: text().notNull().unique('statement_views_session_digest_uq'),
    sessionExpiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
    at: integer({ mode: 'timestamp_ms' }).notNull(),
    address: text(),
    agent: text(),
  },
  (t) => [index('statement_views_link_id_ix').on(t.linkId)],
)

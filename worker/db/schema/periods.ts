import { type SQL, sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { participants, plans } from './organisation.ts'

// Periods that close: runs, the ledger, and payments out. All of them are STRICT; rows of every table but runs, reversals,
// payment_batches, payroll_layouts and account_codes are never changed, and of those only the state moves.

const isMoney = (column: AnySQLiteColumn): SQL =>
  sql`typeof(${column}) = 'integer' and abs(${column}) <= 9007199254740991`

/** A calculation of one period of some plans, from one snapshot: the last transaction, and a revision of the configuration. */
export const runs = sqliteTable(
  'runs',
  {
    id: text().primaryKey(),
    periodId: text().notNull(),
    periodKind: text().notNull(),
    periodFrom: text().notNull(),
    periodTo: text().notNull(),
    state: text().notNull(),
    // Counts the changes of the state.
    version: integer().notNull(),
    throughSeq: integer().notNull(),
    configurationRevision: integer().notNull(),
    // The last audit entry of the snapshot: whose work the run includes.
    auditSeq: integer().notNull(),
    engineVersion: text().notNull(),
    // How many take part, under all its plans: results of all of them make the run complete.
    population: integer().notNull(),
    // Known once calculated: what could not be calculated, totals by currency, hashes of the inputs and of the results.
    exceptions: text(),
    totals: text(),
    inputHash: text(),
    resultHash: text(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    index('runs_period_id_ix').on(t.periodId),
    check(
      'runs_state_ck',
      sql`${t.state} in ('calculating', 'calculated', 'submitted', 'approved', 'posted', 'rejected', 'voided')`,
    ),
  ],
)

/** The plans of a run: the version up to which each is read, and where each stood in the ledger. */
export const runPlans = sqliteTable(
  'run_plans',
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    planId: text()
      .notNull()
      .references(() => plans.id),
    throughVersion: integer().notNull(),
    // First day of the plan's first locked period, this one if there is none: what was before was settled elsewhere.
    opensOn: text().notNull(),
    // The plan's last journal as the run began: a run is posted onto what it has seen.
    ledgerSeq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.planId], name: 'run_plans_pk' })],
)

/** What a run found for one participant under one plan; `figures` is canonical JSON. */
export const runResults = sqliteTable(
  'run_results',
  {
    runId: text()
      .notNull()
      .references(() => runs.id),
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    currency: text().notNull(),
    // Of the period itself, and of the locked periods that it corrects.
    earnedMinor: integer().notNull(),
    trueUpMinor: integer().notNull(),
    // What the run makes payable, both together.
    payableMinor: integer().notNull(),
    figures: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.planId, t.participantId], name: 'run_results_pk' }),
    index('run_results_participant_id_ix').on(t.participantId),
    check('run_results_earned_ck', isMoney(t.earnedMinor)),
    check('run_results_true_up_ck', isMoney(t.trueUpMinor)),
    check('run_results_payable_ck', isMoney(t.payableMinor)),
  ],
)

/** Who did what to a run, a reversal or a batch of payments: what four eyes are counted from. */
export const workflowEvents = sqliteTable(
  'workflow_events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    objectId: text().notNull(),
    what: text().notNull(),
    // Whoever did it, and whose key it was: JSON list.
    persons: text().notNull(),
    reason: text(),
    at: integer({ mode: 'timestamp_ms' }).notNull(),
    requestId: text().notNull(),
  },
  (t) => [index('workflow_events_object_id_ix').on(t.objectId)],
)

/** A period of a plan that is closed for good, and the run that closed it. */
export const lockedPeriods = sqliteTable(
  'locked_periods',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    periodId: text().notNull(),
    periodFrom: text().notNull(),
    periodTo: text().notNull(),
    runId: text()
      .notNull()
      .references(() => runs.id),
    // The end of the ledger after its journals, and how many they are: without them, a cut tail would go unseen.
    ledgerSeq: integer().notNull(),
    ledgerHash: text().notNull(),
    journals: integer().notNull(),
    lockedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.planId, t.periodId], name: 'locked_periods_pk' })],
)

/** The ledger: journals in one chain. */
export const journals = sqliteTable(
  'journals',
  {
    seq: integer().primaryKey(),
    previousHash: text().notNull().unique('journals_previous_hash_uq'),
    hash: text().notNull().unique('journals_hash_uq'),
    kind: text().notNull(),
    source: text().notNull(),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    planId: text().references(() => plans.id),
    periodId: text(),
    postedIn: text(),
    corrects: integer().unique('journals_corrects_uq'),
    reason: text(),
    // Hash of what it was made from: of a run, the result.
    evidence: text(),
    actor: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [
    uniqueIndex('journals_key_uq').on(
      t.source,
      t.kind,
      t.participantId,
      sql`coalesce(${t.planId}, '')`,
      sql`coalesce(${t.periodId}, '')`,
    ),
    index('journals_participant_id_ix').on(t.participantId),
    index('journals_plan_id_ix').on(t.planId),
    check(
      'journals_kind_ck',
      sql`${t.kind} in ('opening', 'period', 'true-up', 'reversal', 'payment', 'payroll report', 'settlement')`,
    ),
    check('journals_seq_ck', sql`${t.seq} >= 1`),
  ],
)

/** Amounts of journals in minor units: a debit is positive, a credit negative. */
export const postings = sqliteTable(
  'postings',
  {
    journalSeq: integer()
      .notNull()
      .references(() => journals.seq),
    line: integer().notNull(),
    account: text().notNull(),
    item: text().notNull(),
    currency: text().notNull(),
    amountMinor: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.journalSeq, t.line], name: 'postings_pk' }),
    index('postings_account_ix').on(t.account),
    check('postings_amount_ck', sql`${isMoney(t.amountMinor)} and ${t.amountMinor} <> 0`),
    check(
      'postings_account_ck',
      sql`${t.account} in ('expense:commission', 'expense:clawback', 'expense:capped', 'expense:draw', 'asset:draw', 'liability:deferred', 'liability:held', 'liability:banked', 'liability:carried', 'liability:participant', 'clearing:payroll', 'asset:bank', 'equity:opening')`,
    ),
  ],
)

/** The taking back of everything that a run posted; two approvers besides whoever proposed it. */
export const reversals = sqliteTable(
  'reversals',
  {
    id: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => runs.id),
    state: text().notNull(),
    version: integer().notNull(),
    reason: text().notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    uniqueIndex('reversals_run_id_uq').on(t.runId).where(sql`${t.state} <> 'withdrawn'`),
    check('reversals_state_ck', sql`${t.state} in ('proposed', 'posted', 'withdrawn')`),
  ],
)

/** Payments to participants of what the ledger owes them, in one currency. */
export const paymentBatches = sqliteTable(
  'payment_batches',
  {
    id: text().primaryKey(),
    currency: text().notNull(),
    state: text().notNull(),
    version: integer().notNull(),
    // The end of the ledger as it was made: what was posted up to there is paid with it.
    throughSeq: integer().notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [check('payment_batches_state_ck', sql`${t.state} in ('draft', 'approved', 'paid', 'settled', 'cancelled')`)],
)

export const paymentLines = sqliteTable(
  'payment_lines',
  {
    batchId: text()
      .notNull()
      .references(() => paymentBatches.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    amountMinor: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.participantId], name: 'payment_lines_pk' }),
    index('payment_lines_participant_id_ix').on(t.participantId),
    check('payment_lines_amount_ck', sql`${isMoney(t.amountMinor)} and ${t.amountMinor} > 0`),
  ],
)

/** How a payroll system wants its file. */
export const payrollLayouts = sqliteTable('payroll_layouts', {
  id: text().primaryKey(),
  externalId: text().notNull().unique('payroll_layouts_external_id_uq'),
  name: text().notNull(),
  layout: text().notNull(),
})

/** Files that were handed to payroll, as they were. */
export const payrollExports = sqliteTable(
  'payroll_exports',
  {
    id: text().primaryKey(),
    batchId: text()
      .notNull()
      .references(() => paymentBatches.id),
    layout: text().notNull(),
    content: text().notNull(),
    sha256: text().notNull(),
    actor: text().notNull(),
    at: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('payroll_exports_batch_id_ix').on(t.batchId)],
)

/** What payroll reports as paid; a line that names nobody of the batch has no participant. */
export const payrollReports = sqliteTable(
  'payroll_reports',
  {
    id: text().primaryKey(),
    batchId: text()
      .notNull()
      .references(() => paymentBatches.id),
    actor: text().notNull(),
    at: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('payroll_reports_batch_id_ix').on(t.batchId)],
)

export const payrollReportLines = sqliteTable(
  'payroll_report_lines',
  {
    reportId: text()
      .notNull()
      .references(() => payrollReports.id),
    line: integer().notNull(),
    reference: text().notNull(),
    participantId: text().references(() => participants.id),
    amountMinor: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.reportId, t.line], name: 'payroll_report_lines_pk' }),
    check('payroll_report_lines_amount_ck', isMoney(t.amountMinor)),
  ],
)

/** What finance calls the accounts; a plan may have its own, the empty one stands for all plans. */
export const accountCodes = sqliteTable(
  'account_codes',
  {
    account: text().notNull(),
    planId: text().notNull(),
    code: text().notNull(),
    name: text(),
  },
  (t) => [primaryKey({ columns: [t.account, t.planId], name: 'account_codes_pk' })],
)

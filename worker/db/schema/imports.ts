import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { plans } from './organisation.ts'

/** How the columns of another system's files become transactions; the id is the name that integrators call it by. */
export const importMappings = sqliteTable('import_mappings', {
  id: text().primaryKey(),
  mapping: text().notNull(),
  updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  updatedBy: text().notNull(),
})

/** Each file that was imported, or refused for its rows: evidence, so append-only. */
export const imports = sqliteTable(
  'imports',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique('imports_id_uq'),
    fileName: text().notNull(),
    fileType: text().notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    mappingId: text().notNull(),
    // The mapping as it was: the stored one may have changed since.
    mapping: text().notNull(),
    header: text().notNull(),
    mode: text().notNull(),
    outcome: text().notNull(),
    rowCount: integer().notNull(),
    stored: integer().notNull(),
    unchanged: integer().notNull(),
    skipped: integer().notNull(),
    rejected: integer().notNull(),
    // [{ currency, amount }] over the accepted rows: the control total.
    totals: text().notNull(),
    recordedAt: integer({ mode: 'timestamp_ms' }).notNull(),
    recordedBy: text().notNull(),
  },
  (t) => [
    check('imports_mode_ck', sql`${t.mode} in ('whole', 'good')`),
    check('imports_outcome_ck', sql`${t.outcome} in ('imported', 'refused')`),
    check(
      'imports_balance_ck',
      sql`${t.rowCount} = ${t.skipped} + ${t.rejected} + ${t.stored} + ${t.unchanged} or ${t.outcome} = 'refused'`,
    ),
  ],
)

/** Rows that an import did not take, as they stood in the file, with what is wrong with them. */
export const importRejects = sqliteTable(
  'import_rejects',
  {
    importId: text().notNull(),
    line: integer().notNull(),
    cells: text().notNull(),
    // [{ column, code, detail }]
    faults: text().notNull(),
    recordedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.line], name: 'import_rejects_pk' })],
)

/**
 * What people do about a data exception. Exceptions are calculated anew with the figures; a case is the same exception
 * over all of these times.
 */
export const exceptionCases = sqliteTable(
  'exception_cases',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique('exception_cases_id_uq'),
    planId: text()
      .notNull()
      .references(() => plans.id),
    // What makes it the same: plan, participant, transaction, period, code and path, as a JSON list.
    key: text().notNull(),
    participantId: text(),
    transactionSource: text(),
    transactionExternalId: text(),
    transactionSeq: integer(),
    periodId: text(),
    code: text().notNull(),
    message: text().notNull(),
    at: text(),
    path: text().notNull(),
    state: text().notNull(),
    ownerId: text(),
    reason: text(),
    resolution: text(),
    firstSeenAt: integer({ mode: 'timestamp_ms' }).notNull(),
    // When it no longer occurred; null while it does.
    clearedAt: integer({ mode: 'timestamp_ms' }),
    handledAt: integer({ mode: 'timestamp_ms' }),
    handledBy: text(),
  },
  (t) => [
    uniqueIndex('exception_cases_key_uq').on(t.key),
    index('exception_cases_plan_id_ix').on(t.planId, t.clearedAt),
    check('exception_cases_state_ck', sql`${t.state} in ('open', 'resolved')`),
    check('exception_cases_resolution_ck', sql`${t.state} = 'open' or ${t.resolution} is not null`),
  ],
)

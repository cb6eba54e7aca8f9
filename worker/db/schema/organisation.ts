import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

// Business dates are ISO text; effective_from is inclusive and effective_to exclusive (null: open-ended).
// Dated facts of one subject never overlap: a later statement takes the place of an earlier one (dated/overlay.ts).

/** One row: the choices of the organisation. */
export const settings = sqliteTable(
  'settings',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    currency: text().notNull(),
    timeZone: text().notNull(),
    fourEyes: integer({ mode: 'boolean' }).notNull(),
    // Takes the place of the clock's date, for demonstrations on old data.
    today: text(),
  },
  (t) => [check('settings_one_row_ck', sql`${t.id} = 1`)],
)

/** One row: counters that say which configuration a figure was calculated from. */
export const organisationState = sqliteTable(
  'organisation_state',
  {
    id: integer().primaryKey(),
    configurationRevision: integer().notNull(),
  },
  (t) => [check('organisation_state_one_row_ck', sql`${t.id} = 1`)],
)

/** The organisation's own typed columns of a transaction. */
export const transactionFields = sqliteTable(
  'transaction_fields',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    type: text().notNull(),
    scale: integer().notNull(),
    choices: text(),
  },
  (t) => [
    check('transaction_fields_scale_ck', sql`typeof(${t.scale}) = 'integer' and ${t.scale} between 0 and 6`),
    check(
      'transaction_fields_type_ck',
      sql`${t.type} in ('money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date')`,
    ),
  ],
)

export const titles = sqliteTable('titles', {
  id: text().primaryKey(),
  externalId: text().unique('titles_external_id_uq'),
  name: text().notNull(),
})

export const participants = sqliteTable('participants', {
  id: text().primaryKey(),
  externalId: text().unique('participants_external_id_uq'),
  name: text().notNull(),
  email: text(),
})

export const participantTitles = sqliteTable(
  'participant_titles',
  {
    participantId: text()
      .notNull()
      .references(() => participants.id),
    titleId: text()
      .notNull()
      .references(() => titles.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
  },
  (t) => [
    primaryKey({ columns: [t.participantId, t.effectiveFrom], name: 'participant_titles_pk' }),
    check('participant_titles_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
  ],
)

/** Who reports to whom: the hierarchy. */
export const reportingLines = sqliteTable(
  'reporting_lines',
  {
    participantId: text()
      .notNull()
      .references(() => participants.id),
    managerId: text()
      .notNull()
      .references(() => participants.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
  },
  (t) => [
    primaryKey({ columns: [t.participantId, t.effectiveFrom], name: 'reporting_lines_pk' }),
    index('reporting_lines_manager_id_ix').on(t.managerId),
    check('reporting_lines_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
    check('reporting_lines_not_self_ck', sql`${t.participantId} <> ${t.managerId}`),
  ],
)

export const accounts = sqliteTable('accounts', {
  id: text().primaryKey(),
  externalId: text().unique('accounts_external_id_uq'),
  name: text().notNull(),
  attributes: text().notNull().default('{}'),
})

export const products = sqliteTable('products', {
  id: text().primaryKey(),
  externalId: text().unique('products_external_id_uq'),
  name: text().notNull(),
  attributes: text().notNull().default('{}'),
})

/** A territory is a rule over fields: every condition must hold. */
export const territories = sqliteTable('territories', {
  id: text().primaryKey(),
  externalId: text().unique('territories_external_id_uq'),
  name: text().notNull(),
  rule: text().notNull(),
})

export const territoryOwners = sqliteTable(
  'territory_owners',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.participantId, t.effectiveFrom], name: 'territory_owners_pk' }),
    check('territory_owners_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
  ],
)

/** A calendar is a stated list of periods, kept whole: they are only valid together. */
export const calendars = sqliteTable('calendars', {
  id: text().primaryKey(),
  externalId: text().unique('calendars_external_id_uq'),
  name: text().notNull(),
  periods: text().notNull(),
})

export const quotas = sqliteTable(
  'quotas',
  {
    scope: text().notNull(),
    subjectId: text().notNull(),
    name: text().notNull(),
    // A quota is the target of exactly this stretch: cut, it would mean something else.
    effectiveFrom: text().notNull(),
    effectiveTo: text().notNull(),
    value: text().notNull(),
    currency: text(),
  },
  (t) => [
    primaryKey({ columns: [t.scope, t.subjectId, t.name, t.effectiveFrom], name: 'quotas_pk' }),
    check('quotas_dates_ck', sql`${t.effectiveFrom} < ${t.effectiveTo}`),
    check('quotas_scope_ck', sql`${t.scope} in ('participant', 'title')`),
    check('quotas_value_ck', sql`typeof(${t.value}) = 'text'`),
  ],
)

export const parameters = sqliteTable(
  'parameters',
  {
    scope: text().notNull(),
    // Empty where the scope is 'all'.
    subjectId: text().notNull(),
    name: text().notNull(),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
    value: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scope, t.subjectId, t.name, t.effectiveFrom], name: 'parameters_pk' }),
    check('parameters_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
    check('parameters_scope_ck', sql`${t.scope} in ('all', 'participant', 'title')`),
    check('parameters_value_ck', sql`typeof(${t.value}) = 'text'`),
  ],
)

/** Members of overlay teams, each with a share of what the team is credited with. */
export const overlayTeamMembers = sqliteTable(
  'overlay_team_members',
  {
    team: text().notNull(),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
    share: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.team, t.participantId, t.effectiveFrom], name: 'overlay_team_members_pk' }),
    check('overlay_team_members_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
    check('overlay_team_members_share_ck', sql`typeof(${t.share}) = 'text'`),
  ],
)

/** Figures that are handed in for a participant: an MBO score, CSAT, NRR. */
export const inputFigures = sqliteTable(
  'input_figures',
  {
    name: text().notNull(),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text().notNull(),
    value: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.name, t.participantId, t.effectiveFrom], name: 'input_figures_pk' }),
    check('input_figures_dates_ck', sql`${t.effectiveFrom} < ${t.effectiveTo}`),
    check('input_figures_value_ck', sql`typeof(${t.value}) = 'text'`),
  ],
)

/** How much of one currency a unit of another is on a day; effective_from is the day. */
export const exchangeRates = sqliteTable(
  'exchange_rates',
  {
    rateType: text().notNull(),
    fromCurrency: text().notNull(),
    toCurrency: text().notNull(),
    effectiveFrom: text().notNull(),
    effectiveTo: text().notNull(),
    rate: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.rateType, t.fromCurrency, t.toCurrency, t.effectiveFrom], name: 'exchange_rates_pk' }),
    check('exchange_rates_rate_ck', sql`typeof(${t.rate}) = 'text'`),
  ],
)

/** A plan's draft; what has been published stands in plan_versions. */
export const plans = sqliteTable('plans', {
  id: text().primaryKey(),
  externalId: text().unique('plans_external_id_uq'),
  name: text().notNull(),
  draftAst: text().notNull(),
  draftLayout: text(),
  // Counts the saves: the ETag of the draft.
  draftRevision: integer().notNull(),
  // Who changed the draft since the last publication, as JSON list of principals; none of them may publish it.
  draftAuthors: text().notNull(),
  createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

/** A published version never changes; every calculated figure names the hash of its version. */
export const planVersions = sqliteTable(
  'plan_versions',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    version: integer().notNull(),
    hash: text().notNull(),
    ast: text().notNull(),
    layout: text(),
    effectiveFrom: text().notNull(),
    authors: text().notNull(),
    publishedAt: integer({ mode: 'timestamp_ms' }).notNull(),
    publishedBy: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.version], name: 'plan_versions_pk' }),
    index('plan_versions_hash_ix').on(t.hash),
  ],
)

export const planAssignments = sqliteTable(
  'plan_assignments',
  {
    planId: text()
      .notNull()
      .references(() => plans.id),
    participantId: text()
      .notNull()
      .references(() => participants.id),
    effectiveFrom: text().notNull(),
    effectiveTo: text(),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.participantId, t.effectiveFrom], name: 'plan_assignments_pk' }),
    index('plan_assignments_participant_id_ix').on(t.participantId),
    check('plan_assignments_dates_ck', sql`${t.effectiveTo} is null or ${t.effectiveFrom} < ${t.effectiveTo}`),
  ],
)

/** Versions of transactions as they arrived; the highest version of (source, external id) is the one that counts. */
export const transactions = sqliteTable(
  'transactions',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    externalId: text().notNull(),
    version: integer().notNull(),
    contentHash: text().notNull(),
    voided: integer({ mode: 'boolean' }).notNull(),
    kind: text().notNull(),
    occurredOn: text().notNull(),
    creditedOn: text().notNull(),
    ownerId: text(),
    team: text().notNull(),
    accountId: text(),
    productId: text(),
    // amount / 10^amount_scale; the decimals stay as they arrived.
    amount: integer(),
    amountScale: integer(),
    currency: text(),
    quantity: text(),
    // The external id, in the same source, of the transaction that this one reverses.
    reverses: text(),
    fields: text().notNull(),
    recordedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    uniqueIndex('transactions_version_uq').on(t.source, t.externalId, t.version),
    index('transactions_credited_on_ix').on(t.creditedOn),
    index('transactions_owner_id_ix').on(t.ownerId),
    check(
      'transactions_amount_ck',
      sql`${t.amount} is null or (typeof(${t.amount}) = 'integer' and abs(${t.amount}) <= 9007199254740991)`,
    ),
    check(
      'transactions_amount_scale_ck',
      sql`(${t.amount} is null and ${t.amountScale} is null and ${t.currency} is null) or
        (typeof(${t.amountScale}) = 'integer' and ${t.amountScale} between 0 and 6 and ${t.currency} is not null)`,
    ),
    check('transactions_version_ck', sql`typeof(${t.version}) = 'integer' and ${t.version} >= 1`),
  ],
)

/** Lines of an import that is under way: they become transactions all together, or not at all. */
export const stagedTransactions = sqliteTable(
  'staged_transactions',
  {
    importId: text().notNull(),
    line: integer().notNull(),
    source: text().notNull(),
    externalId: text().notNull(),
    version: integer().notNull(),
    contentHash: text().notNull(),
    voided: integer({ mode: 'boolean' }).notNull(),
    kind: text().notNull(),
    occurredOn: text().notNull(),
    creditedOn: text().notNull(),
    ownerId: text(),
    team: text().notNull(),
    accountId: text(),
    productId: text(),
    amount: integer(),
    amountScale: integer(),
    currency: text(),
    quantity: text(),
    reverses: text(),
    fields: text().notNull(),
    recordedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.line], name: 'staged_transactions_pk' }),
    index('staged_transactions_key_ix').on(t.importId, t.source, t.externalId),
  ],
)

/** The first answer to each command, found again by its idempotency key for 30 days. */
export const commands = sqliteTable(
  'commands',
  {
    principal: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.principal, t.key], name: 'commands_pk' }),
    index('commands_created_at_ix').on(t.createdAt),
  ],
)

/** Who did what; append-only. */
export const auditEntries = sqliteTable('audit_entries', {
  seq: integer().primaryKey({ autoIncrement: true }),
  at: integer({ mode: 'timestamp_ms' }).notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  object: text().notNull(),
  detail: text(),
  requestId: text().notNull(),
})

/** What a configuration row said before a change, written by triggers: undone from the end, it gives any earlier revision. */
export const configurationHistory = sqliteTable(
  'configuration_history',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    revision: integer().notNull(),
    tableName: text().notNull(),
    before: text(),
    after: text(),
  },
  (t) => [index('configuration_history_revision_ix').on(t.revision)],
)

/** Never holds a row: an insert that its check refuses ends the whole write batch. */
export const guards = sqliteTable('guards', { what: text().notNull(), ok: integer().notNull() }, (t) => [
  check('guards_ok_ck', sql`${t.ok} = 1`),
])

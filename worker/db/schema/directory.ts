import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The directory knows who may sign in and where each organisation's database is; it holds no pay. */
export const organisations = sqliteTable('organisations', {
  id: text().primaryKey(),
  slug: text().notNull().unique('organisations_slug_uq'),
  name: text().notNull(),
  // Resolved against LIBSQL_URL, so that a local namespace is written as '../<slug>/' and survives a change of port.
  databaseUrl: text().notNull(),
  databaseToken: text(),
  createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique('users_email_uq'),
  emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
  image: text(),
  createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
    token: text().notNull().unique('sessions_token_uq'),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
    ipAddress: text(),
    userAgent: text(),
    userId: text()
      .notNull()
      .references(() => users.id),
  },
  (t) => [index('sessions_user_id_ix').on(t.userId)],
)

/** A way to sign in; for a password, `password` holds its scrypt hash. */
export const accounts = sqliteTable(
  'accounts',
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: integer({ mode: 'timestamp_ms' }),
    refreshTokenExpiresAt: integer({ mode: 'timestamp_ms' }),
    scope: text(),
    password: text(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('accounts_user_id_ix').on(t.userId)],
)

export const verifications = sqliteTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('verifications_identifier_ix').on(t.identifier)],
)

/** Attempts to sign in, counted in the database because isolates come and go. */
export const rateLimits = sqliteTable('rate_limits', {
  id: text().primaryKey(),
  key: text().notNull().unique('rate_limits_key_uq'),
  count: integer().notNull(),
  lastRequest: integer().notNull(),
})

/** A user holds one row for each role in an organisation. */
export const memberships = sqliteTable(
  'memberships',
  {
    userId: text()
      .notNull()
      .references(() => users.id),
    organisationId: text()
      .notNull()
      .references(() => organisations.id),
    role: text().notNull(),
    // In the organisation's own database: the participant who this user is, if any.
    participantId: text(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.organisationId, t.role], name: 'memberships_pk' })],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    organisationId: text()
      .notNull()
      .references(() => organisations.id),
    name: text().notNull(),
    // SHA-256 in hex; the key itself is shown once and never stored.
    digest: text().notNull().unique('api_keys_digest_uq'),
    scopes: text({ mode: 'json' }).$type<string[]>().notNull(),
    quotesPerMinute: integer().notNull().default(60),
    expiresAt: integer({ mode: 'timestamp_ms' }),
    revokedAt: integer({ mode: 'timestamp_ms' }),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    createdBy: text().notNull(),
  },
  (t) => [index('api_keys_organisation_id_ix').on(t.organisationId)],
)

/** The first answer to each command on the directory, found again by its idempotency key. */
export const directoryCommands = sqliteTable(
  'commands',
  {
    principal: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.principal, t.key], name: 'commands_pk' })],
)

/** Who changed what in the directory; append-only. */
export const directoryAudit = sqliteTable('audit_entries', {
  seq: integer().primaryKey({ autoIncrement: true }),
  at: integer({ mode: 'timestamp_ms' }).notNull(),
  organisationId: text(),
  actor: text().notNull(),
  action: text().notNull(),
  object: text().notNull(),
  detail: text(),
  requestId: text().notNull(),
})

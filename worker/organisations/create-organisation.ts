import { z } from '@hono/zod-openapi'
import type { Client } from '@libsql/client/web'
import { openClient, organisationConnection } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { organisationMigrations } from '../db/migrations.ts'
import type { Deps } from '../env.ts'
import { newId } from '../ids.ts'
import type { Settings } from '../settings/settings-rows.ts'
import { eachOrganisation } from './each-organisation.ts'

/** An organisation's short name: it stands in the addresses of statements. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'It has up to 40 small letters, digits and - inside.')

/** A new organisation. Its empty database exists already: the server's operator makes it. */
export type NewOrganisation = {
  slug: string
  /** Absolute, or relative to the directory's URL. */
  databaseUrl: string
  databaseToken: string | null
  settings: Settings
}

/** Brings an organisation's database up to date; answers what was applied. */
async function migrateOrganisation(client: Client, now: Date): Promise<string[]> {
  return migrate(client, organisationMigrations, now)
}

/**
 * Prepares the database and enters the organisation in the directory, in this order: what the directory names is
 * always ready. Interrupted and repeated, it goes on where it stopped.
 *
 * @returns the organisation's id.
 */
export async function createOrganisation(deps: Deps, input: NewOrganisation): Promise<string> {
  const { slug, databaseUrl, databaseToken, settings } = input
  const client = openClient(organisationConnection(deps.directory, { databaseUrl, databaseToken }))
  await migrateOrganisation(client, deps.now())
  await client.execute({
    sql: `INSERT INTO settings (id, name, currency, time_zone, four_eyes, today) VALUES (1, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING`,
    args: [settings.name, settings.currency, settings.timeZone, settings.fourEyes ? 1n : 0n, settings.today],
  })
  const directory = openClient(deps.directory)
  await directory.execute({
    sql: `INSERT INTO organisations (id, slug, name, database_url, database_token, created_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (slug) DO NOTHING`,
    args: [newId('org'), slug, settings.name, databaseUrl, databaseToken, BigInt(deps.now().getTime())],
  })
  const { rows } = await directory.execute({ sql: 'SELECT id FROM organisations WHERE slug = ?', args: [slug] })
  return String(rows[0]?.id)
}

/**
 * Brings every organisation's database up to date; answers how many there are.
 *
 * @throws AggregateError naming those that could not be, after all others are.
 */
export async function migrateAllOrganisations(deps: Deps): Promise<number> {
  return eachOrganisation(deps, (client) => migrateOrganisation(client, deps.now()))
}

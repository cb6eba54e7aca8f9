import type { Client } from '@libsql/client/web'
import type { Role } from '../auth/principal.ts'
import { openClient, organisationConnection, placeIn } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { directoryMigrations } from '../db/migrations.ts'
import type { Deps } from '../env.ts'
import { createOrganisation, migrateAllOrganisations } from '../organisations/create-organisation.ts'
import { createUser } from '../organisations/create-user.ts'
import type { Database } from './database.ts'

const DEMO = {
  slug: 'superstore',
  settings: { name: 'Superstore', currency: 'USD', timeZone: 'America/New_York', fourEyes: true, today: '2017-12-30' },
}

/** For demonstrations on one's own machine only: a deployment has no demo organisation. */
const PASSWORD = 'dreizack-demo'

type DemoLogin = { email: string; name: string; roles: readonly Role[]; participant?: string }

const LOGINS: readonly DemoLogin[] = [
  { email: 'analyst@demo.example', name: 'Ada Analyst', roles: ['analyst'] },
  { email: 'approver@demo.example', name: 'Ben Approver', roles: ['approver'] },
  { email: 'admin@demo.example', name: 'Cleo Administrator', roles: ['administrator'] },
  { email: 'auditor@demo.example', name: 'Dora Auditor', roles: ['auditor'] },
  { email: 'manager@demo.example', name: 'Daniel Reyes', roles: ['manager', 'participant'], participant: 'P010' },
  { email: 'seller@demo.example', name: 'Luis Cardenas', roles: ['participant'], participant: 'P102' },
]

/** The two who write and publish the demo's plans. */
export const DEMO_AUTHORS = {
  analyst: { email: 'analyst@demo.example', password: PASSWORD },
  approver: { email: 'approver@demo.example', password: PASSWORD },
}

async function hasDemo(directory: Client): Promise<boolean> {
  const { rows } = await directory.execute({ sql: 'SELECT 1 FROM organisations WHERE slug = ?', args: [DEMO.slug] })
  return rows.length > 0
}

async function createDemo(deps: Deps, database: Database): Promise<void> {
  await database.createNamespace(DEMO.slug)
  const place = { slug: DEMO.slug, databaseUrl: `../${DEMO.slug}/`, databaseToken: null }
  const organisationId = await createOrganisation(deps, { ...place, settings: DEMO.settings })
  const directory = openClient(deps.directory)
  for (const login of LOGINS)
    if (login.participant === undefined) await createLogin(deps, directory, login, organisationId, null)
}

const createLogin = (
  deps: Deps,
  directory: Client,
  { email, name, roles }: DemoLogin,
  organisationId: string,
  participantId: string | null,
) => createUser(directory, { email, name, roles, password: PASSWORD, organisationId, participantId }, deps.now())

/** Logins of people who are participants, once the demo's people are loaded. */
export async function createParticipantLogins(deps: Deps): Promise<void> {
  const directory = openClient(deps.directory)
  const { rows } = await directory.execute({
    sql: 'SELECT id, database_url, database_token FROM organisations WHERE slug = ?',
    args: [DEMO.slug],
  })
  const row = rows[0]
  if (row === undefined) return
  const client = openClient(organisationConnection(deps.directory, placeIn(row)))
  for (const login of LOGINS) {
    if (login.participant === undefined) continue
    const found = await client.execute({
      sql: 'SELECT id FROM participants WHERE external_id = ?',
      args: [login.participant],
    })
    await createLogin(deps, directory, login, String(row.id), String(found.rows[0]?.id))
  }
}

/**
 * Brings the directory and every organisation up to date, and creates the demo organisation at the first start.
 * Only the embedded server gets the demo: `database` is undefined for a server of one's own.
 *
 * @returns lines that tell the person at the terminal how to log in.
 */
export async function prepareData(deps: Deps, database: Database | undefined): Promise<string[]> {
  const directory = openClient(deps.directory)
  const applied = await migrate(directory, directoryMigrations, deps.now())
  if (applied.length > 0) console.log(`Directory brought up to date (${applied.length} migrations).`)
  const organisations = await migrateAllOrganisations(deps)
  if (database === undefined) return []
  if (organisations === 0) console.log('Creating the demo organisation …')
  // Again at every start: a first one that was interrupted half-way is completed, and a complete one is left as it is.
  if (organisations === 0 || (await hasDemo(directory))) await createDemo(deps, database)
  return [
    'Demo logins (password for all: dreizack-demo):',
    ...LOGINS.map(({ email, roles }) => `  ${email.padEnd(24)} ${roles.join(', ')}`),
  ]
}

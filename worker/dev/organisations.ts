import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type { Client } from '@libsql/client/web'
import { z } from 'zod'
import { ROLES, type Role } from '../auth/principal.ts'
import { DatabaseUnavailable, openClient, organisationConnection, placeIn } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { directoryMigrations } from '../db/migrations.ts'
import { type Deps, depsFrom } from '../env.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { createOrganisation, migrateAllOrganisations, Slug } from '../organisations/create-organisation.ts'
import { createUser } from '../organisations/create-user.ts'
import { Settings } from '../settings/settings-rows.ts'
import { Name } from '../values.ts'

// For operators: the directory that LIBSQL_URL names, from a machine that may reach it. Every command may be repeated.

const USAGE = `Usage, with LIBSQL_URL and LIBSQL_AUTH_TOKEN of the directory in the environment:
  npm run organisations -- migrate
  npm run organisations -- create --slug acme --name "Acme" --currency EUR --time-zone Europe/Berlin \\
                           --database-url libsql://… [--database-token …]
  npm run organisations -- user --slug acme --email you@acme.example --name "You" --roles administrator,analyst
  npm run organisations -- verify [--slug acme]`

class UsageError extends Error {}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    slug: { type: 'string' },
    name: { type: 'string' },
    currency: { type: 'string' },
    'time-zone': { type: 'string' },
    'database-url': { type: 'string' },
    'database-token': { type: 'string' },
    email: { type: 'string' },
    roles: { type: 'string' },
  },
})

function need(name: keyof typeof values): string {
  const value = values[name]
  if (!value) throw new UsageError(`--${name} is missing.\n${USAGE}`)
  return value
}

/** What the command line says, checked as the API checks it. */
function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new UsageError(faults.join('\n'))
}

function rolesIn(list: string): Role[] {
  return list.split(',').map((name) => {
    const role = ROLES.find((known) => known === name.trim())
    if (!role) throw new UsageError(`"${name}" is no role; the roles are ${ROLES.join(', ')}.`)
    return role
  })
}

async function askPassword(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const password = (await terminal.question('Password (12 characters or more): ')).trim()
  terminal.close()
  if (password.length < 12) throw new UsageError('A password has 12 characters or more.')
  return password
}

/** Proves the ledgers of all organisations, or of one; the first bad number of each that fails is named. */
async function verifyOrganisations(directory: Client, deps: Deps): Promise<string> {
  const { rows } = await directory.execute({
    sql: 'SELECT slug, database_url, database_token FROM organisations WHERE ? IS NULL OR slug = ? ORDER BY slug',
    args: [values.slug ?? null, values.slug ?? null],
  })
  if (rows.length === 0)
    throw new UsageError(values.slug ? `There is no organisation "${values.slug}".` : 'There is none.')
  const lines: string[] = []
  let failed = 0
  for (const row of rows) {
    const found = await verifyLedger(openClient(organisationConnection(deps.directory, placeIn(row))))
    const { seq, hash } = found.head
    lines.push(
      `${row.slug}: ${found.ok ? 'ok' : 'NOT OK'}, ${found.journals} journals, ${found.runs} runs calculated again, head ${seq} ${hash}`,
      ...found.faults.map((f) => `  ${f.check}${f.seq === null ? '' : ` at ${f.seq}`} ${f.object ?? ''}: ${f.detail}`),
    )
    if (!found.ok) failed += 1
  }
  if (failed > 0) throw new NotProven(lines.join('\n'))
  return lines.join('\n')
}

/** A ledger is not what was written; the message says where. */
class NotProven extends Error {}

async function run(deps: Deps): Promise<string> {
  const directory = openClient(deps.directory)
  await migrate(directory, directoryMigrations, deps.now())
  switch (positionals[0]) {
    case 'migrate':
      return `The directory and ${await migrateAllOrganisations(deps)} organisations are up to date.`
    case 'create': {
      const settings = checked(Settings, {
        name: need('name'),
        currency: need('currency'),
        timeZone: need('time-zone'),
        fourEyes: true,
        today: null,
      })
      const place = {
        ...checked(z.object({ slug: Slug }), { slug: need('slug') }),
        databaseUrl: need('database-url'),
        databaseToken: values['database-token'] ?? null,
      }
      return `Organisation ${await createOrganisation(deps, { ...place, settings })}.`
    }
    case 'user': {
      const { rows } = await directory.execute({
        sql: 'SELECT id FROM organisations WHERE slug = ?',
        args: [need('slug')],
      })
      if (!rows[0]) throw new UsageError(`There is no organisation "${values.slug}".`)
      const person = checked(z.object({ name: Name, email: z.email() }), { name: need('name'), email: need('email') })
      const user = { ...person, roles: rolesIn(need('roles')), participantId: null }
      const password = await askPassword()
      return `User ${await createUser(directory, { ...user, password, organisationId: String(rows[0].id) }, deps.now())}.`
    }
    case 'verify':
      return verifyOrganisations(directory, deps)
    default:
      throw new UsageError(USAGE)
  }
}

try {
  const { LIBSQL_URL, LIBSQL_AUTH_TOKEN } = process.env
  if (!LIBSQL_URL) throw new UsageError(USAGE)
  console.log(await run(depsFrom({ LIBSQL_URL, AUTH_SECRET: '', ...(LIBSQL_AUTH_TOKEN ? { LIBSQL_AUTH_TOKEN } : {}) })))
} catch (error) {
  const isPlain =
    error instanceof UsageError ||
    error instanceof NotProven ||
    error instanceof DatabaseUnavailable ||
    error instanceof AggregateError
  console.error(isPlain ? error.message : error)
  process.exit(1)
}

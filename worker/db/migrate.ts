import type { Client } from '@libsql/client/web'

/** One SQL file; `sha256` is the hex digest of `sql`. */
export type Migration = { name: string; sha256: string; sql: string }

/** The database and the program disagree about the past; a person has to look. */
export class MigrationMismatch extends Error {
  override name = 'MigrationMismatch'
}

const CREATE =
  'CREATE TABLE IF NOT EXISTS _migrations (name TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL)'
const BREAKPOINT = '--> statement-breakpoint'

async function readApplied(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.execute('SELECT name, sha256 FROM _migrations ORDER BY name')
  return new Map(rows.map((row) => [String(row.name), String(row.sha256)]))
}

function refuseMismatch(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, sha256 }) => [name, sha256]))
  for (const [name, sha256] of applied) {
    const expected = known.get(name)
    if (expected === undefined) {
      throw new MigrationMismatch(`The database holds migration ${name}, which this version of Dreizack does not know.`)
    }
    if (expected !== sha256) throw new MigrationMismatch(`Migration ${name} was changed after it had been applied.`)
  }
}

/**
 * Brings a database up to date and answers the names of what it applied.
 *
 * Each file is one write batch that begins by claiming its name, so a file is applied wholly or not at all, and of two
 * runners that start at once one applies it and the other finds it applied.
 *
 * @throws MigrationMismatch when an applied file was changed, or is unknown here.
 */
export async function migrate(client: Client, migrations: readonly Migration[], now: Date): Promise<string[]> {
  await client.execute(CREATE)
  let applied = await readApplied(client)
  refuseMismatch(applied, migrations)

  const done: string[] = []
  for (const migration of migrations) {
    if (applied.has(migration.name)) continue
    const claim = {
      sql: 'INSERT INTO _migrations (name, sha256, applied_at) VALUES (?, ?, ?)',
      args: [migration.name, migration.sha256, BigInt(now.getTime())],
    }
    try {
      await client.batch([claim, ...migration.sql.split(BREAKPOINT)], 'write')
      done.push(migration.name)
    } catch (error) {
      applied = await readApplied(client)
      refuseMismatch(applied, migrations)
      if (!applied.has(migration.name)) throw error
    }
  }
  return done
}

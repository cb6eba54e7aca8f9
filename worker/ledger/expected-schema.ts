import type { Client } from '@libsql/client/web'
import { organisationMigrations } from '../db/migrations.ts'

const one = (sql: string): string => sql.replace(/;\s*$/, '').replaceAll(/\s+/g, ' ').trim()

/** Triggers and unique indexes as the migrations make them, by name. */
function expected(): Map<string, string> {
  const found = new Map<string, string>()
  for (const { sql } of organisationMigrations) {
    for (const statement of sql.split('--> statement-breakpoint')) {
      const text = statement.replaceAll(/^--.*$/gm, '').trim()
      const name = /^CREATE (?:TRIGGER|UNIQUE INDEX) `(\w+)`/.exec(text)?.[1]
      if (name !== undefined) found.set(name, one(text))
    }
  }
  return found
}

/**
 * Where the database's triggers and unique indexes are not those of the migrations: a trigger can be dropped, and then
 * append-only is a word.
 */
export async function schemaFaults(client: Client): Promise<{ object: string; detail: string }[]> {
  const { rows } = await client.execute(
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%'))",
  )
  const should = expected()
  const is = new Map(rows.map((row) => [String(row.name), one(String(row.sql))]))
  const faults: { object: string; detail: string }[] = []
  for (const [name, sql] of should) {
    const found = is.get(name)
    if (found === undefined) faults.push({ object: name, detail: 'It is missing.' })
    else if (found !== sql) faults.push({ object: name, detail: 'Its text is another one than the migrations’.' })
  }
  for (const name of is.keys()) if (!should.has(name)) faults.push({ object: name, detail: 'No migration made it.' })
  return faults
}

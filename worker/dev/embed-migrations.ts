import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The Worker has no file system, and Node imports no .sql: the migrations travel as a module that this file writes.

const root = new URL('../../', import.meta.url)
const target = new URL('worker/db/migrations.ts', root)

function list(kind: string): string {
  const folder = new URL(`migrations/${kind}/`, root)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const entries = names.map((name) => {
    const sql = readFileSync(new URL(name, folder), 'utf8')
    const sha256 = createHash('sha256').update(sql).digest('hex')
    return `  {\n    name: ${JSON.stringify(name)},\n    sha256: ${JSON.stringify(sha256)},\n    sql: ${JSON.stringify(sql)},\n  },\n`
  })
  return `export const ${kind}Migrations: readonly Migration[] = [\n${entries.join('')}]\n`
}

/** The text that worker/db/migrations.ts must have. */
export function embeddedMigrations(): string {
  return [
    '// Written by `npm run db:embed` from migrations/*.sql; `npm run check` says when it is out of step.\n',
    "import type { Migration } from './migrate.ts'\n\n",
    list('directory'),
    '\n',
    list('organisation'),
  ].join('')
}

/** Whether worker/db/migrations.ts is in step with the SQL files. */
export function isEmbedded(): boolean {
  return readFileSync(target, 'utf8') === embeddedMigrations()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, embeddedMigrations())

import type { Client, InValue } from '@libsql/client/web'
import { freshDatabase } from './organisation.ts'

/** A table with its columns and its key, and nothing that would refuse a row. */
async function bareTable(from: Client, name: string): Promise<string> {
  const { rows } = await from.execute({ sql: 'SELECT name, type, pk FROM pragma_table_info(?)', args: [name] })
  const keys = rows.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk))
  const columns = rows.map(
    (c) => `\`${c.name}\` ${c.type}${keys.length === 1 && Number(c.pk) > 0 ? ' PRIMARY KEY' : ''}`,
  )
  const key = keys.length > 1 ? [`PRIMARY KEY (${keys.map((c) => `\`${c.name}\``).join(', ')})`] : []
  return `CREATE TABLE \`${name}\` (${[...columns, ...key].join(', ')})`
}

const stored = (value: unknown): InValue =>
  typeof value === 'number' ? BigInt(value) : (value as Exclude<InValue, undefined>)

/**
 * A copy of a database, as somebody with the whole file has it: every row, index and trigger, but no foreign keys and no
 * checks, so that anything can be done to it.
 */
export async function copyDatabase(from: Client): Promise<Client> {
  const { client } = await freshDatabase()
  const { rows: objects } = await from.execute(
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%'",
  )
  const tables = objects.filter(({ type }) => type === 'table')
  await client.batch(await Promise.all(tables.map(({ name }) => bareTable(from, String(name)))), 'write')
  for (const { name } of tables) {
    const { rows, columns } = await from.execute(`SELECT * FROM \`${name}\``)
    const sql = `INSERT INTO \`${name}\` (${columns.map((c) => `\`${c}\``).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
    if (rows.length > 0)
      await client.batch(
        rows.map((row) => ({ sql, args: columns.map((column) => stored(row[column])) })),
        'write',
      )
  }
  await client.batch(
    objects.filter(({ type }) => type !== 'table').map(({ sql }) => String(sql)),
    'write',
  )
  return client
}

/** Runs statements as if the triggers of a table were not there, and puts the triggers back as they were. */
export async function withoutTriggers(
  client: Client,
  table: string,
  statements: readonly { sql: string; args: InValue[] }[],
) {
  const { rows } = await client.execute({
    sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
    args: [table],
  })
  await client.batch(
    [...rows.map(({ name }) => `DROP TRIGGER \`${name}\``), ...statements, ...rows.map(({ sql }) => String(sql))],
    'write',
  )
}

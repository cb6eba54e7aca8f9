import { DatabaseSync } from 'node:sqlite'
import { importPeer } from './import-peer.ts'
import type { Peer } from './peer.ts'
import { batchSql, type Dialect, payeeRow, quoteSql, TABLES, transactionRow } from './sql.ts'

const SQLITE: Dialect = { max: 'max', min: 'min', div: '/', parameter: () => 'CAST(? AS INTEGER)' }

type Statement = { get(...values: number[]): unknown; all(): unknown; run(...values: number[]): unknown }
type Database = { exec(sql: string): unknown; prepare(sql: string): Statement }

/** SQLite, which is D1's engine too: prepared statements in memory. */
function peerOf(name: string, open: () => Database): Peer {
  return {
    name,
    quotes: 10_000,
    most: 1_000_000,
    quote: async (d) => {
      const statement = open().prepare(quoteSql(SQLITE))
      return (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) {
          const row = statement.get(d.amount[i]!, d.split[i]!, d.product[i]!, d.margin[i]!, d.quota[i]!, d.ytd[i]!)
          pay[i] = (row as { pay: number }).pay
        }
        return pay
      }
    },
    batch: async (b) => {
      const db = open()
      for (const sql of TABLES) db.exec(sql)
      db.exec('BEGIN')
      const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)')
      for (let i = 0; i < b.count; i++) insert.run(...transactionRow(b, i))
      const payee = db.prepare('INSERT INTO payee VALUES (?, ?, ?, ?, ?, ?)')
      for (let p = 0; p < b.payees; p++) payee.run(...payeeRow(b, p))
      db.exec('COMMIT')
      const statement = db.prepare(batchSql(SQLITE))
      return () => {
        const rows = statement.all() as { pay: number; balance: number }[]
        return { pay: rows.map((r) => r.pay), balance: rows.map((r) => r.balance) }
      }
    },
  }
}

export const sqlite: Peer = peerOf('SQLite (node:sqlite)', () => new DatabaseSync(':memory:') as Database)

export async function libsql(): Promise<Peer | undefined> {
  const module = await importPeer<{ default: new (path: string) => Database }>('libsql')
  return module && peerOf('libsql', () => new module.default(':memory:'))
}

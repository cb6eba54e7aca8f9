import { importPeer } from './import-peer.ts'
import type { Peer } from './peer.ts'
import { batchSql, type Dialect, payeeRow, quoteSql, TABLES, transactionRow } from './sql.ts'

type Reader = { getColumnsJS(): number[][] }
type Prepared = { bindBigInt(i: number, value: bigint): void; runAndReadAll(): Promise<Reader> }
type Appender = { appendInteger(n: number): void; appendBigInt(n: bigint): void; endRow(): void; closeSync(): void }
type Connection = {
  run(sql: string): Promise<unknown>
  runAndReadAll(sql: string): Promise<Reader>
  prepare(sql: string): Promise<Prepared>
  createAppender(table: string): Promise<Appender>
}
type DuckDb = { DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> } }

const DUCKDB: Dialect = {
  max: 'greatest',
  min: 'least',
  div: '//',
  parameter: (i) => `CAST($${i} AS BIGINT)`,
}

/** DuckDB over BIGINT tables, one thread: the strongest alternative for batches. */
export async function duckdb(): Promise<Peer | undefined> {
  const module = await importPeer<DuckDb>('@duckdb/node-api')
  if (!module) return undefined
  const connect = async (): Promise<Connection> => {
    const connection = await (await module.DuckDBInstance.create(':memory:')).connect()
    await connection.run('SET threads = 1')
    return connection
  }
  return {
    name: 'DuckDB, 1 thread',
    quotes: 300,
    most: 1_000_000,
    quote: async (d) => {
      const statement = await (await connect()).prepare(quoteSql(DUCKDB))
      return async (count) => {
        const pay = new Float64Array(count)
        for (let i = 0; i < count; i++) {
          for (const [k, column] of [d.amount, d.split, d.product, d.margin, d.quota, d.ytd].entries())
            statement.bindBigInt(k + 1, BigInt(column[i]!))
          pay[i] = Number((await statement.runAndReadAll()).getColumnsJS()[0]![0])
        }
        return pay
      }
    },
    batch: async (b) => {
      const connection = await connect()
      for (const sql of TABLES) await connection.run(sql)
      const wide = [true, false, false, false, false, false, true]
      const append = async (table: string, count: number, isWide: boolean[], row: (i: number) => number[]) => {
        const appender = await connection.createAppender(table)
        for (let i = 0; i < count; i++) {
          for (const [k, x] of row(i).entries())
            if (isWide[k]) appender.appendBigInt(BigInt(x))
            else appender.appendInteger(x)
          appender.endRow()
        }
        appender.closeSync()
      }
      await append('t', b.count, wide, (i) => transactionRow(b, i))
      await append('payee', b.payees, [false, false, true, true, true, true], (p) => payeeRow(b, p))
      const sql = batchSql(DUCKDB)
      return async () => {
        const [pay, balance] = (await connection.runAndReadAll(sql)).getColumnsJS()
        return { pay: pay!.map(Number), balance: balance!.map(Number) }
      }
    },
  }
}

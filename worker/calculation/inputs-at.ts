import { createHash } from 'node:crypto'
import type { Client } from '@libsql/client/web'
import { assignCredits, type Credit, canonicalText, type DataException, type Transaction, versionOn } from '#engine'
import { VERSION_COLUMNS } from '../transactions/version-statements.ts'
import { LATEST } from './catch-up.ts'
import { CONFIGURATION_TABLES } from './configuration-tables.ts'
import { loadSnapshot, type OrganisationSnapshot, type PublishedPlan } from './organisation-snapshot.ts'
import { TRANSACTION_COLUMNS, transactionFromRow } from './transaction-rows.ts'

/** A moment of an organisation's data: the last transaction, a revision of the configuration, the plans' versions. */
export type Moment = {
  readonly throughSeq: number
  readonly revision: number
  /** By plan: the latest version that counts. */
  readonly versions: ReadonlyMap<string, number>
}

const whole = (value: number): string => {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no sequence number: ${value}`)
  return String(value)
}

/** One table as it was: rows that were changed later as they were before, all others as they are. */
function tableAt(name: string, columns: { key: readonly string[]; rest: readonly string[] }, revision: number): string {
  const keyOf = (json: string) => `json_array(${columns.key.map((c) => `json_extract(${json}, '$.${c}')`).join(', ')})`
  const all = [...columns.key, ...columns.rest]
  const later = `_${name}`
  const changes = `FROM main.configuration_history WHERE table_name = '${name}' AND revision > ${whole(revision)}`
  return `${later}(seq, k, row) AS MATERIALIZED (
      SELECT seq, ${keyOf('before')}, before ${changes} AND before IS NOT NULL
      UNION ALL SELECT seq, ${keyOf('after')}, NULL ${changes} AND after IS NOT NULL AND (before IS NULL OR ${keyOf('before')} <> ${keyOf('after')})),
    ${name} AS (
      SELECT ${all.join(', ')} FROM main.${name} t WHERE json_array(${columns.key.map((c) => `t.${c}`).join(', ')}) NOT IN (SELECT k FROM ${later})
      UNION ALL SELECT ${all.map((c) => `json_extract(row, '$.${c}')`).join(', ')} FROM ${later} l
        WHERE row IS NOT NULL AND seq = (SELECT min(seq) FROM ${later} m WHERE m.k = l.k))`
}

/** A query as it would have been answered at a moment. */
export type Within = (sql: string) => string

/**
 * Puts queries under a WITH clause in which the tables that calculations read are those of a moment: what is asked beneath
 * it is answered from the append-only transactions up to a number, and from the configuration with its later changes undone.
 */
export function asOf({ throughSeq, revision, versions }: Moment): Within {
  const listed = [...versions].map(([plan, version]) => {
    if (!/^[a-z]+_[0-9a-z]+$/.test(plan)) throw new RangeError(`no id of a plan: ${plan}`)
    return `(plan_id = '${plan}' AND version <= ${whole(version)})`
  })
  const tables = new Map([
    ['organisation_state', `organisation_state AS (SELECT 1 AS id, ${whole(revision)} AS configuration_revision)`],
    ['transactions', `transactions AS (SELECT * FROM main.transactions WHERE seq <= ${whole(throughSeq)})`],
    [
      'plan_versions',
      `plan_versions AS (SELECT * FROM main.plan_versions WHERE ${listed.length === 0 ? 'false' : listed.join(' OR ')})`,
    ],
    ...Object.entries(CONFIGURATION_TABLES).map(([name, columns]) => [name, tableAt(name, columns, revision)] as const),
  ])
  return (sql) => {
    // Only the tables that the query names: the whole clause would be longer than all queries together.
    const named = [...tables].filter(([name]) => new RegExp(`\\b${name}\\b`).test(sql))
    return named.length === 0 ? sql : `WITH ${named.map(([, clause]) => clause).join(',\n')} ${sql}`
  }
}

/** Everything that figures of a moment follow from. */
export type Inputs = {
  readonly snapshot: OrganisationSnapshot
  /** The version that counts of each transaction. */
  readonly transactions: readonly Transaction[]
}

const PAGE = 5_000

/** Reads what a calculation at that moment reads, however much was changed since. */
export async function readInputs(client: Client, moment: Moment): Promise<Inputs> {
  const within = asOf(moment)
  const snapshot = await loadSnapshot(client, within)
  const transactions: Transaction[] = []
  for (let after = 0; ; ) {
    const { rows } = await client.execute({
      sql: within(
        `SELECT ${TRANSACTION_COLUMNS} FROM transactions t WHERE t.seq > ? AND t.voided = 0 AND ${LATEST} ORDER BY t.seq LIMIT ${PAGE}`,
      ),
      args: [BigInt(after)],
    })
    for (const row of rows) transactions.push(transactionFromRow(row, snapshot))
    if (rows.length < PAGE) return { snapshot, transactions }
    after = Number(rows.at(-1)?.seq)
  }
}

/** Who is credited under a plan with what, and what stood in the way. */
export function creditsOf(
  { snapshot, transactions }: Inputs,
  plan: PublishedPlan,
): { credits: Map<string, Credit[]>; exceptions: { exception: DataException; creditedOn: string }[] } {
  const credits = new Map<string, Credit[]>()
  const exceptions: { exception: DataException; creditedOn: string }[] = []
  for (const t of transactions) {
    const version = versionOn(plan.versions, snapshot.facts, t.creditedOn)
    if (!version) continue
    const assigned = assignCredits(version.program.plain, plan.id, snapshot.facts, t)
    for (const exception of assigned.exceptions) exceptions.push({ exception, creditedOn: t.creditedOn })
    for (const credit of assigned.credits) {
      const own = credits.get(credit.participant)
      if (own) own.push(credit)
      else credits.set(credit.participant, [credit])
    }
  }
  return { credits, exceptions }
}

const TRANSACTION = ['seq', ...VERSION_COLUMNS]

/** Columns of people that decide no money: they may have to be erased, and the hash has to stay. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = { participants: ['name', 'email'] }

/**
 * SHA-256 over every row that figures of the moment follow from: all transactions up to it, the configuration as it was,
 * the plans' versions. Any of them changed behind our back gives another hash.
 */
export async function hashInputs(client: Client, moment: Moment): Promise<string> {
  const within = asOf(moment)
  const hash = createHash('sha256').update('inputs/v1\n')
  const tables = Object.entries(CONFIGURATION_TABLES).map(([name, { key, rest }]) => ({
    name,
    columns: [...key, ...rest].filter((column) => !PERSONAL[name]?.includes(column)),
    order: key,
  }))
  tables.push({
    name: 'plan_versions',
    columns: ['plan_id', 'version', 'hash', 'ast', 'effective_from', 'authors', 'published_by'],
    order: ['plan_id', 'version'],
  })
  const results = await client.batch(
    tables.map(({ name, columns, order }) =>
      within(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${order.join(', ')}`),
    ),
    'read',
  )
  for (const [i, { name, columns }] of tables.entries()) {
    for (const row of results[i]?.rows ?? [])
      hash.update(`${name} ${canonicalText(columns.map((column) => row[column] ?? null))}\n`)
  }
  for (let after = 0; ; ) {
    const { rows } = await client.execute({
      sql: `SELECT ${TRANSACTION.join(', ')} FROM transactions WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${PAGE}`,
      args: [BigInt(after), BigInt(moment.throughSeq)],
    })
    for (const row of rows)
      hash.update(`transactions ${canonicalText(TRANSACTION.map((column) => row[column] ?? null))}\n`)
    if (rows.length < PAGE) return hash.digest('hex')
    after = Number(rows.at(-1)?.seq)
  }
}

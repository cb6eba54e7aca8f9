import type { Client } from '@libsql/client/web'
import { resolveReferences } from '../db/references.ts'
import { readTransactionFields } from '../fields/transaction-fields.ts'
import { faultsOf, type Issue } from '../http/faults.ts'
import type { Fault } from '../http/problem.ts'
import { readSettings } from '../settings/settings-rows.ts'
import { type Decision, decideVersion, type Ground, type KnownVersions, keyOf } from './decide-versions.ts'
import { TransactionInput } from './transaction-input.ts'

/** What holds for every line of an import. */
export type ImportGround = Pick<Ground, 'fields' | 'currency'>

/** Reads what every line is checked against. */
export async function readImportGround(client: Client): Promise<ImportGround> {
  const [fields, settings] = await Promise.all([readTransactionFields(client), readSettings(client)])
  return { fields: new Map(fields.map((field) => [field.id, field])), currency: settings.currency }
}

/** A line that was parsed, or what is wrong with it. */
export type ParsedLine = { ok: true; input: TransactionInput } | { ok: false; errors: Fault[] }

export function parseLine(value: unknown): ParsedLine {
  const parsed = TransactionInput.safeParse(value)
  if (parsed.success) return { ok: true, input: parsed.data }
  return { ok: false, errors: faultsOf(parsed.error.issues as Issue[]) }
}

function referencesIn(inputs: readonly TransactionInput[]) {
  return inputs.flatMap(({ owner, team, account, product }) => [
    ...(owner === null ? [] : [{ table: 'participants' as const, reference: owner }]),
    ...team.map(({ participant }) => ({ table: 'participants' as const, reference: participant })),
    ...(account === null ? [] : [{ table: 'accounts' as const, reference: account }]),
    ...(product === null ? [] : [{ table: 'products' as const, reference: product }]),
  ])
}

/** The versions that are stored, or staged by the same import, of these transactions. */
async function readKnown(
  client: Client,
  inputs: readonly TransactionInput[],
  importId: string | null,
): Promise<Map<string, KnownVersions>> {
  const keys = JSON.stringify([...new Set(inputs.map(keyOf))].map((key) => JSON.parse(key)))
  const match = `t.source = json_extract(k.value, '$[0]') AND t.external_id = json_extract(k.value, '$[1]')`
  const { rows } = await client.execute({
    sql: `SELECT t.source, t.external_id, t.version, t.content_hash FROM json_each(?1) k CROSS JOIN transactions t ON ${match}
      UNION ALL
      SELECT t.source, t.external_id, t.version, t.content_hash FROM json_each(?1) k
      CROSS JOIN staged_transactions t ON t.import_id = ?2 AND ${match}`,
    args: [keys, importId ?? ''],
  })
  const known = new Map<string, KnownVersions>()
  for (const row of rows) {
    const key = keyOf({ source: String(row.source), externalId: String(row.external_id) })
    const versions = known.get(key) ?? new Map<number, string>()
    versions.set(Number(row.version), String(row.content_hash))
    known.set(key, versions)
  }
  return known
}

/** Decides lines in order, with two round trips for all of them together. */
export async function decideLines(
  client: Client,
  lines: readonly ParsedLine[],
  ground: ImportGround,
  importId: string | null,
): Promise<Decision[]> {
  const inputs = lines.flatMap((line) => (line.ok ? [line.input] : []))
  const [resolve, known] = await Promise.all([
    resolveReferences(client, referencesIn(inputs)),
    readKnown(client, inputs, importId),
  ])
  return lines.map((line) =>
    line.ok ? decideVersion(line.input, { ...ground, resolve }, known) : { status: 'rejected', errors: line.errors },
  )
}

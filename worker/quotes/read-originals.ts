import type { Client } from '@libsql/client/web'

/** What a deal refers to: a transaction of the same source, by its external id. */
export type Referring = { readonly source?: string | undefined; readonly reverses: string | null }

const key = (source: string, externalId: string): string => `${source}\n${externalId}`

/** Credit dates of the transactions that deals refer to; asks nothing where none refers to any. */
export async function readOriginals(
  client: Client,
  deals: readonly Referring[],
): Promise<(deal: Referring) => string | undefined> {
  const named = deals.flatMap(({ source, reverses }) =>
    source !== undefined && reverses !== null ? [[source, reverses]] : [],
  )
  if (named.length === 0) return () => undefined
  const { rows } = await client.execute({
    sql: `SELECT t.source, t.external_id, t.credited_on FROM json_each(?) k
      JOIN transactions t ON t.source = json_extract(k.value, '$[0]') AND t.external_id = json_extract(k.value, '$[1]') ORDER BY t.version`,
    args: [JSON.stringify(named)],
  })
  const dates = new Map(rows.map((row) => [key(String(row.source), String(row.external_id)), String(row.credited_on)]))
  return ({ source, reverses }) =>
    source !== undefined && reverses !== null ? dates.get(key(source, reverses)) : undefined
}

import type { Client } from '@libsql/client/web'
import type { Reversed } from '#engine'
import { reversedFromText } from '../calculation/transaction-rows.ts'

/** What a deal refers to: a transaction of the same source, by its external id. */
export type Referring = { readonly source?: string | undefined; readonly reverses: string | null }

const key = (source: string, externalId: string): string => `${source}\n${externalId}`

/** The transactions that deals refer to, as crediting asks for them; asks nothing where none refers to any. */
export async function readOriginals(
  client: Client,
  deals: readonly Referring[],
): Promise<(deal: Referring) => Reversed | undefined> {
  const named = deals.flatMap(({ source, reverses }) =>
    source !== undefined && reverses !== null ? [[source, reverses]] : [],
  )
  if (named.length === 0) return () => undefined
  const { rows } = await client.execute({
    sql: `SELECT t.source, t.external_id, json_object('creditedOn', t.credited_on, 'owner', t.owner_id, 'team', json(t.team)) AS reversed FROM json_each(?) k
      JOIN transactions t ON t.source = json_extract(k.value, '$[0]') AND t.external_id = json_extract(k.value, '$[1]') ORDER BY t.version`,
    args: [JSON.stringify(named)],
  })
  const found = new Map(
    rows.map((row) => [key(String(row.source), String(row.external_id)), reversedFromText(String(row.reversed))]),
  )
  return ({ source, reverses }) =>
    source !== undefined && reverses !== null ? found.get(key(source, reverses)) : undefined
}

import { type Client, createClient, type Row } from '@libsql/client/web'

/** The database could not be reached or did not answer in time; what a write did is then unknown. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** Where a database is and what opens it. */
export type Connection = { url: string; authToken?: string | undefined }

const READ_MS = 2_000
const BATCH_MS = 8_000
const WHOLE_MS = 9_500

function isBatch(body: string): boolean {
  return body.includes('"type":"batch"')
}

/**
 * The client has no time limit of its own: without this a silent server would hold a request for ever.
 * The body is read as text, because workerd would otherwise stream it and hide a cut connection until later.
 */
async function fetchWithDeadline(request: Request): Promise<Response> {
  const body = request.method === 'POST' ? await request.text() : null
  const deadline = new AbortController()
  const silence = setTimeout(() => deadline.abort(), body !== null && isBatch(body) ? BATCH_MS : READ_MS)
  // A long answer may take longer than its beginning, but not for ever.
  const whole = setTimeout(() => deadline.abort(), WHOLE_MS)
  try {
    const init = { method: request.method, headers: request.headers, signal: deadline.signal }
    const answer = await fetch(request.url, body === null ? init : { ...init, body })
    clearTimeout(silence)
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
      await answer.body?.cancel()
      throw new DatabaseUnavailable(`The database answered ${answer.status}.`)
    }
    // Read here, so that an answer that breaks off is the database's failure and not the reader's.
    return new Response(await answer.arrayBuffer(), answer)
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    throw new DatabaseUnavailable('The database did not answer.', { cause: error })
  } finally {
    clearTimeout(silence)
    clearTimeout(whole)
  }
}

/** Opens a client for one request: workerd forbids sharing connections between requests. */
export function openClient(connection: Connection): Client {
  return createClient({
    url: connection.url,
    ...(connection.authToken ? { authToken: connection.authToken } : {}),
    fetch: fetchWithDeadline,
  })
}

/** Where a row of the directory says an organisation's database is. */
export const placeIn = (row: Row): { databaseUrl: string; databaseToken: string | null } => ({
  databaseUrl: String(row.database_url),
  databaseToken: row.database_token === null ? null : String(row.database_token),
})

/**
 * An organisation's connection out of its directory row. A relative URL is a neighbour of the directory on the same
 * server and is opened with the directory's token; an absolute one only ever gets its own.
 */
export function organisationConnection(
  directory: Connection,
  row: { databaseUrl: string; databaseToken: string | null },
): Connection {
  if (/^[a-z]+:/i.test(row.databaseUrl)) return { url: row.databaseUrl, authToken: row.databaseToken ?? undefined }
  const [url, own] = [new URL(row.databaseUrl, directory.url), new URL(directory.url)]
  const isNeighbour = url.protocol === own.protocol && url.host === own.host
  return { url: url.href, authToken: row.databaseToken ?? (isNeighbour ? directory.authToken : undefined) }
}

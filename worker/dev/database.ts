import { Agent, createServer, request, type Server } from 'node:http'
import { startSqld } from './sqld.ts'

/** The embedded database server: one namespace for the directory and one for each organisation. */
export type Database = {
  /** Ends in a slash; the directory is `<origin>directory/`, an organisation `<origin><slug>/`. */
  readonly origin: string
  /** Where namespaces are made: tests inside workerd call it themselves. */
  readonly namespacesUrl: string
  /** Creates a namespace; one that exists already is left as it is. */
  createNamespace(name: string): Promise<void>
  deleteNamespace(name: string): Promise<void>
  /** The process that serves now, for tests that kill it. */
  pid(): number | undefined
  stop(): Promise<void>
}

const NAMESPACE = /^[a-z0-9][a-z0-9-]{0,62}$/

/**
 * sqld picks a namespace by the first label of the Host header, which workerd's fetch cannot set:
 * this loopback proxy turns the first part of the path into that label.
 */
function startProxy(sqldPort: number): Promise<Server> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  const server = createServer((incoming, outgoing) => {
    const [, namespace = '', rest = ''] = /^\/([^/?]*)(.*)$/.exec(incoming.url ?? '') ?? []
    if (!NAMESPACE.test(namespace)) {
      outgoing.writeHead(404).end()
      return
    }
    const headers = { ...incoming.headers, host: `${namespace}.localhost` }
    const upstream = request(
      { host: '127.0.0.1', port: sqldPort, method: incoming.method, path: rest || '/', headers, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    upstream.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end()
    })
    incoming.pipe(upstream)
  })
  server.keepAliveTimeout = 60_000
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

/**
 * Starts the embedded database with its files in `folder`, healthy when this returns.
 *
 * @throws CannotStart with a sentence for the person at the terminal.
 */
export async function startDatabase(folder: string): Promise<Database> {
  const sqld = await startSqld(folder)
  const proxy = await startProxy(sqld.httpPort)
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  const namespaces = `http://127.0.0.1:${sqld.adminPort}/v1/namespaces`
  return {
    origin: `http://127.0.0.1:${port}/`,
    namespacesUrl: namespaces,
    createNamespace: async (name) => {
      if (!NAMESPACE.test(name)) throw new Error(`"${name}" is no name for a namespace.`)
      const answer = await fetch(`${namespaces}/${name}/create`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
      const text = await answer.text()
      if (!answer.ok && !text.includes('already exists')) throw new Error(`Namespace ${name}: ${answer.status} ${text}`)
    },
    deleteNamespace: async (name) => {
      await fetch(`${namespaces}/${name}`, { method: 'DELETE' })
    },
    pid: sqld.pid,
    stop: async () => {
      proxy.closeAllConnections()
      proxy.close()
      await sqld.stop()
    },
  }
}

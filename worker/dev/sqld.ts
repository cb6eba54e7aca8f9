import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart, endLeftOver, noteProcess } from './left-over.ts'

/** A running sqld, restarted by itself on the same ports if it dies. */
export type Sqld = {
  readonly httpPort: number
  readonly adminPort: number
  /** The process that serves now: it changes when sqld was killed and came back. */
  pid(): number | undefined
  stop(): Promise<void>
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

function binary(): string {
  const name = `@sqld/${process.platform}-${process.arch}/sqld`
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    throw new CannotStart(
      `There is no packaged sqld for ${process.platform} on ${process.arch}. Set LIBSQL_URL to a libSQL server of your own, then start again.`,
    )
  }
}

async function healthy(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null) throw new CannotStart(`The database server ended at once with code ${child.exitCode}.`)
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(500) })
      if (answer.ok) return
    } catch {
      // Not listening yet; the loop has a bound.
    }
    await sleep(25)
  }
  throw new CannotStart('The database server did not become healthy within ten seconds.')
}

/**
 * Starts sqld with namespaces on free loopback ports, its files in `folder`, and keeps it up:
 * when it dies without being asked to, it comes back on the same ports with the same files.
 *
 * @throws CannotStart with a sentence for the person at the terminal.
 */
export async function startSqld(folder: string): Promise<Sqld> {
  const dataPath = join(folder, 'sqld')
  const pidFile = join(folder, 'sqld.pid')
  mkdirSync(dataPath, { recursive: true })
  await endLeftOver(pidFile, dataPath)

  const command = binary()
  const [httpPort, adminPort] = [await freePort(), await freePort()]
  const args = ['--db-path', dataPath, '--http-listen-addr', `127.0.0.1:${httpPort}`, '--enable-namespaces']
  args.push('--admin-listen-addr', `127.0.0.1:${adminPort}`, '--no-welcome', '--max-response-size', '256MB')

  let stopping = false
  let child: ChildProcess | undefined
  const launch = async (): Promise<void> => {
    const started = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, RUST_LOG: 'error' },
    })
    child = started
    noteProcess(pidFile, started)
    started.once('exit', () => {
      if (!stopping && child === started) void launch().catch((error: Error) => console.error(error.message))
    })
    await healthy(httpPort, started)
  }
  await launch()

  return {
    httpPort,
    adminPort,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true
      const last = child
      if (last !== undefined && last.exitCode === null && last.signalCode === null) {
        const ended = new Promise((done) => last.once('exit', done))
        last.kill('SIGTERM')
        await Promise.race([ended, sleep(5000, undefined, { ref: false }).then(() => last.kill('SIGKILL'))])
      }
      rmSync(pidFile, { force: true })
    },
  }
}

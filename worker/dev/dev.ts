import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Deps } from '../env.ts'
import { build, placeholder } from './build.ts'
import { type Database, startDatabase } from './database.ts'
import { loadDemo } from './demo/load-demo.ts'
import { CannotStart, endLeftOver, noteProcess } from './left-over.ts'
import { createParticipantLogins, DEMO_AUTHORS, prepareData } from './prepare-data.ts'
import { freePort } from './sqld.ts'

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))
const folder = resolve(process.env.DREIZACK_DIR ?? join(root, '.data'))
const port = Number(process.env.PORT ?? 8787)
const workerState = join(folder, 'wrangler')
const workerNote = join(folder, 'worker.pid')

let database: Database | undefined
let wrangler: ChildProcess | undefined
let stopping = false

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  if (wrangler !== undefined && wrangler.exitCode === null) {
    const ended = new Promise((done) => wrangler?.once('exit', done))
    wrangler.kill('SIGTERM')
    await Promise.race([ended, sleep(5000, undefined, { ref: false })])
    rmSync(workerNote, { force: true })
  }
  await database?.stop()
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

async function refuseBusyPort(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new CannotStart(`PORT must be a number from 1 to 65535.`)
  await new Promise<void>((done, refuse) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EACCES' ? 'may not be used by you' : 'is in use'
      refuse(new CannotStart(`Port ${port} ${reason}. Start with another one: PORT=${port + 1} npm start`))
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()))
  })
}

function makeFolder(): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new CannotStart(
      `Dreizack may not write to ${folder}. Give yourself write permission there, or set DREIZACK_DIR.`,
    )
  }
}

/** Kept in the data folder, so that sessions survive a restart. */
function authSecret(): string {
  const file = join(folder, 'auth-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** The bindings go by a file that only this user can read: a command line is there for all to see. */
function writeBindings(values: Record<string, string>): string {
  const file = join(folder, 'bindings.env')
  const lines = Object.entries(values).map(([name, value]) => `${name}="${value}"\n`)
  writeFileSync(file, lines.join(''), { mode: 0o600 })
  return file
}

async function startWorker(bindings: string): Promise<void> {
  const args = [join(root, 'node_modules/wrangler/bin/wrangler.js'), 'dev', '--ip', '127.0.0.1', '--port', String(port)]
  args.push('--env-file', bindings, '--persist-to', workerState, '--log-level', 'warn')
  args.push('--show-interactive-dev-session=false', '--inspector-port', String(await freePort()))
  wrangler = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  noteProcess(workerNote, wrangler)
  wrangler.once('exit', (code) => {
    if (stopping) return
    console.error(`The Worker ended with code ${code}; its own message stands above.`)
    void stop(1)
  })
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(1000) })
      if (answer.ok) return
    } catch {
      // Not listening yet; the loop has a bound.
    }
    await sleep(100)
  }
  throw new CannotStart('The Worker did not answer within a minute.')
}

/** The mark is set last, so that a load that was cut off goes on at the next start. */
async function loadDemoOnce(deps: Deps): Promise<void> {
  const mark = join(folder, 'demo-loaded')
  if (existsSync(mark)) return
  await loadDemo(`http://127.0.0.1:${port}`, DEMO_AUTHORS, (line) => console.log(line))
  await createParticipantLogins(deps)
  writeFileSync(mark, '')
}

/** Cron triggers do not fire locally: once a minute this does what Cloudflare would. */
async function callScheduledEachMinute(): Promise<void> {
  while (!stopping) {
    await sleep(60_000 - (Date.now() % 60_000), undefined, { ref: false })
    try {
      await fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, {
        signal: AbortSignal.timeout(55_000),
      })
    } catch (error) {
      if (!stopping) console.error('The scheduled handler failed:', error instanceof Error ? error.message : error)
    }
  }
}

async function main(): Promise<void> {
  await endLeftOver(workerNote, workerState)
  await refuseBusyPort()
  makeFolder()
  const secret = authSecret()
  let url = process.env.LIBSQL_URL
  if (url === undefined) {
    console.log('Starting the database …')
    database = await startDatabase(folder)
    await database.createNamespace('directory')
    url = `${database.origin}directory/`
  }
  const token = process.env.LIBSQL_AUTH_TOKEN
  const deps = { directory: { url, authToken: token }, authSecret: secret, now: () => new Date() }
  const logins = await prepareData(deps, database)
  await (process.argv.includes('--api-only') ? placeholder() : build())
  console.log('Starting the Worker …')
  const bindings = { LIBSQL_URL: url, AUTH_SECRET: secret, ...(token ? { LIBSQL_AUTH_TOKEN: token } : {}) }
  await startWorker(writeBindings(bindings))
  if (database !== undefined) await loadDemoOnce(deps)
  console.log(`\nDreizack is ready:  http://127.0.0.1:${port}\nAPI reference:      http://127.0.0.1:${port}/docs\n`)
  for (const line of logins) console.log(line)
  console.log('\nCtrl-C ends it; the data stays.')
  void callScheduledEachMinute()
}

try {
  await main()
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error)
  await stop(1)
}

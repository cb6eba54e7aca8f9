import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startDatabase } from '../../worker/dev/database.ts'
import { loadDemo } from '../../worker/dev/demo/load-demo.ts'
import { DEMO_AUTHORS, prepareData } from '../../worker/dev/prepare-data.ts'
import { freePort } from '../../worker/dev/sqld.ts'

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))

export type BenchedProduct = { readonly origin: string; readonly apiKey: string; stop(): Promise<void> }

/** The product with its demo under wrangler and workerd, with the bare route beside it, and a key that may quote at will. */
export async function startProduct(): Promise<BenchedProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-bench-'))
  const database = await startDatabase(folder)
  await database.createNamespace('directory')
  const secret = randomBytes(32).toString('base64url')
  const url = `${database.origin}directory/`
  await prepareData({ directory: { url }, authSecret: secret, now: () => new Date() }, database)
  const port = await freePort()
  const bindings = join(folder, 'bindings.env')
  writeFileSync(bindings, `LIBSQL_URL="${url}"\nAUTH_SECRET="${secret}"\nBARE_URL="${database.origin}superstore/"\n`)
  const args = [
    join(root, 'node_modules/wrangler/bin/wrangler.js'),
    'dev',
    '--config',
    'test/bench/wrangler.toml',
    '--ip',
    '127.0.0.1',
  ]
  args.push(
    '--port',
    String(port),
    '--env-file',
    bindings,
    '--persist-to',
    join(folder, 'wrangler'),
    '--log-level',
    'warn',
  )
  args.push('--show-interactive-dev-session=false', '--inspector-port', String(await freePort()))
  const worker = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  })
  const origin = `http://127.0.0.1:${port}`
  await answering(`${origin}/api/health`, worker)
  await loadDemo(origin, DEMO_AUTHORS, (line) => console.error(line))
  const apiKey = await makeKey(origin)
  return {
    origin,
    apiKey,
    stop: async () => {
      const ended = new Promise((done) => worker.once('exit', done))
      worker.kill('SIGTERM')
      await Promise.race([ended, sleep(5_000, undefined, { ref: false })])
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string, worker: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600 && worker.exitCode === null; attempt++) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await sleep(100)
  }
  throw new Error('The Worker did not answer within a minute.')
}

async function makeKey(origin: string): Promise<string> {
  const { analyst } = DEMO_AUTHORS
  const signedIn = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(analyst),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
  const made = await fetch(`${origin}/api/v1/api-keys`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json', 'idempotency-key': 'bench-key' },
    body: JSON.stringify({ name: 'bench', scopes: ['quotes:participant', 'earnings:read'], quotesPerMinute: 100_000 }),
  })
  const { key } = (await made.json()) as { key: string }
  if (!key) throw new Error(`no API key: ${made.status}`)
  return key
}

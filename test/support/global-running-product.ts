import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { placeholder } from '../../worker/dev/build.ts'
import { startDatabase } from '../../worker/dev/database.ts'
import { prepareData } from '../../worker/dev/prepare-data.ts'
import { freePort } from '../../worker/dev/sqld.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseOrigin: string
    namespacesUrl: string
    productUrl: string
  }
}

const AUTH_SECRET = 'a secret for tests only, of more than 32 characters'

/**
 * The Worker in workerd under wrangler and the embedded database, once for the run, with the demo organisation still
 * empty. Tests make organisations of their own in it.
 */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-running-'))
  const database = await startDatabase(folder)
  await database.createNamespace('directory')
  const url = `${database.origin}directory/`
  await prepareData({ directory: { url }, authSecret: AUTH_SECRET, now: () => new Date() }, database)
  await placeholder()

  const bindings = join(folder, 'bindings.env')
  writeFileSync(bindings, `LIBSQL_URL="${url}"\nAUTH_SECRET="${AUTH_SECRET}"\n`)
  // What is served is put together first, as for a deployment: edits made while the tests run do not restart it.
  const script = 'node_modules/wrangler/bin/wrangler.js'
  const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false' }
  const bundle = join(folder, 'bundle')
  execFileSync(process.execPath, [script, 'deploy', '--dry-run', '--outdir', bundle], { stdio: 'pipe', env })
  const assets = join(folder, 'assets')
  cpSync('designer/build', assets, { recursive: true })
  const port = await freePort()
  const args = [script, 'dev', join(bundle, 'index.js'), '--no-bundle', '--assets', assets]
  args.push(
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--env-file',
    bindings,
    '--persist-to',
    join(folder, 'wrangler'),
    '--log-level',
    'error',
  )
  args.push('--show-interactive-dev-session=false', '--inspector-port', String(await freePort()))
  const wrangler = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  const ended = new Promise<void>((done) => wrangler.once('exit', () => done()))
  const stop = async () => {
    wrangler.kill('SIGTERM')
    await Promise.race([ended, sleep(5_000, undefined, { ref: false })])
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }

  const productUrl = `http://127.0.0.1:${port}`
  if (!(await answers(`${productUrl}/api/health`, () => wrangler.exitCode === null))) {
    await stop()
    throw new Error('The Worker did not answer within a minute.')
  }
  project.provide('productUrl', productUrl)
  project.provide('databaseOrigin', database.origin)
  project.provide('namespacesUrl', database.namespacesUrl)
  return stop
}

async function answers(url: string, isRunning: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 600 && isRunning(); attempt += 1) {
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok) return true
    } catch {
      // Not listening yet; the loop has a bound.
    }
    await sleep(100)
  }
  return false
}

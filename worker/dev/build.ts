import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotStart } from './left-over.ts'

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))
const built = join(root, 'designer/build')
const stampFile = join(built, '.stamp')

const PLACEHOLDER =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Dreizack</title><p>The designer is not built yet. <a href="/docs">API reference</a></html>\n'

function copyLibraries(): void {
  const media = join(root, 'designer/static/blockly-media')
  cpSync(join(root, 'node_modules/blockly/media'), media, { recursive: true })
  const reference = join(root, 'designer/static/reference')
  mkdirSync(reference, { recursive: true })
  const bundle = 'node_modules/@scalar/api-reference/dist/browser/standalone.js'
  cpSync(join(root, bundle), join(reference, 'standalone.js'))
}

/** Changes when any file changes that the build reads. */
function inputsStamp(): string {
  const hash = createHash('sha256')
  for (const top of ['designer/src', 'designer/static', 'engine']) {
    const folder = join(root, top)
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
      const { mtimeMs, size } = statSync(join(folder, name))
      hash.update(`${top}/${name} ${size} ${mtimeMs}\n`)
    }
  }
  for (const file of [
    'package-lock.json',
    'designer/vite.config.ts',
    'worker/dev/build.ts',
    'worker/http/content-security.ts',
  ]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Static pages get their headers from a file, so inline scripts of the page are allowed by their hashes. */
async function writeHeaders(): Promise<void> {
  const { staticHeaders } = await import('../http/content-security.ts')
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '')
  const hashes = inline.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
  const lines = Object.entries(staticHeaders(hashes)).map(([name, value]) => `  ${name}: ${value}`)
  const immutable = '/_app/immutable/*\n  Cache-Control: public, max-age=31536000, immutable\n'
  writeFileSync(join(built, '_headers'), `/*\n${lines.join('\n')}\n${immutable}`)
}

/** wrangler needs the assets folder to exist: this stands in where only the API is wanted. */
export async function placeholder(): Promise<void> {
  mkdirSync(built, { recursive: true })
  if (!existsSync(join(built, 'index.html'))) writeFileSync(join(built, 'index.html'), PLACEHOLDER)
  copyLibraries()
  cpSync(join(root, 'designer/static'), built, { recursive: true })
  await writeHeaders()
}

/** Builds the designer into designer/build, unless nothing has changed since the last build. */
export async function build(): Promise<void> {
  copyLibraries()
  const stamp = inputsStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.log('Building the designer …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  try {
    execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'designer'),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) console.error(String(error.stderr))
    throw new CannotStart('The designer could not be built; the compiler says why above.')
  }
  await writeHeaders()
  writeFileSync(stampFile, stamp)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()

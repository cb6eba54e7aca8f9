import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isEmbedded } from './embed-migrations.ts'

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))
const modules = join(root, 'node_modules')

type Check = { name: string; script: string; args: string[]; cwd?: string }

const tsc = (name: string, project: string): Check => ({
  name: `types of ${name}`,
  script: 'typescript/bin/tsc',
  args: ['-p', project],
})

async function run({ script, args, cwd }: Check): Promise<{ ok: boolean; output: string }> {
  const child = spawn(process.execPath, [join(modules, script), ...args], { cwd: cwd ?? root })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
  const code = await new Promise((done) => child.once('exit', done))
  return { ok: code === 0, output }
}

const designer = join(root, 'designer')
const checks: Check[] = [
  tsc('engine', 'engine'),
  tsc('worker', '.'),
  tsc('worker/dev', 'worker/dev'),
  tsc('test', 'test'),
  { name: 'format and lint', script: '@biomejs/biome/bin/biome', args: ['check', '.', '--max-diagnostics=50'] },
  {
    name: 'dependency directions',
    script: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.mjs', 'engine', 'worker', 'designer/src', 'test', 'migrations'],
  },
  { name: 'dead code', script: 'knip/bin/knip.js', args: [] },
]
if (existsSync(join(designer, 'vite.config.ts'))) {
  const sync: Check = { name: 'sync', script: '@sveltejs/kit/svelte-kit.js', args: ['sync'], cwd: designer }
  const { ok, output } = await run(sync)
  if (!ok) console.error(output)
  checks.push({
    name: 'types of designer',
    script: 'svelte-check/bin/svelte-check',
    args: ['--tsconfig', 'tsconfig.json'],
    cwd: designer,
  })
}

const failed: string[] = []
if (!isEmbedded()) {
  failed.push('embedded migrations')
  console.error(
    '✗ embedded migrations\nworker/db/migrations.ts is not what migrations/*.sql say: run `npm run db:embed`.',
  )
}
// Two at a time: the type checkers alone would fill a small machine's memory.
const queue = [...checks]
async function work(): Promise<void> {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    const { ok, output } = await run(check)
    console.log(`${ok ? '✓' : '✗'} ${check.name}`)
    if (!ok) {
      failed.push(check.name)
      console.error(output)
    }
  }
}
await Promise.all([work(), work()])

const total = checks.length + 1
mkdirSync(join(root, 'test-results'), { recursive: true })
writeFileSync(
  join(root, 'test-results/check.json'),
  JSON.stringify({ passed: total - failed.length, failed: failed.length }),
)
process.exit(failed.length === 0 ? 0 : 1)

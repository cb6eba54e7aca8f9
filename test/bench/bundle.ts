import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { median } from './measure.ts'

type Esbuild = { build(options: object): Promise<{ outputFiles: { contents: Uint8Array }[] }> }

const engine = (file: string): string => fileURLToPath(new URL(`../../engine/${file}`, import.meta.url))
const MINIMAL = `import { Hono } from 'hono'
export default new Hono().get('/', (c) => c.text('ok'))`
const withEngine = (...files: string[]): string =>
  `import { Hono } from 'hono'
${files.map((file, i) => `import * as e${i} from ${JSON.stringify(engine(file))}`).join('\n')}
export default new Hono().get('/', (c) => c.json([${files.map((_, i) => `Object.keys(e${i})`)}]))`

/** A source, or a file, as one minified module for an isolate. */
export async function bundled(what: { source: string } | { entry: string }): Promise<Uint8Array> {
  const name: string = 'esbuild'
  const esbuild = (await import(name)) as Esbuild
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const { outputFiles } = await esbuild.build({
    ...('source' in what
      ? { stdin: { contents: what.source, resolveDir, loader: 'ts' } }
      : { entryPoints: [what.entry] }),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['worker', 'import'],
    write: false,
    logLevel: 'warning',
  })
  return (outputFiles[0] as { contents: Uint8Array }).contents
}

/** CPU milliseconds from process start until the module has been evaluated. */
const startOf = (file: string): number =>
  Number(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `await import(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)`,
      ],
      { encoding: 'utf8' },
    ),
  )

export type Bundle = { kB: number; overHonoKB: number; startMs: number; withFastKB: number }

/** The calculation alone with Hono, minified and gzipped, and what importing it costs over Hono. */
export async function bundle(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'dreizack-bundle-'))
  try {
    const sources = [MINIMAL, withEngine('run.ts'), withEngine('run.ts', 'run-fast.ts')]
    const outputs = await Promise.all(sources.map((source) => bundled({ source })))
    const kB = outputs.map((bytes) => gzipSync(bytes, { level: 9 }).length / 1000)
    const files = outputs.map((bytes, i) => {
      const file = join(folder, `${i}.mjs`)
      writeFileSync(file, bytes)
      return file
    })
    const starts: number[][] = [[], []]
    for (let i = 0; i < 15; i++) for (const k of [0, 1]) starts[k]!.push(startOf(files[k] as string))
    const [hono, run] = starts.map(median) as [number, number]
    return { kB: kB[1]!, overHonoKB: kB[1]! - kB[0]!, startMs: run - hono, withFastKB: kB[2]! }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

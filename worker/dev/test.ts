import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// Everything: checks, tests in Node and workerd, tests in a real browser. Each runner writes its own machine-readable
// result; a runner that ends in failure without a result, or without failed tests in it, still counts as one failure.

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))
const results = join(root, 'test-results')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

type Count = { passed: number; failed: number }

function countIn(file: string): Count | null {
  if (!existsSync(file)) return null
  const result = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof result.passed === 'number') return { passed: result.passed, failed: result.failed }
  const broken = result.testResults.filter(
    (suite: { status: string; assertionResults: unknown[] }) =>
      suite.status === 'failed' && suite.assertionResults.length === 0,
  )
  return { passed: result.numPassedTests, failed: result.numFailedTests + broken.length }
}

async function runner(title: string, file: string, args: string[]): Promise<Count> {
  console.log(`\n— ${title}`)
  const target = join(results, file)
  rmSync(target, { force: true })
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const code = await new Promise((done) => child.once('exit', done))
  const count = countIn(target) ?? { passed: 0, failed: 1 }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

const reporters = (file: string) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(results, file)}`,
]

const counts = [
  await runner('checks', 'check.json', ['worker/dev/check.ts']),
  await runner('tests', 'unit.json', [vitest, 'run', '--config', 'test/vitest.config.ts', ...reporters('unit.json')]),
  await runner('tests of the running product', 'product.json', [
    vitest,
    'run',
    '--config',
    'test/product/vitest.config.ts',
    ...reporters('product.json'),
  ]),
  await runner('browser tests', 'browser.json', [
    vitest,
    'run',
    '--config',
    'test/browser/vitest.config.ts',
    ...reporters('browser.json'),
  ]),
]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
writeFileSync(join(results, 'summary.json'), JSON.stringify({ passed, failed }))
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
